/** Says what of a target was refused or is missing: each problem once, as soon as it is known. */

import { errorText } from '../core/render/errorText';
import { escapeText } from '../core/render/escapeText';
import type { Target } from '../core/target/target';
import type { CliConsole } from './cliConsole';

/** Remembers which problems of a target were printed. A damaged part is often met only when a command reads it. */
export class ProblemReporter {
  private readonly said = new Set<string>();

  constructor(
    private readonly target: Target,
    private readonly console: CliConsole,
  ) {}

  /** Prints the problems that are new, on stderr, under one heading; nothing when there are none. */
  async report(): Promise<void> {
    const lines = this.target.problems.map(errorText).filter((line) => !this.said.has(line));
    if (lines.length === 0) {
      return;
    }
    const what = this.said.size === 0 ? 'was not read completely' : 'has more damage';
    for (const line of lines) {
      this.said.add(line);
    }
    const title = escapeText(this.target.info.title);
    await this.console.printError(
      `${title} ${what}:\n${lines.map((line) => `  ${line}`).join('')}`,
    );
  }
}
