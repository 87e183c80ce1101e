/** What the language-model tools ask a session, of kernel handles and of USER handles. Knows nothing of VS Code. */

import { parseHandleText } from '../../protocol/dapGuards';
import { TRACES_REQUEST } from '../../protocol/dapExtensions';
import { USER_ROWS_REQUEST, USER_TABLE_REQUEST, type UserRow } from '../../protocol/userMessages';
import {
  TYPE_GROWTH_REQUEST,
  VIEW_GROUPS_REQUEST,
  VIEW_ROWS_REQUEST,
  type ViewArguments,
} from '../../protocol/viewMessages';
import type { HandleSession } from '../sessions/handleSession';
import {
  handlesText,
  MAXIMUM_RECORDS,
  MAXIMUM_ROWS,
  tracesText,
  typesText,
  userHandlesText,
  userTypesText,
} from './toolAnswers';

/** Input as a model sent it: nothing can be taken for granted. */
export type Input = Readonly<Record<string, unknown>>;

/** A session that can be asked. */
export type AskedSession = Pick<HandleSession, 'name' | 'request'>;

/** Both kinds of handles; the refusal of the kernel handles stands where the target has none of either. */
async function bothKinds(
  kernel: () => Promise<string>,
  user: () => Promise<string | null>,
): Promise<string> {
  const [first, second] = await Promise.allSettled([kernel(), user()]);
  const own = second.status === 'fulfilled' ? second.value : null;
  if (first.status === 'fulfilled') {
    return own === null ? first.value : `${first.value}\n${own}`;
  }
  if (own === null) {
    throw first.reason;
  }
  return own;
}

/** How many handles of each type there are. */
export async function typesOf(session: AskedSession): Promise<string> {
  return await bothKinds(
    async () => typesText(session.name, await session.request(TYPE_GROWTH_REQUEST)),
    async () => {
      const { table } = await session.request(USER_TABLE_REQUEST);
      return table === null ? null : userTypesText(table);
    },
  );
}

/** The handles that meet a query. */
export async function handlesOf(session: AskedSession, input: Input): Promise<string> {
  const filter = typeof input['query'] === 'string' ? input['query'] : '';
  return await bothKinds(
    () => kernelHandlesOf(session, filter),
    () => userHandlesOf(session, filter),
  );
}

async function kernelHandlesOf(session: AskedSession, filter: string): Promise<string> {
  const view: ViewArguments = { grouping: 'none', sort: 'value', filter };
  const groups = await session.request(VIEW_GROUPS_REQUEST, view);
  const [group] = groups.groups;
  if (group === undefined || groups.filterProblem !== null) {
    return handlesText(groups, []);
  }
  const page = { ...view, group: group.key, start: 0, count: MAXIMUM_ROWS };
  const { rows } = await session.request(VIEW_ROWS_REQUEST, page);
  return handlesText(groups, rows);
}

/** Null where the target has none, and for a query that asks for what they have not got. */
async function userHandlesOf(session: AskedSession, filter: string): Promise<string | null> {
  const { table } = await session.request(USER_TABLE_REQUEST, { filter });
  if (table === null || (filter !== '' && table.matched === null)) {
    return null;
  }
  const rows: UserRow[] = [];
  for (const { key } of table.types) {
    const count = MAXIMUM_ROWS - rows.length;
    if (count > 0) {
      const page = { filter, grouping: 'type', group: key, start: 0, count };
      rows.push(...(await session.request(USER_ROWS_REQUEST, page)).rows);
    }
  }
  return userHandlesText(table.matched ?? table.inUse, table.inUse, rows);
}

/** What is on record about a handle. */
export async function tracesOf(session: AskedSession, input: Input): Promise<string> {
  const handle = parseHandleText(input['handle']);
  if (handle === undefined) {
    return 'Give "handle": a handle value in hexadecimal, such as 0x3c.';
  }
  const page = { start: 0, count: MAXIMUM_RECORDS, handle };
  const value = `0x${handle.toString(16)}`;
  return await bothKinds(
    async () => tracesText(value, await session.request(TRACES_REQUEST, page)),
    async () => {
      const traces = await session.request(TRACES_REQUEST, { ...page, family: 'USER' });
      return traces.total === 0 ? null : tracesText(value, traces, 'USER');
    },
  );
}
