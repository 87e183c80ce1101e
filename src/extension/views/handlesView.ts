/** The Handles view: groups, handles, their access, object facts and stack traces, page by page. */

import * as vscode from 'vscode';
import { HANDLE_REQUEST } from '../../protocol/dapExtensions';
import { USER_HANDLE_REQUEST } from '../../protocol/userMessages';
import { VIEW_LOCATE_REQUEST, type ViewPlace } from '../../protocol/viewMessages';
import type { TargetFiles } from '../platform/platform';
import { createDumpDropController } from '../starting/dropController';
import { CONTEXT_KEYS, VIEWS } from '../manifestIds';
import { nodeId, type HandleNode, type HandleRowNode } from './handleNodes';
import { message, tracesOf } from './handleParts';
import { HandlesContent } from './handlesContent';
import { handleTooltip, TOOLTIP_COMMANDS } from './handleTooltip';
import type { SelectedRow } from './lastData';
import type { SessionData, SessionDataStore } from './sessionData';
import { treeItem } from './treeItems';
import { userEntryTooltip } from './userTexts';
import type { ViewState } from './viewState';

/** Provides the rows; owns the tree view. */
export class HandlesView implements vscode.TreeDataProvider<HandleNode>, vscode.Disposable {
  readonly tree: vscode.TreeView<HandleNode>;
  /** Makes the rows. */
  readonly content: HandlesContent;
  private readonly changed = new vscode.EventEmitter<HandleNode | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  /** Parents of nodes that were handed out, by id, so that rows can be revealed. */
  private readonly parents = new Map<string, HandleNode>();
  private readonly disposables: { dispose(): unknown }[] = [];
  /** Set while the view is hidden and something changed: nothing is fetched before it shows again. */
  private isStale = false;
  /** Set once the row was looked for that was selected before the window was loaded again. */
  private isSought = false;

  constructor(
    private readonly store: SessionDataStore,
    private readonly state: ViewState,
    files: TargetFiles,
  ) {
    this.content = new HandlesContent(store, state);
    this.tree = vscode.window.createTreeView<HandleNode>(VIEWS.handles, {
      treeDataProvider: this,
      canSelectMany: true,
      showCollapseAll: true,
      dragAndDropController: createDumpDropController(files),
    });
    this.disposables.push(
      this.tree,
      this.changed,
      store.onDidChange(() => {
        this.refresh();
      }),
      this.tree.onDidChangeSelection(({ selection: [node] }) => {
        if (node?.kind === 'handle') {
          this.remember(node);
        }
      }),
      this.tree.onDidChangeVisibility(({ visible }) => {
        if (visible && this.isStale) {
          this.refresh();
        }
      }),
    );
    this.refresh();
  }

  dispose(): void {
    for (const disposable of this.disposables) {
      disposable.dispose();
    }
  }

  /** Shows the present state; while hidden, only remembers that it has to. */
  refresh(): void {
    const { filter, grouping, sort } = this.state;
    setContext(CONTEXT_KEYS.hasData, this.store.all.length > 0);
    setContext(CONTEXT_KEYS.filtered, filter !== '');
    setContext(CONTEXT_KEYS.grouping, grouping);
    setContext(CONTEXT_KEYS.sort, sort);
    this.isStale = !this.tree.visible;
    if (this.tree.visible) {
      this.content.prefetch();
    }
    this.parents.clear();
    this.changed.fire(undefined);
  }

  getParent(node: HandleNode): HandleNode | undefined {
    return this.parents.get(this.idOf(node));
  }

  private idOf(node: HandleNode): string {
    return nodeId(node, this.store.find(node.sessionId)?.root ?? node.sessionId);
  }

  getTreeItem(node: HandleNode): vscode.TreeItem {
    const data = this.store.find(node.sessionId);
    return treeItem(node, {
      root: data?.root ?? node.sessionId,
      sessionName: data?.session.name ?? '',
      isOver: data === undefined || data.endedAt !== null,
      isPinned: data !== undefined && this.content.isPinned(data, node),
    });
  }

  async resolveTreeItem(item: vscode.TreeItem, node: HandleNode): Promise<vscode.TreeItem> {
    const data = this.store.find(node.sessionId);
    if (node.kind === 'handle' && data !== undefined) {
      const { row } = node;
      const gone = row.state === 'closed';
      const answer = gone
        ? null
        : await data.ask(HANDLE_REQUEST, { handle: row.handle }).catch(() => null);
      const traces = await tracesOf(data, row).catch(() => []);
      const tooltip = new vscode.MarkdownString(handleTooltip({ row, answer, traces }));
      // All text from the target is escaped, so only our own links can run these.
      tooltip.isTrusted = { enabledCommands: TOOLTIP_COMMANDS };
      item.tooltip = tooltip;
    } else if (node.kind === 'userEntry' && data !== undefined) {
      const { entry } = node;
      const answer = await data
        .ask(USER_HANDLE_REQUEST, { handle: entry.handle })
        .catch(() => null);
      item.tooltip = new vscode.MarkdownString(userEntryTooltip(entry, answer));
    }
    return item;
  }

  /** Children of a row; failures become rows that say what happened. */
  async getChildren(node?: HandleNode): Promise<HandleNode[]> {
    const sessionId = node?.sessionId ?? '';
    try {
      const children = await this.content.childrenOf(node);
      if (node === undefined) {
        this.showHeadline();
        this.seekSelected();
      }
      for (const child of children) {
        if (node !== undefined) {
          this.parents.set(this.idOf(child), node);
        }
      }
      return [...children];
    } catch (error) {
      const isOver = (this.store.find(sessionId)?.endedAt ?? null) !== null;
      return [
        message(sessionId, error instanceof Error ? error.message : String(error), 'warning', {
          owner: node === undefined ? '' : this.idOf(node),
          action: isOver ? 'startAgain' : 'refresh',
        }),
      ];
    }
  }

  /** Shows a handle: expands its group and selects it. Resolves with false and says why when it is not there. */
  async reveal(handle: string, sessionId?: string): Promise<boolean> {
    const data = sessionId === undefined ? this.store.all.at(-1) : this.store.find(sessionId);
    if (data === undefined) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t(
          'No session of Handle Lens is running: start one to look at handle {0}.',
          handle,
        ),
      );
      return false;
    }
    const located = await data.ask(VIEW_LOCATE_REQUEST, {
      ...this.content.viewArguments(),
      handle,
    });
    if (located.place === null) {
      if (located.reason === 'filtered') {
        this.state.set({ filter: '' });
        this.refresh();
        return await this.reveal(handle, data.id);
      }
      void vscode.window.showInformationMessage(
        vscode.l10n.t('Handle {0} is not open in {1}.', handle, data.session.name),
      );
      return false;
    }
    return await this.revealPlace(data, located.place, true);
  }

  /** Shows a row where it stands, expanded if wanted; false when it is not there any more. */
  async revealPlace(data: SessionData, place: ViewPlace, expand: boolean): Promise<boolean> {
    await this.focus();
    const { group, index, row } = place;
    const target = await this.pathTo(data, { group, index, id: row.id });
    if (target !== null) {
      await this.tree.reveal(target, { select: true, focus: true, expand });
    }
    return target !== null;
  }

  /** Brings the view to the front. */
  async focus(): Promise<void> {
    await vscode.commands.executeCommand(`${VIEWS.handles}.focus`);
  }

  /** Builds the nodes from the group down to a row, so that the tree can reveal it. */
  private async pathTo(data: SessionData, place: SelectedRow): Promise<HandleRowNode | null> {
    const roots = await this.getChildren();
    const session = roots.find((node) => node.kind === 'session' && node.sessionId === data.id);
    let level: readonly HandleNode[] =
      session === undefined ? roots : await this.getChildren(session);
    for (;;) {
      const row = level.find(
        (node): node is HandleRowNode =>
          node.kind === 'handle' && node.row.id === place.id && node.groupKey === place.group,
      );
      if (row !== undefined) {
        return row;
      }
      const next = level.find(
        (node) =>
          (node.kind === 'group' && node.group.key === place.group) ||
          (node.kind === 'range' &&
            node.start <= place.index &&
            place.index < node.start + node.count),
      );
      if (next === undefined) {
        return null;
      }
      level = await this.getChildren(next);
    }
  }

  private remember(node: HandleRowNode): void {
    const data = this.store.find(node.sessionId);
    if (data !== undefined) {
      const parent = this.getParent(node);
      const index = parent?.kind === 'range' ? parent.start : 0;
      data.selected = { group: node.groupKey, id: node.row.id, index };
      this.store.saveSoon();
    }
  }

  /** Selects the row again that was selected before the window was loaded again, once its data are shown. */
  private seekSelected(): void {
    const data = this.store.all.at(-1);
    if (this.isSought || data === undefined || !this.tree.visible) {
      return;
    }
    this.isSought = true;
    const { selected, endedAt } = data;
    if (selected !== null && endedAt !== null) {
      void this.pathTo(data, selected).then((row) =>
        row === null ? undefined : this.tree.reveal(row, { select: true, focus: false }),
      );
    }
  }

  /** Description, badge and message of the view. They are set only when they are known, so that nothing flickers. */
  private showHeadline(): void {
    const { description, badge, message: text } = this.content.headline;
    this.tree.description = description;
    this.tree.badge = badge;
    // Never deleted: the property is an accessor of VS Code's, gone for good once it is.
    const tree: { message?: string | undefined } = this.tree;
    // Setting it makes VS Code hold back a refresh of the rows for 200 ms.
    if (tree.message !== text) {
      tree.message = text;
    }
  }
}

function setContext(key: string, value: boolean | string): void {
  void vscode.commands.executeCommand('setContext', key, value);
}
