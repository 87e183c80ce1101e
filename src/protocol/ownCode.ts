/** Which modules are the program's own: an argument of `launch`, and a request that changes it while a session runs. */

import type { Fields } from './fields';

/** Changes whose code is whose: {@link OwnCodeArguments} → nothing. */
export const OWN_CODE_REQUEST = 'handleLens/ownCode';

/** Patterns of module names or `module!symbol`, with `*` and `?`, letter case ignored. */
export interface OwnCodeArguments {
  /** The program's own, whatever {@link system} says. */
  readonly own: readonly string[];
  /** Not the program's own: libraries, wrappers. */
  readonly system: readonly string[];
}

/** Patterns of one list that are used at most. */
const MAXIMUM_PATTERNS = 200;

/** Reads both lists; absent ones are empty. Throws the problem when a list holds anything but texts. */
export function parseOwnCode(fields: Fields): OwnCodeArguments {
  return { own: patterns(fields, 'own'), system: patterns(fields, 'system') };
}

function patterns(fields: Fields, name: string): readonly string[] {
  const list = fields.list(name).slice(0, MAXIMUM_PATTERNS);
  if (!list.every((each) => typeof each === 'string')) {
    throw fields.wrong(`"${name}" must be a list of texts, such as ["MyApp*"].`);
  }
  return list.map((each) => each.trim()).filter((each) => each !== '');
}
