/** The Traces view: records newest first, bad references on top, by handle, kind or thread. */

import * as vscode from 'vscode';
import type { TraceOperation } from '../../core/model/handleTrace';
import { TRACES_REQUEST, type TracesAnswer } from '../../protocol/dapExtensions';
import { CONTEXT_KEYS, VIEWS } from '../manifestIds';
import { nodeId, operationWord, type FrameNode, type TraceNode } from './handleNodes';
import type { SessionData, SessionDataStore } from './sessionData';
import { frameItem, traceItem } from './treeItems';

/** Records per page. */
const PAGE = 200;

/** What the view shows: all records, or those of a handle or kind. */
export interface TraceFilter {
  readonly handle?: string;
  readonly operation?: TraceOperation;
  readonly threadId?: number;
}

type TracesNode =
  | { readonly kind: 'badrefs'; readonly sessionId: string; readonly count: number }
  | {
      readonly kind: 'page';
      readonly sessionId: string;
      readonly start: number;
      readonly count: number;
    }
  | { readonly kind: 'note'; readonly sessionId: string; readonly text: string }
  | TraceNode
  | FrameNode;

/** Provides the rows; owns the tree view. Shows the newest session. */
export class TracesView implements vscode.TreeDataProvider<TracesNode>, vscode.Disposable {
  private readonly tree: vscode.TreeView<TracesNode>;
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly subscription: vscode.Disposable;
  private filter: TraceFilter = {};

  constructor(private readonly store: SessionDataStore) {
    this.tree = vscode.window.createTreeView<TracesNode>(VIEWS.traces, {
      treeDataProvider: this,
      showCollapseAll: true,
    });
    this.subscription = store.onDidChange(() => {
      this.changed.fire(undefined);
    });
  }

  dispose(): void {
    this.subscription.dispose();
    this.tree.dispose();
    this.changed.dispose();
  }

  /** Shows only some records. */
  setFilter(filter: TraceFilter): void {
    this.filter = filter;
    const isSet = Object.keys(filter).length > 0;
    void vscode.commands.executeCommand('setContext', CONTEXT_KEYS.tracesFiltered, isSet);
    this.changed.fire(undefined);
  }

  getTreeItem(node: TracesNode): vscode.TreeItem {
    switch (node.kind) {
      case 'badrefs': {
        const item = new vscode.TreeItem(
          vscode.l10n.t('Bad references'),
          vscode.TreeItemCollapsibleState.Expanded,
        );
        item.id = `${node.sessionId}/badrefs`;
        item.description = vscode.l10n.t(
          '{0}: a handle was used or closed that was not open',
          node.count,
        );
        item.iconPath = new vscode.ThemeIcon(
          'error',
          new vscode.ThemeColor('list.errorForeground'),
        );
        return item;
      }
      case 'page': {
        const label = vscode.l10n.t('Records {0} to {1}', node.start + 1, node.start + node.count);
        const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
        item.id = `${node.sessionId}/page/${node.start}`;
        item.iconPath = new vscode.ThemeIcon('ellipsis');
        return item;
      }
      case 'note': {
        const item = new vscode.TreeItem(node.text);
        item.iconPath = new vscode.ThemeIcon('info');
        item.tooltip = node.text;
        return item;
      }
      case 'trace': {
        const item = traceItem(node);
        item.id = nodeId(node, node.sessionId);
        return item;
      }
      case 'frame': {
        const item = frameItem(node);
        item.id = nodeId(node, node.sessionId);
        return item;
      }
    }
  }

  async getChildren(node?: TracesNode): Promise<TracesNode[]> {
    const data = node === undefined ? this.store.all.at(-1) : this.store.find(node.sessionId);
    if (data === undefined) {
      this.tree.description = '';
      return [];
    }
    try {
      return [...(await this.childrenOf(data, node))];
    } catch (error) {
      return [
        {
          kind: 'note',
          sessionId: data.id,
          text: error instanceof Error ? error.message : String(error),
        },
      ];
    }
  }

  private async childrenOf(
    data: SessionData,
    node: TracesNode | undefined,
  ): Promise<readonly TracesNode[]> {
    switch (node?.kind) {
      case undefined:
        return await this.roots(data);
      case 'badrefs':
        return records(data, 'badrefs', await this.page(data, { operation: 'badref' }, 0));
      case 'page':
        return records(data, 'all', await this.page(data, this.filter, node.start));
      case 'trace':
        return recordRows(node);
      default:
        return [];
    }
  }

  private async roots(data: SessionData): Promise<readonly TracesNode[]> {
    const first = await this.page(data, this.filter, 0);
    this.tree.description = this.describe(first.total);
    const nodes: TracesNode[] = [];
    if ((first.lost ?? 0) > 0) {
      nodes.push({
        kind: 'note',
        sessionId: data.id,
        text: vscode.l10n.t(
          '{0} older records were overwritten: the ring was full.',
          first.lost ?? 0,
        ),
      });
    }
    if (!first.orderIsKnown) {
      nodes.push({
        kind: 'note',
        sessionId: data.id,
        text: vscode.l10n.t(
          'The dump does not say in which order the records were made; newest first is assumed.',
        ),
      });
    }
    if (Object.keys(this.filter).length === 0) {
      const bad = await data.ask(TRACES_REQUEST, { operation: 'badref', start: 0, count: 1 });
      if (bad.total > 0) {
        nodes.push({ kind: 'badrefs', sessionId: data.id, count: bad.total });
      }
    }
    nodes.push(...records(data, 'all', first));
    for (let start = PAGE; start < first.total; start += PAGE) {
      nodes.push({
        kind: 'page',
        sessionId: data.id,
        start,
        count: Math.min(PAGE, first.total - start),
      });
      if (nodes.length > PAGE * 3) {
        nodes.push({
          kind: 'note',
          sessionId: data.id,
          text: vscode.l10n.t(
            '{0} older records: filter by handle or kind to reach them.',
            first.total - start - PAGE,
          ),
        });
        break;
      }
    }
    return nodes;
  }

  private page(data: SessionData, filter: TraceFilter, start: number): Promise<TracesAnswer> {
    return data.ask(TRACES_REQUEST, { ...filter, start, count: PAGE });
  }

  private describe(total: number): string {
    const { handle, operation, threadId } = this.filter;
    const parts = [
      handle ?? '',
      operation === undefined ? '' : operationWord(operation),
      threadId === undefined ? '' : vscode.l10n.t('thread {0}', `0x${threadId.toString(16)}`),
    ].filter((part) => part !== '');
    return parts.length === 0
      ? vscode.l10n.t('{0} records', total)
      : vscode.l10n.t('{0} records, filter: {1}', total, parts.join(' '));
  }
}

/** What stands below a record: why it was bad if it was, then its frames. */
function recordRows(node: TraceNode): readonly TracesNode[] {
  const { sessionId, owner, trace } = node;
  const why: readonly TracesNode[] =
    trace.explanation === undefined ? [] : [{ kind: 'note', sessionId, text: trace.explanation }];
  const frames = trace.stack.map((frame, index): FrameNode => ({
    kind: 'frame',
    sessionId,
    owner,
    trace,
    index,
    frame,
  }));
  return [...why, ...frames];
}

function records(data: SessionData, owner: string, page: TracesAnswer): readonly TracesNode[] {
  return page.rows.map((trace) => ({
    kind: 'trace',
    sessionId: data.id,
    owner: `${owner}/${trace.row}`,
    trace,
  }));
}
