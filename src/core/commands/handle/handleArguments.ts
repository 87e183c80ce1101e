/** What `!handle` takes in both modes: a handle and flags, in front of everything else. */

import type { HandleValue } from '../../model/identifiers';
import type { TargetInfo } from '../../target/targetInfo';
import type { Problem } from '../../util/problem';
import { ok, type Result } from '../../util/result';
import { DEBUGGER_TYPES } from '../../windows/debuggerTypes';
import { evaluateCount, evaluateHandle } from '../argumentList';
import type { CommandContext } from '../command';

/** The first two arguments. */
export interface HandleAndFlags {
  readonly handle: HandleValue;
  readonly flags: number;
}

/**
 * Evaluates the handle (0 without one) and the flags (`usualFlags` without them). Fails with the first that is no number;
 * `form` is the command up to the type, for the hint when a type stands in their place.
 */
export async function handleAndFlags(
  context: CommandContext,
  [handleText = '0', flagsText]: readonly string[],
  { usualFlags, form }: { readonly usualFlags: number; readonly form: string },
): Promise<Result<HandleAndFlags>> {
  const handle = await evaluateHandle(handleText, context);
  if (!handle.ok) {
    return { ok: false, problem: explainTypeInFront(handleText, handle.problem, form) };
  }
  const flags = flagsText === undefined ? ok(usualFlags) : await evaluateCount(flagsText, context);
  return flags.ok
    ? ok({ handle: handle.value, flags: flags.value })
    : { ok: false, problem: explainTypeInFront(flagsText ?? '', flags.problem, form) };
}

/** A type where a number belongs is a common slip: say where it belongs. `form` is the command up to the type. */
export function explainTypeInFront(text: string, problem: Problem, form: string): Problem {
  const type = DEBUGGER_TYPES.find((name) => name.toLowerCase() === text.toLowerCase());
  return type === undefined
    ? problem
    : { ...problem, hint: `- the type comes last: ${form} ${type}` };
}

/** 0 and -1 (of the target's pointer size, or 32 bits) stand for all handles. */
export function isAllHandles(value: HandleValue, info: TargetInfo): boolean {
  return (
    value === 0n ||
    value === BigInt.asUintN(64, -1n) ||
    (info.pointerSize === 4 && value === 0xffff_ffffn)
  );
}
