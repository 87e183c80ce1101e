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
export async function userBranch(data: SessionData): Promise<UserRootNode | MessageNode | null> {
  const missing = (reason: string): MessageNode =>
    message(data.id, vscode.l10n.t('USER handles: {0}', reason), 'info', {
      action: 'describeTarget',
    });
  try {
    const { table, problem } = await data.ask(USER_TABLE_REQUEST, {});
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
      return await rows(data, node, 0, node.group.count);
    case 'userRange':
      return await rows(data, node, node.start, node.count);
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
    const empty = vscode.l10n.t('No entry of the table is in use.');
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
  start: number,
  count: number,
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
  const page = await data.ask(USER_ROWS_REQUEST, { grouping, group: group.key, start, count });
  return page.rows.map((entry): UserNode => ({
    kind: 'userEntry',
    sessionId: data.id,
    grouping,
    groupKey: group.key,
    entry,
  }));
}
