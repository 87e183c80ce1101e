/** Groups the events of a log into sections by command and listings by answer. */

import { hex } from '../util/hex';
import { isUserTraceCommand } from './commandWords';
import type {
  LogCommand,
  LogEvent,
  LogHandle,
  LogKernelHandle,
  LogSummary,
  LogTotal,
  LogTrace,
} from './logEvents';
import type {
  HandleListing,
  LogDocument,
  LogListing,
  LogSection,
  TraceListing,
} from './logDocument';

/** The scope of handles of the kernel's own table. */
export const KERNEL_SCOPE = 'kernel';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

interface OpenTraces extends Writable<Pick<TraceListing, 'kind' | 'isDiff' | 'scope'>> {
  readonly records: LogTrace[];
  readonly totals: LogTotal[];
  readonly cuts: number[];
}

interface OpenHandles extends Writable<Pick<HandleListing, 'kind' | 'scope'>> {
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
  /** The current listing has its totals: the next record starts another one. */
  private isTotalled = false;
  private isDiff = false;
  /** The section is an answer of `!utrace`: its records have the same frame but name USER handles. */
  private isUserTrace = false;
  private scope = 'user 0';
  /** Cuts before the first record of a listing. */
  private earlyCuts: number[] = [];

  /** Takes the next event, in the order of lines. */
  add(event: LogEvent): void {
    if (event.kind === 'command') {
      this.closeSection(event.lines.first - 1);
      this.command = event;
      this.isUserTrace = isUserTraceCommand(event.text);
      this.scope = event.mode === 'user' ? `user ${event.process}` : 'process ?';
      return;
    }
    this.events.push(event);
    if (!this.isUserTrace) {
      this.follow(event);
    }
  }

  /** Ends the document with what the reader counted. */
  finish({ lineCount, longLines }: Pick<LogDocument, 'lineCount' | 'longLines'>): LogDocument {
    this.closeSection(lineCount - 1);
    return { lineCount, longLines, sections: this.sections };
  }

  private follow(event: Exclude<LogEvent, LogCommand>): void {
    switch (event.kind) {
      case 'trace':
        this.traces().records.push(event);
        this.noteCuts(event.notes);
        return;
      case 'handle':
      case 'kernelHandle':
        this.handles().records.push(event);
        this.noteCuts(event.notes);
        return;
      case 'process':
        this.startScope(`process ${hex(event.object)}`);
        return;
      case 'handleTable':
        if (event.table === 'kernel') {
          this.startScope(KERNEL_SCOPE);
        }
        return;
      case 'traceProcess':
        if (event.what === 'process') {
          this.startScope(`process ${hex(event.address)}`);
        }
        return;
      case 'tracing':
        this.isDiff ||= event.what === 'outstanding';
        return;
      case 'total':
        this.followTotal(event);
        return;
      case 'summary':
        this.followSummary(event);
        return;
      case 'remark':
        if (event.what === 'cut') {
          this.noteCut(event.lines.first);
        }
        return;
      case 'freeEntry':
      case 'separator':
      case 'error':
      case 'banner':
      case 'text':
        return;
    }
  }

  private noteCuts(notes: LogTrace['notes']): void {
    for (const note of notes) {
      if (note.what === 'cut') {
        this.noteCut(note.line);
      }
    }
  }

  private noteCut(line: number): void {
    (this.current?.cuts ?? this.earlyCuts).push(line);
  }

  private takeEarlyCuts(): number[] {
    const cuts = this.earlyCuts;
    this.earlyCuts = [];
    return cuts;
  }

  private followTotal(total: LogTotal): void {
    if (total.what === 'newTraces') {
      this.closeListing();
      return;
    }
    const isOfHandles = total.what === 'handles' || total.what === 'handlesOfType';
    const listing = isOfHandles ? this.handles() : this.traces();
    listing.totals.push(total);
    this.isTotalled = true;
  }

  private followSummary(summary: LogSummary): void {
    if (this.current?.kind === 'handles' && this.current.summary === null) {
      this.current.summary = summary;
      this.isTotalled = true;
    }
  }

  /** Handles from here on belong to another table. */
  private startScope(scope: string): void {
    this.closeListing();
    this.scope = scope;
  }

  /** The listing to which the next trace record or total of traces belongs. */
  private traces(): OpenTraces {
    const { current } = this;
    if (
      current?.kind === 'traces' &&
      (!this.isTotalled || current.totals.at(-1)?.what === 'parsed')
    ) {
      return current;
    }
    this.closeListing();
    const { isDiff, scope } = this;
    const cuts = this.takeEarlyCuts();
    const opened: OpenTraces = { kind: 'traces', isDiff, scope, records: [], totals: [], cuts };
    this.current = opened;
    return opened;
  }

  /** The listing to which the next handle or total of handles belongs. */
  private handles(): OpenHandles {
    if (this.current?.kind === 'handles' && !this.isTotalled) {
      return this.current;
    }
    this.closeListing();
    const { scope } = this;
    const opened: OpenHandles = {
      kind: 'handles',
      scope,
      records: [],
      totals: [],
      cuts: this.takeEarlyCuts(),
      summary: null,
    };
    this.current = opened;
    return opened;
  }

  private closeListing(): void {
    if (this.current !== null) {
      this.listings.push(this.current);
    }
    this.current = null;
    this.isTotalled = false;
  }

  private closeSection(last: number): void {
    this.closeListing();
    if (this.command !== null || this.events.length > 0) {
      const first = this.command?.lines.first ?? this.events[0]?.lines.first ?? 0;
      this.sections.push({
        command: this.command,
        lines: { first, last },
        events: this.events,
        listings: this.listings,
        scope: this.listings[0]?.scope ?? this.scope,
      });
    }
    this.command = null;
    this.events = [];
    this.listings = [];
    this.earlyCuts = [];
    this.isDiff = false;
    this.isUserTrace = false;
  }
}
