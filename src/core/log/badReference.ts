/** Explains a bad reference from the records around it: closed before, closed twice, never opened here, open elsewhere. */

import {
  badReferenceKind,
  explainingRecords,
  isClosingStack,
  pseudoHandle,
} from '../model/badReference';
import { traceAt, type HandleEntry, type PlacedTrace } from './handleIndex';
import type { LogTrace } from './logEvents';
import { isCutBetween, type TraceListing } from './logDocument';

/** What the log knows about a bad reference. */
export type BadReferenceCause =
  /** The handle had been closed; the offending call was another close or a use. */
  | {
      readonly kind: 'closedBefore';
      readonly isClose: boolean;
      readonly close: LogTrace;
      /** Its open, where the listing has it. */
      readonly open: LogTrace | null;
    }
  /** The newest record before it is an open: a close is missing, or the reference was made in another table. */
  | { readonly kind: 'openHere'; readonly open: LogTrace }
  /** 0, or a value that stands for something else and is in no table. */
  | { readonly kind: 'neverValid'; readonly meaning: string | null }
  /** No older record of the value. */
  | { readonly kind: 'neverOpened' };

/** A bad reference with its explanation. */
export interface BadReferenceStory {
  readonly cause: BadReferenceCause;
  /** The service that was called with the handle (`NtSetEvent`); null where the stack names none. */
  readonly service: string | null;
  /** The oldest open after it: the value came to stand for another object. */
  readonly reopened: LogTrace | null;
  /** The author left something out between the bad reference and its cause, or below it if there is none. */
  readonly isCut: boolean;
}

/** Frames this far from the innermost are searched for the system service. */
const MAX_SERVICE_DEPTH = 8;

/** Explains a bad reference; `entry` is what the log says about its handle value. */
export function explainBadReference(bad: PlacedTrace, entry: HandleEntry): BadReferenceStory {
  const { listing, record } = bad;
  const records = entry.traces
    .filter((trace) => trace.listing === entry.traces[traceAt(entry, record.lines.first)]?.listing)
    .map((trace) => trace.record);
  const place = records.indexOf(record);
  const found = explainingRecords(records.length, place, (at) => records[at]?.operation ?? null);
  const closed = records[found.closed] ?? null;
  const opened = records[found.opened] ?? null;
  return {
    cause: causeOf(record, opened, closed),
    service: calledService(record),
    reopened: records[found.reopened] ?? null,
    isCut: isCutBetween(listing, record.lines.last, (closed ?? opened)?.lines.first ?? Infinity),
  };
}

function causeOf(
  record: LogTrace,
  open: LogTrace | null,
  close: LogTrace | null,
): BadReferenceCause {
  const { handle, digits, frames } = record;
  const pointerSize = digits > 8 ? 8 : 4;
  const kind = badReferenceKind({
    handle,
    standsFor: pseudoHandle(handle, pointerSize),
    isOpened: open !== null,
    isClosed: close !== null,
    isClosing: isClosingStack(frames),
    isWhole: false,
  });
  if (close !== null) {
    return { kind: 'closedBefore', isClose: kind === 'closed twice', close, open };
  }
  if (open !== null) {
    return { kind: 'openHere', open };
  }
  return kind === 'null handle' || kind === 'pseudo handle'
    ? { kind: 'neverValid', meaning: pseudoHandle(handle, pointerSize) }
    : { kind: 'neverOpened' };
}

/** A close whose handle was closed by an older record, with no open and no cut between. */
export interface DoubleClose {
  readonly second: LogTrace;
  readonly first: LogTrace;
}

/** Finds closes of handles that were closed already, in one listing. */
export function findDoubleCloses(listing: TraceListing): readonly DoubleClose[] {
  const found: DoubleClose[] = [];
  const newerClose = new Map<bigint, LogTrace>();
  for (const record of listing.records) {
    const second = newerClose.get(record.handle);
    if (record.operation === 'close') {
      if (second !== undefined && !isCutBetween(listing, second.lines.first, record.lines.first)) {
        found.push({ second, first: record });
      }
      newerClose.set(record.handle, record);
    } else if (record.operation !== 'badref') {
      newerClose.delete(record.handle);
    }
  }
  return found;
}

/** The system service a stack came through, as `NtClose`; null where no frame names one. */
function calledService(record: LogTrace): string | null {
  for (const { symbol } of record.frames.slice(0, MAX_SERVICE_DEPTH)) {
    const found = symbol === null ? null : /^(?:Nt|Zw)([A-Z]\w*)$/.exec(symbol);
    if (found?.[1] !== undefined) {
      return `Nt${found[1]}`;
    }
  }
  return null;
}
