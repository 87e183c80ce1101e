/** `!dso`: layouts of the windowing system's structures, and what they hold in memory. */

import { address, type Address } from '../../model/identifiers';
import { nearestName } from '../../util/nearestName';
import { fail, ok, type Result } from '../../util/result';
import { publicLayout, readStructure } from '../../userHandles/readStructure';
import { flatFields, USER_STRUCTURES, type UserLayout } from '../../windows/user/userLayouts';
import { USER_TYPES } from '../../windows/user/userTypes';
import { evaluateArgument, evaluateCount, splitArguments, toPointer } from '../argumentList';
import type { Command, CommandContext } from '../command';
import { defineCommand, errorResult, headerOf, usageFailure } from '../defineCommand';
import type { CommandResult } from '../results';
import { factsOf } from './factTable';
import { layoutChoice } from './layoutChoice';
import { layoutTable, structureTable, type LayoutChoice } from './layoutTables';
import { takeOptions } from './optionList';

const FORMS: readonly string[] = [
  '!dso [Struct [Field] [Address [*n]]]',
  '!dso -l [Struct]',
  '!dso -?',
];

/** The command `!dso`. */
export const dsoCommand: Command = defineCommand({
  name: '!dso',
  summary: 'Shows the layout of a structure, with an address its values.',
  forms: FORMS,
  arguments: [
    {
      name: 'Struct',
      description: 'A structure such as HANDLEENTRY; nothing lists those that are known.',
      completes: 'structure',
    },
    { name: 'Field', description: 'Shows only this member.', completes: 'field' },
    { name: 'Address', description: 'Where such a structure lies in memory.', completes: 'number' },
    { name: '*n', description: 'How many lie there in a row.', completes: 'none' },
  ],
  switches: [
    {
      name: '-l',
      description: 'Lists the layouts of all versions and architectures, with their sources.',
      next: 0,
    },
    { name: '-?', description: 'Shows help.' },
  ],
  examples: [
    { line: '!dso', shows: 'the structures that are known for this version' },
    { line: '!dso HANDLEENTRY', shows: 'offsets, names and types of its members' },
    { line: '!dso HANDLEENTRY fffff900c0a02778 *4', shows: 'the values of four entries in a row' },
    { line: '!dso -l HEAD', shows: 'how HEAD changed from version to version' },
  ],
  notes: [
    'Format not checked against Windows: the help of the real command is known, its output is not public. Layouts are those',
    'of public sources (docs/user-handles.md); other structures are refused rather than guessed.',
  ],
  run,
});

async function run(context: CommandContext, argumentText: string): Promise<CommandResult> {
  const taken = takeOptions(splitArguments(argumentText), { '-l': 'alone' }, '!dso');
  if (!taken.ok) {
    return errorResult(context, taken.problem);
  }
  const { options, words } = taken.value;
  const struct = words[0] === undefined ? ok(null) : structureNamed(words[0]);
  if (!struct.ok) {
    return errorResult(context, struct.problem);
  }
  if (options.has('-l')) {
    return words.length > 1
      ? errorResult(context, usageFailure('!dso -l takes a structure only.', FORMS).problem)
      : factsOf(context, layoutTable(struct.value));
  }
  const choice = await layoutChoice(context);
  if (!choice.ok) {
    return errorResult(context, choice.problem);
  }
  return struct.value === null
    ? factsOf(context, structureTable(choice.value))
    : await showStructure(context, choice.value, [struct.value, ...words.slice(1)]);
}

/** The structure somebody means: its name or the only one that begins so. */
function structureNamed(text: string): Result<string> {
  const wanted = text.toLowerCase().replace(/^tag/, '');
  const exact = USER_STRUCTURES.find((name) => name.toLowerCase() === wanted);
  if (exact !== undefined) {
    return ok(exact);
  }
  const type = USER_TYPES.find(({ structure }) => structure?.toLowerCase() === wanted);
  if (type !== undefined) {
    return fail({
      code: 'user-layout-unknown',
      message: `The layout of ${type.structure ?? text} is not public.`,
      hint: `Its objects begin with ${type.header ?? 'HEAD'}: !dso ${type.header ?? 'HEAD'} and the address of one`,
    });
  }
  const beginning = USER_STRUCTURES.filter((name) => name.toLowerCase().startsWith(wanted));
  const [only] = beginning;
  if (beginning.length > 1) {
    return fail({
      code: 'ambiguous-structure',
      message: `'${text}' means several structures: ${beginning.join(', ')}.`,
      hint: 'Type more of the name.',
    });
  }
  if (only !== undefined) {
    return ok(only);
  }
  const nearest = nearestName(text, USER_STRUCTURES);
  return fail({
    code: 'unknown-structure',
    message: `No structure is called '${text}'.`,
    hint: nearest === null ? '!dso lists those that are known.' : `Did you mean ${nearest}?`,
  });
}

async function showStructure(
  context: CommandContext,
  { profile, release }: LayoutChoice,
  [struct = '', ...words]: readonly string[],
): Promise<CommandResult> {
  const layout = publicLayout(struct, profile, release);
  if (!layout.ok) {
    return errorResult(context, layout.problem);
  }
  const members = flatFields(layout.value, profile).map(({ name }) => name);
  const member = members.find((name) => name.toLowerCase() === words[0]?.toLowerCase()) ?? null;
  const place = await placeOf(context, member === null ? words : words.slice(1), {
    layout: layout.value,
    members,
  });
  if (!place.ok) {
    return errorResult(context, place.problem);
  }
  const header = { ...headerOf(context), kind: 'structure', profile, member } as const;
  if (place.value === null) {
    return { ...header, layout: layout.value, reading: null };
  }
  const { at, count } = place.value;
  const reading = await readStructure(
    context.target,
    { struct, profile, release, at, count },
    context.token,
  );
  return reading.ok
    ? { ...header, layout: layout.value, reading: reading.value }
    : errorResult(context, reading.problem);
}

/** Where to read and how many; null without an address. */
async function placeOf(
  context: CommandContext,
  [text, times, ...extra]: readonly string[],
  known: { readonly layout: UserLayout; readonly members: readonly string[] },
): Promise<Result<{ readonly at: Address; readonly count: number } | null>> {
  if (text === undefined) {
    return ok(null);
  }
  const count = times === undefined ? ok(1) : await countOf(context, times);
  if (extra.length > 0 || count === null) {
    return usageFailure(`!dso does not take '${[times, ...extra].join(' ')}'.`, FORMS);
  }
  if (!count.ok) {
    return count;
  }
  const value = await evaluateArgument(text, context);
  if (!value.ok) {
    const nearest = nearestName(text, known.members);
    return fail({
      code: 'unknown-field',
      message: `'${text}' is neither a member of ${known.layout.struct} nor an address.`,
      hint: nearest === null ? `Members: ${known.members.join(', ')}.` : `Did you mean ${nearest}?`,
    });
  }
  return ok({ at: address(toPointer(value.value, context)), count: count.value });
}

/** The number after `*`; null when the word does not begin with one. */
async function countOf(context: CommandContext, text: string): Promise<Result<number> | null> {
  return text.startsWith('*') ? await evaluateCount(text.slice(1), context) : null;
}
