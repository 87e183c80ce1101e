/** Groups the events of a log into sections by command and listings by answer. */

import { AnswerTracker, type AnswerHead } from './answerTracker';
import type {
  LogCommand,
  LogEvent,
  LogHandle,
  LogKernelHandle,
  LogSummary,
  LogTotal,
  LogTrace,
} from './logEvents';
import type { LogDocument, LogListing, LogSection } from './logDocument';

interface OpenTraces {
  readonly kind: 'traces';
  readonly isDiff: boolean;
  readonly scope: string;
  readonly records: LogTrace[];
  readonly totals: LogTotal[];
  readonly cuts: number[];
}

interface OpenHandles {
  readonly kind: 'handles';
  readonly scope: string;
  readonly records: (LogHandle | LogKernelHandle)[];
  readonly totals: LogTotal[];
  readonly cuts: number[];
  summary: LogSummary | null;
}

/** Collects events into a document; a streaming consumer may use it piece by piece. */
export class DocumentBuilder {
  private readonly sections: LogSection[] = [];
  private command: LogCommand | null = null;
  private events: Exclude<LogEvent, LogCommand>[] = [];
  private listings: LogListing[] = [];
  private current: OpenTraces | OpenHandles | null = null;
  private readonly tracker = new AnswerTracker({
    open: (head) => (this.current = openListing(head)),
    record: (record) => {
      if (record.kind === 'trace') {
        (this.current as OpenTraces).records.push(record);
      } else {
        (this.current as OpenHandles).records.push(record);
      }
    },
    total: (total) => this.current?.totals.push(total),
    summary: (summary) => ((this.current as OpenHandles).summary = summary),
    free: () => undefined,
    cut: (line) => this.current?.cuts.push(line),
    close: () => {
      if (this.current !== null) {
        this.listings.push(this.current);
      }
      this.current = null;
    },
  });

  /** Takes the next event, in the order of lines. */
  add(event: LogEvent): void {
    if (event.kind === 'command') {
      this.closeSection(event.lines.first - 1);
      this.command = event;
      this.tracker.command(event);
      return;
    }
    this.events.push(event);
    this.tracker.follow(event);
  }

  /** Ends the document with what the reader counted. */
  finish({ lineCount, longLines }: Pick<LogDocument, 'lineCount' | 'longLines'>): LogDocument {
    this.closeSection(lineCount - 1);
    return { lineCount, longLines, sections: this.sections };
  }

  private closeSection(last: number): void {
    this.tracker.close();
    if (this.command !== null || this.events.length > 0) {
      const first = this.command?.lines.first ?? this.events[0]?.lines.first ?? 0;
      this.sections.push({
        command: this.command,
        lines: { first, last },
        events: this.events,
        listings: this.listings,
        scope: this.listings[0]?.scope ?? this.tracker.scope,
      });
    }
    this.command = null;
    this.events = [];
    this.listings = [];
  }
}

function openListing({ kind, isDiff, scope }: AnswerHead): OpenTraces | OpenHandles {
  return kind === 'traces'
    ? { kind, isDiff, scope, records: [], totals: [], cuts: [] }
    : { kind, scope, records: [], totals: [], cuts: [], summary: null };
}
