/** The command line's surroundings, handed in so that tests can be the terminal. */

import type { Readable, Writable } from 'node:stream';

/** Streams, environment and signals of one run of the command line. */
export interface CliIo {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Which of the streams are terminals. */
  readonly terminal: {
    readonly stdin: boolean;
    readonly stdout: boolean;
    readonly stderr: boolean;
  };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** The user's home folder. */
  readonly homeFolder: string;
  /** Calls back when Ctrl+C is pressed outside the prompt; the function that is returned ends that. */
  onInterrupt(listener: () => void): () => void;
}

/** True when details for developers are wanted on stderr: `HANDLE_LENS_DEBUG` is set to anything but 0. */
export function wantsDebugLog(io: CliIo): boolean {
  const value = io.env['HANDLE_LENS_DEBUG'] ?? '';
  return value !== '' && value !== '0';
}

/** Notes something that must not disturb the user; visible with `HANDLE_LENS_DEBUG`. */
export function debugLog(io: CliIo, what: string, error?: unknown): void {
  if (wantsDebugLog(io)) {
    const detail = error instanceof Error ? `: ${error.stack ?? error.message}` : '';
    io.stderr.write(`[handle-lens] ${what}${detail}\n`);
  }
}
