/** Cuts a stream of text into lines at \n, \r\n and \r, wherever the chunks end; memory stays bounded for endless lines. */

/** Characters of a line that are kept; longer lines are cut and say so. Longer than any object name (32,767). */
export const MAX_LINE_LENGTH = 65_536;

const LINE_FEED = 10;

/** Takes one line: its text without the line end, and whether it was longer than {@link MAX_LINE_LENGTH}. */
export type LineSink = (text: string, isCut: boolean) => void;

/** Chunks in, lines out. Call {@link end} once after the last chunk. */
export class LineSplitter {
  /** The unfinished line: its kept beginning. */
  private pending = '';
  private pendingIsCut = false;
  private hasPending = false;
  /** The last chunk ended with \r: a \n that follows belongs to it. */
  private sawReturn = false;

  constructor(private readonly sink: LineSink) {}

  /** Takes the next chunk. */
  push(chunk: string): void {
    let start = 0;
    if (this.sawReturn && chunk.length > 0) {
      this.sawReturn = false;
      start = chunk.charCodeAt(0) === LINE_FEED ? 1 : 0;
    }
    let nextReturn = chunk.indexOf('\r', start);
    let nextFeed = chunk.indexOf('\n', start);
    while (nextReturn !== -1 || nextFeed !== -1) {
      const isReturn = nextFeed === -1 || (nextReturn !== -1 && nextReturn < nextFeed);
      const at = isReturn ? nextReturn : nextFeed;
      this.addToPending(chunk, start, at);
      this.flush();
      start = at + 1;
      if (isReturn && start === chunk.length) {
        this.sawReturn = true;
      } else if (isReturn && chunk.charCodeAt(start) === LINE_FEED) {
        start++;
      }
      nextReturn =
        nextReturn !== -1 && nextReturn < start ? chunk.indexOf('\r', start) : nextReturn;
      nextFeed = nextFeed !== -1 && nextFeed < start ? chunk.indexOf('\n', start) : nextFeed;
    }
    if (start < chunk.length) {
      this.addToPending(chunk, start, chunk.length);
    }
  }

  /** Delivers the last line, if it did not end with a line end. */
  end(): void {
    if (this.hasPending) {
      this.flush();
    }
    this.sawReturn = false;
  }

  private addToPending(chunk: string, from: number, to: number): void {
    const room = MAX_LINE_LENGTH - this.pending.length;
    this.pendingIsCut ||= to - from > room;
    const piece = chunk.slice(from, Math.min(to, from + room));
    this.pending = this.pending === '' ? piece : this.pending + piece;
    this.hasPending = true;
  }

  private flush(): void {
    const text = this.pending;
    const isCut = this.pendingIsCut;
    this.pending = '';
    this.pendingIsCut = false;
    this.hasPending = false;
    this.sink(text, isCut);
  }
}
