/** Collects what was refused while reading, without growing with the size of the damage. */

import type { Problem } from './problem';

/** How many problems of one kind are kept; the rest is summed up in one line. */
const PER_CODE = 8;

interface Kept {
  readonly places: Set<string>;
  overflow: boolean;
}

/** A list of problems in the order they were met, each place once, a few of each kind. */
export class ProblemLog {
  private readonly problems: Problem[] = [];
  private readonly kept = new Map<string, Kept>();

  /** The problems so far; one more per kind says that there are others. */
  get list(): readonly Problem[] {
    const more: Problem[] = [];
    for (const [code, kept] of this.kept) {
      if (kept.overflow) {
        more.push({
          code: `${code}-more`,
          message: `There are more problems of the kind '${code}'; only the first ${PER_CODE} are listed.`,
        });
      }
    }
    return [...this.problems, ...more];
  }

  /**
   * Adds a problem at a place such as a file offset, once. The text is only built when it is kept, so that damage in a
   * million records costs little.
   */
  add(code: string, where: string, rest: () => { message: string; hint?: string }): void {
    let kept = this.kept.get(code);
    if (kept === undefined) {
      kept = { places: new Set(), overflow: false };
      this.kept.set(code, kept);
    }
    if (kept.places.has(where)) {
      return;
    }
    if (kept.places.size >= PER_CODE) {
      kept.overflow = true;
      return;
    }
    kept.places.add(where);
    this.problems.push({ code, where, ...rest() });
  }
}
