/** `!sites`: outstanding opens folded by the place that opened them, most suspicious first. */

import type { HandleTable } from '../../analysis/handleTable';
import {
  rankLeaks,
  tellLimits,
  type LeakRanking,
  type RankOptions,
} from '../../analysis/leaks/leakRanking';
import type { LeakOptions, RankedSite } from '../../analysis/leaks/leakSites';
import { prefixTree } from '../../analysis/leaks/prefixTree';
import { historyOf } from '../../analysis/leaks/siteHistory';
import { openingStacks, reportSite } from '../../analysis/leaks/siteReport';
import { unknownTypesIn } from '../../analysis/query/unknownTypes';
import type { QueryNode } from '../../analysis/query/querySyntax';
import type { ProcessInfo } from '../../model/process';
import { fail, ok, type Result } from '../../util/result';
import { keptTable } from '../keptTable';
import type { CommandContext } from '../command';
import { defineCommand, errorResult, headerOf } from '../defineCommand';
import { currentProcess } from '../resolveProcess';
import type { CommandResult } from '../results';
import { openTraces } from '../trace/openTraces';
import { typedProblem } from '../typedQuery';
import type { SitesTotal } from './leakResults';
import { leakTables, type LeakTables } from './leakTables';
import { chooseType } from './siteType';
import { sitesArguments, USUAL_SITES, type SiteName, type SitesRequest } from './sitesArguments';
import { changeSuppressions } from './suppressCommand';

/** Lines of a tree that are printed without -n. */
const USUAL_TREE_LINES = 100;
/** Functions with a smaller share of all outstanding opens are left out of a tree without -a. */
const LEAST_SHARE = 0.01;

/** The command `!sites`. */
export const sitesCommand = defineCommand({
  name: '!sites',
  aliases: ['!leaks'],
  summary: 'Ranks the places in the program that opened handles and did not close them.',
  forms: [
    '!sites [-a] [-n Count] [-by own|stack|top:N] [-type Type] [Query]',
    '!sites -by tree [-a] [-n Lines] [-type Type] [Query]',
    '!sites Number|Key',
    '!sites -suppress [Pattern]',
    '!sites -unsuppress Pattern|*',
  ],
  arguments: [
    {
      name: 'Query',
      description: 'Counts only handles that meet it; the language of !find.',
      completes: 'query',
    },
    {
      name: 'Number|Key',
      description: 'Shows one site in full: the number it has in the list (decimal), or its key.',
      completes: 'none',
    },
    {
      name: 'Pattern',
      description:
        'Sites that are not wanted: a frame (app!Cache*), type:Key, name:*.mui or site:<key>. Without one, -suppress lists them.',
      completes: 'none',
    },
  ],
  switches: [
    { name: '-a', description: 'Lists all sites, also those that do not look like leaks.' },
    { name: '-n', description: `Lists so many sites (decimal); ${USUAL_SITES} without it.` },
    {
      name: '-by',
      value: {
        name: 'Folding',
        description: 'own, stack, top:N or tree.',
        choices: ['own', 'stack', 'top:3', 'tree'],
        completes: 'none',
      },
      description:
        'Folds stacks by own frames (own), by all frames (stack), by the innermost N (top:N), or shows a tree of callers (tree).',
    },
    {
      name: '-type',
      value: {
        name: 'Type',
        description:
          'An object type; USER:Menu is a type of USER objects, kernel:Timer one of others.',
        completes: 'anyType',
      },
      description: 'Counts only handles of a type.',
    },
    { name: '-suppress', description: 'Hides sites by pattern, until the session ends.' },
    { name: '-unsuppress', description: 'Shows them again; * for all.' },
    { name: '-?', description: 'Shows help.' },
  ],
  examples: [
    { line: '!sites', shows: 'the most suspicious places, with what speaks for a leak' },
    {
      line: '!sites 1',
      shows: 'the first of them: stacks, handles, and where siblings are closed',
    },
    { line: '!sites -type Event', shows: 'only what event handles are outstanding' },
    { line: '!sites -type USER:Menu', shows: 'only who creates menus and does not destroy them' },
    { line: '!sites -by tree', shows: 'who called whom on the way to outstanding opens' },
  ],
  notes: [
    'A command of Handle Lens: WinDbg has none like it. What the score means: docs/leaks.md.',
  ],
  run: async (context, argumentText) => {
    const request = sitesArguments(context, argumentText);
    if (!request.ok) {
      return errorResult(context, request.problem);
    }
    const { suppress } = request.value;
    return suppress === null
      ? await showSites(context, request.value)
      : changeSuppressions(context, suppress);
  },
});

async function showSites(context: CommandContext, request: SitesRequest): Promise<CommandResult> {
  const process = currentProcess(context);
  if (!process.ok) {
    return errorResult(context, process.problem);
  }
  const tables = await tracedTables(context, process.value);
  if (!tables.ok) {
    return errorResult(context, tables.problem);
  }
  return request.site === null
    ? await listSites(context, request, process.value, tables.value)
    : await oneSite(context, request.site, process.value, tables.value);
}

/** The tables of a process that have a trace log. */
async function tracedTables(
  context: CommandContext,
  process: ProcessInfo,
): Promise<Result<LeakTables>> {
  const { host, state, target, token } = context;
  const traces = await openTraces(context, process);
  const kernel = traces.ok ? await keptTable(context, process) : traces;
  const request = {
    target,
    processId: process.processId,
    rules: state.ownCode,
    yieldNow: () => host.yieldNow(),
  };
  return await leakTables(request, kernel, token);
}

async function listSites(
  context: CommandContext,
  request: SitesRequest,
  process: ProcessInfo,
  traced: LeakTables,
): Promise<CommandResult> {
  const { tables } = traced;
  const built = await buildSites(context, request, process, traced);
  if (!built.ok) {
    return errorResult(context, built.problem);
  }
  const { leaks, type } = built.value;
  const limits = tellLimits(leaks);
  const [first] = tables;
  if (request.tree && first !== undefined) {
    return {
      ...headerOf(context),
      kind: 'siteTree',
      process,
      root: await prefixTree(
        leaks.families.map(({ parts }) => parts),
        first.work(context.token),
      ),
      most: request.all ? Infinity : Math.max(request.most, USUAL_TREE_LINES),
      leastShare: request.all ? 0 : LEAST_SHARE,
      limits,
    };
  }
  context.state.listedSites.set(process.processId, { tables, leaks });
  const { ranking } = leaks;
  const telling = ranking.filter(({ suspicion }) => suspicion.level !== 'steady').length;
  const listed = request.all ? ranking.length : telling;
  const shown = Math.min(listed, request.most);
  return {
    ...headerOf(context),
    kind: 'sites',
    process,
    leaks,
    shown,
    total: totalOf(ranking),
    likely: totalOf(ranking.filter(({ suspicion }) => suspicion.level === 'leak')),
    steady: totalOf(ranking.slice(listed)),
    more: totalOf(ranking.slice(shown, listed)),
    suppressed: { sites: leaks.suppressed, outstanding: leaks.suppressedOpens },
    filter: filterText(request, type),
    limits,
  };
}

function totalOf(sites: readonly RankedSite[]): SitesTotal {
  return {
    sites: sites.length,
    outstanding: sites.reduce((sum, { evidence }) => sum + evidence.outstanding, 0),
  };
}

function filterText(request: SitesRequest, type: string | null): string | null {
  const parts = [
    type === null ? '' : `of type ${type}`,
    request.query === null || request.query.where === null
      ? ''
      : `that meet ${request.queryText.text}`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? null : parts.join(' ');
}

/** Folds the logs; the type is spelled as the object manager spells it. */
async function buildSites(
  context: CommandContext,
  request: SitesRequest,
  process: ProcessInfo,
  { tables, remarks }: LeakTables,
): Promise<Result<{ readonly leaks: LeakRanking; readonly type: string | null }>> {
  const { type: typed } = request;
  const chosen =
    typed === null
      ? ok({ tables, type: null, shown: null })
      : await chooseType(typed, tables, context.token);
  if (!chosen.ok) {
    return chosen;
  }
  const { type } = chosen.value;
  const unknown =
    request.query === null
      ? []
      : await unknownTypesIn(request.query, chosen.value.tables, context.token);
  const options = {
    ...optionsOf(context, process),
    remarks: [...unknown, ...remarks],
    folding: request.folding,
    query: combined(request.query?.where ?? null, type),
  };
  const leaks = await rankLeaks(chosen.value.tables, options, context.token);
  if (!leaks.ok) {
    return fail(typedProblem(context, request.queryText, leaks.problem));
  }
  return leaks.value === null
    ? fail({ code: 'no-traces', message: 'There are no handle traces.' })
    : ok({ leaks: leaks.value, type: chosen.value.shown });
}

/** Everything, by own frames. */
function optionsOf(context: CommandContext, { processId }: ProcessInfo): RankOptions {
  const { suppressions, named } = context.state;
  const origin = { target: context.target.info.title, processId };
  return {
    folding: { kind: 'own' },
    query: null,
    suppressions,
    history: historyOf(named, origin, 'kernel'),
    userHistory: historyOf(named, origin, 'USER'),
  };
}

function combined(query: QueryNode | null, type: string | null): LeakOptions['query'] {
  const ofType: QueryNode | null =
    type === null
      ? null
      : {
          kind: 'field',
          field: 'type',
          operator: ':',
          values: [{ text: type, quoted: false, at: 0 }],
          at: 0,
        };
  const parts = [query, ofType].filter((part) => part !== null);
  const [only] = parts;
  return only === undefined
    ? null
    : { where: parts.length === 1 ? only : { kind: 'and', parts }, group: null, sort: null };
}

/** One site in full: of the list that was shown last, or of all sites when none was. */
async function oneSite(
  context: CommandContext,
  name: SiteName,
  process: ProcessInfo,
  { tables, remarks }: LeakTables,
): Promise<CommandResult> {
  const listed = context.state.listedSites.get(process.processId);
  let leaks = listed !== undefined && isSame(listed.tables, tables) ? listed.leaks : null;
  let place = leaks === null ? -1 : placeOf(leaks, name);
  if (leaks === null || (place === -1 && name.kind === 'key')) {
    const options = { ...optionsOf(context, process), remarks };
    const built = await rankLeaks(tables, options, context.token);
    leaks = built.ok ? built.value : null;
    place = leaks === null ? -1 : placeOf(leaks, name);
  }
  const site = leaks === null ? null : reportSite(leaks, place + 1);
  if (leaks === null || site === null) {
    return errorResult(context, {
      code: 'no-site',
      message:
        name.kind === 'number'
          ? `There is no site ${name.number}: ${leaks?.ranking.length ?? 0} have outstanding opens.`
          : `No site with outstanding opens has a key that begins with ${name.key}.`,
      hint: 'Type !sites -a for all of them.',
    });
  }
  return {
    ...headerOf(context),
    kind: 'site',
    process,
    store: site.parts.table.source.handles,
    site,
    stacks: openingStacks(site),
    limits: tellLimits(leaks),
  };
}

function isSame(before: readonly HandleTable[], now: readonly HandleTable[]): boolean {
  return before.length === now.length && before.every((table, at) => table === now[at]);
}

/** The place of a site in a ranking, from 0; -1 when it is not there. */
function placeOf({ ranking }: LeakRanking, name: SiteName): number {
  return name.kind === 'number'
    ? name.number >= 1 && name.number <= ranking.length
      ? name.number - 1
      : -1
    : ranking.findIndex(({ key }) => key.startsWith(name.key));
}
