/** What `!dhe` takes in front of the type: which entry, and flags. */

import { address, type Address } from '../../model/identifiers';
import type { Problem } from '../../util/problem';
import { fail, ok, type Result } from '../../util/result';
import { USER_TYPES } from '../../windows/user/userTypes';
import { namesOfType } from '../../windows/user/userTypeNames';
import { evaluateArgument, evaluateCount, toPointer } from '../argumentList';
import type { CommandContext } from '../command';
import type { OptionList } from './optionList';
import { evaluateUserHandle } from './userAccess';

/** Flags of `!dhe`. */
export const SHOW_ENTRY = 0x1;
/** Object headers. */
export const SHOW_OBJECT = 0x2;
/** Free entries too. */
export const SHOW_FREE = 0x4;
/** Owners in full. */
export const SHOW_OWNER = 0x8;
/** The validation step by step. */
export const SHOW_STEPS = 0x10;

/** Which entry or entries are meant. */
export type EntrySelector =
  | { readonly kind: 'all' }
  /** 32 bits, in any form that the target would accept. */
  | { readonly kind: 'handle'; readonly handle: number }
  | { readonly kind: 'index'; readonly index: number }
  /** Of an entry or of an object. */
  | { readonly kind: 'address'; readonly address: Address };

/** The arguments up to the type. */
export interface EntryQuery {
  readonly selector: EntrySelector;
  readonly flags: number;
  /** What follows: type and process. */
  readonly rest: readonly string[];
}

/** Highest index a handle can hold. */
const LAST_INDEX = 0xffff;

/** Reads `[Handle | -i Index | -a Address] [Flags …]`. Flags default to 1 for lists and to 3 for one entry. */
export async function parseEntryQuery(
  context: CommandContext,
  { options, words }: OptionList,
): Promise<Result<EntryQuery>> {
  const option = options.has('-i') ? '-i' : options.has('-a') ? '-a' : null;
  const [text = '0', ...others] = option === null ? words : [options.get(option) ?? '', ...words];
  const selector = await selectorOf(option, text, context);
  if (!selector.ok) {
    return fail(explainTypeInFront(text, selector.problem));
  }
  const [flagsText, ...rest] = others;
  const usual = selector.value.kind === 'all' ? SHOW_ENTRY : SHOW_ENTRY | SHOW_OBJECT;
  const flags = flagsText === undefined ? ok(usual) : await evaluateCount(flagsText, context);
  return flags.ok
    ? ok({ selector: selector.value, flags: flags.value, rest })
    : fail(explainTypeInFront(flagsText ?? '', flags.problem));
}

async function selectorOf(
  option: '-i' | '-a' | null,
  text: string,
  context: CommandContext,
): Promise<Result<EntrySelector>> {
  switch (option) {
    case '-i': {
      const index = await evaluateCount(text, context);
      if (!index.ok) {
        return index;
      }
      return index.value <= LAST_INDEX
        ? ok({ kind: 'index', index: index.value })
        : fail({
            code: 'index-too-large',
            message: `'${text}' is no index: a table has at most 0x10000 entries.`,
            hint: 'The index is the lower half of a handle.',
          });
    }
    case '-a': {
      const value = await evaluateArgument(text, context);
      return value.ok
        ? ok({ kind: 'address', address: address(toPointer(value.value, context)) })
        : value;
    }
    case null: {
      const handle = await evaluateUserHandle(text, context);
      return handle.ok
        ? ok(handle.value === 0 ? { kind: 'all' } : { kind: 'handle', handle: handle.value })
        : handle;
    }
  }
}

/** A type where a number belongs is a common slip: say where it belongs. */
function explainTypeInFront(text: string, problem: Problem): Problem {
  const wanted = text.toLowerCase();
  const name = USER_TYPES.flatMap(namesOfType).find((each) => each.toLowerCase() === wanted);
  return name === undefined
    ? problem
    : { ...problem, hint: `- the type comes after the flags: !dhe 0 1 ${name}` };
}
