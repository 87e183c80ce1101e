/** The Traces view: records newest first, bad references on top, by handle, kind or thread. */

import * as vscode from 'vscode';
import type { TraceOperation } from '../../core/model/handleTrace';
import { TRACES_REQUEST, type TracesAnswer } from '../../protocol/dapExtensions';
import { CONTEXT_KEYS, VIEWS } from '../manifestIds';
import { nodeId, type FrameNode, type MessageNode, type TraceNode } from './handleNodes';
import { frames, message } from './handleParts';
import { withParts } from './itemParts';
import { operationWord } from './rowTexts';
import type { SessionData, SessionDataStore } from './sessionData';
import { SessionRows } from './sessionRows';
import { frameItem, messageItem, traceItem } from './treeItems';

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
  | MessageNode
  | TraceNode
  | FrameNode;

/** Provides the rows; owns the tree view. Shows the newest session. */
export class TracesView extends SessionRows<TracesNode> {
  private filter: TraceFilter = {};

  constructor(store: SessionDataStore) {
    super(store, VIEWS.traces, { showCollapseAll: true });
  }

  /** Brings the view to the front. */
  async focus(): Promise<void> {
    await vscode.commands.executeCommand(`${VIEWS.traces}.focus`);
  }

  /**
   * Selects the next or previous bad reference below their heading, around the ends; false when there is none to go to.
   */
  async revealBadReference(direction: 'next' | 'previous'): Promise<boolean> {
    const heading = (await this.getChildren()).find(({ kind }) => kind === 'badrefs');
    const rows = heading === undefined ? [] : await this.getChildren(heading);
    const bad = rows.filter((row): row is TraceNode => row.kind === 'trace');
    const [current] = this.tree.selection;
    const at =
      current?.kind === 'trace' || current?.kind === 'frame'
        ? bad.findIndex(({ trace }) => trace.row === current.trace.row)
        : -1;
    const step = direction === 'next' ? at + 1 : (at === -1 ? 0 : at) - 1 + bad.length;
    const wanted = bad[step % bad.length];
    if (wanted !== undefined) {
      await this.tree.reveal(wanted, { select: true, focus: true, expand: true });
    }
    return wanted !== undefined;
  }

  getParent(node: TracesNode): TracesNode | undefined {
    return node.kind === 'trace' ? this.heading(node) : undefined;
  }

  /** Only records below the heading of bad references are ever revealed. */
  private heading({ sessionId, owner }: TraceNode): TracesNode | undefined {
    return owner.startsWith('badrefs/') ? { kind: 'badrefs', sessionId, count: 0 } : undefined;
  }

  /** Shows only some records. */
  setFilter(filter: TraceFilter): void {
    this.filter = filter;
    const isSet = Object.keys(filter).length > 0;
    void vscode.commands.executeCommand('setContext', CONTEXT_KEYS.tracesFiltered, isSet);
    this.refresh();
  }

  getTreeItem(node: TracesNode): vscode.TreeItem {
    switch (node.kind) {
      case 'badrefs': {
        const { Expanded } = vscode.TreeItemCollapsibleState;
        const item = withParts(vscode.l10n.t('Bad references'), Expanded, {
          icon: 'error',
          colour: 'list.errorForeground',
          context: 'badrefs',
          description: vscode.l10n.t(
            '{0}: a handle was used or closed that was not open',
            node.count,
          ),
        });
        item.id = `${node.sessionId}/badrefs`;
        return item;
      }
      case 'page': {
        const label = vscode.l10n.t('Records {0} to {1}', node.start + 1, node.start + node.count);
        const { Collapsed } = vscode.TreeItemCollapsibleState;
        const item = withParts(label, Collapsed, { icon: 'ellipsis', context: 'page' });
        item.id = `${node.sessionId}/page/${node.start}`;
        return item;
      }
      case 'message': {
        const item = messageItem(node);
        item.id = nodeId(node, node.sessionId);
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
      const text = error instanceof Error ? error.message : String(error);
      const action = data.endedAt === null ? 'describeTarget' : 'startAgain';
      return [message(data.id, text, 'warning', { action })];
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
        return await this.badReferences(data, node.count);
      case 'page':
        return records(data, 'all', await this.page(data, this.filter, node.start));
      case 'trace':
        return frames(node);
      default:
        return [];
    }
  }

  private async roots(data: SessionData): Promise<readonly TracesNode[]> {
    const first = await this.page(data, this.filter, 0);
    this.tree.description = this.describe(first.total);
    const nodes: TracesNode[] = [];
    if ((first.lost ?? 0) > 0) {
      const text = vscode.l10n.t(
        '{0} older records were overwritten: the ring was full.',
        first.lost ?? 0,
      );
      nodes.push(message(data.id, text, 'info', { action: 'describeTarget' }));
    }
    if (!first.orderIsKnown) {
      const text = vscode.l10n.t(
        'The dump does not say in which order the records were made; newest first is assumed.',
      );
      nodes.push(message(data.id, text, 'info', { action: 'describeTarget' }));
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
        const text = vscode.l10n.t(
          '{0} older records: filter by handle or kind to reach them.',
          first.total - start - PAGE,
        );
        nodes.push(message(data.id, text, 'info', { action: 'filterTraces' }));
        break;
      }
    }
    return nodes;
  }

  /** The newest bad references; a row for those that are not shown. */
  private async badReferences(data: SessionData, count: number): Promise<readonly TracesNode[]> {
    const shown = records(data, 'badrefs', await this.page(data, { operation: 'badref' }, 0));
    const text = vscode.l10n.t('{0} more: filter by bad references to see all', count - PAGE);
    return count > PAGE
      ? [...shown, message(data.id, text, 'info', { owner: 'badrefs', action: 'filterTraces' })]
      : shown;
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

function records(data: SessionData, owner: string, page: TracesAnswer): readonly TracesNode[] {
  return page.rows.map((trace) => ({
    kind: 'trace',
    sessionId: data.id,
    owner: `${owner}/${trace.row}`,
    trace,
  }));
}
