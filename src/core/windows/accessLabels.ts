/** How a debugger prints access masks (output-formats.md 1.5; names no transcript shows follow domain.md 3.2). */

import { ACCESS_SYSTEM_SECURITY, specificRights } from './accessRights';

/** Standard rights by bit, in the order they are printed. */
const STANDARD_LABELS: readonly (readonly [number, string])[] = [
  [0x10000, 'Delete'],
  [0x20000, 'ReadControl'],
  [0x40000, 'WriteDac'],
  [0x80000, 'WriteOwner'],
  [0x100000, 'Synch'],
];

const STATE_LABELS = 'QueryState,ModifyState';

/**
 * Labels of the specific rights by type, from bit 0 upwards. `_` is a bit the debugger passes over, `~` one it prints as an
 * empty name. The types up to ALPC Port are seen in transcripts (of ALPC Port only a mask without specific rights); the
 * ones after it are on the debugger's list of types but in no transcript. For types that are not here it prints an empty
 * line.
 */
const LABELS_BY_TYPE: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    Event: STATE_LABELS,
    Mutant: 'QueryState',
    Semaphore: STATE_LABELS,
    Timer: STATE_LABELS,
    Key: 'QueryValue,SetValue,CreateSubKey,EnumSubKey,Notify,CreateLink',
    Section: 'Query,MapWrite,MapRead,MapExecute,Extend',
    File: 'Read/List,Write/Add,Append/SubDir/CreatePipe,ReadEA,WriteEA,Execute/Traverse,DeleteChild,ReadAttr,WriteAttr',
    Directory: 'Query,Traverse,Create,CreateSubdir',
    IoCompletion: 'Query,Modify',
    Thread:
      'Terminate,Suspend,Alert,GetContext,SetContext,SetInfo,QueryInfo,SetToken,Impersonate,DirectImpersonate',
    Process:
      'Terminate,CreateThread,~,VMOp,VMRead,VMWrite,DupHandle,CreateProcess,SetQuota,SetInfo,QueryInfo,SetPort',
    WindowStation:
      'EnumDesktops,ReadAttr,Clipboard,CreateDesktop,WriteAttr,GlobalAtom,ExitWindows,_,Enumerate,ReadScreen',
    Desktop:
      'ReadObjects,CreateWindow,CreateMenu,HookControl,JournalRecord,JournalPlayback,Enumerate,WriteObjects,SwitchDesktop',
    TpWorkerFactory: 'Release,Wait,SetInfo,Query,WorkerReady,Shutdown,Post,Bind',
    'ALPC Port': 'Connect',
    Port: 'Connect',
    WaitablePort: 'Connect',
    SymbolicLink: 'Query,Set',
    Token:
      'AssignPrimary,Duplicate,Impersonate,Query,QuerySource,AdjustPrivileges,AdjustGroups,AdjustDefault,AdjustSessionId',
    Job: 'AssignProcess,SetAttributes,Query,Terminate,SetSecurityAttributes,Impersonate',
    KeyedEvent: 'Wait,Wake',
  }).map(([type, labels]) => [type, labels.split(',')]),
);

/** The two lines a debugger prints below `GrantedAccess`. */
export interface AccessLines {
  /** Standard rights, `None` without any. */
  readonly standard: string;
  /** Rights of the type, `None` without any; empty when the debugger has no table for the type. */
  readonly specific: string;
}

/** The lines for a mask; `type` is the name as the object manager spells it, null when it is not known. */
export function accessLines(type: string | null, mask: number): AccessLines {
  const labels = type === null ? undefined : LABELS_BY_TYPE.get(type);
  return {
    standard: standardLabels(mask).join(',') || 'None',
    specific: labels === undefined ? '' : printSpecific(labels, mask),
  };
}

/**
 * Names of every right in a mask that has one, standard rights first: the debugger's labels, and for rights it does not
 * print the SDK's names in the same style. Bits without a name are left out.
 */
export function accessNames(type: string | null, mask: number): readonly string[] {
  const names = [...standardLabels(mask)];
  if ((mask & ACCESS_SYSTEM_SECURITY) !== 0) {
    names.push('AccessSystemSecurity');
  }
  if (type === null) {
    return names;
  }
  const labels = LABELS_BY_TYPE.get(type) ?? [];
  const rights = new Map(specificRights(type).map(({ bit, name }) => [bit, name]));
  for (let index = 0; index < 16; index++) {
    const label = labels[index] ?? '';
    const name = /^[~_]?$/.test(label) ? pascalCase(rights.get(1 << index) ?? '') : label;
    if ((mask & (1 << index)) !== 0 && name !== '') {
      names.push(name);
    }
  }
  return names;
}

function standardLabels(mask: number): readonly string[] {
  return STANDARD_LABELS.filter(([bit]) => (mask & bit) !== 0).map(([, label]) => label);
}

function printSpecific(labels: readonly string[], mask: number): string {
  const present = labels.filter((label, index) => label !== '_' && (mask & (1 << index)) !== 0);
  return present.map((label) => (label === '~' ? '' : label)).join(',') || none(present);
}

/** `None` without any right; a single empty name stays an empty line. */
function none(present: readonly string[]): string {
  return present.length === 0 ? 'None' : '';
}

/** `QUERY_LIMITED_INFORMATION` becomes `QueryLimitedInformation`. */
function pascalCase(name: string): string {
  return name
    .split('_')
    .map((word) => word.slice(0, 1) + word.slice(1).toLowerCase())
    .join('');
}
