/** Why a handle value was bad when somebody used it, told from the records before and after. */

import {
  badReferenceKind,
  explainingRecords,
  isClosingStack,
  pseudoHandle,
  type BadReferenceKind,
} from '../../model/badReference';
import { NO_ACTOR, TRACE_OPERATIONS, type TraceColumns } from '../../model/handleTrace';
import type { ResolvedAddress } from '../../model/stackFrame';
import type { TraceFacts as LogFacts } from '../../target/traceStore';
import type { TraceIndex } from './traceIndex';

/** The story of one bad reference. Records are rows of the log; null when there is none. */
export interface BadReference {
  readonly row: number;
  readonly kind: BadReferenceKind;
  /** What opened the handle the last time before. */
  readonly opened: number | null;
  /** What closed it the last time before; null when it was open. */
  readonly closed: number | null;
  /** The first open after it: the value stands for something else from then on. */
  readonly reopened: number | null;
  /** What happened, in a few sentences. */
  readonly text: string;
}

/** What helps to tell the story. */
export interface BadReferenceHints {
  readonly facts: LogFacts;
  /** Bits of a pointer of the target. */
  readonly pointerSize: 4 | 8;
  /** Frames of the bad reference, innermost first; an empty list leaves open whether it was an attempt to close. */
  readonly frames: readonly ResolvedAddress[];
  /** What an open record opened, for example `Event \BaseNamedObjects\Ready`; null when it is not known. */
  readonly describeOpen: (row: number) => string | null;
}

/** Explains the bad reference in `row` of a log. */
export function explainBadReference(
  index: TraceIndex,
  row: number,
  hints: BadReferenceHints,
): BadReference {
  const { columns } = index;
  const handle = columns.handle(row);
  const records = index.rowsOf(handle);
  const at = records.indexOf(row);
  const found = explainingRecords(
    records.length,
    at,
    (index) => TRACE_OPERATIONS[columns.operation[records[index] ?? 0] ?? 0] ?? null,
  );
  const rowOf = (index: number): number | null => (index === -1 ? null : (records[index] ?? null));
  const opened = rowOf(found.opened);
  const closed = rowOf(found.closed);
  const kind = badReferenceKind({
    handle,
    pointerSize: hints.pointerSize,
    isOpened: opened !== null,
    isClosed: closed !== null,
    isClosing: isClosingStack(hints.frames),
    isWhole: hints.facts.lost === 0 && hints.facts.recorded !== null,
  });
  const story = { row, kind, opened, closed, reopened: rowOf(found.reopened) };
  return { ...story, text: tell(story, columns, hints) };
}

function tell(
  story: Omit<BadReference, 'text'>,
  columns: TraceColumns,
  hints: BadReferenceHints,
): string {
  const handle = columns.handle(story.row);
  const value = `0x${handle.toString(16)}`;
  const actor = actorOf(story.row, columns);
  const sentences: string[] = [];
  switch (story.kind) {
    case 'null handle':
      sentences.push(
        `${actor} used the handle 0, which is never valid: most likely the call that should have returned a handle failed and its result was not checked.`,
      );
      break;
    case 'pseudo handle':
      sentences.push(
        `${actor} used ${value}, which stands for ${pseudoHandle(handle, hints.pointerSize) ?? 'no handle'} and is in no handle table.`,
      );
      break;
    case 'never opened':
      sentences.push(`${actor} used ${value}, which was never opened: no record of it exists.`);
      break;
    case 'not recorded':
      sentences.push(
        `${actor} used ${value}, and no opening of it is on record. ${reach(hints.facts)}`,
      );
      break;
    case 'open':
      sentences.push(
        `${actor} used ${value}, which by the log was open at that time: opened ${byWhom(story.opened, columns, hints)}. The handle may belong to another process, or a record is missing.`,
      );
      break;
    case 'closed twice':
    case 'used after close': {
      const verb = story.kind === 'closed twice' ? 'closed' : 'used';
      const close = `closed already by ${closerOf(story.closed, columns)}`;
      const open =
        story.opened === null
          ? 'its opening is not on record'
          : `it had been opened ${byWhom(story.opened, columns, hints)}`;
      sentences.push(`${actor} ${verb} ${value} when it was ${close}; ${open}.`);
      break;
    }
  }
  if (story.reopened !== null) {
    sentences.push(
      `Later the value was given out again: opened ${byWhom(story.reopened, columns, hints)}. A use after that would have hit the wrong object.`,
    );
  }
  if (!hints.facts.orderIsKnown) {
    sentences.push('The order of the records is assumed to be newest first.');
  }
  return sentences.join(' ');
}

function reach(facts: LogFacts): string {
  return facts.lost !== null && facts.lost > 0
    ? `${facts.lost} older records were overwritten, so it may have been opened and closed before the log begins.`
    : 'It may have been opened and closed before the log begins, or never.';
}

function actorOf(row: number, columns: TraceColumns): string {
  const thread = columns.threadId[row] ?? NO_ACTOR;
  return thread === NO_ACTOR ? 'Somebody' : `Thread 0x${thread.toString(16)}`;
}

function closerOf(row: number | null, columns: TraceColumns): string {
  return row === null ? 'somebody' : idAndRecord(row, columns);
}

function byWhom(row: number | null, columns: TraceColumns, hints: BadReferenceHints): string {
  if (row === null) {
    return 'by somebody';
  }
  const what = hints.describeOpen(row);
  return `${what === null ? '' : `as ${what} `}by ${idAndRecord(row, columns)}`;
}

/** `thread 0x17ec (record 3)`: the running number where the target knows it, else the row, 0 being the newest. */
function idAndRecord(row: number, columns: TraceColumns): string {
  const sequence = columns.sequence?.[row];
  const record = sequence === undefined ? `record ${row} from the newest` : `record ${sequence}`;
  const thread = columns.threadId[row] ?? NO_ACTOR;
  return `${thread === NO_ACTOR ? 'somebody' : `thread 0x${thread.toString(16)}`} (${record})`;
}
