/** Remembers the last lines of the log, because a channel cannot be read back. */

import type * as vscode from 'vscode';

/** Lines remembered. */
const MAXIMUM_LINES = 200;
/** Longer lines are cut. */
const MAXIMUM_LENGTH = 400;

const LEVELS = ['debug', 'info', 'warn', 'error'] as const;

/** The last lines, oldest first. Trace lines are left out: they hold what targets contain. */
export class RecentLog {
  private readonly kept: string[] = [];

  get lines(): readonly string[] {
    return this.kept;
  }

  add(line: string): void {
    this.kept.push(line.length > MAXIMUM_LENGTH ? `${line.slice(0, MAXIMUM_LENGTH)}…` : line);
    if (this.kept.length > MAXIMUM_LINES) {
      this.kept.shift();
    }
  }

  /** The channel, with everything that is written through it remembered here too. `now` gives the time of a line. */
  listenTo(channel: vscode.LogOutputChannel, now: () => Date): vscode.LogOutputChannel {
    return new Proxy(channel, {
      get: (target, property): unknown => {
        const value: unknown = Reflect.get(target, property, target);
        if (typeof value !== 'function') {
          return value;
        }
        const level = LEVELS.find((each) => each === property);
        return (...args: unknown[]): unknown => {
          if (level !== undefined) {
            this.add(`${now().toISOString()} [${level}] ${sentence(args[0])}`);
          }
          return Reflect.apply(value, target, args);
        };
      },
    });
  }
}

function sentence(value: unknown): string {
  return value instanceof Error ? value.message : String(value);
}
