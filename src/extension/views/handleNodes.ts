/** The rows of the Handles view as plain data. Knows nothing of VS Code. */

import type { TraceFrame, TraceRow } from '../../protocol/dapExtensions';
import type { ViewGroup, ViewRow } from '../../protocol/viewMessages';
import { isUserNode, userNodeId, type UserNode } from './userNodes';

/** Rows fetched and shown at a time; longer groups are divided into ranges. */
export const PAGE_ROWS = 200;
/** Most ranges beside one another. */
const MAXIMUM_RANGES = 100;

/** A row of the Handles view. */
export type HandleNode =
  | { readonly kind: 'session'; readonly sessionId: string }
  | MessageNode
  | { readonly kind: 'pinned'; readonly sessionId: string; readonly count: number }
  | { readonly kind: 'group'; readonly sessionId: string; readonly group: ViewGroup }
  | RangeNode
  | HandleRowNode
  | PartNode
  | (HandlePart & { readonly kind: 'right'; readonly name: string })
  | (HandlePart & {
      readonly kind: 'fact';
      /** Place among the facts of the handle, from 0: labels can repeat. */
      readonly index: number;
      readonly label: string;
      readonly value: string;
    })
  | TraceNode
  | FrameNode
  | UserNode;

/** A sentence. */
export interface MessageNode {
  readonly kind: 'message';
  readonly sessionId: string;
  readonly text: string;
  readonly icon: MessageIcon;
  /** Where it stands, when it is below another row: the same sentence can be below many. */
  readonly owner?: string;
  /** What choosing the row does. */
  readonly action?: MessageAction;
  /** The handle that `showTraces` is about; absent for all records. */
  readonly handle?: string;
  /** The record that `showStack` is about. */
  readonly trace?: TraceNode;
}

/** A part of a long group. */
export interface RangeNode {
  readonly kind: 'range';
  readonly sessionId: string;
  readonly group: ViewGroup;
  readonly start: number;
  readonly count: number;
}

/** One handle. */
export interface HandleRowNode {
  readonly kind: 'handle';
  readonly sessionId: string;
  /** Key of the group it is shown in, or `pinned`. */
  readonly groupKey: string;
  readonly row: ViewRow;
  /** What the user wrote about the handle; empty for nothing. */
  readonly note: string;
}

/** A row below a handle. */
interface HandlePart {
  readonly sessionId: string;
  /** Key of the group the handle is shown in: a pinned handle is shown twice. */
  readonly groupKey: string;
  readonly row: ViewRow;
}

/** One of the three headings below a handle. */
export interface PartNode extends HandlePart {
  readonly kind: 'rights' | 'facts' | 'traces';
}

/** One trace record. */
export interface TraceNode {
  readonly kind: 'trace';
  readonly sessionId: string;
  /** Distinguishes the same record shown under different handles and views. */
  readonly owner: string;
  readonly trace: TraceRow;
}

/** One frame of a trace record. */
export interface FrameNode {
  readonly kind: 'frame';
  readonly sessionId: string;
  readonly owner: string;
  readonly trace: TraceRow;
  readonly index: number;
  readonly frame: TraceFrame;
}

/** Icons of message rows. */
export type MessageIcon = 'info' | 'warning' | 'error' | 'loading~spin';

/** What choosing a message row can do. */
export type MessageAction =
  | 'changeFilter'
  | 'clearFilter'
  | 'describeTarget'
  | 'filterTraces'
  | 'refresh'
  | 'showStack'
  | 'showTraces'
  | 'startAgain'
  | 'unpinAll';

/** Groups of pinned types first, in the order they were pinned; the others stay as they are. */
export function pinnedFirst(
  groups: readonly ViewGroup[],
  types: readonly string[],
): readonly ViewGroup[] {
  const rank = ({ type }: ViewGroup): number => (type === null ? -1 : types.indexOf(type));
  const pinned = groups.filter((group) => rank(group) >= 0);
  return pinned.length === 0
    ? groups
    : [...pinned.sort((a, b) => rank(a) - rank(b)), ...groups.filter((group) => rank(group) < 0)];
}

/** Divides `count` rows from `start` into at most 100 ranges; null when one page holds them. */
export function rangesOf(
  start: number,
  count: number,
): readonly { readonly start: number; readonly count: number }[] | null {
  if (count <= PAGE_ROWS) {
    return null;
  }
  let size = PAGE_ROWS;
  while (count / size > MAXIMUM_RANGES) {
    size *= MAXIMUM_RANGES;
  }
  const ranges: { start: number; count: number }[] = [];
  for (let from = start; from < start + count; from += size) {
    ranges.push({ start: from, count: Math.min(size, start + count - from) });
  }
  return ranges;
}

/** What the ids of a session's rows begin with: the target's name, with a number if other sessions have it. */
export function rootName(name: string, taken: readonly string[]): string {
  let number = 1;
  while (taken.includes(`${name}#${number}`)) {
    number++;
  }
  return `${name}#${number}`;
}

/** The place of a handle in the view; what stands below it begins its id with this. */
export function placeOf({ groupKey, row }: HandleRowNode | PartNode): string {
  return `${groupKey}/${row.id}`;
}

/**
 * An id that stays the same across refreshes and restarts, so that expansion and selection survive. `root` names the
 * target and stands for the session, whose own id is new with each start.
 */
export function nodeId(node: HandleNode, root: string): string {
  if (isUserNode(node)) {
    return userNodeId(node, root);
  }
  switch (node.kind) {
    case 'session':
      return root;
    case 'message':
      return `${root}/message/${node.owner ?? ''}/${node.text}`;
    case 'pinned':
      return `${root}/pinned`;
    case 'group':
      return `${root}/group/${node.group.key}`;
    case 'range':
      return `${root}/range/${node.group.key}/${node.start}+${node.count}`;
    case 'handle':
    case 'rights':
    case 'facts':
    case 'traces':
      return `${root}/${node.kind}/${node.groupKey}/${node.row.id}`;
    case 'right':
      return `${root}/right/${node.groupKey}/${node.row.id}/${node.name}`;
    case 'fact':
      return `${root}/fact/${node.groupKey}/${node.row.id}/${node.index}`;
    case 'trace':
      return `${root}/trace/${node.owner}/${node.trace.row}`;
    case 'frame':
      return `${root}/frame/${node.owner}/${node.trace.row}/${node.index}`;
  }
}
