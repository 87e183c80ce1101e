/** Results of operations that can fail in an expected way: the failure is a value, not an exception. */

import type { Problem } from './problem';

/** A success that carries a value. */
export interface Ok<T> {
  readonly ok: true;
  readonly value: T;
}

/** An expected failure that carries what went wrong. */
export interface Failure<E = Problem> {
  readonly ok: false;
  readonly problem: E;
}

/** Either a value or an expected failure. */
export type Result<T, E = Problem> = Ok<T> | Failure<E>;

/** Wraps a value as a success. */
export function ok<T>(value: T): Ok<T> {
  return { ok: true, value };
}

/** Wraps a problem as a failure. */
export function fail<E>(problem: E): Failure<E> {
  return { ok: false, problem };
}
