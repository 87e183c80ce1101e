/** Numbers as hexadecimal text, the way debuggers print them. */

/** Lower-case hexadecimal without prefix or padding. */
export function hex(value: number | bigint): string {
  return value.toString(16);
}

/** `0x` and lower-case hexadecimal without padding. */
export function hex0x(value: number | bigint): string {
  return `0x${value.toString(16)}`;
}

/** As {@link hex0x}; null for null, which stands for a number that was not recorded. */
export function hex0xOrNull(value: number | bigint | null): string | null {
  return value === null ? null : hex0x(value);
}

/** Lower-case hexadecimal, zero-padded to at least `digits` digits. */
export function hexPadded(value: number | bigint, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

/** Upper-case hexadecimal without prefix or padding. */
export function hexUpper(value: number | bigint): string {
  return value.toString(16).toUpperCase();
}

/** A 64-bit address in the debugger's split form, `00007ff8` + backtick + `6f0f0610`; 8 digits on 32-bit targets. */
export function hexAddress(value: bigint, pointerSize: 4 | 8): string {
  const digits = hexPadded(value, pointerSize * 2);
  return pointerSize === 4 ? digits : `${digits.slice(0, -8)}\`${digits.slice(-8)}`;
}
