/** The lines typed at the prompt, kept from session to session. */

import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { posix, win32 } from 'node:path';
import { debugLog, type CliIo } from './cliIo';

/** Lines that are offered; the file is cut back to this number when it has twice as many. */
export const HISTORY_LENGTH = 1000;

/**
 * Where the history is kept: `%LOCALAPPDATA%` on Windows, `~/Library/Application Support` on macOS, `$XDG_STATE_HOME`
 * (by default `~/.local/state`) elsewhere; an absolute `XDG_STATE_HOME` wins everywhere.
 */
export function historyPath(io: Pick<CliIo, 'env' | 'platform' | 'homeFolder'>): string {
  const { env, homeFolder, platform } = io;
  const path = platform === 'win32' ? win32 : posix;
  const wanted = env['XDG_STATE_HOME'] ?? '';
  if (path.isAbsolute(wanted)) {
    return path.join(wanted, 'handle-lens', 'history');
  }
  switch (platform) {
    case 'win32': {
      const local = env['LOCALAPPDATA'] ?? '';
      const base = local === '' ? path.join(homeFolder, 'AppData', 'Local') : local;
      return path.join(base, 'handle-lens', 'history');
    }
    case 'darwin':
      return path.join(homeFolder, 'Library', 'Application Support', 'handle-lens', 'history');
    default:
      return path.join(homeFolder, '.local', 'state', 'handle-lens', 'history');
  }
}

/** Loads and adds to the history. Failures are noted for developers and otherwise ignored: it is a convenience. */
export class History {
  private last: string | null = null;
  private readonly path: string;

  constructor(private readonly io: CliIo) {
    this.path = historyPath(io);
  }

  /** The newest lines, oldest first; empty when there is no history. Shortens a file that has grown too long. */
  async load(): Promise<readonly string[]> {
    try {
      const lines = (await readFile(this.path, 'utf8')).split('\n').filter((line) => line !== '');
      const newest = lines.slice(-HISTORY_LENGTH);
      this.last = newest.at(-1) ?? null;
      if (lines.length > 2 * HISTORY_LENGTH) {
        await writeFile(this.path, `${newest.join('\n')}\n`, { mode: 0o600 });
      }
      return newest;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        debugLog(this.io, `the history cannot be read from ${this.path}`, error);
      }
      return [];
    }
  }

  /** Adds a line unless it is blank or repeats the one before. */
  async add(line: string): Promise<void> {
    if (line.trim() === '' || line === this.last) {
      return;
    }
    this.last = line;
    try {
      const path = this.io.platform === 'win32' ? win32 : posix;
      await mkdir(path.dirname(this.path), { recursive: true, mode: 0o700 });
      await appendFile(this.path, `${line}\n`, { mode: 0o600 });
    } catch (error) {
      debugLog(this.io, `the history cannot be written to ${this.path}`, error);
    }
  }
}
