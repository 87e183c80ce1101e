/**
 * Frames messages on a pair of streams. The library's own transport ends the process on the first bytes that are no
 * JSON; this one answers and goes on.
 */

import type { Readable, Writable } from 'node:stream';
import type { HandleDebugSession } from './handleDebugSession';

/** Longest header and longest message accepted; more than that is no debug adapter traffic. */
const MAXIMUM_HEADER = 8 * 1024;
const MAXIMUM_MESSAGE = 64 * 1024 * 1024;
const HEADER_END = '\r\n\r\n';

/** Connects a session to streams; the promise resolves when the input ends or nothing more can be written. */
export function connectSession(
  session: HandleDebugSession,
  input: Readable,
  output: Writable,
): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      session.dispose();
      resolve();
    };
    session.onDidSendMessage((message) => {
      if (output.writable) {
        const json = JSON.stringify(message);
        output.write(`Content-Length: ${Buffer.byteLength(json, 'utf8')}${HEADER_END}${json}`);
      }
    });
    const reader = new FrameReader({
      message: (message) => {
        session.handleMessage(message);
      },
      unreadable: (reason) => {
        session.rejectUnreadable(reason);
      },
      lost: (reason) => {
        session.rejectUnreadable(reason);
        input.destroy();
        finish();
      },
    });
    input.on('data', (bytes: Buffer) => {
      reader.add(bytes);
    });
    input.once('end', finish);
    input.once('close', finish);
    input.once('error', finish);
    output.once('error', finish);
  });
}

/** What a reader found in the stream. */
export interface FrameListener {
  message(message: unknown): void;
  /** A frame whose content is no JSON; the next frame can still be read. */
  unreadable(reason: string): void;
  /** The frames' borders are lost: nothing more can be read. */
  lost(reason: string): void;
}

/** Cuts a stream of bytes into messages. */
export class FrameReader {
  private parts: Buffer[] = [];
  private size = 0;
  /** Bytes of the message being read; null while the header is. */
  private expected: number | null = null;
  private isLost = false;

  constructor(private readonly listener: FrameListener) {}

  /** Adds bytes and reports every message they complete. */
  add(bytes: Buffer): void {
    this.parts.push(bytes);
    this.size += bytes.length;
    while (!this.isLost && (this.expected === null ? this.readHeader() : this.readBody())) {
      // Each turn takes one header or one body.
    }
  }

  private readHeader(): boolean {
    const bytes = this.join();
    const end = bytes.indexOf(HEADER_END);
    if (end === -1) {
      return bytes.length <= MAXIMUM_HEADER ? false : this.lose('a header has no end');
    }
    const header = bytes.toString('latin1', 0, end);
    this.keep(bytes.subarray(end + HEADER_END.length));
    const length = /^content-length:[ \t]*([0-9]{1,10})[ \t]*$/im.exec(header)?.[1];
    if (length === undefined) {
      this.listener.unreadable('a header has no Content-Length.');
      return true;
    }
    if (Number(length) > MAXIMUM_MESSAGE) {
      return this.lose(`a message of ${length} bytes is announced`);
    }
    this.expected = Number(length);
    return true;
  }

  private readBody(): boolean {
    const length = this.expected ?? 0;
    if (this.size < length) {
      return false;
    }
    const bytes = this.join();
    this.keep(bytes.subarray(length));
    this.expected = null;
    const text = bytes.toString('utf8', 0, length);
    const parsed = parse(text);
    if (parsed.ok) {
      this.listener.message(parsed.value);
    } else {
      this.listener.unreadable(`its content is no JSON (${parsed.reason}).`);
    }
    return true;
  }

  private lose(reason: string): false {
    this.isLost = true;
    this.keep(Buffer.alloc(0));
    this.listener.lost(`${reason}; the connection is closed.`);
    return false;
  }

  /** All bytes in one piece; pieces are joined only when a header or a whole body may be there. */
  private join(): Buffer {
    const [only] = this.parts;
    const bytes = this.parts.length === 1 && only !== undefined ? only : Buffer.concat(this.parts);
    this.parts = [bytes];
    return bytes;
  }

  private keep(rest: Buffer): void {
    this.parts = rest.length === 0 ? [] : [rest];
    this.size = rest.length;
  }
}

type Parsed =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly reason: string };

function parse(text: string): Parsed {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}
