/** What a target made from a log can tell about the log itself, and the moments it can be looked at. */

import type { HandleSummary } from '../model/handleColumns';
import type { Result } from '../util/result';

/**
 * A stretch of the log in which the program stood still. Everything that was printed in it belongs together; a log of a
 * long session has many.
 */
export interface LogMoment {
  /** 1 for the first of the log. */
  readonly number: number;
  /** Line its first answer starts on, from 1; 0 for formats without lines. */
  readonly line: number;
  /** The first command that was typed in it, or what stands in its place, for people. */
  readonly title: string;
  /** Handles it lists, in all processes; null when it lists none. */
  readonly handles: number | null;
  /** Trace records it lists, in all processes; null when it lists none. */
  readonly traces: number | null;
  /** Handles it counts without listing them; null when it counts none. */
  readonly counted: number | null;
}

/**
 * Why lines are no facts: `other` is text of other commands or of people, `cut` a mark where the author left something out,
 * `chatter` the symbol loader talking, `unread` stands within an answer and was not understood, `refused` was understood but
 * says something impossible or incomplete.
 */
export type RemainderKind = 'other' | 'cut' | 'chatter' | 'unread' | 'refused';

/** Lines in a row that are no facts of the target. */
export interface LogRemainder {
  readonly kind: RemainderKind;
  /** From 1, both included. */
  readonly first: number;
  readonly last: number;
  /** The first line, at most 100 characters of it; empty when it was not kept. */
  readonly text: string;
}

/** A number the debugger printed about its own answer, and what the log really holds. */
export interface LogTotalCheck {
  /** From 1. */
  readonly line: number;
  /** What is counted, for a sentence: `handles`, `handles of type Event`, `stack traces`. */
  readonly what: string;
  readonly printed: number;
  readonly found: number;
  /** `equal`; `cut`: fewer, and the author marked that something is left out; `different`: neither. */
  readonly outcome: 'equal' | 'cut' | 'different';
}

/** The log behind a target. */
export interface LogAccess {
  /** For people, for example `WinDbg log`. */
  readonly format: string;
  /** For people, for example `UTF-8`. */
  readonly encoding: string;
  readonly lines: number;
  /** Size in bytes. */
  readonly bytes: number;
  /** In the order of the log; there is at least one. */
  readonly moments: readonly LogMoment[];
  /** Number of the moment that is looked at; the newest when the log was opened. */
  readonly currentMoment: number;
  /** Looks at another moment. Fails, naming those there are, when there is no such number. */
  selectMoment(number: number): Result<LogMoment>;
  /** What the log holds besides facts, in order, neighbours of one kind together. */
  readonly remainders: readonly LogRemainder[];
  /** Stretches that are not in {@link remainders} because there are too many. */
  readonly remaindersLeftOut: number;
  /** What the format tells and no view has a place for, such as `share modes`; usually empty. */
  readonly unused: readonly string[];
  /** Handles of a process by type, where the log counts them at this moment without listing them; null otherwise. */
  counts(processId: number): HandleSummary | null;
  /** The totals that were printed and could be checked, in order. */
  readonly totals: readonly LogTotalCheck[];
}
