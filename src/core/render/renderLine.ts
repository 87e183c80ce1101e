/** Renders any result as one short line: hovers, watches, evaluate answers. */

import { isSearchResult, type SearchResult } from '../commands/find/findResults';
import { isLeakResult, type LeakResult } from '../commands/leaks/leakResults';
import type { CommandResult, HandlesResult } from '../commands/results';
import { isUserResult, type UserCommandResult } from '../commands/user/userResults';
import type { HandleRecord } from '../model/handle';
import type { ObjectInfo } from '../model/objectInfo';
import { assertNever } from '../util/assertNever';
import type { CancellationToken } from '../util/cancellation';
import { hex, hex0x, hexAddress } from '../util/hex';
import { describeProblem } from '../util/problem';
import { escapeText } from './escapeText';
import { searchLine } from './find/findLine';
import { formatFrame } from './formatFrame';
import { rowCount } from './handlePages';
import { investigationLine, isInvestigation, type Investigation } from './investigationLine';
import { leakLine } from './leaks/leakLine';
import { isProgramResult, programLine, type ProgramResult } from './programText';
import { expressionText, nearestSymbolText } from './smallResultsText';
import { momentLine } from './recordingText';
import { dumpCounts } from './savedDumpText';
import { userLine } from './user/userLine';

/** One line without line feed, for example `33 handles of 11 types` or `Event 0x3c, auto reset, not signalled`. */
export async function renderLine(result: CommandResult, token: CancellationToken): Promise<string> {
  if (isLeakResult(result)) {
    return leakLine(result);
  }
  if (isSearchResult(result)) {
    return searchLine(result);
  }
  if (isInvestigation(result)) {
    return investigationLine(result);
  }
  if (isUserResult(result)) {
    return userLine(result);
  }
  return result.kind === 'handles' ? await handlesLine(result, token) : line(result);
}

function line(
  result: Exclude<
    CommandResult,
    HandlesResult | Investigation | LeakResult | SearchResult | UserCommandResult
  >,
): string {
  switch (result.kind) {
    case 'traces':
      return `${shortCommand(result.command)}: ${count(result.dumped, 'record')} shown, ${hex0x(result.parsed)} parsed`;
    case 'traceDiff':
      return `!htrace -diff: ${count(result.rows.length, 'outstanding open')}, ${hex0x(result.newRecords)} new records`;
    case 'tracing':
      return {
        enable: `Handle tracing enabled${result.slots === null ? '' : `, ${result.slots} slots`}`,
        snapshot: 'Snapshot of the handle traces taken',
        disable: 'Handle tracing disabled',
      }[result.action];
    case 'closeHandle':
      return `${count(result.closed.length, 'handle')} closed${result.failed.length === 0 ? '' : `, ${result.failed.length} not`}`;
    case 'modules':
      return count(result.modules.length, 'module');
    case 'threads':
      return `${count(result.threads.length, 'thread')}, current ${hex0x(result.currentThreadId)}`;
    case 'processes':
      return `${count(result.processes.length, 'process', 'processes')}, current ${hex0x(result.currentProcessId)}`;
    case 'stack': {
      const [top] = result.frames;
      return top === undefined
        ? (result.note ?? 'No frames')
        : `${count(result.frames.length, 'frame')}, ${formatFrame(top)}`;
    }
    case 'expression':
      return expressionText(result).replace('Evaluate expression: ', '').trimEnd();
    case 'nearestSymbol':
      return nearestSymbolText(result).split('\n')[0] ?? '';
    case 'moments':
      return `${count(result.moments.length, 'moment')}, number ${result.current} is looked at`;
    case 'logInfo':
      return escapeText(
        `${result.log.format}, ${count(result.log.lines, 'line')}, ${count(result.log.moments.length, 'moment')}`,
      );
    default:
      return isProgramResult(result) ? programLine(result) : sessionLine(result);
  }
}

function sessionLine(
  result: Exclude<
    Exclude<
      CommandResult,
      Investigation | LeakResult | SearchResult | UserCommandResult | ProgramResult
    >,
    {
      readonly kind:
        | 'handles'
        | 'traces'
        | 'traceDiff'
        | 'tracing'
        | 'closeHandle'
        | 'modules'
        | 'threads'
        | 'processes'
        | 'stack'
        | 'expression'
        | 'nearestSymbol'
        | 'moments'
        | 'logInfo';
    }
  >,
): string {
  switch (result.kind) {
    case 'version':
      return escapeText(result.target.description);
    case 'help':
      return result.lines[0] ?? '';
    case 'log':
      return `Log file ${result.action === 'open' ? 'opened' : 'closed'}: ${escapeText(result.path)}`;
    case 'dumpSaved':
      return `Dump written: ${escapeText(result.dump.path)} (${dumpCounts(result.dump)})`;
    case 'recordingMoment':
      return momentLine(result.moment);
    case 'clear':
      return 'Display cleared';
    case 'quit':
      return 'Session ended';
    case 'radix':
      return `base is ${result.radix}`;
    case 'resumed':
      return escapeText(result.stop.description);
    case 'currentProcess': {
      const { process, target } = result;
      const object = process.kernel?.object;
      const where = object === undefined ? '' : ` at ${hexAddress(object, target.pointerSize)}`;
      const image = process.image === '' ? '' : ` (${escapeText(process.image)})`;
      return `Process ${hex(process.processId)}${image}${where}`;
    }
    case 'error':
      return escapeText(describeProblem(result.problem));
    default:
      return assertNever(result);
  }
}

async function handlesLine(result: HandlesResult, token: CancellationToken): Promise<string> {
  const broken = result.sections.find((section) => section.problem !== null)?.problem ?? null;
  if (broken !== null && result.sections.length === 1) {
    return escapeText(describeProblem(broken));
  }
  if (result.handle !== null) {
    return await oneHandleLine(result, token);
  }
  const shown = result.sections.reduce((sum, section) => sum + rowCount(section), 0);
  const where =
    result.sections.length > 1
      ? ` in ${count(result.sections.length, 'process', 'processes')}`
      : '';
  if (result.type !== null) {
    return `${count(shown, 'handle')} of type ${escapeText(result.type)}${where}`;
  }
  const types = new Set(result.sections.flatMap((section) => [...section.summary.byType.keys()]));
  return `${count(shown, 'handle')} of ${count(types.size, 'type')}${where}`;
}

async function oneHandleLine(result: HandlesResult, token: CancellationToken): Promise<string> {
  for (const section of result.sections) {
    if (section.rows !== 'all' && section.rows.length > 0) {
      const [record] = await section.store.records(section.rows.subarray(0, 1), token);
      if (record !== undefined) {
        return recordLine(record);
      }
    }
    const [free] = section.free;
    if (free !== undefined) {
      return `Free handle ${hex0x(free.value)}`;
    }
  }
  return `No handle ${hex0x(result.handle ?? 0n)} of that type`;
}

/** Type, value, name and state of one handle. */
export function recordLine(record: HandleRecord): string {
  const name = record.kernel?.displayName ?? record.name;
  const parts = [`${escapeText(record.type ?? 'Handle of unknown type')} ${hex0x(record.value)}`];
  if (name !== null) {
    parts.push(escapeText(name));
  }
  const state = stateText(record);
  return state === null ? parts.join(', ') : `${parts.join(', ')}, ${state}`;
}

/** State of the object in a few words, such as `auto reset, not signalled`; null when nothing is known. */
export function stateText(record: HandleRecord): string | null {
  const words = record.objectInfo.flatMap(stateWords);
  return words.length === 0 ? null : words.join(', ');
}

function stateWords(info: ObjectInfo): readonly string[] {
  switch (info.kind) {
    case 'event':
      return [
        info.manualReset ? 'manual reset' : 'auto reset',
        info.signalled ? 'signalled' : 'not signalled',
      ];
    case 'mutant':
      return [info.count > 0 ? 'free' : 'owned', ...(info.abandoned ? ['abandoned'] : [])];
    case 'mutantOwner':
      return info.threadId === 0 ? [] : [`owner ${hex(info.processId)}.${hex(info.threadId)}`];
    case 'semaphore':
      return [`count ${info.count} of ${info.limit}`];
    case 'process':
      return [`process ID ${hex0x(info.processId)}`];
    case 'thread':
      return [`thread ${hex(info.processId)}.${hex(info.threadId)}`];
    case 'section':
      return [`size ${hex0x(info.size)}`];
    case 'key':
      return [];
    case 'ioCompletion':
      return [`depth ${info.depth}`];
    case 'workerFactory':
      return [count(info.totalWorkers, 'worker')];
    case 'unknown':
    case 'printed':
      return [];
    default:
      return assertNever(info);
  }
}

/** The command without needless blanks. */
function shortCommand(command: string): string {
  return escapeText(command.replace(/\s+/g, ' '));
}

function count(number: number, singular: string, plural = `${singular}s`): string {
  return `${number} ${number === 1 ? singular : plural}`;
}
