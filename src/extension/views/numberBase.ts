/** In which base the views write handle values, access masks and the numbers of threads. Knows nothing of VS Code. */

/** How numbers are written. */
export type NumberBase = 'hex' | 'decimal' | 'both';

/** All of them, the debugger's own first. */
export const NUMBER_BASES: readonly NumberBase[] = ['hex', 'decimal', 'both'];

let shown: NumberBase = 'hex';

/** Takes the base that a setting names; anything else is taken for hexadecimal. */
export function showNumbersIn(base: unknown): void {
  shown = NUMBER_BASES.find((each) => each === base) ?? 'hex';
}

/** The base that is in force. */
export function numberBase(): NumberBase {
  return shown;
}

/** A number that is given as `0x3d8`: `0x3d8`, `984`, or `0x3d8 (984)`. Any other text stays as it is. */
export function shownNumber(hex: string): string {
  if (shown === 'hex' || !/^0x[0-9a-f]+$/i.test(hex)) {
    return hex;
  }
  const decimal = BigInt(hex).toString();
  return shown === 'decimal' ? decimal : `${hex} (${decimal})`;
}
