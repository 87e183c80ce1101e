/** What is said when something cannot be done or was refused: what, where, and the next step. */

/** An expected failure, in words for the person who meets it. */
export interface Problem {
  /** Stable machine-readable name, kebab-case, for tests and JSON. */
  readonly code: string;
  /** What happened, one sentence without a trailing full stop being required. */
  readonly message: string;
  /** Where: a stream, a file offset such as `0x1f8`, a column. Absent when there is no place. */
  readonly where?: string;
  /** What to do next. */
  readonly hint?: string;
  /** Several findings, a line each, where one message stands for them; shown below it. */
  readonly details?: readonly string[];
  /** The place in what the user typed, for showing it under the text. */
  readonly typed?: TypedPlace;
}

/** Characters of a text that somebody typed. */
export interface TypedPlace {
  readonly text: string;
  /** Units from 0. */
  readonly at: number;
  /** At least 1; may reach beyond the end, where something is missing. */
  readonly length: number;
}

/** Renders a problem as one line: message, place, next step. */
export function describeProblem(problem: Problem): string {
  const where = problem.where === undefined ? '' : ` (${problem.where})`;
  const hint = problem.hint === undefined ? '' : ` ${problem.hint}`;
  return `${problem.message}${where}${hint}`;
}

/**
 * Carries a {@link Problem} through code that has no way to return it.
 * Only for expected failures deep inside a reader; the public edge turns it back into a value.
 */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(describeProblem(problem));
    this.name = 'ProblemError';
  }
}

/** The problem that something thrown carries, by this bundle's {@link ProblemError} or another one's; else null. */
export function carriedProblem(error: unknown): Problem | null {
  return error instanceof Error && error.name === 'ProblemError' && 'problem' in error
    ? (error.problem as Problem)
    : null;
}
