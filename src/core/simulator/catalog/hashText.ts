/** A small, stable hash: everything the simulator makes up comes from it, so it is the same on every run and machine. */

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * FNV-1a over the UTF-16 units of a text, then mixed so that neighbouring texts land far apart.
 * Returns 0 to 2^32-1.
 */
export function hashText(text: string): number {
  let hash = FNV_OFFSET;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), FNV_PRIME);
  }
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  hash ^= hash >>> 12;
  return hash >>> 0;
}

/** A number made from a text, `minimum` to `maximum` inclusive. */
export function numberFromText(text: string, minimum: number, maximum: number): number {
  return minimum + (hashText(text) % (maximum - minimum + 1));
}

/** An upper-case GUID without dashes, made from a text. */
export function guidFromText(text: string): string {
  return [0, 1, 2, 3]
    .map((part) => hashText(`${text}/${part}`).toString(16).padStart(8, '0'))
    .join('')
    .toUpperCase();
}
