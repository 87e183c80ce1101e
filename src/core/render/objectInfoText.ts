/** The object-specific lines of `!handle` (output-formats.md 1.6). */

import type { HandleRecord } from '../model/handle';
import type { Address } from '../model/identifiers';
import type {
  KeyInfo,
  MutantInfo,
  MutantOwnerInfo,
  ObjectInfo,
  ThreadObjectInfo,
  WorkerFactoryInfo,
} from '../model/objectInfo';
import type { SymbolSource } from '../target/symbolSource';
import { assertNever } from '../util/assertNever';
import { hex, hex0x, hexPadded } from '../util/hex';
import { escapeText } from './escapeText';
import { calendarTime } from './calendarTime';
import type { UserHandleStyle } from './userHandleStyle';

/** What the lines need besides the record. */
export interface ObjectInfoContext {
  readonly style: UserHandleStyle;
  readonly symbols: SymbolSource;
  readonly pointerSize: 4 | 8;
}

/** Heading and lines, or the line that says there are none. A refused query leaves the heading alone. */
export function objectInfoText(record: HandleRecord, context: ObjectInfoContext): string {
  const { style } = context;
  if (record.objectInfo.length === 0) {
    return record.objectInfoRefused ? style.specificHeading : style.nothingSpecific;
  }
  let text = style.specificHeading;
  for (const info of record.objectInfo) {
    for (const line of linesOf(info, record, context)) {
      text += `    ${line}\n`;
    }
  }
  return text;
}

/** Adds the addresses whose symbols the lines of a record name. */
export function collectAddresses(record: HandleRecord, addresses: Address[]): void {
  for (const info of record.objectInfo) {
    if (info.kind === 'thread' && info.startAddress !== undefined) {
      addresses.push(info.startAddress);
    } else if (info.kind === 'workerFactory') {
      addresses.push(info.startRoutine);
    }
  }
}

function linesOf(
  info: ObjectInfo,
  record: HandleRecord,
  context: ObjectInfoContext,
): readonly string[] {
  switch (info.kind) {
    case 'event':
      return [
        info.manualReset ? 'Event Type Manual Reset' : 'Event Type Auto Reset',
        info.signalled ? 'Event is Set' : 'Event is Waiting',
      ];
    case 'mutant':
      return mutantLines(info, record.objectInfo, context.style);
    case 'mutantOwner':
      return record.objectInfo.some((other) => other.kind === 'mutant') ? [] : [ownerLine(info)];
    case 'semaphore':
      return [`Semaphore Count ${info.count}`, `Semaphore Limit ${info.limit}`];
    case 'process':
      return [
        `Process Id  ${info.processId}`,
        `Parent Process  ${info.parentProcessId}`,
        `Base Priority ${info.basePriority}`,
      ];
    case 'thread':
      return threadLines(info, context);
    case 'section':
      return [
        `Section base address ${zeroOr0x(info.baseAddress)}`,
        `Section attributes ${hex0x(info.attributes)}`,
        `Section max size ${hex0x(info.size)}`,
      ];
    case 'key':
      return keyLines(info);
    case 'ioCompletion':
      return [`Depth  ${info.depth}`];
    case 'workerFactory':
      return workerFactoryLines(info, context);
    case 'unknown':
      return [`Object information of type ${info.infoType}, ${info.size} bytes`];
    case 'printed':
      return [escapeText(info.text)];
    default:
      return assertNever(info);
  }
}

/** State first, then the owner: live only of an owned mutant, in dumps always. */
function mutantLines(
  mutant: MutantInfo,
  all: readonly ObjectInfo[],
  style: UserHandleStyle,
): readonly string[] {
  const isFree = mutant.count > 0;
  const owner = all.find((info): info is MutantOwnerInfo => info.kind === 'mutantOwner');
  const lines = [isFree ? 'Mutex is Free' : 'Mutex is Owned'];
  if (isFree && style.ownsFreeMutants) {
    lines.push(ownerLine(owner ?? { processId: 0, threadId: 0 }));
  } else if (!isFree && owner !== undefined) {
    lines.push(ownerLine(owner));
  }
  return lines;
}

function ownerLine(owner: { readonly processId: number; readonly threadId: number }): string {
  return `Mutant Owner ${hex(owner.processId)}.${hex(owner.threadId)}`;
}

function threadLines(info: ThreadObjectInfo, context: ObjectInfoContext): readonly string[] {
  const lines = [
    `Thread Id   ${hex(info.processId)}.${hex(info.threadId)}`,
    `Priority    ${info.priority}`,
    `Base Priority ${info.basePriority}`,
  ];
  if (context.style.startAddresses && info.startAddress !== undefined) {
    // The debugger cuts the address to 32 bits on 64-bit targets too (output-formats.md 1.6).
    const shown = hex(BigInt.asUintN(32, info.startAddress));
    lines.push(
      `Start Address ${shown} ${symbolText(info.startAddress, context.symbols)}`.trimEnd(),
    );
  }
  return lines;
}

function keyLines(info: KeyInfo): readonly string[] {
  const time = calendarTime(info.lastWriteTime);
  const written =
    time === null
      ? `${hex0x(BigInt.asUintN(64, info.lastWriteTime))} (no date)`
      : `${two(time.hour)}:${two(time.minute)}:${two(time.second)}. ${time.month}/${time.day}/${time.year}`;
  return [`Key last write time:  ${written}`, `Key name ${escapeText(info.keyName)}`];
}

function workerFactoryLines(
  info: WorkerFactoryInfo,
  { symbols, pointerSize }: ObjectInfoContext,
): readonly string[] {
  const pointer = (value: bigint): string => hexPadded(value, pointerSize * 2);
  const routine = symbols.resolve(info.startRoutine);
  const name = `${routine.module ?? ''}${routine.symbol === null ? '' : `!${routine.symbol}`}`;
  return [
    `Thread creation timeout: ${info.threadCreationTimeout} x100ns`,
    `Thread creation retry timeout: ${info.threadCreationRetryTimeout} x100ns`,
    `Thread idle timeout: ${info.threadIdleTimeout} x100ns`,
    `Bound object count: ${info.boundObjectCount}`,
    `Worker minimum: ${info.workerMinimum} thread(s)`,
    `Worker maximum: ${info.workerMaximum} thread(s)`,
    `Pending workers: ${info.pendingWorkers} thread(s) being created`,
    `Waiting workers: ${info.waitingWorkers} thread(s) waiting`,
    `Total workers: ${info.totalWorkers} thread(s) in the pool`,
    `Release count: ${info.releaseCount} thread release(s) pending`,
    `Idle goal: ${info.idleGoal} more idle thread(s) required`,
    `Start routine: ${pointer(info.startRoutine)} : ${name}+${hex0x(routine.displacement)}`,
    `Pool: !tp pool ${pointer(info.pool)}`,
    `Worker Process: ${hex0x(info.workerProcessId)}`,
    `Worker stack reserve: 0x${pointer(info.stackReserve)} bytes`,
    `Worker stack commit: 0x${pointer(info.stackCommit)} bytes`,
    `Last thread creation status: 0x${hexPadded(info.lastThreadCreationStatus, 8)}`,
  ];
}

/** `module!symbol`, with the displacement when there is one; empty when nothing is known. */
function symbolText(address: Address, symbols: SymbolSource): string {
  const { module, symbol, displacement } = symbols.resolve(address);
  if (module === null) {
    return '';
  }
  const name = symbol === null ? module : `${module}!${symbol}`;
  return escapeText(displacement === 0n ? name : `${name}+${hex0x(displacement)}`);
}

function zeroOr0x(value: bigint): string {
  return value === 0n ? '0' : hex0x(value);
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
