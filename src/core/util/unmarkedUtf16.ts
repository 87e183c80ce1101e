/** Finds out that a text is UTF-16 although it does not say so. */

/**
 * UTF-16 without a byte order mark, told by its zeros: a log begins with ASCII characters, and a text in UTF-8 has no zeros.
 * Null when the first four bytes are not two such characters.
 */
export function unmarkedUtf16([a = 0, b = 0, c = 0, d = 0]: Uint8Array):
  'utf-16le' | 'utf-16be' | null {
  const isText = (byte: number): boolean => (byte >= 0x20 && byte < 0x7f) || isBlank(byte);
  if (isText(a) && b === 0 && isText(c) && d === 0) {
    return 'utf-16le';
  }
  return a === 0 && isText(b) && c === 0 && isText(d) ? 'utf-16be' : null;
}

/** Tab, line feed, carriage return. */
function isBlank(byte: number): boolean {
  return byte === 9 || byte === 10 || byte === 13;
}
