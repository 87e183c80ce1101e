/** Facts about handles and their objects as label and value, for variables and for our own requests. */

import {
  ATTRIBUTE_AUDIT,
  ATTRIBUTE_INHERIT,
  ATTRIBUTE_PROTECT_CLOSE,
  type HandleRecord,
} from '../core/model/handle';
import type { MutantInfo, ObjectInfo } from '../core/model/objectInfo';
import { calendarTime } from '../core/render/calendarTime';
import { escapeText } from '../core/render/escapeText';
import { assertNever } from '../core/util/assertNever';
import { hex, hex0x } from '../core/util/hex';

/** A fact in words. */
export interface Fact {
  readonly label: string;
  readonly value: string;
}

const STILL_RUNNING = 0x103;

/** `0x2 Inherit` and the like. */
export function describeAttributes(attributes: number): string {
  const names = [
    ...(attributes & ATTRIBUTE_PROTECT_CLOSE ? ['Protected from close'] : []),
    ...(attributes & ATTRIBUTE_INHERIT ? ['Inherit'] : []),
    ...(attributes & ATTRIBUTE_AUDIT ? ['Audit'] : []),
  ];
  return names.length === 0 ? hex0x(attributes) : `${hex0x(attributes)} ${names.join(', ')}`;
}

/** The object behind a handle in a few words: `Event \BaseNamedObjects\Ready`. */
export function describeHandle(record: HandleRecord): string {
  const type = record.type ?? 'type not recorded';
  return record.name === null ? type : `${type} ${escapeText(record.name)}`;
}

/** All object-specific facts of a handle; one that says so when its access did not allow the query. */
export function objectFacts(record: HandleRecord): readonly Fact[] {
  if (record.objectInfoRefused) {
    return [{ label: 'Object', value: 'The handle does not grant the access this query needs.' }];
  }
  return record.objectInfo.flatMap(factsOf);
}

/** The facts of one record of object information. */
function factsOf(info: ObjectInfo): readonly Fact[] {
  switch (info.kind) {
    case 'event':
      return [
        fact('Event type', info.manualReset ? 'Manual reset' : 'Auto reset'),
        fact('State', info.signalled ? 'Set' : 'Waiting'),
      ];
    case 'mutant':
      return mutantFacts(info);
    case 'mutantOwner':
      return info.processId === 0 && info.threadId === 0
        ? []
        : [fact('Owner', `${hex(info.processId)}.${hex(info.threadId)}`)];
    case 'semaphore':
      return [fact('Count', info.count), fact('Limit', info.limit)];
    case 'process':
      return [
        fact('Process id', hex0x(info.processId)),
        fact('Parent process id', hex0x(info.parentProcessId)),
        fact('Base priority', info.basePriority),
        ...exitFacts(info.exitStatus),
      ];
    case 'thread':
      return [
        fact('Thread id', `${hex(info.processId)}.${hex(info.threadId)}`),
        fact('Priority', info.priority),
        fact('Base priority', info.basePriority),
        ...exitFacts(info.exitStatus),
        ...(info.startAddress === undefined
          ? []
          : [fact('Start address', hex0x(info.startAddress))]),
      ];
    case 'section':
      return [
        fact('Base address', hex0x(info.baseAddress)),
        fact('Attributes', hex0x(info.attributes)),
        fact('Size', `${info.size} bytes`),
      ];
    case 'key':
      return [
        fact('Key name', escapeText(info.keyName)),
        fact('Last written', dateText(info.lastWriteTime)),
      ];
    case 'ioCompletion':
      return [fact('Queued packets', info.depth)];
    case 'workerFactory':
      return [
        fact('Workers', `${info.totalWorkers} (${info.waitingWorkers} waiting)`),
        fact('Worker limits', `${info.workerMinimum} to ${info.workerMaximum}`),
        fact('Worker process', hex0x(info.workerProcessId)),
        fact('Start routine', hex0x(info.startRoutine)),
      ];
    case 'unknown':
      return [fact(`Unknown information ${info.infoType}`, `${info.size} bytes`)];
    case 'printed':
      return [fact('As printed', escapeText(info.text))];
    default:
      return assertNever(info);
  }
}

function fact(label: string, value: string | number | bigint): Fact {
  return { label, value: String(value) };
}

/** `2024-01-31 12:00:00`, in the target's local time; the bare number for times no calendar shows. */
function dateText(fileTime: bigint): string {
  const time = calendarTime(fileTime);
  if (time === null) {
    return hex0x(fileTime);
  }
  const two = (value: number): string => String(value).padStart(2, '0');
  const { year, month, day, hour, minute, second } = time;
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}`;
}

function yesNo(value: boolean): string {
  return value ? 'yes' : 'no';
}

function mutantFacts({ count, abandoned, ownedByCaller }: MutantInfo): readonly Fact[] {
  return [
    fact('State', count > 0 ? 'Free' : 'Owned'),
    ...(abandoned === null ? [] : [fact('Abandoned', yesNo(abandoned))]),
    ...(ownedByCaller === null ? [] : [fact('Owned by caller', yesNo(ownedByCaller))]),
  ];
}

/** How the process or thread ended; nothing where the target does not tell. */
function exitFacts(status: number | null): readonly Fact[] {
  if (status === null) {
    return [];
  }
  const text = status === STILL_RUNNING ? 'still running' : hex0x(status >>> 0);
  return [fact('Exit status', text)];
}
