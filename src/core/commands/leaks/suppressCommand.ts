/** `!sites -suppress` and `-unsuppress`: the list of sites that are not wanted. */

import { parseSuppression } from '../../analysis/leaks/suppressions';
import type { CommandContext } from '../command';
import { errorResult, headerOf } from '../defineCommand';
import type { CommandResult } from '../results';
import { typedProblem, type TypedText } from '../typedQuery';

/** Adds a pattern, takes one away (`*`: all), or lists them when there is none. */
export function changeSuppressions(
  context: CommandContext,
  change: { readonly add: boolean; readonly pattern: TypedText },
): CommandResult {
  const { state } = context;
  const { add, pattern } = change;
  const text = pattern.text.trim();
  if (text !== '' && add) {
    const parsed = parseSuppression(text);
    if (!parsed.ok) {
      return errorResult(context, typedProblem(context, pattern, parsed.problem));
    }
    state.suppressions = [...state.suppressions.filter((each) => each.text !== text), parsed.value];
  } else if (text !== '') {
    const kept = state.suppressions.filter((each) => text !== '*' && each.text !== text);
    if (kept.length === state.suppressions.length && text !== '*') {
      return errorResult(context, {
        code: 'no-suppression',
        message: `Nothing is suppressed by '${text}'.`,
        hint: 'Type !sites -suppress for the list.',
      });
    }
    state.suppressions = kept;
  } else if (!add) {
    return errorResult(context, {
      code: 'usage',
      message: '-unsuppress needs a pattern of the list, or * for all.',
      hint: 'Type !sites -suppress for the list.',
    });
  }
  state.listedSites.clear();
  return {
    ...headerOf(context),
    kind: 'suppressions',
    patterns: state.suppressions.map((each) => each.text),
    changed: text === '' ? null : { pattern: text, added: add },
  };
}
