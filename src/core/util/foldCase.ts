/** Lower-case text for comparing without regard to letter case, unit by unit. */

/**
 * Folds letter case. The result has as many UTF-16 units as `text`, and folding a part of a text gives the same part of
 * the folded text, so that positions found in one are valid in the other.
 */
export function foldCase(text: string): string {
  // The capital I with a dot is the one letter that grows when it is lowered; the final sigma depends on its neighbours.
  const steady = text.includes('\u0130') ? text.replaceAll('\u0130', 'i') : text;
  const lower = steady.toLowerCase();
  return lower.includes('\u03c2') ? lower.replaceAll('\u03c2', '\u03c3') : lower;
}
