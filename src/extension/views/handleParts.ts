/** What stands below one handle: its rights, its object, its records and their frames. */

import * as vscode from 'vscode';
import { HANDLE_REQUEST, TRACES_REQUEST, type TraceRow } from '../../protocol/dapExtensions';
import type { ViewRow } from '../../protocol/viewMessages';
import {
  placeOf,
  type FrameNode,
  type HandleNode,
  type HandleRowNode,
  type MessageIcon,
  type MessageNode,
  type PartNode,
  type TraceNode,
} from './handleNodes';
import type { SessionData } from './sessionData';

/** Most trace records shown below one handle. */
const MAXIMUM_TRACES = 50;

/** A row that says something. */
export function message(
  sessionId: string,
  text: string,
  icon: MessageIcon,
  more: Partial<Pick<MessageNode, 'owner' | 'action' | 'handle' | 'trace'>> = {},
): MessageNode {
  return { kind: 'message', sessionId, text, icon, ...more };
}

/** The headings below a handle. A closed one has only its records left. */
export function handleParts({ sessionId, groupKey, row }: HandleRowNode): readonly HandleNode[] {
  const part = { sessionId, groupKey, row };
  const traces: HandleNode = { kind: 'traces', ...part };
  return row.state === 'closed'
    ? [traces]
    : [{ kind: 'rights', ...part }, { kind: 'facts', ...part }, traces];
}

/** The frames of a record, below why it was bad if it was; one row that says so when it has none. */
export function frames(node: TraceNode): readonly (MessageNode | FrameNode)[] {
  const { sessionId, owner, trace } = node;
  const place = `${owner}/${trace.row}`;
  const why =
    trace.explanation === undefined
      ? []
      : [
          message(sessionId, trace.explanation, 'info', {
            owner: place,
            action: 'showStack',
            trace: node,
          }),
        ];
  if (trace.stack.length === 0) {
    return [
      ...why,
      message(sessionId, vscode.l10n.t('The record has no stack.'), 'info', {
        owner: place,
        action: 'showTraces',
        handle: trace.handle,
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

/** The names of the granted rights. */
export async function rights(data: SessionData, node: PartNode): Promise<readonly HandleNode[]> {
  const { groupKey, row } = node;
  const answer = await data.ask(HANDLE_REQUEST, { handle: row.handle });
  const names = answer.access.filter((name) => name !== '');
  return names.length === 0
    ? [
        message(
          data.id,
          row.grantedAccess === null
            ? vscode.l10n.t('The granted access was not recorded.')
            : vscode.l10n.t('No right has a name; the mask is {0}.', row.grantedAccess),
          'info',
          { owner: placeOf(node), action: 'describeTarget' },
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

/** What the object is. */
export async function facts(
  data: SessionData,
  { groupKey, row }: PartNode,
): Promise<readonly HandleNode[]> {
  const answer = await data.ask(HANDLE_REQUEST, { handle: row.handle });
  const counts = [
    { label: vscode.l10n.t('Name'), value: row.name ?? vscode.l10n.t('(none)') },
    { label: vscode.l10n.t('Handle count'), value: countText(row.handleCount) },
    { label: vscode.l10n.t('Pointer count'), value: countText(row.pointerCount) },
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

/** The records of a handle. */
export async function traceNodes(
  data: SessionData,
  node: PartNode,
): Promise<readonly HandleNode[]> {
  const traces = await tracesOf(data, node.row);
  if (traces.length === 0) {
    return [
      message(
        data.id,
        vscode.l10n.t(
          'No record: the handle was opened before tracing began, or its record was overwritten.',
        ),
        'info',
        { owner: placeOf(node), action: 'showTraces' },
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
export async function tracesOf(data: SessionData, row: ViewRow): Promise<readonly TraceRow[]> {
  return (await data.ask(TRACES_REQUEST, { handle: row.handle, start: 0, count: MAXIMUM_TRACES }))
    .rows;
}

/** A count, or that the target did not record it. */
function countText(count: number | null): string {
  return count === null ? vscode.l10n.t('not recorded') : String(count);
}
