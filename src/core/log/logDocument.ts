/** A whole log as a model: sections by command, listings of traces and handles, everything in the order of its lines. */

import type {
  LineRange,
  LogCommand,
  LogEvent,
  LogHandle,
  LogKernelHandle,
  LogSummary,
  LogTotal,
  LogTrace,
} from './logEvents';
import { lastWhere } from '../util/lastWhere';

/** The records of one `!htrace` answer, newest first as the debugger prints them. */
export interface TraceListing {
  readonly kind: 'traces';
  /** True for the outstanding handles of `-diff`. */
  readonly isDiff: boolean;
  readonly records: readonly LogTrace[];
  readonly totals: readonly LogTotal[];
  /** Lines at which the author of the log left something out, ascending. */
  readonly cuts: readonly number[];
  /** Which handle table the records belong to; listings with the same scope can be compared. */
  readonly scope: string;
}

/** The blocks or entries of one `!handle` answer (kernel mode: of one table). */
export interface HandleListing {
  readonly kind: 'handles';
  readonly records: readonly (LogHandle | LogKernelHandle)[];
  readonly totals: readonly LogTotal[];
  readonly summary: LogSummary | null;
  readonly cuts: readonly number[];
  readonly scope: string;
}

/** One answer. */
export type LogListing = TraceListing | HandleListing;

/** A command and everything up to the next one. */
export interface LogSection {
  /** Null for what stands before the first prompt. */
  readonly command: LogCommand | null;
  readonly lines: LineRange;
  /** What the section holds after its command, in order. */
  readonly events: readonly Exclude<LogEvent, LogCommand>[];
  readonly listings: readonly LogListing[];
  /** The scope of handle values in the command itself: that of the first listing, else of the prompt. */
  readonly scope: string;
}

/** A log that was read to its end. */
export interface LogDocument {
  readonly lineCount: number;
  /** Lines of which only the first 65,536 characters were read. */
  readonly longLines: readonly number[];
  readonly sections: readonly LogSection[];
}

/** The section of a line; the first one for lines before it. Null for an empty log. */
export function sectionAt(document: LogDocument, line: number): LogSection | null {
  return document.sections[lastStartingAt(document.sections, line)] ?? document.sections[0] ?? null;
}

/** The event of a section that covers a line; null for blank lines. */
export function eventAt(section: LogSection, line: number): LogSection['events'][number] | null {
  const event = section.events[lastStartingAt(section.events, line)];
  return event !== undefined && event.lines.last >= line ? event : null;
}

/** The listing that holds a record; null for what is in none. */
export function listingOf(section: LogSection, record: LogEvent): LogListing | null {
  const { first } = record.lines;
  for (const listing of section.listings) {
    const start = listing.records[0]?.lines.first ?? Infinity;
    const end = listing.records.at(-1)?.lines.first ?? -1;
    if (first >= start && first <= end) {
      return listing;
    }
  }
  return null;
}

/** True when the author of the log left something out of a listing between two lines (both included). */
export function isCutBetween({ cuts }: LogListing, first: number, last: number): boolean {
  const before = lastWhere(cuts.length, (index) => (cuts[index] ?? Infinity) < first);
  return (cuts[before + 1] ?? Infinity) <= last;
}

/** Index of the last element that starts at or before a line; -1 when all start later. Elements are sorted by line. */
function lastStartingAt(elements: readonly { readonly lines: LineRange }[], line: number): number {
  return lastWhere(elements.length, (index) => (elements[index]?.lines.first ?? Infinity) <= line);
}
