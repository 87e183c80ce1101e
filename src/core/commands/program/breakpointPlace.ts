/** What follows `bp`, `g`, `bl` and `bc`: places of a program, and numbers of breakpoints. */

import type { ProgramAccess, ProgramBreakpoint } from '../../target/program';
import { fail, ok, type Result } from '../../util/result';
import { evaluateCount } from '../argumentList';
import type { CommandContext } from '../command';
import { usageFailure } from '../defineCommand';

/** Forms of `bp`. */
export const BP_FORMS = [
  'bp Function',
  'bp File:Line',
  'bp :Line',
  'bp Place Passes',
  'bp /w "Condition" Place',
];

/** A place, and behind it perhaps a number. */
const PLACE_AND_PASSES = /^(`[^`]*`|.*?\S)(?:\s+((?:0[xn])?[0-9a-f]+))?$/i;

/** Reads what follows `bp`: perhaps a condition, a place, perhaps a number of passes in the session's radix. */
export async function parseBreakpoint(
  text: string,
  program: ProgramAccess,
  context: CommandContext,
): Promise<Result<ProgramBreakpoint>> {
  const [whole = '', condition] = /^\/w\s+"([^"]*)"\s*/.exec(text) ?? [];
  const rest = text.slice(whole.length);
  const unknown = /^\/\S*/.exec(rest)?.[0];
  if (unknown !== undefined) {
    return unknown === '/w'
      ? usageFailure('The condition behind /w stands in quotation marks.', BP_FORMS)
      : usageFailure(`bp has no switch ${unknown}.`, BP_FORMS);
  }
  if (/"[^"]*"?$/.test(rest)) {
    return usageFailure(
      'bp carries out no commands when it stops; type them then, or write a log point in the editor.',
      BP_FORMS,
    );
  }
  const [, place = '', digits] = PLACE_AND_PASSES.exec(rest) ?? [];
  if (place === '') {
    return usageFailure('bp needs a place.', BP_FORMS);
  }
  const passes = digits === undefined ? null : await evaluateCount(digits, context);
  if (passes?.ok === false) {
    return passes;
  }
  return ok({
    ...parsePlace(place, program),
    ...(condition === undefined ? {} : { condition }),
    ...(passes === null ? {} : { hits: `>= ${passes.value}` }),
  });
}

/** A function, or a line as `file:line`; `:line` is one of the script itself. Backticks may stand around it. */
export function parsePlace(
  text: string,
  program: ProgramAccess,
):
  | { readonly kind: 'function'; readonly name: string }
  | { readonly kind: 'line'; readonly path: string; readonly line: number } {
  const place = text.replace(/^`|`$/g, '').trim();
  const [, file, line] = /^(.*):(\d{1,7})$/.exec(place) ?? [];
  return file === undefined
    ? { kind: 'function', name: place }
    : {
        kind: 'line',
        path: file === '' ? (program.sources.at(-1)?.path ?? '') : file,
        line: Number(line),
      };
}

/** Numbers of a list: `0`, `0 2`, `0,2`, `0-2`, in decimal, ascending. `count`: how many breakpoints there are. */
export function parseNumbers(text: string, count: number): Result<readonly number[]> {
  const numbers = new Set<number>();
  for (const word of text.split(/[\s,]+/).filter((each) => each !== '')) {
    const [, first, last = first] = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(word) ?? [];
    if (first === undefined || Number(first) > Number(last) || Number(last) >= count) {
      return fail({
        code: 'no-breakpoint',
        message: `There is no breakpoint ${word}.`,
        hint: 'bl lists them with their numbers; several are written 0 2 or 0-2, all of them *.',
      });
    }
    for (let number = Number(first); number <= Number(last); number++) {
      numbers.add(number);
    }
  }
  return ok([...numbers].sort((left, right) => left - right));
}
