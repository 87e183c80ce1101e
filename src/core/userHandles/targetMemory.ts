/** Reading the target's memory in the ways the handle table needs it. */

import { address, type Address } from '../model/identifiers';
import type { Target } from '../target/target';
import { BinaryView } from '../util/binaryView';
import { throwIfCancelled, type CancellationToken } from '../util/cancellation';
import { hexAddress } from '../util/hex';
import { fail, ok, type Result } from '../util/result';

/** The part of a target that gives memory. */
export type MemorySource = Pick<Target, 'readMemory'>;

/** Bytes at an address: as many as can be read from there without a gap, none where there is no memory. */
export async function readSome(
  memory: MemorySource,
  at: Address,
  length: number,
  token: CancellationToken,
): Promise<Uint8Array> {
  throwIfCancelled(token);
  const read = await memory.readMemory(at, length, token);
  return read.ok ? read.value.bytes.subarray(0, length) : new Uint8Array();
}

/** What is read and what to call it in a problem. */
export interface WantedBytes {
  readonly at: Address;
  readonly length: number;
  /** For example `SHAREDINFO`. */
  readonly what: string;
  readonly pointerSize: 4 | 8;
}

/** All the bytes, or a problem that says what could not be read and where. */
export async function readExactly(
  memory: MemorySource,
  wanted: WantedBytes,
  token: CancellationToken,
): Promise<Result<BinaryView>> {
  throwIfCancelled(token);
  const read = await memory.readMemory(wanted.at, wanted.length, token);
  if (read.ok && read.value.bytes.length >= wanted.length) {
    return ok(new BinaryView(read.value.bytes.subarray(0, wanted.length)));
  }
  const where = hexAddress(wanted.at, wanted.pointerSize);
  const got = read.ok ? read.value.bytes.length : 0;
  const hint = read.ok ? undefined : read.problem.hint;
  return fail({
    code: 'user-memory-unreadable',
    message:
      got === 0
        ? `${wanted.what} at ${where} cannot be read: the target has no memory there.`
        : `${wanted.what} at ${where} cannot be read: of 0x${wanted.length.toString(16)} bytes the target has 0x${got.toString(16)}.`,
    where,
    ...(hint === undefined ? {} : { hint }),
  });
}

/** The pointer at an offset. */
export function pointerIn(view: BinaryView, offset: number, pointerSize: 4 | 8): Address {
  return address(pointerSize === 4 ? view.u32(offset) : view.u64(offset));
}

/** The number of 1, 2, 4 or 8 bytes at an offset; null for any other size. */
export function numberIn(view: BinaryView, offset: number, size: number | null): bigint | null {
  switch (size) {
    case 1:
      return BigInt(view.u8(offset));
    case 2:
      return BigInt(view.u16(offset));
    case 4:
      return BigInt(view.u32(offset));
    case 8:
      return view.u64(offset);
    default:
      return null;
  }
}
