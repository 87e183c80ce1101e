/** The Types view: how many handles of each type there are and how that grew since the last stop; a click filters. */

import * as vscode from 'vscode';
import { USER_TABLE_REQUEST } from '../../protocol/userMessages';
import { TYPE_GROWTH_REQUEST, type TypeGrowthRow } from '../../protocol/viewMessages';
import { COMMANDS, VIEWS } from '../manifestIds';
import type { MessageNode } from './handleNodes';
import { message } from './handleParts';
import { typeIcon } from './rowIcons';
import { messageItem } from './treeItems';
import { userTypeIcon } from './userTexts';
import { growthText, userTypeRows, type UserTypeRow } from './typesText';
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
  | { readonly kind: 'userType'; readonly sessionId: string; readonly row: UserTypeRow }
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
    if (node.kind === 'userType') {
      return userTypeItem(node.row, node.sessionId);
    }
    const { type, count, growth } = node.row;
    const label = type === 'None' ? vscode.l10n.t('Type not recorded') : type;
    const pinned = node.isPinned ? vscode.l10n.t('pinned') : '';
    const item = countItem({ label, count, growth, pinned });
    item.id = `${node.sessionId}/${type}`;
    item.contextValue = node.isPinned ? 'type.pinned' : 'type.free';
    item.iconPath = icon(type === 'None' ? typeIcon(null) : typeIcon(type), growth);
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
    const [kernel, user] = await Promise.allSettled([this.types(data), this.userTypes(data)]);
    const users = user.status === 'fulfilled' ? user.value : [];
    if (kernel.status === 'fulfilled') {
      return [...kernel.value, ...users];
    }
    const error: unknown = kernel.reason;
    const text = error instanceof Error ? error.message : String(error);
    const action = data.endedAt === null ? 'refresh' : 'startAgain';
    return [...users, message(data.id, text, 'warning', { action })];
  }

  /** None where the target has no USER handles. */
  private async userTypes(data: SessionData): Promise<TypeNode[]> {
    const { table } = await data.ask(USER_TABLE_REQUEST, { filter: '' });
    return table === null
      ? []
      : userTypeRows(table).map((row) => ({ kind: 'userType', sessionId: data.id, row }));
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

function userTypeItem(
  { key, icon: type, filter, ...row }: UserTypeRow,
  id: string,
): vscode.TreeItem {
  const item = countItem({ ...row, pinned: '' });
  item.id = `${id}/user/${key}`;
  item.contextValue = 'userType';
  item.tooltip = vscode.l10n.t(
    '{0} USER handles of the whole session, {1} since the last stop. Click to show only these.',
    row.count,
    growthText(row.growth) || '±0',
  );
  item.iconPath = icon(userTypeIcon(type), row.growth);
  item.command = {
    command: COMMANDS.filter,
    title: vscode.l10n.t('Show only this type'),
    arguments: [filter],
  };
  return item;
}

function icon(name: string, growth: number): vscode.ThemeIcon {
  return new vscode.ThemeIcon(
    name,
    growth > 0 ? new vscode.ThemeColor('charts.orange') : undefined,
  );
}

/** A row that counts; `pinned` is a word or nothing. */
function countItem({
  label,
  count,
  growth,
  pinned,
}: {
  readonly label: string;
  readonly count: number;
  readonly growth: number;
  readonly pinned: string;
}): vscode.TreeItem {
  const change = growthText(growth);
  const item = new vscode.TreeItem(label);
  item.description = [String(count), change, pinned].filter((part) => part !== '').join('  ');
  item.tooltip = vscode.l10n.t(
    '{0} handles, {1} since the last stop. Click to show only these.',
    count,
    change === '' ? '±0' : change,
  );
  const spoken = vscode.l10n.t(
    '{0}: {1} handles, {2} since the last stop',
    label,
    count,
    change === '' ? '0' : change,
  );
  item.accessibilityInformation = {
    label: [spoken, pinned].filter((part) => part !== '').join(', '),
  };
  return item;
}
