/** What the branch of USER handles shows below each row. */

import * as vscode from 'vscode';
import {
  USER_ROWS_REQUEST,
  USER_TABLE_REQUEST,
  type UserGroup,
  type UserGrouping,
} from '../../protocol/userMessages';
import { message } from './handleParts';
import { rangesOf, type MessageNode } from './handleNodes';
import type { SessionData } from './sessionData';
import type { UserNode, UserRootNode } from './userNodes';

/** The branch of a session; where its table cannot be found one row that says why; null where the target has none. */
export async function userBranch(
  data: SessionData,
  filter: string,
): Promise<UserRootNode | MessageNode | null> {
  const missing = (reason: string): MessageNode =>
    message(data.id, vscode.l10n.t('USER handles: {0}', reason), 'info', {
      action: 'describeTarget',
    });
  try {
    const { table, problem } = await data.ask(USER_TABLE_REQUEST, { filter });
    return table !== null
      ? { kind: 'userRoot', sessionId: data.id, table }
      : problem === null
        ? null
        : missing(problem);
  } catch (error) {
    // The groups of kernel handles are shown whatever becomes of the branch.
    return missing(error instanceof Error ? error.message : String(error));
  }
}

/** Children of a row of the branch. */
export async function userChildren(
  data: SessionData,
  node: UserNode,
  filter: string,
): Promise<readonly (UserNode | MessageNode)[]> {
  switch (node.kind) {
    case 'userRoot':
      return groupings(data, node);
    case 'userGrouping':
      return node.groups.map((group): UserNode => ({
        kind: 'userGroup',
        sessionId: data.id,
        grouping: node.grouping,
        group,
      }));
    case 'userGroup':
      return await rows(data, node, { start: 0, count: node.group.count, filter });
    case 'userRange':
      return await rows(data, node, { start: node.start, count: node.count, filter });
    case 'userEntry':
      return [];
  }
}

function groupings(
  { id }: SessionData,
  { table }: UserRootNode,
): readonly (UserNode | MessageNode)[] {
  const notes = table.notes.map((text) =>
    message(id, text, 'warning', { owner: 'user', action: 'describeTarget' }),
  );
  if (table.types.length === 0) {
    const empty =
      table.matched === null
        ? vscode.l10n.t('No entry of the table is in use.')
        : vscode.l10n.t('No USER handle meets the filter.');
    return [...notes, message(id, empty, 'info', { owner: 'user', action: 'refresh' })];
  }
  const heading = (grouping: UserGrouping, groups: readonly UserGroup[]): UserNode => ({
    kind: 'userGrouping',
    sessionId: id,
    grouping,
    groups,
  });
  return [...notes, heading('type', table.types), heading('owner', table.owners)];
}

async function rows(
  data: SessionData,
  { grouping, group }: { readonly grouping: UserGrouping; readonly group: UserGroup },
  {
    start,
    count,
    filter,
  }: { readonly start: number; readonly count: number; readonly filter: string },
): Promise<readonly UserNode[]> {
  const ranges = rangesOf(start, count);
  if (ranges !== null) {
    return ranges.map((range): UserNode => ({
      kind: 'userRange',
      sessionId: data.id,
      grouping,
      group,
      ...range,
    }));
  }
  const wanted = { filter, grouping, group: group.key, start, count };
  const page = await data.ask(USER_ROWS_REQUEST, wanted);
  return page.rows.map((entry): UserNode => ({
    kind: 'userEntry',
    sessionId: data.id,
    grouping,
    groupKey: group.key,
    entry,
  }));
}
