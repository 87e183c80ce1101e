/** `!find`: handles that meet a query, sorted and in groups. */

import { filterNeeds } from '../../analysis/filter/filterFacts';
import { rowOrigins } from '../../analysis/find/rowOrigins';
import type { Query } from '../../analysis/query/querySyntax';
import type { CommandContext } from '../command';
import { defineCommand, errorResult, headerOf } from '../defineCommand';
import type { CommandResult } from '../results';
import { typedProblem } from '../typedQuery';
import { openSearch, SEARCH_SWITCHES, USER_SEARCH, type Search } from './openSearch';

/** The command `!find`. */
export const findHandlesCommand = defineCommand({
  name: '!find',
  summary: 'Finds handles by any of their columns, in the language of the filter of the views.',
  forms: ['!find [-u] [-a] [-n Count] [-s] [Query]'],
  arguments: [
    {
      name: 'Query',
      description:
        'Conditions such as type:File name:*.log age>100, and group: and sort:; all handles without one.',
      completes: 'query',
    },
  ],
  switches: [
    {
      name: '-s',
      description:
        'Shows the place that opened each handle, also when the query does not ask for it.',
    },
    USER_SEARCH,
    ...SEARCH_SWITCHES,
  ],
  examples: [
    { line: '!find type:File name:*.log', shows: 'files whose names end in .log' },
    {
      line: '!find type:File access:write openedBy:app!* sort:count group:site',
      shows: 'writable files by the place in app that opened them, most first',
    },
    { line: '!find age>1000 -type:Key', shows: 'what is open for more than a thousand records' },
    { line: '!find site:ReadLimit', shows: 'what a function opened' },
    { line: '!find -u type:Menu -s', shows: 'the menus of the process, and who created them' },
  ],
  notes: ['A command of Handle Lens: WinDbg has none like it. The language: docs/queries.md.'],
  run: find,
});

async function find(context: CommandContext, argumentText: string): Promise<CommandResult> {
  const opened = await openSearch(context, '!find', argumentText, [
    { name: '-s', takes: null },
    { name: '-u', takes: null },
  ]);
  if (!opened.ok) {
    return errorResult(context, opened.problem);
  }
  const search = opened.value;
  const { table, query, typed } = search;
  const view = await table.view({ query, group: 'flat', sort: null }, context.token);
  if (!view.ok) {
    return errorResult(context, typedProblem(context, typed, view.problem));
  }
  const wantsOrigin = search.switches.has('-s') || asksForOrigin(query);
  const originOf = wantsOrigin ? await rowOrigins(table, context.token) : null;
  return {
    ...headerOf(context),
    kind: 'find',
    process: search.process,
    store: table.source.handles,
    query: typed.text,
    total: view.value.total,
    found: view.value.shown,
    groups: view.value.groups,
    originOf,
    most: search.most,
    notes: [...notesOf(context, search, wantsOrigin && originOf === null), ...search.remarks],
  };
}

/** A query about who opened handles is answered with who opened them. */
function asksForOrigin({ where, group, sort }: Query): boolean {
  return filterNeeds(where).traces || group === 'site' || group === 'process' || sort === 'newest';
}

function notesOf(
  context: CommandContext,
  { query, table }: Search,
  lacksTraces: boolean,
): string[] {
  const notes: string[] = [];
  if (lacksTraces) {
    notes.push('Who opened them is not known: there are no handle traces.');
  }
  if (filterNeeds(query.where).state && !table.isCompared) {
    notes.push(
      context.target.control === null
        ? 'A dump is a single moment: state: has nothing to compare with. !compare compares two.'
        : 'state: has nothing to compare with before the program has run (g).',
    );
  }
  return notes;
}
