/** Versions such as `1.4.2`. */

/**
 * True when a newer major or minor version follows an earlier one. False for patches, for going back, and when nothing or
 * nonsense was remembered: then the extension is new here.
 */
export function isNews(before: unknown, now: string): boolean {
  const [oldMajor, oldMinor] = parts(before);
  const [major, minor] = parts(now);
  if (
    oldMajor === undefined ||
    oldMinor === undefined ||
    major === undefined ||
    minor === undefined
  ) {
    return false;
  }
  return major > oldMajor || (major === oldMajor && minor > oldMinor);
}

function parts(version: unknown): readonly number[] {
  const match = typeof version === 'string' ? /^(\d+)\.(\d+)\.\d+/.exec(version) : null;
  return match === null ? [] : match.slice(1, 3).map(Number);
}
