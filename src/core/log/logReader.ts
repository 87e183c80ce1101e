/** Reads debugger text as it streams in and emits an event for every record, answer, command and remark. */

import { readAnswerLine } from './answerLines';
import type { Block } from './block';
import { HandleBlock } from './handleBlock';
import { readHandleHeader, readLabelLine } from './handleLines';
import { KernelHandleBlock } from './kernelHandleBlock';
import { readEntryLine, readFreeEntryLine, readTableLine } from './kernelHandleLines';
import { LineSplitter } from './lineSplitter';
import type { LineRange, LogEvent } from './logEvents';
import { isChatter, isCutMark, isRowOfStars, isSeparator } from './noteLine';
import { beginProcessBlock } from './processBlock';
import { readPromptLine } from './promptLine';
import { excerpt, sourceLine, type SourceLine } from './sourceLine';
import { isSummaryHeading, SummaryBlock } from './summaryBlock';
import { readTraceHeader, TraceBlock } from './traceBlock';

/** Takes the events in the order of their first lines. */
export type LogSink = (event: LogEvent) => void;

/**
 * Chunks of text in, events out. Takes anything: what is no debugger text comes out as `text` events. The work per line is
 * linear in its length, and only the record under construction is held. Call {@link end} once after the last chunk.
 */
export class LogReader {
  private readonly splitter: LineSplitter;
  private nextLine = 0;
  private block: Block | null = null;
  /** Lines that were not understood and are not yet reported. */
  private text: (LineRange & { readonly text: string }) | null = null;
  /** What was typed last: a log without prompts has null. */
  private command: string | null = null;
  private readonly cutLines: number[] = [];
  private lastSeparator = -2;

  constructor(private readonly sink: LogSink) {
    this.splitter = new LineSplitter((text, isCut) => {
      if (isCut) {
        this.cutLines.push(this.nextLine);
      }
      this.readLine(text);
    });
  }

  /** Number of lines read so far. */
  get lineCount(): number {
    return this.nextLine;
  }

  /** Lines of which only the first 65,536 characters were read. */
  get longLines(): readonly number[] {
    return this.cutLines;
  }

  /** Takes the next piece of the text; pieces may end anywhere. */
  push(chunk: string): void {
    this.splitter.push(chunk);
  }

  /**
   * Takes the next line, without its line end, from bytes: `offset` and `offsetEnd` say where it stands. Not to be mixed with
   * {@link push}.
   */
  pushLine(text: string, offset: number, offsetEnd: number): void {
    this.readLine(text, offset, offsetEnd);
  }

  /** Passes over lines of a record that somebody else has read: what was under construction is emitted first. */
  passRecord(lines: number): void {
    this.closeBlock();
    this.closeText();
    this.nextLine += lines;
  }

  /** Passes over a row of dashes between records. */
  passSeparator(): void {
    this.passRecord(1);
    this.lastSeparator = this.nextLine - 1;
  }

  /** Ends the text: emits what is still under construction. */
  end(): void {
    this.splitter.end();
    this.closeBlock();
    this.closeText();
  }

  private readLine(text: string, offset = 0, offsetEnd = 0): void {
    const line = sourceLine(this.nextLine++, text, offset, offsetEnd);
    if (line.start === line.end) {
      this.block?.acceptBlank();
      return;
    }
    const command = readPromptLine(line);
    if (command !== null) {
      this.command = command.text;
      this.emit(command);
      return;
    }
    if (this.block?.accept(line) === true || this.readNote(line) || this.readStart(line)) {
      return;
    }
    if (this.block?.keepUnread(line) === true) {
      return;
    }
    this.closeBlock();
    this.text = {
      first: this.text?.first ?? line.number,
      last: line.number,
      text: this.text?.text ?? excerpt(line),
    };
  }

  /** Takes cuts, chatter and separators. */
  private readNote(line: SourceLine): boolean {
    const lines = { first: line.number, last: line.number };
    if (isSeparator(line)) {
      this.lastSeparator = line.number;
      this.emit({ kind: 'separator', lines });
      return true;
    }
    const hidesRecords = this.lastSeparator === line.number - 1 && isRowOfStars(line);
    const what = hidesRecords || isCutMark(line) ? 'cut' : isChatter(line) ? 'chatter' : null;
    if (what === null || (what === 'chatter' && readAnswerLine(line) !== null)) {
      return false;
    }
    if (this.block === null) {
      this.emit({ kind: 'remark', lines, what });
    } else {
      this.block.addNote(what, line);
    }
    return true;
  }

  /** Takes lines that start a record or are a whole answer. */
  private readStart(line: SourceLine): boolean {
    const block = beginBlock(line) ?? this.beginHeadless(line);
    if (block !== null) {
      this.closeBlock();
      this.closeText();
      this.block = block;
      return true;
    }
    const event = readTableLine(line) ?? readFreeEntryLine(line) ?? readAnswerLine(line);
    if (event === null) {
      return false;
    }
    this.emit(event);
    return true;
  }

  /**
   * A handle block whose beginning is missing, as in the answer of `!grep … !handle`: two blanks and a label, where no other
   * record is under way.
   */
  private beginHeadless(line: SourceLine): Block | null {
    const { block, command } = this;
    const isFree = block === null || (block instanceof HandleBlock && block.isHeadless);
    const mayBe = isFree && line.start === 2 && (command === null || command.includes('!handle'));
    if (!mayBe || readLabelLine(line) === null) {
      return null;
    }
    const headless = new HandleBlock(null, line);
    return headless.accept(line) ? headless : null;
  }

  private emit(event: LogEvent): void {
    this.closeBlock();
    this.closeText();
    this.sink(event);
  }

  private closeBlock(): void {
    const block = this.block;
    this.block = null;
    if (block !== null) {
      this.sink(block.finish());
    }
  }

  private closeText(): void {
    const { text } = this;
    this.text = null;
    if (text !== null) {
      const { first, last } = text;
      this.sink({ kind: 'text', lines: { first, last }, text: text.text });
    }
  }
}

/** The record that starts at a line; null when none does. */
function beginBlock(line: SourceLine): Block | null {
  switch (line.text.charCodeAt(line.start)) {
    case 0x48: {
      // H
      const trace = readTraceHeader(line);
      if (trace !== null) {
        return new TraceBlock(trace, line);
      }
      const handle = readHandleHeader(line);
      return handle === null ? null : new HandleBlock(handle, line);
    }
    case 0x50: // P
      return beginProcessBlock(line);
    case 0x54: // T
      return isSummaryHeading(line) ? new SummaryBlock(line) : null;
    default: {
      const entry = readEntryLine(line);
      return entry === null ? null : new KernelHandleBlock(entry, line);
    }
  }
}
