/** Numbers in queries. */

const LARGEST = 2n ** 64n - 1n;

/**
 * A number: `0x` hexadecimal, `0n` decimal, otherwise in `radix`; a backtick may separate the halves of an address.
 * Null for anything else and above 2^64-1.
 */
export function parseQueryNumber(text: string, radix: 10 | 16): bigint | null {
  const plain = text.replaceAll('`', '').toLowerCase();
  const digits = plain.startsWith('0x') || plain.startsWith('0n') ? plain.slice(2) : plain;
  const hexadecimal = plain.startsWith('0x') || (radix === 16 && !plain.startsWith('0n'));
  if (!(hexadecimal ? /^[0-9a-f]{1,20}$/ : /^[0-9]{1,20}$/).test(digits)) {
    return null;
  }
  const value = BigInt(hexadecimal ? `0x${digits}` : digits);
  return value > LARGEST ? null : value;
}
