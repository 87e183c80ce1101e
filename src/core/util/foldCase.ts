/** Lower-case text for comparing without regard to letter case, unit by unit. */

import { packUnits, textOfUnits, type Utf16Units } from './utf16';

const CAPITAL_A = 0x41;
const CAPITAL_Z = 0x5a;
const FIRST_BEYOND_ASCII = 0x80;
const TO_LOWER = 0x20;

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

/** Folds letter case like {@link foldCase}, in a copy. */
export function foldUnits(units: Utf16Units): Utf16Units {
  const text = foldCase(textOfUnits(units));
  const folded = new Uint16Array(text.length);
  for (let at = 0; at < text.length; at++) {
    folded[at] = text.charCodeAt(at);
  }
  return packUnits(folded);
}

/**
 * Folds letter case where the units are, if all of them are ASCII, and returns where capitals were, a bit for each unit. Null,
 * and nothing is changed, for others: their letters do not come back by turning capitals into capitals again.
 */
export function foldAscii(units: Utf16Units): Uint8Array | null {
  for (let at = 0; at < units.length; at++) {
    if ((units[at] ?? 0) >= FIRST_BEYOND_ASCII) {
      return null;
    }
  }
  const capitals = new Uint8Array((units.length + 7) >>> 3);
  for (let at = 0; at < units.length; at++) {
    const unit = units[at] ?? 0;
    if (unit >= CAPITAL_A && unit <= CAPITAL_Z) {
      units[at] = unit + TO_LOWER;
      capitals[at >>> 3] = (capitals[at >>> 3] ?? 0) | (1 << (at & 7));
    }
  }
  return capitals;
}

/** A copy of a stretch of units as they were before {@link foldAscii}. */
export function withCapitals(
  folded: Utf16Units,
  capitals: Uint8Array,
  { from, to }: { readonly from: number; readonly to: number },
): Utf16Units {
  const units = folded.slice(from, to);
  for (let at = 0; at < units.length; at++) {
    const place = from + at;
    const isCapital = (capitals[place >>> 3] ?? 0) & (1 << (place & 7));
    units[at] = (units[at] ?? 0) - (isCapital === 0 ? 0 : TO_LOWER);
  }
  return units;
}
