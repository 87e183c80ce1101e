/** Says in a few sentences what a row of the Handles or Traces view means. Knows nothing of VS Code. */

import { l10n } from '../l10n';
import type { FrameNode, HandleNode, HandleRowNode, TraceNode } from './handleNodes';
import { badReferencesText, commandOf, operationWord } from './rowTexts';

/** What a row means. */
export interface RowExplanation {
  readonly title: string;
  /** Paragraphs. */
  readonly sentences: readonly string[];
}

/** The explanation of a row; undefined for rows that are sentences themselves. */
export function explainRow(node: HandleNode): RowExplanation | undefined {
  const told = meaning(node);
  if (told === undefined) {
    return undefined;
  }
  const command = commandOf(node);
  return command === undefined
    ? told
    : {
        ...told,
        sentences: [...told.sentences, l10n.t('In the Debug Console: {0}', command)],
      };
}

function meaning(node: HandleNode): RowExplanation | undefined {
  switch (node.kind) {
    case 'handle':
      return handleMeaning(node);
    case 'group':
      return {
        title: node.group.label,
        sentences: [
          l10n.t(
            'A group of open handles. The number counts what is open now; "new", "changed" and "closed" compare with the previous stop. A group that grows at every stop and never shrinks is where to look for a leak.',
          ),
          ...(typeMeaning(node.group.type) ?? []),
        ],
      };
    case 'rights':
    case 'right':
      return {
        title: l10n.t('Access'),
        sentences: [
          l10n.t(
            'The rights that were granted when the handle was opened. They are checked then and never again: whoever has the handle can use all of them.',
          ),
        ],
      };
    case 'facts':
    case 'fact':
      return {
        title: l10n.t('Object'),
        sentences: [
          l10n.t(
            'What is known of the object behind the handle. The handle count says how many handles lead to it, in all processes; the pointer count adds references by the kernel itself. The object goes when both are 0.',
          ),
        ],
      };
    case 'traces':
      return { title: l10n.t('Stack traces'), sentences: [recordsMeaning()] };
    case 'trace':
    case 'frame':
      return traceMeaning(node);
    case 'userEntry':
      return {
        title: `${node.entry.handle}  ${node.entry.typeName}`,
        sentences: [
          l10n.t(
            'A USER handle: an entry in the table of the session, shared by all its processes. The low half is the place in the table, the high half counts how often the place was used, so that an old value is told from a new one. It is owned by {0}.',
            node.entry.owner === '' ? l10n.t('nobody') : node.entry.owner,
          ),
        ],
      };
    default:
      return undefined;
  }
}

function handleMeaning({ row }: HandleRowNode): RowExplanation {
  const states: Readonly<Record<typeof row.state, string>> = {
    same: l10n.t('Nothing about it changed since the previous stop.'),
    new: l10n.t('It was opened since the previous stop.'),
    changed: l10n.t('Its object changed since the previous stop.'),
    closed: l10n.t(
      'It was closed since the previous stop; the row stays for one stop. The same value can be given to another object at any time.',
    ),
  };
  const opener =
    row.opener === null
      ? l10n.t('Who opened it is not known: no trace record tells.')
      : l10n.t('It was opened by {0}.', row.opener);
  const bad = badReferencesText(row);
  return {
    title: `${row.handle}  ${row.type ?? ''}`.trim(),
    sentences: [
      l10n.t(
        'A handle: a number that stands for an object of the kernel, valid in this process only.',
      ),
      ...(typeMeaning(row.type) ?? []),
      states[row.state],
      opener,
      ...(bad === ''
        ? []
        : [
            l10n.t(
              '{0}: somebody used this value while it was not open. That is a defect of the program, even where it does no harm today.',
              bad,
            ),
          ]),
    ],
  };
}

function recordsMeaning(): string {
  return l10n.t(
    'Records of handle tracing: each is an open, a close or a bad reference, with the thread and its stack. The ring holds a limited number; older ones are overwritten.',
  );
}

function traceMeaning(node: TraceNode | FrameNode): RowExplanation {
  const { trace } = node;
  const operations: Readonly<Record<typeof trace.operation, string>> = {
    open: l10n.t('The handle was opened or duplicated here.'),
    close: l10n.t('The handle was closed here.'),
    badref: l10n.t('A value was used or closed here that was not open.'),
  };
  return {
    title: `${operationWord(trace.operation)}  ${trace.handle}`,
    sentences: [
      operations[trace.operation],
      ...(trace.explanation === undefined ? [] : [trace.explanation]),
      node.kind === 'frame'
        ? l10n.t('A frame is a return address: the call is the instruction before it.')
        : recordsMeaning(),
    ],
  };
}

/** What objects of a type are for; undefined for types that are not described here. */
function typeMeaning(type: string | null): readonly string[] | undefined {
  const texts: Readonly<Record<string, string>> = {
    Event: l10n.t('An event is a flag that threads wait for: signalled or not.'),
    Mutant: l10n.t('A mutant is what programs call a mutex: a lock that one thread owns.'),
    Semaphore: l10n.t('A semaphore is a counter that threads wait for until it is above 0.'),
    File: l10n.t('A file object is an open file, folder, pipe, socket or device.'),
    Key: l10n.t('A key object is an open key of the registry.'),
    Section: l10n.t('A section is memory that can be mapped and shared, often backed by a file.'),
    Process: l10n.t('A process handle keeps the process object alive after the process ended.'),
    Thread: l10n.t('A thread handle keeps the thread object alive after the thread ended.'),
    Token: l10n.t('A token says who somebody is and what they may do.'),
    Directory: l10n.t('A directory object holds names of other objects, not files.'),
    Timer: l10n.t('A timer becomes signalled at a time that was set.'),
    IoCompletion: l10n.t('An I/O completion port is a queue of finished operations.'),
    TpWorkerFactory: l10n.t('A worker factory makes the threads of a thread pool.'),
    'ALPC Port': l10n.t('An ALPC port carries messages between processes.'),
    Desktop: l10n.t('A desktop holds windows, menus and hooks.'),
    WindowStation: l10n.t('A window station holds desktops and a clipboard.'),
    Job: l10n.t('A job is a group of processes with limits of its own.'),
  };
  const text = type !== null && Object.hasOwn(texts, type) ? texts[type] : undefined;
  return text === undefined ? undefined : [text];
}
