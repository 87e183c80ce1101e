/** The request that answers debugger commands as data, for programs: the same documents as `handle-lens --json` prints. */

import type { Result } from '../core/util/result';
import { readFields } from './fields';

/** Runs a line of commands, in order, as if it had been typed; nothing appears in the console. */
export const RUN_REQUEST = 'handleLens/run';
/** Longest answer, in characters of JSON; commands that say more are refused with a way on. */
export const MAXIMUM_RUN_ANSWER = 16 * 1024 * 1024;

/** Arguments of {@link RUN_REQUEST}. */
export interface RunArguments {
  /** One command, or several joined with `;`. */
  readonly command: string;
}

/**
 * The result of one command: `command` and `target`, then what the kind of result has. A command that failed has `error`. Handle
 * values, addresses and masks are hexadecimal text.
 */
export interface CommandAnswer {
  readonly command: string;
  readonly target: Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: string; readonly message: string; readonly hint?: string };
  readonly [field: string]: unknown;
}

/** Answer of {@link RUN_REQUEST}. */
export interface RunAnswer {
  /** One per command that ran. */
  readonly results: readonly CommandAnswer[];
}

/** Checks the arguments of `handleLens/run`. */
export function parseRunArguments(value: unknown): Result<RunArguments> {
  return readFields(RUN_REQUEST, value, (fields) => ({ command: fields.text('command') }));
}
