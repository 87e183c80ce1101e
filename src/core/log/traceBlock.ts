/** Reads one record of `!htrace`, user mode and kernel mode (output-formats 2.3, 2.4, 4). */

import type { TraceOperation } from '../model/handleTrace';
import { handleValue, type HandleValue } from '../model/identifiers';
import { Block } from './block';
import { readDisplacement, readFrameLine } from './frameLine';
import type { LogFrame, LogTrace } from './logEvents';
import { scan, type SourceLine } from './sourceLine';

const OPERATIONS: ReadonlyMap<string, TraceOperation> = new Map([
  ['OPEN', 'open'],
  ['CLOSE', 'close'],
  ['BAD REFERENCE', 'badref'],
  ['BADREF', 'badref'],
  ['BAD REF', 'badref'],
]);

/** The first line of a record. */
export interface TraceHeader {
  readonly form: 'user' | 'kernel';
  readonly handle: HandleValue;
  readonly digits: number;
  readonly operation: TraceOperation | null;
  readonly operationText: string;
}

/** Reads `Handle = 0x0000003c - OPEN` and `Handle 0x7DC - BAD REFERENCE:`; null for other lines. */
export function readTraceHeader(line: SourceLine): TraceHeader | null {
  const words = scan(line);
  if (!words.take('Handle') || !words.skipBlanks()) {
    return null;
  }
  const isUser = words.take('=');
  words.skipBlanks();
  const value = words.takeHex();
  const { digits } = words;
  words.skipBlanks();
  if (value === null || !words.take('-')) {
    return null;
  }
  const operationText = withoutDecoration(words.rest());
  if (operationText === '') {
    return null;
  }
  return {
    form: isUser ? 'user' : 'kernel',
    handle: handleValue(value),
    digits,
    operation: OPERATIONS.get(operationText.toUpperCase()) ?? null,
    operationText,
  };
}

/** `*** BAD REFERENCE ***` and `BAD REFERENCE:` without stars, colon and blanks around the words. */
function withoutDecoration(text: string): string {
  let start = 0;
  let end = text.length;
  const isDecoration = (at: number): boolean => ' \t*:'.includes(text.charAt(at));
  while (start < end && isDecoration(start)) {
    start++;
  }
  while (end > start && isDecoration(end - 1)) {
    end--;
  }
  return text.slice(start, end);
}

/** A trace record under construction. */
export class TraceBlock extends Block {
  private threadId: number | null = null;
  private processId: number | null = null;
  private readonly frames: LogFrame[] = [];
  private isComplete = false;
  private sawBlankAfterFrames = false;

  constructor(
    private readonly header: TraceHeader,
    line: SourceLine,
  ) {
    super(line);
  }

  override accept(line: SourceLine): boolean {
    if (this.isComplete) {
      return false;
    }
    const isTaken = this.acceptFrame(line) || this.acceptIds(line) || this.acceptDisplacement(line);
    if (isTaken) {
      this.reach(line);
    }
    return isTaken;
  }

  override acceptBlank(): void {
    this.sawBlankAfterFrames = this.frames.length > 0;
  }

  override finish(): LogTrace {
    return {
      kind: 'trace',
      lines: this.lines,
      ...this.header,
      processId: this.processId,
      threadId: this.threadId,
      frames: this.frames,
      notes: this.notes,
      span: this.span,
    };
  }

  protected override isOpenFor(): boolean {
    return !this.isComplete && !this.sawBlankAfterFrames;
  }

  private acceptFrame(line: SourceLine): boolean {
    const found = readFrameLine(line);
    if (found === null) {
      return false;
    }
    this.frames.push(found.frame);
    this.isComplete = found.endsRecord;
    this.sawBlankAfterFrames = false;
    return true;
  }

  /** `Thread ID = 0x000017ec, Process ID = 0x000017e8`, also one per line. */
  private acceptIds(line: SourceLine): boolean {
    const words = scan(line);
    let found = false;
    while (!words.atEnd) {
      const isThread = words.take('Thread ID');
      if (!isThread && !words.take('Process ID')) {
        return found;
      }
      words.skipBlanks();
      words.take('=');
      words.skipBlanks();
      const value = words.takeHex();
      if (value === null) {
        return found;
      }
      found = true;
      if (isThread) {
        this.threadId = Number(value);
      } else {
        this.processId = Number(value);
      }
      words.take(',');
      words.skipBlanks();
    }
    return found;
  }

  /** A displacement that was wrapped to a line of its own. */
  private acceptDisplacement(line: SourceLine): boolean {
    const last = this.frames.at(-1);
    if (last === undefined || last.displacement !== null || line.text[line.start] !== '+') {
      return false;
    }
    const displacement = readDisplacement(line.text.slice(line.start, line.end));
    if (displacement === null) {
      return false;
    }
    this.frames[this.frames.length - 1] = { ...last, displacement };
    return true;
  }
}
