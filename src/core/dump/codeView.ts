/** CodeView records of modules: which PDB file belongs to an image (domain.md 5.4, 7.2). */

import type { PdbIdentity } from '../model/process';
import type { BinaryView } from '../util/binaryView';
import { hexPadded, hexUpper } from '../util/hex';
import { decodeUtf8z } from '../util/utf16';

const RSDS = 0x5344_5352;
const NB10 = 0x3031_424e;
/** Longest PDB path that is read, bytes. */
const MAXIMUM_PATH = 520;
/** Bytes of a record that are ever looked at. */
export const CODE_VIEW_REACH = 24 + MAXIMUM_PATH;

/** Reads a CodeView record (RSDS or NB10); null for other kinds and for records that are too short. */
export function readCodeView(view: BinaryView): PdbIdentity | null {
  const signature = view.has(0, 4) ? view.u32(0) : 0;
  if (signature === RSDS && view.has(0, 24)) {
    return {
      path: decodeUtf8z(view.bytes, 24, MAXIMUM_PATH),
      guid: guidAt(view, 4),
      age: view.u32(20),
    };
  }
  if (signature === NB10 && view.has(0, 16)) {
    return {
      path: decodeUtf8z(view.bytes, 16, MAXIMUM_PATH),
      guid: hexUpper(view.u32(8)).padStart(8, '0'),
      age: view.u32(12),
    };
  }
  return null;
}

/** 32 upper-case digits: three numbers, then eight bytes as they stand. */
function guidAt(view: BinaryView, at: number): string {
  const tail = [...view.bytes.subarray(at + 8, at + 16)].map((byte) => hexPadded(byte, 2));
  const head =
    hexPadded(view.u32(at), 8) + hexPadded(view.u16(at + 4), 4) + hexPadded(view.u16(at + 6), 4);
  return (head + tail.join('')).toUpperCase();
}
