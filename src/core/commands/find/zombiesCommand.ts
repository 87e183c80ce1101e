/** `!zombies`: handles to processes and threads that have ended. */

import { rowOrigins } from '../../analysis/find/rowOrigins';
import { findZombies } from '../../analysis/find/zombies';
import type { CommandContext } from '../command';
import { defineCommand, errorResult, headerOf } from '../defineCommand';
import type { CommandResult } from '../results';
import { typedProblem } from '../typedQuery';
import { conditionOnly, openSearch, SEARCH_SWITCHES } from './openSearch';

/** The command `!zombies`. */
export const zombiesCommand = defineCommand({
  name: '!zombies',
  summary: 'Names the ended processes and threads that handles still refer to.',
  forms: ['!zombies [-a] [-n Count] [Query]'],
  arguments: [
    {
      name: 'Query',
      description: 'Looks only at handles that meet it; the language of !find.',
      completes: 'query',
    },
  ],
  switches: SEARCH_SWITCHES,
  examples: [{ line: '!zombies', shows: 'every ended process and thread, and who holds it' }],
  notes: [
    'A command of Handle Lens: WinDbg has none like it. It needs the exit status, which a dump holds only with object information, and',
    'which a handle gives only with query access; how many do not is said.',
  ],
  run: zombies,
});

async function zombies(context: CommandContext, argumentText: string): Promise<CommandResult> {
  const opened = await openSearch(context, '!zombies', argumentText);
  if (!opened.ok) {
    return errorResult(context, opened.problem);
  }
  const search = opened.value;
  const { table, query, typed } = search;
  const allowed = conditionOnly(search, context, '!zombies');
  if (!allowed.ok) {
    return errorResult(context, allowed.problem);
  }
  const rows = await table.select(query, context.token);
  if (!rows.ok) {
    return errorResult(context, typedProblem(context, typed, rows.problem));
  }
  return {
    ...headerOf(context),
    ...(await findZombies(table, rows.value, table.work(context.token))),
    kind: 'zombies',
    process: search.process,
    store: table.source.handles,
    query: typed.text,
    total: table.count,
    originOf: await rowOrigins(table, context.token),
    most: search.most,
    notes: search.remarks,
  };
}
