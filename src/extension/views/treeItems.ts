/** From rows as plain data to VS Code's tree items. */

import * as vscode from 'vscode';
import { NO_ACTOR } from '../../core/model/handleTrace';
import { COMMANDS, VIEWS } from '../manifestIds';
import {
  nodeId,
  type FrameNode,
  type HandleNode,
  type HandleRowNode,
  type MessageAction,
  type MessageNode,
  type TraceNode,
} from './handleNodes';
import { rowUri, withParts } from './itemParts';
import { shownNumber } from './numberBase';
import { operationIcon, rowIcon, typeIcon } from './rowIcons';
import {
  frameLabel,
  frameSpoken,
  groupDescription,
  groupSpoken,
  isOwnFrame,
  namedFrame,
  operationWord,
  rowAccessibilityLabel,
  rowDescription,
  threadText,
  traceSpoken,
} from './rowTexts';
import { userItem } from './userItems';
import { isUserNode, type UserNode } from './userNodes';

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

/** What an item needs beyond its node. */
export interface ItemContext {
  /** What ids of rows begin with: names the target. */
  readonly root: string;
  /** Name of the session, for session rows. */
  readonly sessionName: string;
  /** The session has ended: rows are shown dimmed. */
  readonly isOver: boolean;
  /** The row is pinned. */
  readonly isPinned: boolean;
}

/** Makes the item of a node. Tooltips of handles come later, in `resolveTreeItem`. */
export function treeItem(node: HandleNode, context: ItemContext): vscode.TreeItem {
  const item = isUserNode(node) ? userItem(node, context) : bareItem(node, context);
  item.id = nodeId(node, context.root);
  return item;
}

function bareItem(node: Exclude<HandleNode, UserNode>, context: ItemContext): vscode.TreeItem {
  switch (node.kind) {
    case 'session':
      return withParts(context.sessionName, Expanded, {
        icon: context.isOver ? 'debug-disconnect' : 'debug-alt',
        context: 'session',
      });
    case 'message':
      return messageItem(node);
    case 'pinned':
      return withParts(vscode.l10n.t('Pinned'), Expanded, {
        icon: 'pinned',
        context: 'pinned',
        description: String(node.count),
      });
    case 'group':
      return withParts(node.group.label, Collapsed, {
        icon: node.group.type === null ? 'symbol-namespace' : typeIcon(node.group.type),
        context: groupContext(node.group.type, context.isPinned),
        description: groupDescription(node.group, context.isPinned),
        spoken: groupSpoken(node.group, context.isPinned),
        tooltip: node.group.label,
        resource:
          node.group.newCount > 0 || context.isOver
            ? rowUri('new', `group/${node.group.key}`, context)
            : undefined,
      });
    case 'range':
      return withParts(
        vscode.l10n.t('{0} to {1}', node.start + 1, node.start + node.count),
        Collapsed,
        {
          icon: 'ellipsis',
          context: 'range',
          description: vscode.l10n.t('of {0}', node.group.count),
        },
      );
    case 'handle':
      return handleItem(node, context);
    case 'rights':
      return withParts(vscode.l10n.t('Access'), Collapsed, {
        icon: 'shield',
        context: 'rights',
        description: shownNumber(node.row.grantedAccess ?? ''),
      });
    case 'facts':
      return withParts(vscode.l10n.t('Object'), Collapsed, {
        icon: 'info',
        context: 'facts',
        description: node.row.stateText ?? '',
      });
    case 'traces':
      return withParts(vscode.l10n.t('Stack traces'), Collapsed, {
        icon: 'layers',
        context: 'traces',
      });
    case 'right':
    case 'fact':
      return detailItem(node);
    case 'trace':
      return traceItem(node);
    case 'frame':
      return frameItem(node);
  }
}

/** A sentence; with an action, choosing it does what the sentence asks for. */
export function messageItem(node: MessageNode): vscode.TreeItem {
  const command = node.action === undefined ? undefined : actionCommand(node, node.action);
  const item = withParts(node.text, None, {
    icon: node.icon,
    context: 'message',
    tooltip: [node.text, ...(command === undefined ? [] : [`→ ${command.title}`])].join('\n'),
    spoken: [node.text, ...(command === undefined ? [] : [command.title])].join(' '),
  });
  if (command !== undefined) {
    item.command = command;
  }
  return item;
}

function actionCommand(node: MessageNode, action: MessageAction): vscode.Command {
  switch (action) {
    case 'clearFilter':
      return { command: COMMANDS.clearFilter, title: vscode.l10n.t('Clear the filter') };
    case 'changeFilter':
      return { command: COMMANDS.filter, title: vscode.l10n.t('Change the filter') };
    case 'describeTarget':
      return {
        command: COMMANDS.describeTarget,
        title: vscode.l10n.t('Describe the target'),
        arguments: [node],
      };
    case 'filterTraces':
      return { command: COMMANDS.filterTraces, title: vscode.l10n.t('Filter the trace records') };
    case 'refresh':
      return { command: COMMANDS.refresh, title: vscode.l10n.t('Try again') };
    case 'startAgain':
      return {
        command: COMMANDS.startAgain,
        title: vscode.l10n.t('Start the session again'),
        arguments: [node],
      };
    case 'unpinAll':
      return {
        command: COMMANDS.unpinAll,
        title: vscode.l10n.t('Unpin all handles'),
        arguments: [node],
      };
    case 'showStack':
      return {
        command: COMMANDS.showStack,
        title: vscode.l10n.t('Show as call stack'),
        arguments: [node.trace],
      };
    case 'showTraces':
      return node.handle === undefined
        ? { command: `${VIEWS.traces}.focus`, title: vscode.l10n.t('Show all trace records') }
        : {
            command: COMMANDS.filterTraces,
            title: vscode.l10n.t('Show the trace records of this handle'),
            arguments: [node.handle],
          };
  }
}

/** Only groups of one type can be pinned. */
function groupContext(type: string | null, isPinned: boolean): string {
  return type === null ? 'group' : isPinned ? 'group.type.pinned' : 'group.type.free';
}

/** A right or a fact of a handle. */
function detailItem(
  node: Extract<HandleNode, { readonly kind: 'right' | 'fact' }>,
): vscode.TreeItem {
  return node.kind === 'right'
    ? withParts(node.name, None, { icon: 'check', context: 'right' })
    : withParts(node.label, None, {
        icon: 'symbol-field',
        context: 'fact',
        description: node.value,
      });
}

function handleItem(node: HandleRowNode, context: ItemContext): vscode.TreeItem {
  const { row, note } = node;
  const states = [row.state === 'closed' ? 'closed' : 'open', context.isPinned ? 'pinned' : 'free'];
  return withParts(
    `${shownNumber(row.handle)}  ${row.type ?? vscode.l10n.t('(type not recorded)')}`,
    Collapsed,
    {
      icon: rowIcon(row),
      colour: rowIcon(row) === 'warning' ? 'list.warningForeground' : undefined,
      context: `handle.${states.join('.')}`,
      description: rowDescription(row, note),
      spoken: rowAccessibilityLabel(row, { note, isPinned: context.isPinned }),
      resource:
        row.state === 'same' && !context.isOver ? undefined : rowUri(row.state, row.id, context),
    },
  );
}

/** A trace record, also used by the Traces view. */
export function traceItem(node: TraceNode): vscode.TreeItem {
  const { trace } = node;
  const named = namedFrame(trace.stack);
  const thread =
    trace.threadId === NO_ACTOR ? vscode.l10n.t('thread not recorded') : threadText(trace.threadId);
  return withParts(`${operationWord(trace.operation)}  ${shownNumber(trace.handle)}`, Collapsed, {
    icon: operationIcon(trace.operation),
    colour: trace.operation === 'badref' ? 'list.errorForeground' : undefined,
    context: 'trace',
    description: named === undefined ? thread : `${frameLabel(named)} · ${thread}`,
    ...(trace.explanation === undefined ? {} : { tooltip: trace.explanation }),
    spoken: traceSpoken(trace, thread),
  });
}

const NO_MODULE = () => vscode.l10n.t('No module that the target knows lies at this address.');

/** A frame; choosing it shows the record's stack as a call stack. */
export function frameItem(node: FrameNode): vscode.TreeItem {
  const label = frameLabel(node.frame);
  const item = withParts(label, None, {
    icon: frameIcon(node.frame),
    colour: isOwnFrame(node.frame) ? 'debugIcon.breakpointCurrentStackframeForeground' : undefined,
    context: 'frame',
    tooltip: `${label}\n${node.frame.module === null ? NO_MODULE() : node.frame.address}`,
    spoken: frameSpoken(node.frame),
  });
  item.command = {
    command: COMMANDS.showStack,
    title: vscode.l10n.t('Show as call stack'),
    arguments: [node],
  };
  return item;
}

/** Own frames, frames of Windows and nameless ones differ in shape. */
function frameIcon(frame: FrameNode['frame']): string {
  return isOwnFrame(frame)
    ? 'debug-stackframe-active'
    : frame.module === null
      ? 'circle-small'
      : 'debug-stackframe';
}
