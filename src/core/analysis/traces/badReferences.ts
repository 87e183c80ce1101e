/** Why a handle value was bad when somebody used it, told from the records before and after. */

import {
  badReferenceKind,
  explainingRecords,
  isClosingStack,
  type BadReferenceKind,
} from '../../model/badReference';
import { NO_ACTOR, TRACE_OPERATIONS, type TraceColumns } from '../../model/handleTrace';
import type { HandleValue } from '../../model/identifiers';
import type { ResolvedAddress } from '../../model/stackFrame';
import type { TraceFacts as LogFacts } from '../../target/traceStore';
import { is16BitForm, RESERVED_HANDLES } from '../../windows/user/userHandleValue';
import { GENERIC_TYPE, unknownTypeText } from '../../windows/user/userTypes';
import { FAMILY_WORDS, reservedMeaning } from './familyWords';
import type { HandleFamily } from './handleFamily';
import type { TraceIndex } from './traceIndex';

/** The story of one bad reference. Records are rows of the log; null when there is none. */
export interface BadReference {
  readonly row: number;
  readonly kind: BadReferenceKind;
  /** The kind of handle it was. */
  readonly family: HandleFamily;
  /** The mistake in a few words, as people know it for such handles. */
  readonly title: string;
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
  readonly family: HandleFamily;
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
    standsFor: reservedMeaning(hints.family, handle, hints.pointerSize),
    isOpened: opened !== null,
    isClosed: closed !== null,
    isClosing: isClosingStack(hints.frames),
    isWhole: hints.facts.lost === 0 && hints.facts.recorded !== null,
  });
  const { family } = hints;
  const title = titleOf({ kind, row, opened }, columns, family);
  const story = { row, kind, family, title, opened, closed, reopened: rowOf(found.reopened) };
  return { ...story, text: tell(story, columns, hints) };
}

/** How a record names TYPE_GENERIC: any type will do. */
const ANY_TYPE = unknownTypeText(GENERIC_TYPE);

function titleOf(
  { kind, row, opened }: Pick<BadReference, 'kind' | 'row' | 'opened'>,
  columns: TraceColumns,
  family: HandleFamily,
): string {
  if (isCut(family, columns.handle(row), opened)) {
    return 'cut to 16 bits';
  }
  return kind === 'open' && otherType(row, opened, columns) !== null
    ? 'wrong type'
    : FAMILY_WORDS[family].mistakes[kind];
}

/** A USER handle without its uniqueness, of which no creation can be on record. */
function isCut(family: HandleFamily, handle: HandleValue, opened: number | null): boolean {
  const value = Number(BigInt.asUintN(32, handle));
  return (
    family === 'USER' &&
    opened === null &&
    is16BitForm(value) &&
    !RESERVED_HANDLES.some((reserved) => reserved.value === value)
  );
}

/**
 * The type that a call wanted and the one that the handle had been created with, where records tell them and they differ;
 * else null.
 */
function otherType(
  row: number,
  opened: number | null,
  { objectTypes }: TraceColumns,
): { readonly wanted: string; readonly is: string } | null {
  const nameOf = (record: number | null): string =>
    (record === null ? undefined : objectTypes?.names[objectTypes.of[record] ?? 0]) ?? '';
  const wanted = nameOf(row);
  const is = nameOf(opened);
  return wanted === '' || is === '' || wanted === ANY_TYPE || wanted === is ? null : { wanted, is };
}

function tell(
  story: Omit<BadReference, 'text'>,
  columns: TraceColumns,
  hints: BadReferenceHints,
): string {
  const handle = columns.handle(story.row);
  const value = `0x${handle.toString(16)}`;
  const words = FAMILY_WORDS[story.family];
  const actor = actorOf(story.row, columns);
  const sentences: string[] = [];
  if (isCut(story.family, handle, story.opened)) {
    return `${actor} used ${value}, a handle that was cut to 16 bits: Windows takes it for whatever its entry holds. !utrace ${value} shows what that was.`;
  }
  switch (story.kind) {
    case 'null handle':
      sentences.push(
        `${actor} used the handle 0, which is never valid: most likely the call that should have returned a handle failed and its result was not checked.`,
      );
      break;
    case 'pseudo handle':
      sentences.push(
        `${actor} used ${value}, which stands for ${reservedMeaning(story.family, handle, hints.pointerSize) ?? 'no handle'} and is in no handle table.`,
      );
      break;
    case 'never opened':
      sentences.push(
        `${actor} used ${value}, which was never ${words.opened}: no record of it exists.`,
      );
      break;
    case 'not recorded':
      sentences.push(
        `${actor} used ${value}, and no ${words.opening} of it is on record. ${reach(hints)}`,
      );
      break;
    case 'open':
      sentences.push(tellOpen(story, columns, hints));
      break;
    case 'closed twice':
    case 'used after close': {
      const verb = story.kind === 'closed twice' ? words.closed : 'used';
      const close = `${words.closed} already by ${closerOf(story.closed, columns)}`;
      const open =
        story.opened === null
          ? `its ${words.opening} is not on record`
          : `it had been ${words.opened} ${byWhom(story.opened, columns, hints)}`;
      sentences.push(`${actor} ${verb} ${value} when it was ${close}; ${open}.`);
      break;
    }
  }
  if (story.reopened !== null) {
    sentences.push(
      `Later the value was given out again: ${words.opened} ${byWhom(story.reopened, columns, hints)}. A use after that would have hit the wrong object.`,
    );
  }
  if (!hints.facts.orderIsKnown) {
    sentences.push('The order of the records is assumed to be newest first.');
  }
  return sentences.join(' ');
}

/** A handle that by the log stood for something. */
function tellOpen(
  story: Omit<BadReference, 'text'>,
  columns: TraceColumns,
  hints: BadReferenceHints,
): string {
  const handle = columns.handle(story.row);
  const value = `0x${handle.toString(16)}`;
  const actor = actorOf(story.row, columns);
  const words = FAMILY_WORDS[story.family];
  const by = byWhom(story.opened, columns, hints);
  const types = otherType(story.row, story.opened, columns);
  if (types !== null) {
    return `${actor} used ${value} where a handle of type ${types.wanted} is wanted, but it was ${words.opened} ${by}.`;
  }
  const doubt =
    story.family === 'kernel'
      ? 'The handle may belong to another process, or a record is missing.'
      : 'The object may have been marked for destruction while somebody used it, or a record is missing.';
  return `${actor} used ${value}, which by the log was ${words.open} at that time: ${words.opened} ${by}. ${doubt}`;
}

function reach({ facts, family }: BadReferenceHints): string {
  const { opened, closed } = FAMILY_WORDS[family];
  return facts.lost !== null && facts.lost > 0
    ? `${facts.lost} older records were overwritten, so it may have been ${opened} and ${closed} before the log begins.`
    : `It may have been ${opened} and ${closed} before the log begins, or never.`;
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
