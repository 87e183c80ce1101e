/** The rows of the branch of USER handles as plain data. Knows nothing of VS Code. */

import type { UserGroup, UserGrouping, UserRow, UserTableFacts } from '../../protocol/userMessages';

/** A row of the branch. */
export type UserNode =
  UserRootNode | UserGroupingNode | UserGroupNode | UserRangeNode | UserEntryNode;

/** The session's table. */
export interface UserRootNode {
  readonly kind: 'userRoot';
  readonly sessionId: string;
  readonly table: UserTableFacts;
}

/** "By type" or "By owner". */
export interface UserGroupingNode {
  readonly kind: 'userGrouping';
  readonly sessionId: string;
  readonly grouping: UserGrouping;
  readonly groups: readonly UserGroup[];
}

/** The entries of one type or owner. */
export interface UserGroupNode {
  readonly kind: 'userGroup';
  readonly sessionId: string;
  readonly grouping: UserGrouping;
  readonly group: UserGroup;
}

/** A part of a long group. */
export interface UserRangeNode {
  readonly kind: 'userRange';
  readonly sessionId: string;
  readonly grouping: UserGrouping;
  readonly group: UserGroup;
  readonly start: number;
  readonly count: number;
}

/** One entry. */
export interface UserEntryNode {
  readonly kind: 'userEntry';
  readonly sessionId: string;
  readonly grouping: UserGrouping;
  /** Key of the group it is shown in. */
  readonly groupKey: string;
  readonly entry: UserRow;
}

/** True for rows of the branch. */
export function isUserNode(node: { readonly kind: string }): node is UserNode {
  return node.kind.startsWith('user');
}

/** An id that stays the same across refreshes and restarts; `root` stands for the session's target. */
export function userNodeId(node: UserNode, root: string): string {
  const base = `${root}/user`;
  switch (node.kind) {
    case 'userRoot':
      return base;
    case 'userGrouping':
      return `${base}/${node.grouping}`;
    case 'userGroup':
      return `${base}/${node.grouping}/${node.group.key}`;
    case 'userRange':
      return `${base}/${node.grouping}/${node.group.key}/${node.start}+${node.count}`;
    case 'userEntry':
      return `${base}/${node.grouping}/${node.groupKey}/handle/${node.entry.handle}`;
  }
}
