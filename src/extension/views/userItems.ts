/** From rows of the branch of USER handles to VS Code's tree items. */

import * as vscode from 'vscode';
import { rowUri, withParts } from './itemParts';
import { shownNumber } from './numberBase';
import type { UserEntryNode, UserGroupNode, UserNode } from './userNodes';
import {
  userGroupDescription,
  userGroupSpoken,
  userGroupTooltip,
  userRootDescription,
  userRootLabel,
  userRowDescription,
  userRowSpoken,
  userTypeIcon,
} from './userTexts';

const { Collapsed, None } = vscode.TreeItemCollapsibleState;

/** The item of a row, without its id. Tooltips of entries come later, in `resolveTreeItem`. */
export function userItem(node: UserNode, context: { readonly isOver: boolean }): vscode.TreeItem {
  switch (node.kind) {
    case 'userRoot':
      return withParts(userRootLabel(node.table), Collapsed, {
        icon: 'browser',
        context: 'userRoot',
        description: userRootDescription(node.table),
        tooltip: vscode.l10n.t(
          'Windows, menus, icons, hooks and the like: the table of the session, layout {0}',
          node.table.profile,
        ),
        resource:
          node.table.newCount > 0 || context.isOver ? rowUri('new', 'user', context) : undefined,
      });
    case 'userGrouping':
      return withParts(
        node.grouping === 'type' ? vscode.l10n.t('By type') : vscode.l10n.t('By owner'),
        Collapsed,
        {
          icon: node.grouping === 'type' ? 'symbol-class' : 'organization',
          context: 'userGrouping',
          description: String(node.groups.length),
        },
      );
    case 'userGroup':
      return groupItem(node, context);
    case 'userRange':
      return withParts(
        vscode.l10n.t('{0} to {1}', node.start + 1, node.start + node.count),
        Collapsed,
        {
          icon: 'ellipsis',
          context: 'userRange',
          description: vscode.l10n.t('of {0}', node.group.count),
        },
      );
    case 'userEntry':
      return entryItem(node, context);
  }
}

function groupItem(
  { grouping, group }: UserGroupNode,
  context: { readonly isOver: boolean },
): vscode.TreeItem {
  const description = userGroupDescription(group);
  return withParts(group.label, Collapsed, {
    icon: grouping === 'type' ? userTypeIcon(group.type) : 'server-process',
    context: 'userGroup',
    description,
    spoken: userGroupSpoken(group),
    tooltip: new vscode.MarkdownString(userGroupTooltip(group)),
    resource:
      group.newCount > 0 || context.isOver
        ? rowUri('new', `user/${grouping}/${group.key}`, context)
        : undefined,
  });
}

function entryItem(
  { grouping, entry }: UserEntryNode,
  context: { readonly isOver: boolean },
): vscode.TreeItem {
  const { state } = entry;
  return withParts(`${shownNumber(entry.handle)}  ${entry.typeName}`, None, {
    icon: state === 'closed' ? 'circle-slash' : userTypeIcon(entry.type),
    context: `userEntry.${state === 'closed' ? 'closed' : 'open'}`,
    description: userRowDescription(entry),
    spoken: userRowSpoken(entry),
    resource:
      state === 'same' && !context.isOver
        ? undefined
        : rowUri(state, `user/${grouping}/${entry.handle}`, context),
  });
}
