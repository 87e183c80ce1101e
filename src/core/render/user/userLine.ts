/** Every answer about USER handles as one short line. */

import type { UserCommandResult, UserHandleResult } from '../../commands/user/userResults';
import { verdictText } from '../../userHandles/verdict';
import { assertNever } from '../../util/assertNever';
import { hex, hex0x, hexPadded } from '../../util/hex';
import { typeText } from '../../windows/user/userTypeText';
import { escapeText } from '../escapeText';
import { accountText, filterText } from './entryListText';
import { nameText } from './nameText';
import { ownerText } from './ownerText';

/** One line without line feed, for example `Menu 000301a5, valid, process 8a4 leaky.exe`. */
export function userLine(result: UserCommandResult): string {
  switch (result.kind) {
    case 'userHandles': {
      const type = filterText(result);
      const shown = result.flags === 0 ? result.summary.inUse : result.rows.length;
      const what = counted(shown, 'USER handle');
      const of = type === null ? '' : ` of type ${type}`;
      return `${what}${of}${result.process === null ? '' : `; ${accountText(result.process)}`}`;
    }
    case 'userHandle':
      return handleLine(result);
    case 'userName':
      return `${hexPadded(result.decoded.handle, 8)}: ${nameText(result)}`;
    case 'serverInfo':
      return `${counted(result.summary.inUse, 'USER handle')} in use, ${result.summary.free} of ${result.summary.entries} entries free`;
    case 'guiThreads': {
      const [only] = result.threads;
      return result.single && only !== undefined
        ? `thread ${hex(only.thread.threadId)} owns ${counted(only.counts.total, 'USER handle')}`
        : counted(result.threads.length, 'thread that uses', 'threads that use') +
            ' the windowing system';
    }
    case 'guiProcesses': {
      const [only] = result.processes;
      return result.single && only !== undefined
        ? accountText(only)
        : `${counted(result.processes.length, 'process', 'processes')}, ${counted(result.summary.inUse, 'USER handle')}`;
    }
    default:
      return factLine(result);
  }
}

function factLine(
  result: Extract<
    UserCommandResult,
    {
      readonly kind: 'structure' | 'userFacts' | 'userTraces' | 'userTraceDiff' | 'userTracing';
    }
  >,
): string {
  switch (result.kind) {
    case 'structure': {
      const { layout, reading } = result;
      const size = layout.size === null ? '' : `, ${hex(layout.size)} bytes`;
      return reading === null
        ? `${layout.struct}${size}`
        : `${layout.struct}${size}, ${counted(reading.rows.length, 'structure')}`;
    }
    case 'userFacts':
      return `${result.title}: ${counted(result.rows.length, 'row')}`;
    case 'userTraces':
      return `${escapeText(result.command.replace(/\s+/g, ' '))}: ${counted(result.dumped, 'record')} shown, ${hex0x(result.parsed)} parsed`;
    case 'userTraceDiff':
      return `!utrace -diff: ${counted(result.rows.length, 'outstanding USER handle')}, ${hex0x(result.newRecords)} new records`;
    case 'userTracing':
      return {
        enable: `USER handle tracing enabled${result.slots === null ? '' : `, ${result.slots} slots`}`,
        snapshot: 'Snapshot of the USER handle traces taken',
        disable: 'USER handle tracing disabled',
      }[result.action];
    default:
      return assertNever(result);
  }
}

/** Type, handle, verdict and owner. */
function handleLine({ examined, handles }: UserHandleResult): string {
  const { table } = handles;
  const { handle, verdict, owner, entry } = examined;
  const value = hexPadded(handle, 8);
  const isThere = entry !== null && table.columns.isReadable(entry);
  const type = isThere ? typeText(table.profile.version, table.columns.type[entry] ?? 0) : null;
  const parts = [`${type === null ? 'USER handle' : type} ${value}`, verdictText(verdict)];
  if (owner.kind !== 'none') {
    parts.push(ownerText(owner, table.profile.pointerSize * 2));
  }
  return parts.join(', ');
}

function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`;
}
