/** Codicons of rows: the shape tells the kind, so that colour is never needed. */

import type { TraceRow } from '../../protocol/dapExtensions';
import type { ViewRow } from '../../protocol/viewMessages';

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

/** Codicon of a handle: shape tells what deserves a look before it tells the type. */
export function rowIcon(row: ViewRow): string {
  return row.state === 'closed'
    ? 'circle-slash'
    : row.badReferences > 0
      ? 'warning'
      : typeIcon(row.type);
}
