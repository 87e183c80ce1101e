/** What the Handles view shows below each row: asks the session's data and makes rows of the answers. */

import * as vscode from 'vscode';
import type { TargetAnswer } from '../../protocol/dapExtensions';
import {
  VIEW_ROWS_REQUEST,
  type ViewGroup,
  type ViewGroupsAnswer,
  type ViewNote,
  type ViewRow,
} from '../../protocol/viewMessages';
import { CONTEXT_KEYS } from '../manifestIds';
import { facts, frames, handleParts, message, rights, traceNodes } from './handleParts';
import {
  PAGE_ROWS,
  pinnedFirst,
  rangesOf,
  type HandleNode,
  type MessageAction,
  type MessageNode,
} from './handleNodes';
import { arrangement } from './rowTexts';
import type { SessionData, SessionDataStore } from './sessionData';
import { userBranch, userChildren } from './userContent';
import { isUserNode } from './userNodes';
import type { ViewState } from './viewState';

/** What stands above the rows. */
export interface Headline {
  readonly description: string;
  readonly badge: vscode.ViewBadge | undefined;
  readonly message: string | undefined;
}

const EMPTY_HEADLINE: Headline = { description: '', badge: undefined, message: undefined };

/** Makes the rows. */
export class HandlesContent {
  /** Of the roots that were made last. */
  headline: Headline = EMPTY_HEADLINE;

  constructor(
    private readonly store: SessionDataStore,
    private readonly state: ViewState,
  ) {}

  /** Arguments of view requests as the user chose them. */
  viewArguments(): { grouping: string; sort: string; filter: string } {
    const { grouping, sort, filter } = this.state;
    return { grouping, sort, filter };
  }

  /** Pinned handles of a session's target. */
  pins(data: SessionData): readonly string[] {
    return this.state.pins(data.session.name);
  }

  /** True for pinned handles and for groups of pinned types. */
  isPinned(data: SessionData, node: HandleNode): boolean {
    switch (node.kind) {
      case 'handle':
        return this.pins(data).includes(node.row.handle);
      case 'group':
        return (
          node.group.type !== null &&
          this.state.pinnedTypes(data.session.name).includes(node.group.type)
        );
      default:
        return false;
    }
  }

  /** Children of a row; of none: the roots. Rejects with a readable message. */
  async childrenOf(node: HandleNode | undefined): Promise<readonly HandleNode[]> {
    if (node === undefined) {
      return await this.roots();
    }
    const data = this.store.find(node.sessionId);
    if (data === undefined) {
      return [];
    }
    if (isUserNode(node)) {
      return await userChildren(data, node, this.state.filter);
    }
    switch (node.kind) {
      case 'session':
        return await this.groups(data);
      case 'pinned':
        return await this.pinnedRows(data);
      case 'group':
        return await this.rows(data, node.group, 0, node.group.count);
      case 'range':
        return await this.rows(data, node.group, node.start, node.count);
      case 'handle':
        return handleParts(node);
      case 'rights':
        return await rights(data, node);
      case 'facts':
        return await facts(data, node);
      case 'traces':
        return await traceNodes(data, node);
      case 'trace':
        return frames(node);
      default:
        return [];
    }
  }

  /** With one session its groups are the roots; several become a root each. */
  private async roots(): Promise<readonly HandleNode[]> {
    const { all } = this.store;
    this.headline = { ...EMPTY_HEADLINE, message: stamp(all) };
    const [only] = all;
    if (only === undefined) {
      return [];
    }
    return all.length === 1
      ? await this.groups(only)
      : all.map(({ id }) => ({ kind: 'session', sessionId: id }));
  }

  /** Begins to work out what the roots show, so that it is there when the tree asks. */
  prefetch(): void {
    for (const data of this.store.all) {
      // Whoever shows the roots says what failed.
      void data.overview(this.viewArguments()).catch(() => undefined);
    }
  }

  private async groups(data: SessionData): Promise<readonly HandleNode[]> {
    const [{ target, view, failure }, users] = await Promise.all([
      data.overview(this.viewArguments()),
      userBranch(data, this.state.filter),
    ]);
    void vscode.commands.executeCommand(
      'setContext',
      CONTEXT_KEYS.canClose,
      target.capabilities.control,
    );
    if (!target.capabilities.handles) {
      const problems = target.problems.map(({ message: text, hint }) =>
        message(data.id, hint === null ? text : `${text} ${hint}`, 'warning', {
          action: 'describeTarget',
        }),
      );
      return users === null ? problems : [...problems, users];
    }
    if (view === null) {
      throw failure;
    }
    this.describe(view);
    const groups = pinnedFirst(view.groups, this.state.pinnedTypes(data.session.name)).map(
      (group): HandleNode => ({ kind: 'group', sessionId: data.id, group }),
    );
    const pins = this.pins(data).length;
    const pinned: readonly HandleNode[] =
      pins === 0 ? [] : [{ kind: 'pinned', sessionId: data.id, count: pins }];
    const flat =
      groups.length === 1 && this.state.grouping === 'none'
        ? await this.childrenOf(groups[0])
        : groups;
    // The branch comes before the groups, where it is found; that there is none comes last.
    const branch = users?.kind === 'userRoot' ? [users] : [];
    const none = users?.kind === 'message' ? [users] : [];
    return [...this.messages(data, target, view), ...pinned, ...branch, ...flat, ...none];
  }

  /** What has to be said before the groups. */
  private messages(
    { id }: SessionData,
    target: TargetAnswer,
    view: ViewGroupsAnswer,
  ): readonly MessageNode[] {
    const problems = target.problems.map(({ message: text, where }) =>
      message(id, where === null ? text : `${text} (${where})`, 'warning', {
        action: 'describeTarget',
      }),
    );
    const notes = view.notes.map(({ text, about }) =>
      message(id, text, 'info', { action: NOTE_ACTIONS[about] }),
    );
    const { filterProblem } = view;
    if (filterProblem !== null) {
      const { column, message: text } = filterProblem;
      const sentence = vscode.l10n.t('Filter, character {0}: {1}', column + 1, text);
      return [...problems, message(id, sentence, 'error', { action: 'changeFilter' }), ...notes];
    }
    return [...problems, ...notes, ...(view.groups.length === 0 ? [this.emptiness(id, view)] : [])];
  }

  /** Why there is no group. */
  private emptiness(id: string, { total }: ViewGroupsAnswer): MessageNode {
    return this.state.filter === ''
      ? message(id, vscode.l10n.t('The process has no open handles.'), 'info', {
          action: 'describeTarget',
        })
      : message(
          id,
          vscode.l10n.t('The filter hides all {0} handles. Choose this to clear it.', total),
          'info',
          { action: 'clearFilter' },
        );
  }

  private async rows(
    data: SessionData,
    group: ViewGroup,
    start: number,
    count: number,
  ): Promise<readonly HandleNode[]> {
    const ranges = rangesOf(start, count);
    if (ranges !== null) {
      return ranges.map((range): HandleNode => ({
        kind: 'range',
        sessionId: data.id,
        group,
        ...range,
      }));
    }
    const page = await data.ask(VIEW_ROWS_REQUEST, {
      ...this.viewArguments(),
      group: group.key,
      start,
      count,
    });
    return page.rows.map((row) => this.handleNode(data, group.key, row));
  }

  private async pinnedRows(data: SessionData): Promise<readonly HandleNode[]> {
    const filter = this.pins(data)
      .map((handle) => `value=${handle}`)
      .join(' or ');
    const page = await data.ask(VIEW_ROWS_REQUEST, {
      grouping: 'none',
      sort: 'value',
      filter,
      group: 'all',
      start: 0,
      count: PAGE_ROWS,
    });
    const rows = page.rows.map((row) => this.handleNode(data, 'pinned', row));
    return rows.length > 0
      ? rows
      : [
          message(data.id, vscode.l10n.t('None of the pinned handles is open now.'), 'info', {
            owner: 'pinned',
            action: 'unpinAll',
          }),
        ];
  }

  private handleNode(data: SessionData, groupKey: string, row: ViewRow): HandleNode {
    const note = this.state.note(data.session.name, row.handle);
    return { kind: 'handle', sessionId: data.id, groupKey, row, note };
  }

  private describe(view: ViewGroupsAnswer): void {
    const { filter } = this.state;
    this.headline = {
      ...this.headline,
      description:
        filter === ''
          ? [vscode.l10n.t('{0} open', view.total), arrangement(this.state)]
              .filter((part) => part !== '')
              .join(', ')
          : vscode.l10n.t('{0} of {1}, filter: {2}', view.matched, view.total, filter),
      badge: badgeOf(view),
    };
  }
}

/** What choosing a note of the adapter leads to. */
const NOTE_ACTIONS: Readonly<Record<ViewNote['about'], MessageAction>> = {
  target: 'describeTarget',
  traces: 'showTraces',
  filter: 'changeFilter',
};

/** Opens that a snapshot left open; without a snapshot, opens since the last stop. None hides the badge. */
function badgeOf({ outstanding, groups }: ViewGroupsAnswer): vscode.ViewBadge | undefined {
  const value = outstanding ?? groups.reduce((sum, { newCount }) => sum + newCount, 0);
  const tooltip =
    outstanding === null
      ? vscode.l10n.t('{0} handles were opened since the last stop and are still open', value)
      : vscode.l10n.t(
          '{0} handles were opened since the last snapshot and are still open (!htrace -diff and !utrace -diff list them)',
          value,
        );
  return value === 0 ? undefined : { value, tooltip };
}

/** Says when the shown data are of a session that has ended. */
function stamp(all: readonly SessionData[]): string | undefined {
  const [only] = all;
  if (all.length !== 1 || only === undefined || only.endedAt === null) {
    return undefined;
  }
  return vscode.l10n.t(
    '{0} ended at {1}. These are its last data.',
    only.session.name,
    only.endedAt.toLocaleTimeString(),
  );
}
