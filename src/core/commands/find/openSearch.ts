/** What `!find`, `!dups` and `!zombies` have in common: switches, a query, and the table of the current process. */

import type { HandleTable } from '../../analysis/handleTable';
import { unknownTypesIn } from '../../analysis/query/unknownTypes';
import type { Query } from '../../analysis/query/querySyntax';
import type { ProcessInfo } from '../../model/process';
import { describeProblem } from '../../util/problem';
import { fail, ok, type Result } from '../../util/result';
import type { CommandContext, SwitchDescription } from '../command';
import { listed } from '../handleTableOf';
import { keptTable } from '../keptTable';
import { countSwitch, leadingSwitches, type KnownSwitch } from '../leadingSwitches';
import { userHandleAccess } from '../user/userAccess';
import { ownersUnknown, userHandleModel } from '../user/userHandleModel';
import { currentProcess } from '../resolveProcess';
import { lateSwitch, readTypedQuery, typedText, type TypedText } from '../typedQuery';

/** The switches of these commands. */
export const SEARCH_SWITCHES: readonly SwitchDescription[] = [
  { name: '-a', description: 'Prints everything that is found.' },
  { name: '-n', description: 'Prints at most so many lines (decimal).' },
  { name: '-?', description: 'Shows help.' },
];

const KNOWN: readonly KnownSwitch[] = [
  { name: '-a', takes: null },
  { name: '-n', takes: 'a number of lines' },
];

/** Looks among USER handles. */
const USER_SWITCH = '-u';

/** The switch of commands that also search USER handles. */
export const USER_SEARCH: SwitchDescription = {
  name: USER_SWITCH,
  description: 'Searches the USER handles of the process (windows, menus, hooks) instead.',
};

/** A search that can begin. */
export interface Search {
  readonly process: ProcessInfo;
  readonly table: HandleTable;
  readonly query: Query;
  readonly typed: TypedText;
  /** Infinity for -a; null when nothing was said. */
  readonly most: number | null;
  /** Further switches that were given. */
  readonly switches: ReadonlySet<string>;
  /** What is missing in the table, and types of the query that no handle has, a sentence each. */
  readonly remarks: readonly string[];
}

/** Reads the arguments of a command and opens the table; `more`: switches besides -a and -n. */
export async function openSearch(
  context: CommandContext,
  command: string,
  argumentText: string,
  more: readonly KnownSwitch[] = [],
): Promise<Result<Search>> {
  const read = leadingSwitches(command, argumentText, [...KNOWN, ...more]);
  if (!read.ok) {
    return read;
  }
  const { values, restAt } = read.value;
  const most = values.has('-n') ? countSwitch('-n', values.get('-n') ?? '') : ok(null);
  if (!most.ok) {
    return most;
  }
  const typed = typedText(context, argumentText, restAt);
  const late = lateSwitch(context, command, typed, [...KNOWN, ...more]);
  if (late !== null) {
    return fail(late);
  }
  const query = readTypedQuery(context, typed);
  const process = currentProcess(context);
  if (!query.ok || !process.ok) {
    return query.ok ? (process as Result<never>) : query;
  }
  const opened = values.has(USER_SWITCH)
    ? await userTable(context, process.value)
    : withoutRemarks(listed(await keptTable(context, process.value)));
  if (!opened.ok) {
    return opened;
  }
  const { table, remarks } = opened.value;
  const unknown = await unknownTypesIn(query.value, [table], context.token);
  return ok({
    process: process.value,
    table,
    remarks: [...remarks, ...unknown],
    query: query.value,
    typed,
    most: values.has('-a') && most.value === null ? Infinity : most.value,
    switches: new Set(values.keys()),
  });
}

type SearchedTable = Pick<Search, 'table' | 'remarks'>;

function withoutRemarks(table: Result<HandleTable>): Result<SearchedTable> {
  return table.ok ? ok({ table: table.value, remarks: [] }) : table;
}

async function userTable(
  context: CommandContext,
  { processId }: ProcessInfo,
): Promise<Result<SearchedTable>> {
  const access = userHandleAccess(context);
  if (!access.ok) {
    return access;
  }
  const { host, state, target, token } = context;
  const yieldNow = (): Promise<void> => host.yieldNow();
  const request = { target, processId, rules: state.ownCode, yieldNow };
  const model = await userHandleModel(request, token);
  if (!model.ok) {
    return model;
  }
  const { table, unattributed } = model.value;
  return ok({
    table,
    remarks: unattributed === 0 ? [] : [describeProblem(ownersUnknown(unattributed))],
  });
}

/** Fails for a query that says how to sort or group, where only its condition counts. */
export function conditionOnly(
  { query, typed }: Search,
  context: CommandContext,
  command: string,
): Result<void> {
  if (query.group === null && query.sort === null) {
    return ok(undefined);
  }
  const at = /(?:group|sort):/i.exec(typed.text)?.index ?? 0;
  return fail({
    code: 'query-directive',
    message: `${command} groups and sorts by itself.`,
    hint: 'Leave group: and sort: out, or use !find.',
    typed: { text: context.text, at: typed.at + at, length: query.group === null ? 4 : 5 },
  });
}
