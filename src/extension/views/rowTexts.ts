/** What the rows of the views say, in words. Knows nothing of VS Code. */

import { PLUMBING_MODULES, SYSTEM_MODULES } from '../../core/analysis/traces/systemModules';
import { NO_ACTOR } from '../../core/model/handleTrace';
import { foldCase } from '../../core/util/foldCase';
import type { TraceFrame, TraceRow } from '../../protocol/dapExtensions';
import type {
  RowState,
  ViewGroup,
  ViewGrouping,
  ViewRow,
  ViewSort,
} from '../../protocol/viewMessages';
import { l10n } from '../l10n';
import type { HandleNode } from './handleNodes';
import { shownNumber } from './numberBase';

/** Who made a trace record; a log of a kernel debugger does not tell. */
export function threadText(threadId: number): string {
  return threadId === NO_ACTOR
    ? l10n.t('a thread not recorded')
    : l10n.t('thread {0}', shownNumber(`0x${threadId.toString(16)}`));
}

/** The word for a trace record's operation. */
export function operationWord(operation: TraceRow['operation']): string {
  return { open: 'OPEN', close: 'CLOSE', badref: 'BAD REFERENCE' }[operation];
}

/** What is written behind a handle: what changed, what was written about it, its name, state and access. */
export function rowDescription(row: ViewRow, note = ''): string {
  const parts = [
    stateWord(row.state),
    badReferencesText(row),
    note === '' ? '' : l10n.t('note: {0}', note),
    row.name === null ? '' : shortName(row.name),
    row.stateText ?? '',
    row.accessText,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** That somebody used the value while it was not open; empty when nobody did. */
export function badReferencesText({ badReferences }: ViewRow): string {
  return badReferences === 0
    ? ''
    : badReferences === 1
      ? l10n.t('1 bad reference')
      : l10n.t('{0} bad references', badReferences);
}

/** The word for a row's state; empty for `same`. */
export function stateWord(state: RowState): string {
  return {
    same: '',
    new: l10n.t('new'),
    changed: l10n.t('changed'),
    closed: l10n.t('closed'),
  }[state];
}

/** What a group says about itself and its changes: `12 · pinned · 3 new, 1 closed`. */
export function groupDescription(group: ViewGroup, isPinned = false): string {
  const parts = [
    String(group.count - group.closedCount),
    isPinned ? l10n.t('pinned') : '',
    changesText(group),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** The spoken form of a group: everything, in words. */
export function groupSpoken(group: ViewGroup, isPinned = false): string {
  const parts = [
    group.label,
    handlesText(group.count - group.closedCount),
    isPinned ? l10n.t('pinned') : '',
    changesText(group),
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** `1 handle`, `12 handles`. */
export function handlesText(count: number): string {
  return count === 1 ? l10n.t('1 handle') : l10n.t('{0} handles', count);
}

/** `3 new, 1 closed`; empty when nothing happened since the last stop. */
export function changesText({
  newCount,
  changedCount,
  closedCount,
}: Pick<ViewGroup, 'newCount' | 'changedCount' | 'closedCount'>): string {
  return [
    newCount > 0 ? l10n.t('{0} new', newCount) : '',
    changedCount > 0 ? l10n.t('{0} changed', changedCount) : '',
    closedCount > 0 ? l10n.t('{0} closed', closedCount) : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
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
    opener: l10n.t('by opening stack'),
    name: l10n.t('by name'),
    process: l10n.t('by process'),
    thread: l10n.t('by thread'),
    none: l10n.t('flat'),
  }[grouping];
  const sortText = {
    value: '',
    name: l10n.t('names sorted'),
    type: l10n.t('types sorted'),
    handleCount: l10n.t('most handles first'),
    newest: l10n.t('newest first'),
  }[sort];
  return [groupingText, sortText].filter((part) => part !== '').join(', ');
}

/** The spoken form of a handle row: everything, in words. */
export function rowAccessibilityLabel(
  row: ViewRow,
  { note = '', isPinned = false }: { readonly note?: string; readonly isPinned?: boolean } = {},
): string {
  const parts = [
    l10n.t('Handle {0}', shownNumber(row.handle)),
    row.type ?? l10n.t('type not recorded'),
    row.name ?? l10n.t('unnamed'),
    row.stateText ?? '',
    row.accessText === '' ? '' : l10n.t('access {0}', row.accessText),
    row.opener === null ? '' : l10n.t('opened by {0}', row.opener),
    badReferencesText(row),
    stateWord(row.state),
    isPinned ? l10n.t('pinned') : '',
    note === '' ? '' : l10n.t('note: {0}', note),
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** The spoken form of a trace record: what was done to which handle, where in the program, by whom. */
export function traceSpoken({ operation, handle, stack }: TraceRow, thread: string): string {
  const named = namedFrame(stack);
  const what = l10n.t(
    '{0} of handle {1} by {2}',
    operationWord(operation),
    shownNumber(handle),
    thread,
  );
  return named === undefined ? what : l10n.t('{0}, in {1}', what, frameLabel(named));
}

/** The spoken form of a frame: whose code it is shows in the icon alone. */
export function frameSpoken(frame: TraceFrame): string {
  const label = frameLabel(frame);
  return isOwnFrame(frame) ? l10n.t('{0}, code of the program', label) : label;
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
    case 'userEntry':
      return `!dhe ${bare(node.entry.handle)}`;
    default:
      return undefined;
  }
}

function bare(handle: string): string {
  return handle.replace(/^0x/, '');
}
