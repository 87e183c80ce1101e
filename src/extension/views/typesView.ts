/** The Types view: how many handles of each type there are and how that grew since the last stop; a click filters. */

import * as vscode from 'vscode';
import { TYPE_GROWTH_REQUEST, type TypeGrowthRow } from '../../protocol/viewMessages';
import { COMMANDS, VIEWS } from '../manifestIds';
import type { MessageNode } from './handleNodes';
import { message } from './handleParts';
import { typeIcon } from './rowIcons';
import { messageItem } from './treeItems';
import { growthText } from './typesText';
import type { SessionData, SessionDataStore } from './sessionData';
import { SessionRows } from './sessionRows';
import type { ViewState } from './viewState';

/** A row: a type, or a sentence. */
export type TypeNode =
  | {
      readonly kind: 'type';
      readonly sessionId: string;
      readonly row: TypeGrowthRow;
      readonly isPinned: boolean;
    }
  | MessageNode;

/** Provides the rows; owns the tree view. Shows the newest session. */
export class TypesView extends SessionRows<TypeNode> {
  constructor(
    store: SessionDataStore,
    private readonly state: ViewState,
  ) {
    super(store, VIEWS.types);
  }

  getTreeItem(node: TypeNode): vscode.TreeItem {
    if (node.kind === 'message') {
      return messageItem(node);
    }
    const { type, count, growth } = node.row;
    const change = growthText(growth);
    const label = type === 'None' ? vscode.l10n.t('Type not recorded') : type;
    const item = new vscode.TreeItem(label);
    item.id = `${node.sessionId}/${type}`;
    const pinned = node.isPinned ? vscode.l10n.t('pinned') : '';
    item.description = [String(count), change, pinned].filter((part) => part !== '').join('  ');
    item.contextValue = node.isPinned ? 'type.pinned' : 'type.free';
    item.iconPath = new vscode.ThemeIcon(
      type === 'None' ? typeIcon(null) : typeIcon(type),
      growth > 0 ? new vscode.ThemeColor('charts.orange') : undefined,
    );
    item.tooltip = vscode.l10n.t(
      '{0} handles, {1} since the last stop. Click to show only these.',
      count,
      change === '' ? '±0' : change,
    );
    item.accessibilityInformation = {
      label: [
        vscode.l10n.t(
          '{0}: {1} handles, {2} since the last stop',
          label,
          count,
          change === '' ? '0' : change,
        ),
        pinned,
      ]
        .filter((part) => part !== '')
        .join(', '),
    };
    item.command = {
      command: COMMANDS.filterType,
      title: vscode.l10n.t('Show only this type'),
      arguments: [type],
    };
    return item;
  }

  async getChildren(node?: TypeNode): Promise<TypeNode[]> {
    const data = this.store.all.at(-1);
    if (node !== undefined || data === undefined) {
      this.tree.description = '';
      return [];
    }
    try {
      return await this.types(data);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      const action = data.endedAt === null ? 'refresh' : 'startAgain';
      return [message(data.id, text, 'warning', { action })];
    }
  }

  private async types(data: SessionData): Promise<TypeNode[]> {
    const answer = await data.ask(TYPE_GROWTH_REQUEST, {});
    const growth = growthText(answer.totalGrowth);
    this.tree.description = growth === '' ? String(answer.total) : `${answer.total}  ${growth}`;
    const pinned = this.state.pinnedTypes(data.session.name);
    const rows = answer.types.map((row) => ({ row, rank: pinned.indexOf(row.type) }));
    const first = rows.filter(({ rank }) => rank >= 0).sort((a, b) => a.rank - b.rank);
    return [...first, ...rows.filter(({ rank }) => rank < 0)].map(({ row, rank }) => ({
      kind: 'type',
      sessionId: data.id,
      row,
      isPinned: rank >= 0,
    }));
  }
}
