/** The lines of a log that are no facts: kept as stretches with their reason, so that nothing is dropped silently. */

import type { ProblemLog } from '../../util/problemLog';
import type { LogRemainder, RemainderKind } from '../../target/logAccess';
import type { LineRange } from '../logEvents';

/** Stretches that are kept; only a hostile log has more. */
const MOST_STRETCHES = 20_000;
const MAXIMUM_TEXT = 100;

interface Stretch {
  readonly kind: RemainderKind;
  readonly first: number;
  last: number;
  readonly text: string;
}

/** Collects lines (from 0) and hands them out as stretches (from 1). */
export class LineNotes {
  /** Stretches that were left out because there were too many. */
  leftOut = 0;
  private readonly stretches: Stretch[] = [];
  private readonly lines = new Map<RemainderKind, number>();

  /** Adds lines; `text` is that of the first one. Lines of one kind that follow each other become one stretch. */
  add(kind: RemainderKind, { first, last }: LineRange, text = ''): void {
    this.lines.set(kind, this.count(kind) + last - first + 1);
    const before = this.stretches.at(-1);
    if (before?.kind === kind && before.last + 1 === first) {
      before.last = last;
    } else if (this.stretches.length < MOST_STRETCHES) {
      this.stretches.push({ kind, first, last, text: text.slice(0, MAXIMUM_TEXT) });
    } else {
      this.leftOut++;
    }
  }

  /** How many lines there are of a kind. */
  count(kind: RemainderKind): number {
    return this.lines.get(kind) ?? 0;
  }

  /** The stretches in the order of their first lines. */
  list(): readonly LogRemainder[] {
    return this.stretches
      .map(({ kind, first, last, text }) => ({ kind, first: first + 1, last: last + 1, text }))
      .sort((a, b) => a.first - b.first);
  }
}

/** Lists the lines that were not understood or were refused as problems, each with its place. */
export function reportNotes(notes: LineNotes, problems: ProblemLog): void {
  for (const { kind, first, last, text } of notes.list()) {
    const where = first === last ? `line ${first}` : `lines ${first} to ${last}`;
    if (kind === 'unread') {
      problems.add('log-unread', where, () => ({
        message: `Within an answer this was not understood: ${text}`,
        hint: 'The facts around it are shown; ".loginfo" lists every such line.',
      }));
    } else if (kind === 'refused') {
      problems.add('log-refused', where, () => ({ message: text }));
    }
  }
}
