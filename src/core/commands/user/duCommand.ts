/** `!du`: what the extension of a certain age calls an object, and what it really is. */

import { DU_VERSIONS, type DuVersion } from '../../windows/user/userTypeHistory';
import { splitArguments } from '../argumentList';
import type { Command, CommandContext } from '../command';
import { defineCommand, errorResult, usageFailure } from '../defineCommand';
import type { CommandResult } from '../results';
import { factsOf } from './factTable';
import { nameEntry } from './nameEntry';
import { takeOptions } from './optionList';
import { duNamesTable, otherNamesTable } from './otherNamesTable';

const FORMS: readonly string[] = [
  '!du [-n 3.51|4.0|5.0] Handle|Address',
  '!du -l [-n 3.51|4.0|5.0]',
  '!du -?',
];

/** The command `!du`. */
export const duCommand: Command = defineCommand({
  name: '!du',
  summary: 'Shows what an old !du calls a USER object, and what it really is.',
  forms: FORMS,
  arguments: [
    {
      name: 'Handle|Address',
      description: 'USER handle, or address of an entry or an object.',
      completes: 'userHandle',
    },
  ],
  switches: [
    {
      name: '-n',
      description:
        'Takes the names of this version of the extension: 3.51, 4.0 or 5.0; by default that of the target, 5.0 for newer ones.',
      value: {
        name: 'Version',
        description: 'A version of the extension.',
        choices: DU_VERSIONS,
        completes: 'none',
      },
      next: 0,
    },
    { name: '-l', description: 'Lists the names for all type values.', next: 1 },
    { name: '-?', description: 'Shows help.' },
  ],
  examples: [
    { line: '!du 301a5', shows: 'what a !du as old as the target prints for the handle' },
    { line: '!du -n 4.0 301a5', shows: 'what that of Windows NT 4.0 prints' },
    { line: '!du -l', shows: 'every name, and in which versions it is wrong' },
  ],
  notes: [
    'Format not checked against Windows: no public output of this extension command is known; the names are. The real',
    'command kept names of 3.51 after the types had moved, so in 4.0 and 5.0 many of them are wrong.',
  ],
  run,
});

async function run(context: CommandContext, argumentText: string): Promise<CommandResult> {
  const taken = takeOptions(splitArguments(argumentText), { '-n': 'value', '-l': 'alone' }, '!du');
  if (!taken.ok) {
    return errorResult(context, taken.problem);
  }
  const { options, words } = taken.value;
  const wanted = options.get('-n') ?? null;
  const version = DU_VERSIONS.find((each) => each === wanted) ?? null;
  if (wanted !== null && version === null) {
    return errorResult(context, {
      code: 'unknown-version',
      message: `No !du names of version '${wanted}' are public.`,
      hint: `Versions are ${DU_VERSIONS.join(', ')}.`,
    });
  }
  if (options.has('-l')) {
    return words.length > 0
      ? errorResult(
          context,
          usageFailure(`!du -l does not take '${words.join(' ')}'.`, FORMS).problem,
        )
      : factsOf(context, namesTable(version));
  }
  const [text, ...extra] = words;
  if (text === undefined || extra.length > 0) {
    const message =
      text === undefined
        ? '!du needs a handle or an address.'
        : `!du does not take '${extra.join(' ')}'.`;
    return errorResult(context, usageFailure(message, FORMS).problem);
  }
  return await nameEntry(context, text, version);
}

function namesTable(version: DuVersion | null): ReturnType<typeof otherNamesTable> {
  return version === null ? otherNamesTable() : duNamesTable(version);
}
