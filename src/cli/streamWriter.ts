/** Writes text to a stream in large pieces and never faster than the reader takes it. */

import type { Writable } from 'node:stream';

const PIECE = 64 * 1024;

/** The reader went away (`| head`): there is nobody to write for, which is no error. */
export class OutputClosedError extends Error {
  constructor() {
    super('The reader of the output has closed it.');
    this.name = 'OutputClosedError';
  }
}

/** A stream as a place for text. One writer per stream: it owns the stream's `error` event. */
export class StreamWriter {
  private pending = '';

  constructor(private readonly stream: Writable) {
    // Failures reach the caller through the callback of each write; without a listener they would end the process.
    stream.on('error', () => undefined);
  }

  /** Adds text; waits when enough has gathered. Rejects with {@link OutputClosedError} when nobody reads any more. */
  async write(text: string): Promise<void> {
    this.pending += text;
    if (this.pending.length >= PIECE) {
      await this.flush();
    }
  }

  /** Hands over everything that was gathered and waits until it is taken. */
  flush(): Promise<void> {
    const text = this.pending;
    if (text === '') {
      return Promise.resolve();
    }
    this.pending = '';
    return new Promise((resolve, reject) => {
      this.stream.write(text, (error) => {
        if (error === null || error === undefined) {
          resolve();
        } else {
          reject(isClosed(error) ? new OutputClosedError() : error);
        }
      });
    });
  }
}

const CLOSED_CODES = new Set([
  'EPIPE',
  'ECONNRESET',
  'EOF',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_WRITE_AFTER_END',
]);

/** Whether a write failed only because the other end is gone. Windows says EOF. */
function isClosed(error: Error): boolean {
  return CLOSED_CODES.has((error as NodeJS.ErrnoException).code ?? '');
}
