/** Turns the object-specific lines of user-mode `!handle` into facts (output-formats 1.6). */

import { address } from '../../model/identifiers';
import type { ObjectInfo } from '../../model/objectInfo';
import { fileTimeOf } from './fileTime';
import { readWorkerFactory } from './workerFactoryLines';

/** A line that was read, and how many lines the fact took. */
interface Taken {
  readonly infos: readonly ObjectInfo[];
  readonly lines: number;
}

/**
 * The facts of some lines, in their order. Lines that say less than a fact needs, such as a state without its kind, are kept
 * as they were printed.
 */
export function readObjectLines(lines: readonly string[]): readonly ObjectInfo[] {
  const infos: ObjectInfo[] = [];
  let at = 0;
  while (at < lines.length) {
    const taken = takeFact(lines, at);
    if (taken === null) {
      infos.push({ kind: 'printed', text: lines[at] ?? '' });
      at++;
    } else {
      infos.push(...taken.infos);
      at += taken.lines;
    }
  }
  return infos;
}

function takeFact(lines: readonly string[], at: number): Taken | null {
  const line = lines[at] ?? '';
  const next = lines[at + 1] ?? '';
  switch (line.charCodeAt(0)) {
    case 0x45: // E
      return takeEvent(line, next);
    case 0x4d: // M
      return takeMutant(line, next);
    case 0x53: // S
      return line.startsWith('Semaphore') ? takeSemaphore(line, next) : takeSection(lines, at);
    case 0x54: // T
      return takeThread(lines, at) ?? takeWorkerFactory(lines, at);
    case 0x50: // P
      return takeProcess(lines, at);
    case 0x4b: // K
      return takeKey(line, next);
    case 0x44: // D
      return takeDepth(line);
    default:
      return null;
  }
}

function takeEvent(line: string, next: string): Taken | null {
  const type = /^Event Type (Manual|Auto) Reset$/.exec(line)?.[1];
  const state = /^Event is (Set|Waiting)$/.exec(next)?.[1];
  return type === undefined || state === undefined
    ? null
    : one(2, { kind: 'event', manualReset: type === 'Manual', signalled: state === 'Set' });
}

function takeMutant(line: string, next: string): Taken | null {
  const state = /^Mutex is (Free|Owned)$/.exec(line)?.[1];
  if (state === undefined) {
    const alone = ownerOf(line);
    return alone === null ? null : one(1, alone);
  }
  const count = state === 'Free' ? 1 : 0;
  const mutant: ObjectInfo = { kind: 'mutant', count, abandoned: null, ownedByCaller: null };
  const owner = ownerOf(next);
  return owner === null ? one(1, mutant) : { infos: [mutant, owner], lines: 2 };
}

function ownerOf(line: string): ObjectInfo | null {
  const ids = /^Mutant Owner ([0-9a-f]{1,8})\.([0-9a-f]{1,8})$/i.exec(line);
  return ids === null
    ? null
    : { kind: 'mutantOwner', processId: hexNumber(ids[1]), threadId: hexNumber(ids[2]) };
}

function takeSemaphore(line: string, next: string): Taken | null {
  const count = decimalBehind(line, /^Semaphore Count (-?\d{1,10})$/);
  const limit = decimalBehind(next, /^Semaphore Limit (-?\d{1,10})$/);
  return count === null || limit === null ? null : one(2, { kind: 'semaphore', count, limit });
}

function takeSection(lines: readonly string[], at: number): Taken | null {
  const base = /^Section base address (?:0x)?([0-9a-f]{1,16})$/i.exec(lines[at] ?? '')?.[1];
  const attributes = /^Section attributes (?:0x)?([0-9a-f]{1,8})$/i.exec(lines[at + 1] ?? '')?.[1];
  const size = /^Section max size (?:0x)?([0-9a-f]{1,16})$/i.exec(lines[at + 2] ?? '')?.[1];
  return base === undefined || attributes === undefined || size === undefined
    ? null
    : one(3, {
        kind: 'section',
        baseAddress: address(BigInt(`0x${base}`)),
        attributes: hexNumber(attributes),
        size: BigInt(`0x${size}`),
      });
}

/** The start address is cut to 32 bits by the debugger on 64-bit targets: it stays as it was printed. */
function takeThread(lines: readonly string[], at: number): Taken | null {
  const ids = /^Thread Id\s+([0-9a-f]{1,8})\.([0-9a-f]{1,8})$/i.exec(lines[at] ?? '');
  const priority = decimalBehind(lines[at + 1] ?? '', /^Priority\s+(-?\d{1,10})$/);
  const basePriority = decimalBehind(lines[at + 2] ?? '', /^Base Priority\s+(-?\d{1,10})$/);
  return ids === null || priority === null || basePriority === null
    ? null
    : one(3, {
        kind: 'thread',
        processId: hexNumber(ids[1]),
        threadId: hexNumber(ids[2]),
        priority,
        basePriority,
        exitStatus: null,
        teb: null,
      });
}

/** Process ids are printed in decimal, unlike those of threads. */
function takeProcess(lines: readonly string[], at: number): Taken | null {
  const processId = decimalBehind(lines[at] ?? '', /^Process Id\s+(\d{1,10})$/);
  const parentProcessId = decimalBehind(lines[at + 1] ?? '', /^Parent Process\s+(\d{1,10})$/);
  const basePriority = decimalBehind(lines[at + 2] ?? '', /^Base Priority\s+(-?\d{1,10})$/);
  return processId === null || parentProcessId === null || basePriority === null
    ? null
    : one(3, {
        kind: 'process',
        processId,
        parentProcessId,
        basePriority,
        exitStatus: null,
        peb: null,
      });
}

/** `Key last write time:  19:45:41. 11/7/2024`: month before day. */
const WRITTEN =
  /^Key last write time:\s+(\d{1,2}):(\d{1,2}):(\d{1,2})\.? +(\d{1,2})\/(\d{1,2})\/(\d{4,5})$/;
/** What our own printer writes for times that no calendar shows. */
const WRITTEN_NUMBER = /^Key last write time:\s+0x([0-9a-f]{1,16}) \(no date\)$/;

function takeKey(line: string, next: string): Taken | null {
  const fields = WRITTEN.exec(line)?.slice(1).map(Number);
  const number = WRITTEN_NUMBER.exec(line)?.[1];
  const keyName = /^Key name ?(.*)$/.exec(next)?.[1];
  if (keyName === undefined || (fields === undefined && number === undefined)) {
    return null;
  }
  const [hour = 0, minute = 0, second = 0, month = 0, day = 0, year = 0] = fields ?? [];
  const lastWriteTime =
    number === undefined
      ? fileTimeOf({ year, month, day, hour, minute, second })
      : BigInt.asIntN(64, BigInt(`0x${number}`));
  return lastWriteTime === null ? null : one(2, { kind: 'key', lastWriteTime, keyName });
}

function takeDepth(line: string): Taken | null {
  const depth = decimalBehind(line, /^Depth\s+(-?\d{1,10})$/);
  return depth === null ? null : one(1, { kind: 'ioCompletion', depth });
}

function takeWorkerFactory(lines: readonly string[], at: number): Taken | null {
  const found = readWorkerFactory(lines, at);
  return found === null ? null : one(found.lines, found.info);
}

function one(lines: number, info: ObjectInfo): Taken {
  return { infos: [info], lines };
}

function hexNumber(digits: string | undefined): number {
  return Number.parseInt(digits ?? '0', 16);
}

function decimalBehind(line: string, pattern: RegExp): number | null {
  const digits = pattern.exec(line)?.[1];
  return digits === undefined ? null : Number(digits);
}
