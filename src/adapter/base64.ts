/** Base64 of bytes, without any host's help. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Encodes bytes as base64 with padding (RFC 4648, section 4). */
export function base64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let offset = 0; offset < bytes.length; offset += 3) {
    const present = Math.min(3, bytes.length - offset);
    const triple =
      ((bytes[offset] ?? 0) << 16) | ((bytes[offset + 1] ?? 0) << 8) | (bytes[offset + 2] ?? 0);
    for (let digit = 0; digit < 4; digit++) {
      pieces.push(digit <= present ? (ALPHABET[(triple >> (18 - 6 * digit)) & 0x3f] ?? '') : '=');
    }
  }
  return pieces.join('');
}
