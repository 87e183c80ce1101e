/**
 * The image of a simulated module as far as names need it: PE headers and an export table (PE format). No such file exists
 * anywhere, so without it a dump of a simulated program would have stacks without names.
 */

import type { Architecture } from '../../target/targetInfo';
import { encodeUtf8 } from '../../util/utf16';

const HEADERS_SIZE = 0x400;
const PE_AT = 0x80;
const OPTIONAL_AT = PE_AT + 0x18;
const DIRECTORY_SIZE = 40;
/** IMAGE_FILE_MACHINE_*. */
const MACHINES: Readonly<Record<Architecture, number>> = {
  x86: 0x14c,
  x64: 0x8664,
  arm: 0x1c4,
  arm64: 0xaa64,
  unknown: 0,
};
/** Executable, large addresses, a library. */
const CHARACTERISTICS = 0x2022;

/** A name and where it lies, in bytes from the base of its module. */
export interface ExportedName {
  readonly rva: number;
  readonly name: string;
}

/** What is to be said in an image. */
export interface ImageShape {
  readonly architecture: Architecture;
  readonly pointerSize: 4 | 8;
  readonly timeDateStamp: number;
  /** Size of the image in bytes. */
  readonly size: number;
  /** Each place once. */
  readonly names: readonly ExportedName[];
  /** Stretches of the image that hold something else. */
  readonly taken: readonly { readonly rva: number; readonly size: number }[];
}

/** Bytes of an image, and where they lie in it. */
export interface ImagePart {
  readonly rva: number;
  readonly bytes: Uint8Array;
}

/** Headers and export table; null when the image has no room for the table. */
export function symbolImage(shape: ImageShape): readonly ImagePart[] | null {
  const sorted = [...shape.names].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const texts = sorted.map(({ name }) => encodeUtf8(name));
  const size = texts.reduce(
    (sum, text) => sum + text.length + 1,
    DIRECTORY_SIZE + 10 * texts.length,
  );
  const rva = findRoom(shape, size);
  return rva === null
    ? null
    : [
        { rva: 0, bytes: headers(shape, rva, size) },
        { rva, bytes: exportTable(sorted, texts, { rva, size }) },
      ];
}

/** A place for the table that holds no exported place: such a one would be taken for a forwarder. */
function findRoom({ names, taken, size: end }: ImageShape, size: number): number | null {
  const occupied = [...names.map(({ rva }) => ({ rva, size: 1 })), ...taken].sort(
    (a, b) => a.rva - b.rva,
  );
  let from = HEADERS_SIZE;
  for (const next of [...occupied, { rva: end, size: 0 }]) {
    if (next.rva - from >= size) {
      return from;
    }
    from = Math.max(from, Math.ceil((next.rva + next.size) / 16) * 16);
  }
  return null;
}

/** IMAGE_DOS_HEADER, IMAGE_NT_HEADERS with the export directory as the only data directory in use, no sections. */
function headers(shape: ImageShape, exportRva: number, exportSize: number): Uint8Array {
  const bytes = new Uint8Array(HEADERS_SIZE);
  const view = new DataView(bytes.buffer);
  const wide = shape.pointerSize === 8;
  const directories = OPTIONAL_AT + (wide ? 112 : 96);
  view.setUint16(0, 0x5a4d, true);
  view.setUint32(0x3c, PE_AT, true);
  view.setUint32(PE_AT, 0x4550, true);
  view.setUint16(PE_AT + 4, MACHINES[shape.architecture], true);
  view.setUint32(PE_AT + 8, shape.timeDateStamp, true);
  view.setUint16(PE_AT + 0x14, directories - OPTIONAL_AT + 16 * 8, true);
  view.setUint16(PE_AT + 0x16, CHARACTERISTICS, true);
  view.setUint16(OPTIONAL_AT, wide ? 0x20b : 0x10b, true);
  view.setUint32(OPTIONAL_AT + 0x38, shape.size, true);
  view.setUint32(OPTIONAL_AT + 0x3c, HEADERS_SIZE, true);
  view.setUint32(directories - 4, 16, true);
  view.setUint32(directories, exportRva, true);
  view.setUint32(directories + 4, exportSize, true);
  return bytes;
}

/** IMAGE_EXPORT_DIRECTORY with its three tables and the texts; names are sorted, as loaders want them. */
function exportTable(
  names: readonly ExportedName[],
  texts: readonly Uint8Array[],
  place: { readonly rva: number; readonly size: number },
): Uint8Array {
  const bytes = new Uint8Array(place.size);
  const view = new DataView(bytes.buffer);
  const count = names.length;
  const functions = DIRECTORY_SIZE;
  const pointers = functions + 4 * count;
  const ordinals = pointers + 4 * count;
  view.setUint32(0x10, 1, true);
  view.setUint32(0x14, count, true);
  view.setUint32(0x18, count, true);
  view.setUint32(0x1c, place.rva + functions, true);
  view.setUint32(0x20, place.rva + pointers, true);
  view.setUint32(0x24, place.rva + ordinals, true);
  let text = ordinals + 2 * count;
  names.forEach(({ rva }, index) => {
    view.setUint32(functions + 4 * index, rva, true);
    view.setUint32(pointers + 4 * index, place.rva + text, true);
    view.setUint16(ordinals + 2 * index, index, true);
    bytes.set(texts[index] ?? [], text);
    text += (texts[index]?.length ?? 0) + 1;
  });
  return bytes;
}
