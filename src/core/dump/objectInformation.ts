/** Payloads of MINIDUMP_HANDLE_OBJECT_INFORMATION: the object behind a handle (domain.md 5.3). */

import { address, type Address } from '../model/identifiers';
import type { ObjectInfo } from '../model/objectInfo';

/** Bytes of the header {NextInfoRva, InfoType, SizeOfInfo}. */
export const OBJECT_INFORMATION_HEADER = 12;
/** Largest payload with a known layout, bytes. */
export const LARGEST_PAYLOAD = 0x40;

/** A payload of known type and size, at a place in a view that holds all its bytes. */
interface Payload {
  readonly view: DataView;
  readonly at: number;
  readonly size: number;
}

/** Sizes of a payload written by a 32-bit and by a 64-bit process, and how it is read. */
interface PayloadKind {
  readonly size32: number;
  readonly size64: number;
  readonly read: (payload: Payload, pointerSize: 4 | 8) => ObjectInfo;
}

const KINDS: readonly (PayloadKind | null)[] = [
  null,
  { size32: 0x1c, size64: 0x30, read: readThread },
  { size32: 8, size64: 8, read: readMutant },
  { size32: 8, size64: 0x10, read: readMutantOwner },
  { size32: 0x18, size64: 0x30, read: (payload, size) => readProcess(payload, size, 0) },
  { size32: 0x20, size64: 0x40, read: readExtendedProcess },
  { size32: 8, size64: 8, read: readEvent },
  { size32: 0x10, size64: 0x18, read: readSection },
  { size32: 8, size64: 8, read: readSemaphore },
];

/**
 * Reads a payload of `size` bytes at `at`; the caller has checked that they are there. The layout follows from the size;
 * an unknown type or size gives `unknown`.
 */
export function readObjectInformation(
  infoType: number,
  view: DataView,
  at: number,
  size: number,
): ObjectInfo {
  const kind = KINDS[infoType];
  if (kind === undefined || kind === null || (size !== kind.size32 && size !== kind.size64)) {
    return { kind: 'unknown', infoType, size };
  }
  return kind.read({ view, at, size }, size === kind.size64 ? 8 : 4);
}

function u32(payload: Payload, offset: number): number {
  return payload.view.getUint32(payload.at + offset, true);
}

function i32(payload: Payload, offset: number): number {
  return payload.view.getInt32(payload.at + offset, true);
}

function pointer(payload: Payload, offset: number, pointerSize: 4 | 8): Address {
  return address(
    pointerSize === 8
      ? payload.view.getBigUint64(payload.at + offset, true)
      : payload.view.getUint32(payload.at + offset, true),
  );
}

/** THREAD_BASIC_INFORMATION. */
function readThread(payload: Payload, pointerSize: 4 | 8): ObjectInfo {
  const wide = pointerSize === 8;
  return {
    kind: 'thread',
    exitStatus: u32(payload, 0),
    teb: pointer(payload, pointerSize, pointerSize),
    processId: u32(payload, wide ? 0x10 : 8),
    threadId: u32(payload, wide ? 0x18 : 0xc),
    priority: i32(payload, wide ? 0x28 : 0x14),
    basePriority: i32(payload, wide ? 0x2c : 0x18),
  };
}

/** MUTANT_BASIC_INFORMATION. */
function readMutant(payload: Payload): ObjectInfo {
  return {
    kind: 'mutant',
    count: i32(payload, 0),
    ownedByCaller: payload.view.getUint8(payload.at + 4) !== 0,
    abandoned: payload.view.getUint8(payload.at + 5) !== 0,
  };
}

/** MUTANT_OWNER_INFORMATION: a CLIENT_ID. */
function readMutantOwner(payload: Payload, pointerSize: 4 | 8): ObjectInfo {
  return {
    kind: 'mutantOwner',
    processId: u32(payload, 0),
    threadId: u32(payload, pointerSize),
  };
}

/** PROCESS_EXTENDED_BASIC_INFORMATION: a size in front of the basic information, flags behind it. */
function readExtendedProcess(payload: Payload, pointerSize: 4 | 8): ObjectInfo {
  const flags = u32(payload, pointerSize === 8 ? 0x38 : 0x1c);
  return { ...readProcess(payload, pointerSize, pointerSize), flags };
}

/** PROCESS_BASIC_INFORMATION, `start` bytes into the payload. */
function readProcess(
  payload: Payload,
  pointerSize: 4 | 8,
  start: number,
): Extract<ObjectInfo, { kind: 'process' }> {
  const wide = pointerSize === 8;
  return {
    kind: 'process',
    exitStatus: u32(payload, start),
    peb: pointer(payload, start + pointerSize, pointerSize),
    basePriority: i32(payload, start + (wide ? 0x18 : 0xc)),
    processId: u32(payload, start + (wide ? 0x20 : 0x10)),
    parentProcessId: u32(payload, start + (wide ? 0x28 : 0x14)),
  };
}

/** EVENT_BASIC_INFORMATION. */
function readEvent(payload: Payload): ObjectInfo {
  return { kind: 'event', manualReset: u32(payload, 0) === 0, signalled: u32(payload, 4) !== 0 };
}

/** SECTION_BASIC_INFORMATION. */
function readSection(payload: Payload, pointerSize: 4 | 8): ObjectInfo {
  return {
    kind: 'section',
    baseAddress: pointer(payload, 0, pointerSize),
    attributes: u32(payload, pointerSize),
    size: payload.view.getBigUint64(payload.at + pointerSize * 2, true),
  };
}

/** SEMAPHORE_BASIC_INFORMATION. */
function readSemaphore(payload: Payload): ObjectInfo {
  return { kind: 'semaphore', count: i32(payload, 0), limit: i32(payload, 4) };
}
