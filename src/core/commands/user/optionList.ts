/** Switches that may stand anywhere among a command's words, some of them with a value. */

import { fail, ok, type Result } from '../../util/result';
import { nearestName } from '../../util/nearestName';
import { isSwitch } from '../argumentList';

/** What was typed, taken apart. */
export interface OptionList {
  /** Switches by name; null for those without value. */
  readonly options: ReadonlyMap<string, string | null>;
  /** Everything else, in order. */
  readonly words: readonly string[];
}

/** Names of switches (with their dash, lower case), and whether a value follows: `maybe` when it is not a switch itself. */
export type OptionNames = Readonly<Record<string, 'alone' | 'value' | 'maybe'>>;

/** Takes switches out of the words. Fails with a switch that the command does not have or that lacks its value. */
export function takeOptions(
  pieces: readonly string[],
  names: OptionNames,
  command: string,
): Result<OptionList> {
  const options = new Map<string, string | null>();
  const words: string[] = [];
  for (let index = 0; index < pieces.length; index++) {
    const piece = pieces[index] ?? '';
    if (!isSwitch(piece)) {
      words.push(piece);
      continue;
    }
    const name = piece.toLowerCase();
    const takes = Object.hasOwn(names, name) ? names[name] : undefined;
    if (takes === undefined) {
      return unknownSwitch(piece, names, command);
    }
    const next = pieces[index + 1];
    const hasValue = takes !== 'alone' && next !== undefined && !isSwitch(next);
    if (takes === 'value' && !hasValue) {
      return fail({
        code: 'usage',
        message: `${command} ${name} needs a value.`,
        hint: `${command} -? shows the forms.`,
      });
    }
    options.set(name, hasValue ? next : null);
    index += hasValue ? 1 : 0;
  }
  return ok({ options, words });
}

function unknownSwitch(piece: string, names: OptionNames, command: string): Result<OptionList> {
  // Of a switch with a single letter nothing is left to guess from.
  const nearest = piece.length > 2 ? nearestName(piece, Object.keys(names)) : null;
  return fail({
    code: 'unknown-switch',
    message: `${command} has no switch '${piece}'.`,
    hint:
      nearest === null ? `${command} -? shows the forms.` : `Did you mean ${command} ${nearest}?`,
  });
}
