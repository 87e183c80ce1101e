/** Writes C structures: little-endian fields at offsets. */

/** Fields by offset (bytes) and width. */
export interface Fields {
  readonly u8?: Readonly<Record<number, number>>;
  readonly u16?: Readonly<Record<number, number>>;
  readonly u32?: Readonly<Record<number, number>>;
  readonly u64?: Readonly<Record<number, bigint | number>>;
}

/** A structure of `size` bytes with some fields set and zeros elsewhere. */
export function struct(size: number, fields: Fields = {}): Uint8Array {
  const bytes = new Uint8Array(size);
  patch(bytes, 0, fields);
  return bytes;
}

/** Sets fields in existing bytes, relative to `start`. */
export function patch(bytes: Uint8Array, start: number, fields: Fields): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  each(fields.u8, (at, value) => view.setUint8(start + at, value));
  each(fields.u16, (at, value) => view.setUint16(start + at, value, true));
  each(fields.u32, (at, value) => view.setUint32(start + at, value, true));
  for (const [at, value] of Object.entries(fields.u64 ?? {})) {
    view.setBigUint64(start + Number(at), BigInt.asUintN(64, BigInt(value)), true);
  }
}

/** Puts byte arrays behind each other. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** ASCII text as bytes, with a NUL behind it. */
export function asciiz(text: string): Uint8Array {
  return Uint8Array.from(Array.from(`${text}\0`, (character) => character.charCodeAt(0)));
}

/** Text as UTF-16LE, without length or NUL. */
export function utf16(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < text.length; index++) {
    view.setUint16(index * 2, text.charCodeAt(index), true);
  }
  return bytes;
}

function each(
  fields: Readonly<Record<number, number>> | undefined,
  set: (at: number, value: number) => void,
): void {
  for (const [at, value] of Object.entries(fields ?? {})) {
    set(Number(at), value);
  }
}
