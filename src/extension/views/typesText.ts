/** What the Types view says, in words. Knows nothing of VS Code. */

/** `+12`, `−3`, or nothing. */
export function growthText(growth: number): string {
  return growth === 0 ? '' : growth > 0 ? `+${growth}` : `−${-growth}`;
}
