/** `!dups`: handles to the same object or name, with the places that opened them. */

import { findDuplicates } from '../../analysis/find/duplicates';
import { rowOrigins } from '../../analysis/find/rowOrigins';
import type { CommandContext } from '../command';
import { defineCommand, errorResult, headerOf } from '../defineCommand';
import type { CommandResult } from '../results';
import { typedProblem } from '../typedQuery';
import { conditionOnly, openSearch, SEARCH_SWITCHES } from './openSearch';

/** The command `!dups`. */
export const duplicatesCommand = defineCommand({
  name: '!dups',
  aliases: ['!duplicates'],
  summary: 'Shows handles that refer to the same object, or to objects of the same name.',
  forms: ['!dups [-a] [-n Count] [Query]'],
  arguments: [
    {
      name: 'Query',
      description: 'Looks only at handles that meet it; the language of !find.',
      completes: 'query',
    },
  ],
  switches: SEARCH_SWITCHES,
  examples: [
    { line: '!dups', shows: 'objects and names that are open more than once, races first' },
    { line: '!dups type:Mutant|Event', shows: 'only mutexes and events' },
  ],
  notes: [
    'A command of Handle Lens: WinDbg has none like it. In user mode objects are told apart by type and name, processes and threads by id;',
    'unnamed objects cannot be. Files and keys of one name may be different objects.',
  ],
  run: duplicates,
});

async function duplicates(context: CommandContext, argumentText: string): Promise<CommandResult> {
  const opened = await openSearch(context, '!dups', argumentText);
  if (!opened.ok) {
    return errorResult(context, opened.problem);
  }
  const search = opened.value;
  const { table, query, typed } = search;
  const allowed = conditionOnly(search, context, '!dups');
  if (!allowed.ok) {
    return errorResult(context, allowed.problem);
  }
  const rows = await table.select(query, context.token);
  if (!rows.ok) {
    return errorResult(context, typedProblem(context, typed, rows.problem));
  }
  const originOf = await rowOrigins(table, context.token);
  return {
    ...headerOf(context),
    kind: 'duplicates',
    process: search.process,
    store: table.source.handles,
    query: typed.text,
    total: table.count,
    originOf,
    most: search.most,
    groups: await findDuplicates(table, rows.value, originOf, table.work(context.token)),
    notes: [
      ...(originOf === null ? ['Who opened them is not known: there are no handle traces.'] : []),
      ...search.remarks,
    ],
  };
}
