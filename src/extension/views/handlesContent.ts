/** What the Handles view shows below each row: asks the session's data and makes rows of the answers. */

import * as vscode from 'vscode';
import {
  HANDLE_REQUEST,
  TARGET_REQUEST,
  TRACES_REQUEST,
  type TraceRow,
} from '../../protocol/dapExtensions';
import {
  VIEW_GROUPS_REQUEST,
  VIEW_ROWS_REQUEST,
  type ViewGroup,
  type ViewRow,
} from '../../protocol/viewMessages';
import { CONTEXT_KEYS } from '../manifestIds';
import {
  PAGE_ROWS,
  arrangement,
  placeOf,
  rangesOf,
  type FrameNode,
  type HandleNode,
  type HandleRowNode,
  type MessageAction,
  type MessageIcon,
  type PartNode,
  type TraceNode,
} from './handleNodes';
import type { SessionData, SessionDataStore } from './sessionData';
import type { ViewState } from './viewState';

/** Most trace records shown below one handle. */
const MAXIMUM_TRACES = 50;

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

  /** Children of a row; of none: the roots. Rejects with a readable message. */
  async childrenOf(node: HandleNode | undefined): Promise<readonly HandleNode[]> {
    if (node === undefined) {
      return await this.roots();
    }
    const data = this.store.find(node.sessionId);
    if (data === undefined) {
      return [];
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
        return await this.rights(data, node);
      case 'facts':
        return await this.facts(data, node);
      case 'traces':
        return await this.traceNodes(data, node);
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

  private async groups(data: SessionData): Promise<readonly HandleNode[]> {
    const target = await data.ask(TARGET_REQUEST, {});
    void vscode.commands.executeCommand(
      'setContext',
      CONTEXT_KEYS.canClose,
      target.capabilities.control,
    );
    if (!target.capabilities.handles) {
      return target.problems.map(({ message: text, hint }) =>
        message(data.id, hint === null ? text : `${text} ${hint}`, 'warning', {
          action: 'describeTarget',
        }),
      );
    }
    const view = await data.ask(VIEW_GROUPS_REQUEST, this.viewArguments());
    this.describe(view.matched, view.total, view.groups);
    const notes = view.notes.map((text) => message(data.id, text, 'info'));
    const problems = target.problems.map(({ message: text, where }) =>
      message(data.id, where === null ? text : `${text} (${where})`, 'warning', {
        action: 'describeTarget',
      }),
    );
    const filterProblem =
      view.filterProblem === null
        ? []
        : [
            message(
              data.id,
              vscode.l10n.t(
                'Filter, character {0}: {1}',
                view.filterProblem.column + 1,
                view.filterProblem.message,
              ),
              'error',
              { action: 'changeFilter' },
            ),
          ];
    const groups = view.groups.map((group): HandleNode => ({
      kind: 'group',
      sessionId: data.id,
      group,
    }));
    if (groups.length === 0 && filterProblem.length === 0) {
      notes.push(
        this.state.filter === ''
          ? message(data.id, vscode.l10n.t('The process has no open handles.'), 'info')
          : message(
              data.id,
              vscode.l10n.t(
                'The filter hides all {0} handles. Choose this to clear it.',
                view.total,
              ),
              'info',
              { action: 'clearFilter' },
            ),
      );
    }
    const pins = this.pins(data).length;
    const pinned: readonly HandleNode[] =
      pins === 0 ? [] : [{ kind: 'pinned', sessionId: data.id, count: pins }];
    const flat =
      groups.length === 1 && this.state.grouping === 'none'
        ? await this.childrenOf(groups[0])
        : groups;
    return [...problems, ...filterProblem, ...notes, ...pinned, ...flat];
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
    return page.rows.map((row): HandleNode => ({
      kind: 'handle',
      sessionId: data.id,
      groupKey: group.key,
      row,
    }));
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
    const rows = page.rows.map((row): HandleNode => ({
      kind: 'handle',
      sessionId: data.id,
      groupKey: 'pinned',
      row,
    }));
    return rows.length > 0
      ? rows
      : [
          message(data.id, vscode.l10n.t('None of the pinned handles is open now.'), 'info', {
            owner: 'pinned',
          }),
        ];
  }

  private async rights(data: SessionData, node: PartNode): Promise<readonly HandleNode[]> {
    const { groupKey, row } = node;
    const answer = await data.ask(HANDLE_REQUEST, { handle: row.handle });
    const names = answer.access.filter((name) => name !== '');
    return names.length === 0
      ? [
          message(
            data.id,
            vscode.l10n.t('No right has a name; the mask is {0}.', row.grantedAccess),
            'info',
            { owner: placeOf(node) },
          ),
        ]
      : names.map((name): HandleNode => ({
          kind: 'right',
          sessionId: data.id,
          groupKey,
          row,
          name,
        }));
  }

  private async facts(
    data: SessionData,
    { groupKey, row }: PartNode,
  ): Promise<readonly HandleNode[]> {
    const answer = await data.ask(HANDLE_REQUEST, { handle: row.handle });
    const counts = [
      { label: vscode.l10n.t('Name'), value: row.name ?? vscode.l10n.t('(none)') },
      { label: vscode.l10n.t('Handle count'), value: String(row.handleCount) },
      { label: vscode.l10n.t('Pointer count'), value: String(row.pointerCount) },
    ];
    return [...counts, ...answer.facts].map((fact, index): HandleNode => ({
      kind: 'fact',
      sessionId: data.id,
      groupKey,
      row,
      index,
      ...fact,
    }));
  }

  private async traceNodes(data: SessionData, node: PartNode): Promise<readonly HandleNode[]> {
    const traces = await this.tracesOf(data, node.row);
    if (traces.length === 0) {
      return [
        message(
          data.id,
          vscode.l10n.t(
            'No record: the handle was opened before tracing began, or its record was overwritten.',
          ),
          'info',
          { owner: placeOf(node) },
        ),
      ];
    }
    return traces.map((trace): TraceNode => ({
      kind: 'trace',
      sessionId: data.id,
      owner: placeOf(node),
      trace,
    }));
  }

  /** The newest records of a handle. */
  async tracesOf(data: SessionData, row: ViewRow): Promise<readonly TraceRow[]> {
    return (await data.ask(TRACES_REQUEST, { handle: row.handle, start: 0, count: MAXIMUM_TRACES }))
      .rows;
  }

  private describe(matched: number, total: number, groups: readonly ViewGroup[]): void {
    const { filter } = this.state;
    const fresh = groups.reduce((sum, { newCount }) => sum + newCount, 0);
    this.headline = {
      ...this.headline,
      description:
        filter === ''
          ? [vscode.l10n.t('{0} open', total), arrangement(this.state)]
              .filter((part) => part !== '')
              .join(', ')
          : vscode.l10n.t('{0} of {1}, filter: {2}', matched, total, filter),
      badge:
        fresh === 0
          ? undefined
          : {
              value: fresh,
              tooltip: vscode.l10n.t('{0} handles were opened since the last stop', fresh),
            },
    };
  }
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

/** A row that says something. */
export function message(
  sessionId: string,
  text: string,
  icon: MessageIcon,
  more: { readonly owner?: string; readonly action?: MessageAction } = {},
): HandleNode {
  return { kind: 'message', sessionId, text, icon, ...more };
}

function handleParts({ sessionId, groupKey, row }: HandleRowNode): readonly HandleNode[] {
  const part = { sessionId, groupKey, row };
  const traces: HandleNode = { kind: 'traces', ...part };
  return row.state === 'closed'
    ? [traces]
    : [{ kind: 'rights', ...part }, { kind: 'facts', ...part }, traces];
}

/** The frames of a record, below why it was bad if it was; one row that says so when it has none. */
export function frames({ sessionId, owner, trace }: TraceNode): readonly HandleNode[] {
  const { explanation } = trace;
  const why =
    explanation === undefined
      ? []
      : [message(sessionId, explanation, 'info', { owner: `${owner}/${trace.row}` })];
  if (trace.stack.length === 0) {
    return [
      ...why,
      message(sessionId, vscode.l10n.t('The record has no stack.'), 'info', {
        owner: `${owner}/${trace.row}`,
      }),
    ];
  }
  const stack = trace.stack.map((frame, index): FrameNode => ({
    kind: 'frame',
    sessionId,
    owner,
    trace,
    index,
    frame,
  }));
  return [...why, ...stack];
}
