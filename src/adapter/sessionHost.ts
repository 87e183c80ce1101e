/** What a debug session needs from whatever runs it: the extension, a process, a test. */

import type { Target } from '../core/target/target';
import type { ByteSink } from '../core/util/byteSink';
import type { CancellationToken } from '../core/util/cancellation';
import type { Result } from '../core/util/result';
import type { Scheduler } from './scheduler';

/** How to open a target. */
export interface OpenOptions {
  /** Folder that relative paths start from; the host's own when absent. */
  readonly folder?: string;
  readonly token: CancellationToken;
  readonly progress: (message: string, fraction?: number) => void;
}

/** A log file for `.logopen`. One per session. */
export interface LogFile {
  /** Opens a file and returns its full path. Rejects with a readable message. */
  open(path: string, append: boolean): Promise<string>;
  /** Writes to the open file; does nothing when none is open. */
  write(text: string): void;
  /** True while a file is open. */
  readonly isOpen: boolean;
  /** Closes the file and returns its path; null when none is open. */
  close(): Promise<string | null>;
}

/** What a session is given by its host. */
export interface SessionHost {
  readonly scheduler: Scheduler;
  /** Opens a path or a `sample:<name>`. */
  openTarget(spec: string, options: OpenOptions): Promise<Result<Target>>;
  /** A log file of this session; null in a browser, where none can be written. */
  readonly log: LogFile | null;
  /**
   * Makes a file to write to; fails when there is one that is not to be replaced. Relative paths start from `folder`, or from
   * the host's own. Null in a browser.
   */
  readonly openSink:
    ((path: string, overwrite: boolean, folder?: string) => Promise<Result<ByteSink>>) | null;
  /**
   * True when it is known before the target is opened that it is no program: filters of exceptions, which VS Code takes from the
   * answer of `initialize` only, are not announced then.
   */
  readonly isNoProgram?: boolean;
  /** Told about defects, with the stack; never about users' mistakes. */
  report(message: string): void;
  /** Called once when the client is done with the session. */
  ended(): void;
}
