/** `!dsi`: SERVERINFO and what the session's USER handle table holds; the table of handle types. */

import { readHandleTypes } from '../../userHandles/counters';
import { readStructure, type StructureReading } from '../../userHandles/readStructure';
import { summariseTable } from '../../userHandles/summary';
import { fail, type Result } from '../../util/result';
import { splitArguments } from '../argumentList';
import type { Command, CommandContext } from '../command';
import { defineCommand, errorResult, headerOf, usageFailure } from '../defineCommand';
import type { CommandResult } from '../results';
import { factsOf } from './factTable';
import { knownHandleTypes, readHandleTypeTable } from './handleTypeTables';
import { takeOptions } from './optionList';
import type { UserHandles } from '../../userHandles/keptUserHandles';
import { openUserHandles } from './userAccess';

const FORMS: readonly string[] = ['!dsi', '!dsi -g', '!dsi -?'];

/** The command `!dsi`. */
export const dsiCommand: Command = defineCommand({
  name: '!dsi',
  summary: 'Shows the size of the USER handle table and what it holds by type.',
  forms: FORMS,
  switches: [
    {
      name: '-g',
      description: 'Lists the handle types: destroy routine, pool tag and creation flags of each.',
    },
    { name: '-?', description: 'Shows help.' },
  ],
  examples: [
    { line: '!dsi', shows: 'the size of the table and the counts by type' },
    { line: '!dsi -g', shows: 'the table of handle types (win32k!gahti)' },
  ],
  notes: [
    'Format not checked against Windows: nothing public is known of this extension command but its name. What the bits of',
    'dwSRVIFlags mean is not public.',
  ],
  run,
});

async function run(context: CommandContext, argumentText: string): Promise<CommandResult> {
  const taken = takeOptions(splitArguments(argumentText), { '-g': 'alone' }, '!dsi');
  if (!taken.ok) {
    return errorResult(context, taken.problem);
  }
  const { options, words } = taken.value;
  if (words.length > 0) {
    return errorResult(
      context,
      usageFailure(`!dsi does not take '${words.join(' ')}'.`, FORMS).problem,
    );
  }
  return options.has('-g') ? await showTypes(context) : await showServerInfo(context);
}

async function showServerInfo(context: CommandContext): Promise<CommandResult> {
  const handles = await openUserHandles(context);
  if (!handles.ok) {
    return errorResult(context, handles.problem);
  }
  const { table, owners } = handles.value;
  const reading = await readServerInfo(context, handles.value);
  return {
    ...headerOf(context),
    kind: 'serverInfo',
    handles: handles.value,
    reading: reading.ok ? reading.value : null,
    problem: reading.ok ? null : reading.problem,
    summary: summariseTable(table, owners),
  };
}

async function readServerInfo(
  context: CommandContext,
  { table }: UserHandles,
): Promise<Result<StructureReading>> {
  const { shared, profile } = table;
  return shared === null
    ? fail({
        code: 'no-server-info',
        message: `the layout of SHAREDINFO, which leads to it, is not public for ${profile.version}.`,
      })
    : await readStructure(
        context.target,
        { struct: 'SERVERINFO', profile, at: shared.psi },
        context.token,
      );
}

/** The handle types, from memory where the target has them, else as printed on Windows 7. */
async function showTypes(context: CommandContext): Promise<CommandResult> {
  const handles = await openUserHandles(context);
  if (!handles.ok) {
    return factsOf(context, knownHandleTypes());
  }
  const { place, profile } = handles.value.table;
  const at = place.typeTable?.address ?? null;
  const types = await readHandleTypes(context.target, profile, at, context.token);
  return factsOf(
    context,
    types.ok && at !== null ? readHandleTypeTable(profile, at, types.value) : knownHandleTypes(),
  );
}
