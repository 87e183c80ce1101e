/** Explains a bad reference from the records around it: closed before, closed twice, never opened here, open elsewhere. */

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
  const at = traceAt(entry, record.lines.first);
  const service = calledService(record);
  const [newest, next] = olderOperations(entry, at);
  const causeLine = newest?.lines.first ?? Infinity;
  return {
    cause: causeOf(newest, next, service),
    service,
    reopened: nextOpen(entry, at),
    isCut: isCutBetween(listing, record.lines.last, causeLine),
  };
}

/** The two records before a place that are no bad references, newest first, within the same listing. */
function olderOperations({ traces }: HandleEntry, place: number): readonly LogTrace[] {
  const found: LogTrace[] = [];
  for (let at = place + 1; at < traces.length && found.length < 2; at++) {
    const trace = traces[at];
    if (trace?.listing !== traces[place]?.listing) {
      break;
    }
    if (trace !== undefined && trace.record.operation !== 'badref') {
      found.push(trace.record);
    }
  }
  return found;
}

/** The oldest open that is newer than a place, within the same listing. */
function nextOpen({ traces }: HandleEntry, place: number): LogTrace | null {
  for (let at = place - 1; at >= 0; at--) {
    const trace = traces[at];
    if (trace?.listing !== traces[place]?.listing) {
      return null;
    }
    if (trace?.record.operation === 'open') {
      return trace.record;
    }
  }
  return null;
}

function causeOf(
  newest: LogTrace | undefined,
  before: LogTrace | undefined,
  service: string | null,
): BadReferenceCause {
  if (newest === undefined) {
    return { kind: 'neverOpened' };
  }
  if (newest.operation !== 'close') {
    return { kind: 'openHere', open: newest };
  }
  return {
    kind: 'closedBefore',
    isClose: service !== null && isCloseService(service),
    close: newest,
    open: before?.operation === 'open' ? before : null,
  };
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

function isCloseService(service: string): boolean {
  return (
    service === 'NtClose' ||
    service === 'NtUserCloseDesktop' ||
    service === 'NtUserCloseWindowStation'
  );
}
