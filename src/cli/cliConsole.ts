/** Where the command line prints: two streams, and the log file of `.logopen` that gets a copy of both. */

import { open, type FileHandle } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { CliIo } from './cliIo';
import { StreamWriter } from './streamWriter';
import { styleFor, type Style } from './style';

interface LogFile {
  readonly path: string;
  readonly handle: FileHandle;
}

/** Prints to stdout, stderr and the log. */
export class CliConsole {
  private readonly stdout: StreamWriter;
  private readonly stderr: StreamWriter;
  private log: LogFile | null = null;
  private logPending = '';

  /** Styles of stdout: empty texts unless it is a terminal that wants colour. */
  readonly outStyle: Style;
  /** Styles of stderr. */
  readonly errorStyle: Style;

  constructor(private readonly io: CliIo) {
    this.stdout = new StreamWriter(io.stdout);
    this.stderr = new StreamWriter(io.stderr);
    this.outStyle = styleFor(io.terminal.stdout, io.env);
    this.errorStyle = styleFor(io.terminal.stderr, io.env);
  }

  /** Prints output. */
  async print(text: string): Promise<void> {
    await this.stdout.write(text);
    await this.record(text);
  }

  /** Prints lines about failures: to stderr, after whatever was printed before. */
  async printError(text: string): Promise<void> {
    await this.stdout.flush();
    const { failure, end } = this.errorStyle;
    await this.stderr.write(failure === '' ? text : paintLines(text, failure, end));
    await this.stderr.flush();
    await this.record(text);
  }

  /** Empties the screen when stdout is one; anything else is left alone. */
  async clear(): Promise<void> {
    if (this.io.terminal.stdout) {
      await this.stdout.write('\x1b[H\x1b[2J\x1b[3J');
      await this.stdout.flush();
    }
  }

  /** Puts text into the log only: the prompt and what was typed. */
  async record(text: string): Promise<void> {
    if (this.log === null) {
      return;
    }
    this.logPending += text;
    if (this.logPending.length >= 64 * 1024) {
      await this.flushLog();
    }
  }

  /** Waits until everything printed so far has left. */
  async flush(): Promise<void> {
    await this.stdout.flush();
    await this.stderr.flush();
    await this.flushLog();
  }

  /** Starts a log file; one that is open is closed. Rejects when the file cannot be written, the old one stays open then. */
  async openLog(path: string, append: boolean): Promise<string> {
    const full = resolve(path);
    await this.flushLog();
    const handle = await open(full, append ? 'a' : 'w').catch((error: unknown) => {
      throw new Error(`${full}: ${reasonOf(error)}`);
    });
    await this.closeLog();
    this.log = { path: full, handle };
    return full;
  }

  /** Ends the log file; returns its path, null when there was none. */
  async closeLog(): Promise<string | null> {
    const log = this.log;
    if (log === null) {
      return null;
    }
    try {
      await this.flushLog();
    } finally {
      this.log = null;
      await log.handle.close();
    }
    return log.path;
  }

  /** A log that cannot be written any more is ended with one message; the session goes on. */
  private async flushLog(): Promise<void> {
    const { log, logPending } = this;
    if (log === null || logPending === '') {
      return;
    }
    this.logPending = '';
    try {
      await log.handle.appendFile(logPending);
    } catch (error) {
      this.log = null;
      await log.handle.close();
      await this.printError(`The log file ${log.path} was closed: ${reasonOf(error)}.\n`);
    }
  }
}

/** Colours each line by itself, so that a pager or a cut leaves no colour behind. */
function paintLines(text: string, start: string, end: string): string {
  return text.replace(/[^\n]+/g, (line) => `${start}${line}${end}`);
}

/** Why a file cannot be written, in words. */
function reasonOf(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'there is no such folder';
    case 'EISDIR':
      return 'that is a folder';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'it may not be written with your permissions';
    case 'ENOSPC':
      return 'the disk is full';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
