/** Writes the parts of a PE image that a symbol reader looks at: headers and export directory. */

import { asciiz, concat, patch, struct } from './struct';

/** An export to write; without a name it has an ordinal only. */
export interface ExportSpec {
  readonly name?: string;
  readonly rva: number;
}

const PE_AT = 0x80;
const EXPORTS_AT = 0x1000;

/** An image of `size` bytes with exports; `wide` chooses PE32+ over PE32. Names must be in ascending order. */
export function buildImage(exports: readonly ExportSpec[], size: number, wide = true): Uint8Array {
  const image = new Uint8Array(size);
  const directory = exportDirectory(exports);
  const table = PE_AT + 0x18 + (wide ? 112 : 96);
  patch(image, 0, { u16: { 0: 0x5a4d }, u32: { 0x3c: PE_AT } });
  patch(image, PE_AT, {
    u32: { 0: 0x4550 },
    u16: { 4: wide ? 0x8664 : 0x14c, 0x18: wide ? 0x20b : 0x10b },
  });
  patch(image, table - 4, { u32: { 0: 16, 4: EXPORTS_AT, 8: directory.length } });
  image.set(directory, EXPORTS_AT);
  return image;
}

function exportDirectory(exports: readonly ExportSpec[]): Uint8Array {
  const named = exports.flatMap((entry, index) =>
    entry.name === undefined ? [] : [{ index, name: asciiz(entry.name) }],
  );
  const functionsAt = 40;
  const namesAt = functionsAt + exports.length * 4;
  const ordinalsAt = namesAt + named.length * 4;
  let textAt = ordinalsAt + named.length * 2;
  const head = struct(functionsAt, {
    u32: {
      0x10: 1,
      0x14: exports.length,
      0x18: named.length,
      0x1c: EXPORTS_AT + functionsAt,
      0x20: EXPORTS_AT + namesAt,
      0x24: EXPORTS_AT + ordinalsAt,
    },
  });
  const functions = exports.map(({ rva }) => struct(4, { u32: { 0: rva } }));
  const names = named.map(({ name }) => {
    const pointer = struct(4, { u32: { 0: EXPORTS_AT + textAt } });
    textAt += name.length;
    return pointer;
  });
  const ordinals = named.map(({ index }) => struct(2, { u16: { 0: index } }));
  return concat([head, ...functions, ...names, ...ordinals, ...named.map(({ name }) => name)]);
}
