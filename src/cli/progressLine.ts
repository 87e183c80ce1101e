/** A line on the terminal that says what takes so long. */

import type { CliIo } from './cliIo';

/** Time before anything is shown, and between two changes, in milliseconds. */
const FIRST_AFTER = 500;
const AGAIN_AFTER = 100;

/** Shows progress on stderr when that is a terminal; otherwise does nothing. */
export class ProgressLine {
  private started: number | null = null;
  private shown = false;
  private next = 0;

  constructor(
    private readonly io: CliIo,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Says what is done now; `fraction` from 0 to 1, left out when unknown. Shown only when the work is long. */
  show(message: string, fraction?: number): void {
    if (!this.io.terminal.stderr) {
      return;
    }
    const time = this.now();
    if (this.started === null) {
      this.started = time;
      this.next = time + FIRST_AFTER;
    }
    if (time < this.next) {
      return;
    }
    this.next = time + AGAIN_AFTER;
    this.shown = true;
    const percent = fraction === undefined ? '' : ` ${Math.floor(fraction * 100)} %`;
    this.io.stderr.write(`\r\x1b[K${message}${percent}`);
  }

  /** Takes the line away; the next {@link show} starts anew. */
  hide(): void {
    if (this.shown) {
      this.io.stderr.write('\r\x1b[K');
    }
    this.started = null;
    this.shown = false;
  }
}
