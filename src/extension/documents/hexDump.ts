/** Bytes as text, sixteen to a line, as debuggers print them. */

const WIDTH = 16;
/** Where a line is divided. */
const HALF = 8;

/** Lines such as `00007ff6'10001000  4d 5a 90 00 …-…  MZ..`; empty without bytes. */
export function hexDump(start: bigint, bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += WIDTH) {
    const row = [...bytes.subarray(at, at + WIDTH)];
    const hex = row.map((byte) => byte.toString(16).padStart(2, '0'));
    const halves = [hex.slice(0, HALF).join(' '), hex.slice(HALF).join(' ')];
    const text = row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'));
    const columns = halves
      .filter((half) => half !== '')
      .join('-')
      .padEnd(WIDTH * 3 - 1);
    lines.push(`${addressText(start + BigInt(at))}  ${columns}  ${text.join('')}\n`);
  }
  return lines.join('');
}

/** Eight digits, or twice eight with a mark between them. */
function addressText(address: bigint): string {
  const digits = address.toString(16).padStart(8, '0');
  return digits.length === 8 ? digits : digits.padStart(16, '0').replace(/^(.{8})/, '$1`');
}
