/** What the reader asks of a record that goes over several lines. */

import type { ByteSpan, LineNote, LineRange, LogEvent } from './logEvents';
import { excerpt, type SourceLine } from './sourceLine';

/** After this many lines that are not understood a record ends: what follows is no longer part of it. */
const MAX_UNREAD = 32;

/** A record under construction. */
export abstract class Block {
  private readonly noteList: LineNote[] = [];
  private unread = 0;
  private readonly first: number;
  private readonly offset: number;
  private last: number;
  private offsetEnd: number;

  constructor(line: SourceLine) {
    this.first = line.number;
    this.last = line.number;
    this.offset = line.offset;
    this.offsetEnd = line.offsetEnd;
  }

  /** Takes a line if it belongs to the record; false leaves the record as it was. */
  abstract accept(line: SourceLine): boolean;

  /** The finished record. */
  abstract finish(): LogEvent;

  /** True when a line that nobody understands still lies within the record. */
  protected abstract isOpenFor(line: SourceLine): boolean;

  /** Takes a blank line, which most records ignore. */
  acceptBlank(): void {
    // Nothing to do: a blank line says nothing.
  }

  /** Keeps a line in which the author cut something or the symbol loader talks. */
  addNote(what: 'cut' | 'chatter', line: SourceLine): void {
    this.noteList.push({ what, line: line.number, text: excerpt(line) });
    this.reach(line);
  }

  /** Keeps a line nobody understands; false when it lies behind the record. */
  keepUnread(line: SourceLine): boolean {
    if (this.unread >= MAX_UNREAD || !this.isOpenFor(line)) {
      return false;
    }
    this.unread++;
    this.noteList.push({ what: 'unread', line: line.number, text: excerpt(line) });
    this.reach(line);
    return true;
  }

  /** The record now reaches to this line. */
  protected reach(line: SourceLine): void {
    this.last = line.number;
    this.offsetEnd = line.offsetEnd;
  }

  protected get span(): ByteSpan {
    return { offset: this.offset, length: this.offsetEnd - this.offset };
  }

  protected get lines(): LineRange {
    return { first: this.first, last: this.last };
  }

  protected get notes(): readonly LineNote[] {
    return this.noteList;
  }
}
