/** The ModuleList stream of a minidump that is written, with the CodeView records that name the PDB files (domain.md 5.4). */

import type { ModuleInfo, PdbIdentity } from '../../model/process';
import { encodeUtf8 } from '../../util/utf16';
import type { DumpOutput } from './dumpOutput';

const ENTRY_SIZE = 108;
const RSDS = 0x5344_5352;
const NB10 = 0x3031_424e;
const GUID_DIGITS = 32;

/** A module whose place is known; others cannot be in a dump. */
export type PlacedModule = ModuleInfo & { readonly base: NonNullable<ModuleInfo['base']> };

/** The list; a size or time stamp that the target does not know is 0. */
export function moduleList(modules: readonly PlacedModule[], output: DumpOutput): Uint8Array {
  const bytes = new Uint8Array(4 + modules.length * ENTRY_SIZE);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, modules.length, true);
  modules.forEach((module, index) => {
    const at = 4 + index * ENTRY_SIZE;
    view.setBigUint64(at, module.base, true);
    view.setUint32(at + 8, module.size ?? 0, true);
    view.setUint32(at + 0x10, module.timeDateStamp ?? 0, true);
    view.setUint32(at + 0x14, output.text(module.path === '' ? module.name : module.path), true);
    if (module.pdb !== null) {
      const record = codeViewRecord(module.pdb);
      view.setUint32(at + 0x4c, record.length, true);
      view.setUint32(at + 0x50, output.append(record), true);
    }
  });
  return bytes;
}

/** RSDS for a GUID, the older NB10 for a signature of 32 bits. */
export function codeViewRecord({ path, guid, age }: PdbIdentity): Uint8Array {
  const name = encodeUtf8(path);
  const isGuid = guid.length === GUID_DIGITS;
  const nameAt = isGuid ? 24 : 16;
  const bytes = new Uint8Array(nameAt + name.length + 1);
  const view = new DataView(bytes.buffer);
  const digits = (from: number, count: number): number =>
    Number.parseInt(guid.slice(from, from + count), 16);
  if (isGuid) {
    view.setUint32(0, RSDS, true);
    view.setUint32(4, digits(0, 8), true);
    view.setUint16(8, digits(8, 4), true);
    view.setUint16(10, digits(12, 4), true);
    for (let index = 0; index < 8; index++) {
      view.setUint8(12 + index, digits(16 + index * 2, 2));
    }
    view.setUint32(20, age, true);
  } else {
    view.setUint32(0, NB10, true);
    view.setUint32(8, digits(0, 8), true);
    view.setUint32(12, age, true);
  }
  bytes.set(name, nameAt);
  return bytes;
}
