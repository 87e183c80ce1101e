/** From rows of the Leak Sites view to VS Code's tree items. */

import * as vscode from 'vscode';
import { COMMANDS } from '../manifestIds';
import { shownNumber } from './numberBase';
import { typeIcon } from './rowIcons';
import { rowAccessibilityLabel, rowDescription } from './rowTexts';
import type { SiteHandleNode, SiteNode, SitesNode, SiteStackNode } from './siteNodes';
import { levelColour, levelIcon, siteDescription, siteSpoken, steadyLabel } from './siteTexts';
import { frameItem, messageItem } from './treeItems';
import { userItem } from './userItems';
import type { UserEntryNode } from './userNodes';

const { Collapsed, None } = vscode.TreeItemCollapsibleState;

/** Makes the item of a row, without its id. */
export function siteItem(node: SitesNode): vscode.TreeItem {
  switch (node.kind) {
    case 'site':
      return rankedItem(node);
    case 'page':
      return plain(
        vscode.l10n.t('Sites {0} to {1}', node.start + 1, node.start + node.count),
        Collapsed,
        { icon: 'ellipsis' },
      );
    case 'steady':
      return plain(steadyLabel(node.steady), Collapsed, {
        icon: levelIcon('steady'),
        description: vscode.l10n.t('{0} outstanding, no sign of a leak', node.steady.outstanding),
      });
    case 'limits':
      return plain(vscode.l10n.t('What the traces cannot see'), Collapsed, {
        icon: 'eye-closed',
        description: node.limits[0] ?? '',
      });
    case 'reason':
      return plain(node.text, None, { icon: 'arrow-small-right', tooltip: node.text });
    case 'opened':
    case 'closed':
      return stackItem(node);
    case 'handles':
      return node.isHeading
        ? plain(vscode.l10n.t('Handles'), Collapsed, {
            icon: 'list-tree',
            description: String(node.count),
          })
        : plain(vscode.l10n.t('{0} to {1}', node.start + 1, node.start + node.count), Collapsed, {
            icon: 'ellipsis',
          });
    case 'handle':
      return handleItem(node);
    case 'userEntry':
      return userEntryItem(node);
    case 'frame':
      return frameItem(node);
    case 'message':
      return messageItem(node);
  }
}

function rankedItem({ site }: SiteNode): vscode.TreeItem {
  const description = siteDescription(site);
  const item = plain(site.label, Collapsed, {
    icon: levelIcon(site.level),
    colour: levelColour(site.level),
    description,
    tooltip: [site.label, description, ...site.reasons].join('\n'),
    spoken: siteSpoken(site),
  });
  item.contextValue = 'site';
  return item;
}

function stackItem({ kind, stack }: SiteStackNode): vscode.TreeItem {
  return kind === 'opened'
    ? plain(vscode.l10n.t('Opening stack'), Collapsed, {
        icon: 'layers',
        description:
          stack.count === 1
            ? vscode.l10n.t('1 outstanding open')
            : vscode.l10n.t('{0} outstanding opens', stack.count),
      })
    : plain(vscode.l10n.t('Siblings closed by {0}', stack.label), Collapsed, {
        icon: 'remove',
        description:
          stack.count === 1 ? vscode.l10n.t('1 close') : vscode.l10n.t('{0} closes', stack.count),
      });
}

/** Choosing it shows the handle in the Handles view. */
function handleItem({ row, sessionId }: SiteHandleNode): vscode.TreeItem {
  const item = plain(
    `${shownNumber(row.handle)}  ${row.type ?? vscode.l10n.t('(type not recorded)')}`,
    None,
    {
      icon: typeIcon(row.type),
      description: rowDescription(row),
      spoken: rowAccessibilityLabel(row),
    },
  );
  item.command = {
    command: COMMANDS.reveal,
    title: vscode.l10n.t('Reveal in Handles'),
    arguments: [row.handle, sessionId],
  };
  return item;
}

/** Choosing it runs `!dhe` for the handle. */
function userEntryItem(node: UserEntryNode): vscode.TreeItem {
  const item = userItem(node, { isOver: false });
  item.command = {
    command: COMMANDS.runInConsole,
    title: vscode.l10n.t('Run in Debug Console'),
    arguments: [node],
  };
  return item;
}

function plain(
  label: string,
  state: vscode.TreeItemCollapsibleState,
  parts: {
    readonly icon: string;
    readonly colour?: string | undefined;
    readonly description?: string;
    readonly tooltip?: string;
    readonly spoken?: string;
  },
): vscode.TreeItem {
  const { icon, colour, description = '', tooltip, spoken } = parts;
  const item = new vscode.TreeItem(label, state);
  item.iconPath = new vscode.ThemeIcon(
    icon,
    colour === undefined ? undefined : new vscode.ThemeColor(colour),
  );
  item.description = description;
  item.tooltip = tooltip ?? [label, description].filter((text) => text !== '').join('\n');
  item.accessibilityInformation = {
    label: spoken ?? [label, description].filter((text) => text !== '').join(', '),
  };
  return item;
}
