/** Sorts the answers of a log into moments: stretches in which the program stood still. */

import type { LogMoment } from '../../target/logAccess';
import {
  recordCount,
  type CountAnswer,
  type HandleAnswer,
  type LogAnswer,
  type LogScope,
  type TraceAnswer,
} from './logModel';

/** A moment and its answers, in the order of the log. */
export interface Moment {
  readonly number: number;
  readonly answers: readonly LogAnswer[];
}

/**
 * A moment ends when the log shows that the program went on, and when an answer about everything follows one of the same
 * kind about the same table: two such lists would contradict each other. Answers about one handle or one type add to the
 * moment they stand in.
 */
export function sortIntoMoments(answers: readonly LogAnswer[]): readonly Moment[] {
  const moments: LogAnswer[][] = [];
  let current: LogAnswer[] = [];
  for (const answer of answers) {
    const [first] = current;
    const wentOn = first !== undefined && first.stop !== answer.stop;
    if (wentOn || current.some((other) => isRepeated(other, answer))) {
      moments.push(current);
      current = [];
    }
    current.push(answer);
  }
  if (current.length > 0) {
    moments.push(current);
  }
  return moments.map((own, index) => ({ number: index + 1, answers: own }));
}

function isRepeated(before: LogAnswer, answer: LogAnswer): boolean {
  return (
    before.isWhole &&
    answer.isWhole &&
    before.scope === answer.scope &&
    kindOf(before) === kindOf(answer) &&
    !(answer.kind === 'handles' && before.kind === 'handles' && isSameTable(before, answer))
  );
}

/** `!htrace` and `!htrace -diff` are different questions. */
function kindOf(answer: LogAnswer): string {
  return answer.kind === 'traces' && answer.isDiff ? 'diff' : answer.kind;
}

/** Two lists at one stop with the same handles of the same types: the second was only asked for with other flags. */
function isSameTable(before: HandleAnswer, answer: HandleAnswer): boolean {
  const { rows: old } = before;
  const { rows: now } = answer;
  if (before.command === null || answer.command === null || old.count !== now.count) {
    return false;
  }
  for (let row = 0; row < now.count; row++) {
    const isSame =
      old.valueLow.at(row) === now.valueLow.at(row) &&
      old.valueHigh.at(row) === now.valueHigh.at(row) &&
      old.type.at(row) === now.type.at(row);
    if (!isSame) {
      return false;
    }
  }
  return true;
}

/** The answers about a table that hold at a moment: those of the newest moment up to it that has any. */
export function handleAnswersAt(
  moments: readonly Moment[],
  number: number,
  scope: LogScope,
): readonly HandleAnswer[] {
  return answersAt(moments, number, (answer) =>
    answer.kind === 'handles' && answer.scope === scope ? answer : null,
  );
}

/** The trace answers of a table that hold at a moment. */
export function traceAnswersAt(
  moments: readonly Moment[],
  number: number,
  scope: LogScope,
): readonly TraceAnswer[] {
  return answersAt(moments, number, (answer) =>
    answer.kind === 'traces' && answer.scope === scope ? answer : null,
  );
}

/** The newest counts of a table that hold at a moment; null when none were printed up to it. */
export function countsAt(
  moments: readonly Moment[],
  number: number,
  scope: LogScope,
): CountAnswer | null {
  const found = answersAt(moments, number, (answer) =>
    answer.kind === 'counts' && answer.scope === scope ? answer : null,
  );
  return found.at(-1) ?? null;
}

function answersAt<T>(
  moments: readonly Moment[],
  number: number,
  choose: (answer: LogAnswer) => T | null,
): readonly T[] {
  for (let at = number - 1; at >= 0; at--) {
    const found = (moments[at]?.answers ?? []).map(choose).filter((each) => each !== null);
    if (found.length > 0) {
      return found;
    }
  }
  return [];
}

/** A moment in words. */
export function describeMoment({ number, answers }: Moment): LogMoment {
  const [first] = answers;
  const counted = (kind: LogAnswer['kind']): number | null => {
    const own = answers.filter((answer) => answer.kind === kind);
    return own.length === 0 ? null : own.reduce((sum, answer) => sum + recordCount(answer), 0);
  };
  const summary = answers.findLast((answer) => answer.kind === 'counts');
  const named = answers.find(({ command }) => command !== null)?.command ?? first?.title ?? null;
  return {
    number,
    line: (first?.line ?? 0) + 1,
    title: named ?? (first?.kind === 'traces' ? 'handle traces' : 'handles'),
    handles: counted('handles'),
    traces: counted('traces'),
    counted: summary?.kind === 'counts' ? summary.counts.total : null,
  };
}
