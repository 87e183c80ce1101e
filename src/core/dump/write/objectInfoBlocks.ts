/** MINIDUMP_HANDLE_OBJECT_INFORMATION of a dump that is written: the object behind a handle (domain.md 5.3). */

import type { ObjectInfo } from '../../model/objectInfo';
import { OBJECT_INFORMATION_HEADER } from '../objectInformation';
import type { DumpOutput } from './dumpOutput';

/** InfoType values. */
const THREAD = 1;
const MUTANT = 2;
const MUTANT_OWNER = 3;
const PROCESS = 4;
const PROCESS_EXTENDED = 5;
const EVENT = 6;
const SECTION = 7;
const SEMAPHORE = 8;

/** A payload, and what writes it at an offset. */
interface Payload {
  readonly infoType: number;
  readonly size: number;
  readonly fill: (view: DataView, at: number) => void;
}

/** What a minidump can say about an object, and how many facts it has no form for. */
export class ObjectInfoWriter {
  /** Facts that were left out: of kinds without a form, or not known completely. */
  leftOut = 0;

  constructor(
    private readonly pointerSize: 4 | 8,
    private readonly output: DumpOutput,
  ) {}

  /** Writes the chain of a handle's facts; where it starts, 0 when there is none. */
  write(infos: readonly ObjectInfo[]): number {
    const payloads: Payload[] = [];
    for (const info of infos) {
      const payload = payloadOf(info, this.pointerSize);
      if (payload !== null) {
        payloads.push(payload);
      }
      // A minidump has no place for where a thread started.
      if (payload === null || (info.kind === 'thread' && info.startAddress !== undefined)) {
        this.leftOut++;
      }
    }
    // From the back: each record says where the next one is.
    let next = 0;
    for (const { infoType, size, fill } of payloads.reverse()) {
      const bytes = new Uint8Array(OBJECT_INFORMATION_HEADER + size);
      const view = new DataView(bytes.buffer);
      view.setUint32(0, next, true);
      view.setUint32(4, infoType, true);
      view.setUint32(8, size, true);
      fill(view, OBJECT_INFORMATION_HEADER);
      next = this.output.append(bytes);
    }
    return next;
  }
}

/** The payload of a fact; null where a minidump has no form for it, or a part of it is not known. */
function payloadOf(info: ObjectInfo, pointerSize: 4 | 8): Payload | null {
  const wide = pointerSize === 8;
  switch (info.kind) {
    case 'event':
      return numbers(EVENT, [info.manualReset ? 0 : 1, info.signalled ? 1 : 0]);
    case 'semaphore':
      return numbers(SEMAPHORE, [info.count, info.limit]);
    case 'mutant':
      return info.abandoned === null || info.ownedByCaller === null
        ? null
        : numbers(MUTANT, [
            info.count,
            (info.ownedByCaller ? 1 : 0) | (info.abandoned ? 0x100 : 0),
          ]);
    case 'mutantOwner':
      return {
        infoType: MUTANT_OWNER,
        size: pointerSize * 2,
        fill: (view, at) => {
          view.setUint32(at, info.processId, true);
          view.setUint32(at + pointerSize, info.threadId, true);
        },
      };
    case 'section':
      return {
        infoType: SECTION,
        size: wide ? 0x18 : 0x10,
        fill: (view, at) => {
          setPointer(view, at, info.baseAddress, pointerSize);
          view.setUint32(at + pointerSize, info.attributes, true);
          view.setBigUint64(at + pointerSize * 2, info.size, true);
        },
      };
    case 'process':
      return processPayload(info, pointerSize);
    case 'thread':
      return threadPayload(info, pointerSize);
    default:
      return null;
  }
}

/** A payload of 32-bit numbers, signed or not. */
function numbers(infoType: number, values: readonly number[]): Payload {
  return {
    infoType,
    size: values.length * 4,
    fill: (view, at) =>
      values.forEach((value, index) => view.setInt32(at + index * 4, value, true)),
  };
}

/** PROCESS_BASIC_INFORMATION; PROCESS_EXTENDED_BASIC_INFORMATION where flags are known. */
function processPayload(
  info: Extract<ObjectInfo, { kind: 'process' }>,
  pointerSize: 4 | 8,
): Payload | null {
  const { exitStatus, peb, flags } = info;
  if (exitStatus === null || peb === null) {
    return null;
  }
  const wide = pointerSize === 8;
  const start = flags === undefined ? 0 : pointerSize;
  const size = (wide ? 0x30 : 0x18) + (flags === undefined ? 0 : pointerSize * 2);
  return {
    infoType: flags === undefined ? PROCESS : PROCESS_EXTENDED,
    size,
    fill: (view, at) => {
      const basic = at + start;
      view.setUint32(basic, exitStatus, true);
      setPointer(view, basic + pointerSize, peb, pointerSize);
      view.setInt32(basic + pointerSize * 3, info.basePriority, true);
      view.setUint32(basic + pointerSize * 4, info.processId, true);
      view.setUint32(basic + pointerSize * 5, info.parentProcessId, true);
      if (flags !== undefined) {
        setPointer(view, at, BigInt(size), pointerSize);
        view.setUint32(basic + pointerSize * 6, flags, true);
      }
    },
  };
}

/** THREAD_BASIC_INFORMATION. */
function threadPayload(
  info: Extract<ObjectInfo, { kind: 'thread' }>,
  pointerSize: 4 | 8,
): Payload | null {
  const { exitStatus, teb } = info;
  if (exitStatus === null || teb === null) {
    return null;
  }
  const wide = pointerSize === 8;
  return {
    infoType: THREAD,
    size: wide ? 0x30 : 0x1c,
    fill: (view, at) => {
      view.setUint32(at, exitStatus, true);
      setPointer(view, at + pointerSize, teb, pointerSize);
      view.setUint32(at + pointerSize * 2, info.processId, true);
      view.setUint32(at + pointerSize * 3, info.threadId, true);
      view.setInt32(at + (wide ? 0x28 : 0x14), info.priority, true);
      view.setInt32(at + (wide ? 0x2c : 0x18), info.basePriority, true);
    },
  };
}

function setPointer(view: DataView, at: number, value: bigint, pointerSize: 4 | 8): void {
  if (pointerSize === 8) {
    view.setBigUint64(at, value, true);
  } else {
    view.setUint32(at, Number(value & 0xffff_ffffn), true);
  }
}
