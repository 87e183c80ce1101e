/** Reads the object-specific facts of our own JSON back. */

import type { ObjectInfo } from '../../model/objectInfo';
import { fileTimeOf } from '../target/fileTime';

/** How a field is written: whole numbers, hexadecimal text (32 or 64 bits), 100 ns units, a date, or as it is. */
type FieldKind = 'number' | 'hex32' | 'hex64' | 'ticks' | 'time' | 'boolean' | 'text';

interface FieldShape {
  readonly kind: FieldKind;
  /** The field may be null. */
  readonly isNullable?: true;
  /** The field may be missing. */
  readonly isOptional?: true;
}

const number: FieldShape = { kind: 'number' };
const hex64: FieldShape = { kind: 'hex64' };
const ticks: FieldShape = { kind: 'ticks' };
const flag: FieldShape = { kind: 'boolean' };
const text: FieldShape = { kind: 'text' };

/** The fields of every kind, in the order of the model. */
const SHAPES: Readonly<Record<ObjectInfo['kind'], Readonly<Record<string, FieldShape>>>> = {
  event: { manualReset: flag, signalled: flag },
  mutant: {
    count: number,
    abandoned: { kind: 'boolean', isNullable: true },
    ownedByCaller: { kind: 'boolean', isNullable: true },
  },
  mutantOwner: { processId: number, threadId: number },
  semaphore: { count: number, limit: number },
  process: {
    processId: number,
    parentProcessId: number,
    basePriority: number,
    exitStatus: { kind: 'hex32', isNullable: true },
    peb: { kind: 'hex64', isNullable: true },
    flags: { kind: 'hex32', isOptional: true },
  },
  thread: {
    processId: number,
    threadId: number,
    priority: number,
    basePriority: number,
    exitStatus: { kind: 'hex32', isNullable: true },
    teb: { kind: 'hex64', isNullable: true },
    startAddress: { kind: 'hex64', isOptional: true },
  },
  section: { baseAddress: hex64, attributes: { kind: 'hex32' }, size: hex64 },
  key: { lastWriteTime: { kind: 'time' }, keyName: text },
  ioCompletion: { depth: number },
  workerFactory: {
    threadCreationTimeout: ticks,
    threadCreationRetryTimeout: ticks,
    threadIdleTimeout: ticks,
    boundObjectCount: number,
    workerMinimum: number,
    workerMaximum: number,
    pendingWorkers: number,
    waitingWorkers: number,
    totalWorkers: number,
    releaseCount: number,
    idleGoal: number,
    startRoutine: hex64,
    pool: hex64,
    workerProcessId: number,
    stackReserve: hex64,
    stackCommit: hex64,
    lastThreadCreationStatus: { kind: 'hex32' },
  },
  unknown: { infoType: number, size: number },
  printed: { text },
};

/** A record of facts; null when a field is missing or says something impossible. */
export function objectInfoOf(value: unknown): ObjectInfo | null {
  const given = fieldsOf(value);
  const kind = given['kind'];
  const shape =
    typeof kind === 'string' && Object.hasOwn(SHAPES, kind)
      ? SHAPES[kind as ObjectInfo['kind']]
      : undefined;
  if (shape === undefined) {
    return null;
  }
  const fields: Record<string, unknown> = { kind };
  for (const [name, { kind: how, isNullable, isOptional }] of Object.entries(shape)) {
    const written = given[name];
    if (written === undefined && isOptional === true) {
      continue;
    }
    const read = written === null && isNullable === true ? null : readField(how, written);
    if (read === undefined) {
      return null;
    }
    fields[name] = read;
  }
  return fields as unknown as ObjectInfo;
}

/** The members of an object; none for anything else. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

/** A 64-bit number in hexadecimal text; undefined for anything else. */
export function hex64Of(value: unknown): bigint | undefined {
  return typeof value === 'string' && /^0x[0-9a-f]{1,16}$/i.test(value) ? BigInt(value) : undefined;
}

/** A 32-bit number in hexadecimal text; undefined for anything else. */
export function hex32Of(value: unknown): number | undefined {
  const number = hex64Of(value);
  return number === undefined || number > 0xffff_ffffn ? undefined : Number(number);
}

function readField(kind: FieldKind, value: unknown): unknown {
  switch (kind) {
    case 'number':
      return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
    case 'hex32':
      return hex32Of(value);
    case 'hex64':
      return hex64Of(value);
    case 'ticks':
      return ticksOf(value);
    case 'time':
      return timeOf(value);
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'text':
      return typeof value === 'string' ? value : undefined;
  }
}

/** Times in 100 ns units are written as numbers, as text beyond those a double holds exactly. */
function ticksOf(value: unknown): bigint | undefined {
  const isText = typeof value === 'string' && /^-?\d{1,19}$/.test(value);
  const isNumber = typeof value === 'number' && Number.isSafeInteger(value);
  return isText || isNumber ? BigInt(value) : undefined;
}

/** `2024-11-07T19:45:41`, or the FILETIME in hexadecimal where no calendar shows it. */
function timeOf(value: unknown): bigint | undefined {
  const fields = /^(\d{4,5})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)$/.exec(
    typeof value === 'string' ? value : '',
  );
  if (fields === null) {
    return hex64Of(value);
  }
  const [, year, month, day, hour, minute, second] = fields.map(Number);
  return (
    fileTimeOf({
      year: year ?? 0,
      month: month ?? 0,
      day: day ?? 0,
      hour: hour ?? 0,
      minute: minute ?? 0,
      second: second ?? 0,
    }) ?? undefined
  );
}
