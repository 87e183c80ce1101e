/** The rows of the Handles view as plain data, and what they say. Knows nothing of VS Code. */

import { PLUMBING_MODULES, SYSTEM_MODULES } from '../../core/analysis/traces/systemModules';
import { foldCase } from '../../core/util/foldCase';
import type { TraceFrame, TraceRow } from '../../protocol/dapExtensions';
import type {
  RowState,
  ViewGroup,
  ViewGrouping,
  ViewRow,
  ViewSort,
} from '../../protocol/viewMessages';

/** Rows fetched and shown at a time; longer groups are divided into ranges. */
export const PAGE_ROWS = 200;
/** Most ranges beside one another. */
const MAXIMUM_RANGES = 100;

/** A row of the Handles view. */
export type HandleNode =
  | { readonly kind: 'session'; readonly sessionId: string }
  | {
      readonly kind: 'message';
      readonly sessionId: string;
      readonly text: string;
      readonly icon: MessageIcon;
      /** Where it stands, when it is below another row: the same sentence can be below many. */
      readonly owner?: string;
      /** What choosing the row does. */
      readonly action?: MessageAction;
    }
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
  | FrameNode;

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

/** What choosing a message row can do: change the filter, or tell about the target. */
export type MessageAction = 'changeFilter' | 'clearFilter' | 'describeTarget';

/** Codicon by object type: shape tells the kind without colour. */
const TYPE_ICONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    Event: 'bell',
    Mutant: 'lock',
    Semaphore: 'dashboard',
    Timer: 'watch',
    IRTimer: 'watch',
    File: 'file',
    Directory: 'folder',
    SymbolicLink: 'file-symlink-file',
    Key: 'key',
    Section: 'file-binary',
    Process: 'server-process',
    Thread: 'git-commit',
    Token: 'account',
    Job: 'briefcase',
    IoCompletion: 'inbox',
    TpWorkerFactory: 'organization',
    WaitCompletionPacket: 'package',
    'ALPC Port': 'plug',
    Port: 'plug',
    WaitablePort: 'plug',
    WindowStation: 'device-desktop',
    Desktop: 'window',
    KeyedEvent: 'bell-dot',
    EtwRegistration: 'broadcast',
    DebugObject: 'bug',
  }),
);

/** Codicon of an object type; a question mark when the type was not recorded. */
export function typeIcon(type: string | null): string {
  return type === null ? 'question' : (TYPE_ICONS.get(type) ?? 'symbol-misc');
}

/** Codicon of a trace record. */
export function operationIcon(operation: TraceRow['operation']): string {
  return { open: 'add', close: 'remove', badref: 'error' }[operation];
}

/** The word for a trace record's operation. */
export function operationWord(operation: TraceRow['operation']): string {
  return { open: 'OPEN', close: 'CLOSE', badref: 'BAD REFERENCE' }[operation];
}

/** What is written behind a handle: its name or state, then what changed. */
export function rowDescription(row: ViewRow): string {
  const parts = [
    row.name === null ? null : shortName(row.name),
    row.stateText,
    row.accessText === '' ? null : row.accessText,
  ];
  const text = parts.filter((part) => part !== null).join(' · ');
  return row.state === 'same'
    ? text
    : [stateWord(row.state), text].filter((part) => part !== '').join(' · ');
}

/** The word for a row's state; empty for `same`. */
export function stateWord(state: RowState): string {
  return { same: '', new: 'new', changed: 'changed', closed: 'closed' }[state];
}

/** What a group says about its changes: `12 · 3 new, 1 closed`. */
export function groupDescription(group: ViewGroup): string {
  const changes = [
    group.newCount > 0 ? `${group.newCount} new` : '',
    group.changedCount > 0 ? `${group.changedCount} changed` : '',
    group.closedCount > 0 ? `${group.closedCount} closed` : '',
  ].filter((part) => part !== '');
  const open = group.count - group.closedCount;
  return changes.length === 0 ? String(open) : `${open} · ${changes.join(', ')}`;
}

/** How the rows are grouped and sorted, as far as that is not as it is at first; empty otherwise. */
export function arrangement({
  grouping,
  sort,
}: {
  readonly grouping: ViewGrouping;
  readonly sort: ViewSort;
}): string {
  const groupingText = {
    type: '',
    opener: 'by opening stack',
    name: 'by name',
    process: 'by process',
    none: 'flat',
  }[grouping];
  const sortText = {
    value: '',
    name: 'names sorted',
    type: 'types sorted',
    handleCount: 'most handles first',
    newest: 'newest first',
  }[sort];
  return [groupingText, sortText].filter((part) => part !== '').join(', ');
}

/** The spoken form of a handle row: everything, in words. */
export function rowAccessibilityLabel(row: ViewRow): string {
  const parts = [
    `Handle ${row.handle}`,
    row.type ?? 'type not recorded',
    row.name ?? 'unnamed',
    row.stateText ?? '',
    row.accessText === '' ? '' : `access ${row.accessText}`,
    row.opener === null ? '' : `opened by ${row.opener}`,
    stateWord(row.state),
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** Keeps both ends of a long name: the interesting end of a path stays visible. */
export function shortName(name: string, length = 60): string {
  if (name.length <= length) {
    return name;
  }
  const head = Math.floor(length / 4);
  return `${name.slice(0, head)}…${name.slice(name.length - (length - head - 1))}`;
}

/** True for frames of the program itself, as far as the module's name tells. */
export function isOwnFrame({ module }: TraceFrame): boolean {
  const name = module === null ? null : foldCase(module);
  return name !== null && !PLUMBING_MODULES.has(name) && !SYSTEM_MODULES.has(name);
}

/** The frame to name for a stack: the first of the program itself, else the first with a name; undefined without any. */
export function namedFrame(stack: readonly TraceFrame[]): TraceFrame | undefined {
  return stack.find(isOwnFrame) ?? stack.find(({ module }) => module !== null);
}

/** A frame as stacks print it: `ntdll!NtCreateEvent+0x14`, or the bare address. */
export function frameLabel(frame: TraceFrame): string {
  if (frame.module === null) {
    return frame.address;
  }
  const symbol = frame.symbol === null ? '' : `!${frame.symbol}`;
  const displacement = frame.displacement === '0x0' ? '' : `+${frame.displacement}`;
  return `${frame.module}${symbol}${displacement}`;
}

/** The debugger's command that shows what a row shows; undefined for rows that no command shows. */
export function commandOf(node: HandleNode): string | undefined {
  switch (node.kind) {
    case 'handle':
    case 'facts':
    case 'rights':
    case 'right':
    case 'fact':
      return `!handle ${bare(node.row.handle)} f`;
    case 'traces':
      return `!htrace ${bare(node.row.handle)}`;
    case 'trace':
    case 'frame':
      return `!htrace ${bare(node.trace.handle)}`;
    default:
      return undefined;
  }
}

function bare(handle: string): string {
  return handle.replace(/^0x/, '');
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
