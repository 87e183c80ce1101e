/** A terminal, pipe or file for the command line, made of memory. */

import { PassThrough, Writable } from 'node:stream';
import type { CliIo } from '../../src/cli/cliIo';

/** Collects what is written; resolves waiters as soon as their text has arrived. */
export class CapturedStream extends Writable {
  text = '';
  private readonly waiters: { readonly wanted: string; readonly resolve: () => void }[] = [];

  override _write(
    chunk: Buffer | string,
    _encoding: BufferEncoding,
    done: (error?: Error) => void,
  ): void {
    this.text += chunk.toString();
    for (const { wanted, resolve } of this.waiters) {
      if (this.text.includes(wanted)) {
        resolve();
      }
    }
    done();
  }

  /** Resolves once the text has been written, now or later. */
  async waitFor(wanted: string): Promise<void> {
    if (!this.text.includes(wanted)) {
      await new Promise<void>((resolve) => this.waiters.push({ wanted, resolve }));
    }
  }

  /** Forgets what came so far, so that later text can be waited for. */
  forget(): void {
    this.text = '';
  }
}

/** What a test sees of its terminal. */
export interface FakeIo extends CliIo {
  readonly stdin: PassThrough;
  readonly stdout: CapturedStream;
  readonly stderr: CapturedStream;
  /** Presses Ctrl+C outside the prompt. */
  interrupt(): void;
}

/** What differs from an empty pipe. */
export interface FakeIoOptions {
  readonly input?: string;
  readonly terminal?: boolean;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly homeFolder?: string;
}

/** Makes streams: `terminal` makes all of them terminals; `input` is what stdin holds before it ends. */
export function fakeIo(options: FakeIoOptions = {}): FakeIo {
  const stdin = new PassThrough();
  if (options.input !== undefined) {
    stdin.end(options.input);
  }
  const isTerminal = options.terminal ?? false;
  const listeners = new Set<() => void>();
  return {
    stdin,
    stdout: new CapturedStream(),
    stderr: new CapturedStream(),
    terminal: { stdin: isTerminal, stdout: isTerminal, stderr: isTerminal },
    env: options.env ?? {},
    platform: process.platform,
    homeFolder: options.homeFolder ?? '/nowhere',
    onInterrupt(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    interrupt() {
      for (const listener of listeners) {
        listener();
      }
    },
  };
}
