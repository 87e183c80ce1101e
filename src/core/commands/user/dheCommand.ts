/** `!dhe`: what the entries of the USER handle table hold. */

import { splitArguments } from '../argumentList';
import type { Command, CommandContext } from '../command';
import { defineCommand, errorResult, usageFailure } from '../defineCommand';
import type { CommandResult } from '../results';
import { USER_VERSIONS, type UserVersion } from '../../windows/user/userVersions';
import { factsOf } from './factTable';
import { takeOptions } from './optionList';
import { flagTable, typeHistoryTable, versionTypesTable } from './typeTables';
import { showEntries } from './showEntries';

const FORMS: readonly string[] = [
  '!dhe [Handle | -i Index | -a Address] [Flags [Type [Process]]]',
  '!dhe -t [Version]',
  '!dhe -f',
  '!dhe -?',
];

/** The command `!dhe`. */
export const dheCommand: Command = defineCommand({
  name: '!dhe',
  summary: 'Shows the USER handle table of the session: windows, menus, hooks.',
  forms: FORMS,
  arguments: [
    {
      name: 'Handle',
      description:
        'USER handle in any form that Windows accepts, also 16 bits alone; 0 or nothing means the whole table.',
      completes: 'userHandle',
    },
    {
      name: 'Flags',
      description:
        'Sum of 1 entry, 2 object header, 4 free entries too, 8 owner in full, 10 validation step by step; 1 by default, 3 for one handle, 0 counts by type.',
      completes: 'userFlags',
    },
    {
      name: 'Type',
      description:
        'A TYPE_ symbol, structure, name or number; * means any. With a handle: the type that is wanted.',
      completes: 'userType',
    },
    {
      name: 'Process',
      description:
        'Process id, or address of the PROCESSINFO or process object; 0 or nothing means all.',
      completes: 'userProcess',
    },
  ],
  switches: [
    {
      name: '-i',
      description: 'Takes an index instead of a handle.',
      value: { name: 'Index', description: 'Lower half of a handle.', completes: 'none' },
      next: 1,
    },
    {
      name: '-a',
      description: 'Takes the address of an entry or of an object.',
      value: { name: 'Address', description: 'Of an entry or an object.', completes: 'none' },
      next: 1,
    },
    {
      name: '-t',
      description: 'Lists the object types of all versions, or of one.',
      value: {
        name: 'Version',
        description: 'A version of Windows such as 6.1.',
        choices: USER_VERSIONS.map(({ id }) => id),
        completes: 'none',
      },
    },
    { name: '-f', description: 'Lists the flags of an entry.' },
    { name: '-?', description: 'Shows help.' },
  ],
  examples: [
    { line: '!dhe', shows: 'every USER handle of the session' },
    { line: '!dhe 0 0', shows: 'only how many there are of each type' },
    { line: '!dhe 301a5', shows: 'one handle: whether it is valid, its entry and its object' },
    { line: '!dhe 301a5 13 Menu', shows: 'how Windows would check it where a menu is wanted' },
    { line: '!dhe 0 1 Menu 8a4', shows: 'the menus of process 8a4' },
    { line: '!dhe 0 1 * 8a4', shows: 'everything that process 8a4 owns' },
    { line: '!dhe -t 6.1', shows: 'the object types of Windows 7' },
  ],
  notes: [
    'Format not checked against Windows: no public output of this extension command is known. Names of types are those of',
    'the extensions of 3.51 to 5.0; where Microsoft has no public name the structure is shown. !dhe Handle 10 explains',
    'one handle. USER handles belong to a session, not to a process: !handle does not show them.',
  ],
  run,
});

async function run(context: CommandContext, argumentText: string): Promise<CommandResult> {
  const taken = takeOptions(
    splitArguments(argumentText),
    { '-i': 'value', '-a': 'value', '-t': 'maybe', '-f': 'alone' },
    '!dhe',
  );
  if (!taken.ok) {
    return errorResult(context, taken.problem);
  }
  const { options, words } = taken.value;
  if (options.has('-t') || options.has('-f')) {
    return options.size > 1 || words.length > 0
      ? errorResult(context, usageFailure('!dhe -t and !dhe -f take nothing else.', FORMS).problem)
      : options.has('-f')
        ? factsOf(context, flagTable())
        : showTypes(context, options.get('-t') ?? null);
  }
  if (options.size > 1) {
    return errorResult(
      context,
      usageFailure('An entry is chosen by its index or by an address, not by both.', FORMS).problem,
    );
  }
  return await showEntries(context, taken.value);
}

function showTypes(context: CommandContext, version: string | null): CommandResult {
  if (version === null) {
    return factsOf(context, typeHistoryTable());
  }
  const wanted = version === '3.1' ? '3.10' : version;
  const found = USER_VERSIONS.find(({ id }) => id === wanted);
  return found === undefined
    ? errorResult(context, {
        code: 'unknown-version',
        message: `The types of version '${version}' are not known.`,
        hint: `Versions are ${versionNames().join(', ')}.`,
      })
    : factsOf(context, versionTypesTable(found.id));
}

function versionNames(): readonly UserVersion[] {
  return USER_VERSIONS.map(({ id }) => id);
}
