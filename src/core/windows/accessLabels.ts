/** How a debugger prints access masks (output-formats.md 1.5; names no transcript shows follow domain.md 3.2). */

/** Standard rights by bit, in the order they are printed. */
const STANDARD_RIGHTS: readonly (readonly [number, string])[] = [
  [0x10000, 'Delete'],
  [0x20000, 'ReadControl'],
  [0x40000, 'WriteDac'],
  [0x80000, 'WriteOwner'],
  [0x100000, 'Synch'],
];

/** Bit 24, which the debugger does not print. */
const ACCESS_SYSTEM_SECURITY = 0x1000000;

/** Specific rights of one type. */
interface TypeRights {
  /** False when the debugger has no table for the type and prints an empty line. */
  readonly printed: boolean;
  /** Label of bit 0, bit 1, …; undefined for bits the debugger passes over; '' is printed as an empty name. */
  readonly labels: readonly (string | undefined)[];
}

/** Comma list of labels by bit, `_` for a bit without label, `~` for the empty label. */
function rights(labels: string, printed = true): TypeRights {
  return {
    printed,
    labels: labels
      .split(',')
      .map((label) => (label === '_' ? undefined : label === '~' ? '' : label)),
  };
}

const SYNCHRONISATION = rights('QueryState,ModifyState');
const TRANSACTION =
  'QueryInformation,SetInformation,Enlist,Commit,Rollback,Propagate,RightReserved1';
const TRACING =
  'Query,Set,Notification,ReadDescription,Execute,CreateRealtime,CreateOnDisk,GuidEnable,AccessKernelLogger,LogEvent,AccessRealtime,RegisterGuids,JoinGroup';

/**
 * Rights by type. Seen in transcripts: Event to TpWorkerFactory and ALPC Port. The printed ones after that are on the
 * debugger's list of types but in no transcript; the last group is what the debugger has no table for.
 */
const RIGHTS_BY_TYPE: ReadonlyMap<string, TypeRights> = new Map(
  Object.entries({
    Event: SYNCHRONISATION,
    Mutant: rights('QueryState'),
    Semaphore: SYNCHRONISATION,
    Timer: SYNCHRONISATION,
    Key: rights('QueryValue,SetValue,CreateSubKey,EnumSubKey,Notify,CreateLink'),
    Section: rights('Query,MapWrite,MapRead,MapExecute,Extend'),
    File: rights(
      'Read/List,Write/Add,Append/SubDir/CreatePipe,ReadEA,WriteEA,Execute/Traverse,DeleteChild,ReadAttr,WriteAttr',
    ),
    Directory: rights('Query,Traverse,Create,CreateSubdir'),
    IoCompletion: rights('Query,Modify'),
    Thread: rights(
      'Terminate,Suspend,Alert,GetContext,SetContext,SetInfo,QueryInfo,SetToken,Impersonate,DirectImpersonate',
    ),
    Process: rights(
      'Terminate,CreateThread,~,VMOp,VMRead,VMWrite,DupHandle,CreateProcess,SetQuota,SetInfo,QueryInfo,SetPort',
    ),
    WindowStation: rights(
      'EnumDesktops,ReadAttr,Clipboard,CreateDesktop,WriteAttr,GlobalAtom,ExitWindows,_,Enumerate,ReadScreen',
    ),
    Desktop: rights(
      'ReadObjects,CreateWindow,CreateMenu,HookControl,JournalRecord,JournalPlayback,Enumerate,WriteObjects,SwitchDesktop',
    ),
    TpWorkerFactory: rights('Release,Wait,SetInfo,Query,WorkerReady,Shutdown,Post,Bind'),
    'ALPC Port': rights('Connect'),
    Port: rights('Connect'),
    WaitablePort: rights('Connect'),
    SymbolicLink: rights('Query,Set'),
    Token: rights(
      'AssignPrimary,Duplicate,Impersonate,Query,QuerySource,AdjustPrivileges,AdjustGroups,AdjustDefault,AdjustSessionId',
    ),
    Job: rights('AssignProcess,SetAttributes,Query,Terminate,SetSecurityAttributes,Impersonate'),
    KeyedEvent: rights('Wait,Wake'),
    WaitCompletionPacket: rights('SetState', false),
    IRTimer: rights('QueryState,ModifyState', false),
    Type: rights('Create', false),
    Profile: rights('Control', false),
    Callback: rights('ModifyState', false),
    DebugObject: rights('ReadEvent,ProcessAssign,SetInformation,QueryInformation', false),
    Session: rights('Query,Modify', false),
    Partition: rights('Query,Modify', false),
    FilterConnectionPort: rights('Connect', false),
    FilterCommunicationPort: rights('Connect', false),
    ProcessStateChange: rights('SetAttributes', false),
    ThreadStateChange: rights('SetAttributes', false),
    EtwRegistration: rights(TRACING, false),
    EtwConsumer: rights(TRACING, false),
    WmiGuid: rights(TRACING, false),
    TmTm: rights('QueryInformation,SetInformation,Recover,Rename,CreateRm,BindTransaction', false),
    TmTx: rights(TRANSACTION, false),
    RegistryTransaction: rights(TRANSACTION, false),
    TmRm: rights(
      'QueryInformation,SetInformation,Recover,Enlist,GetNotification,RegisterProtocol,CompletePropagation',
      false,
    ),
    TmEn: rights('QueryInformation,SetInformation,Recover,SubordinateRights,SuperiorRights', false),
  }),
);

/** Names of bits that the debugger passes over or prints empty, for output that is not the debugger's. */
const UNPRINTED_RIGHTS: ReadonlyMap<string, readonly (readonly [number, string])[]> = new Map([
  [
    'Process',
    [
      [0x4, 'SetSessionId'],
      [0x1000, 'QueryLimitedInfo'],
      [0x2000, 'SetLimitedInfo'],
    ],
  ],
  [
    'Thread',
    [
      [0x400, 'SetLimitedInfo'],
      [0x800, 'QueryLimitedInfo'],
      [0x1000, 'Resume'],
    ],
  ],
  ['Section', [[0x20, 'MapExecuteExplicit']]],
]);

/** The two lines a debugger prints below `GrantedAccess`. */
export interface AccessLines {
  /** Standard rights, `None` without any. */
  readonly standard: string;
  /** Rights of the type, `None` without any; empty when the debugger has no table for the type. */
  readonly specific: string;
}

/** The lines for a mask; `type` is the name as the object manager spells it, null when it is not known. */
export function accessLines(type: string | null, mask: number): AccessLines {
  const known = type === null ? undefined : RIGHTS_BY_TYPE.get(type);
  return {
    standard: standardLabels(mask).join(',') || 'None',
    specific: known?.printed === true ? printSpecific(known.labels, mask) : '',
  };
}

/**
 * Names of every right in a mask that has one, standard rights first: more than the debugger prints. Bits without a name
 * are left out.
 */
export function accessNames(type: string | null, mask: number): readonly string[] {
  const names = [...standardLabels(mask)];
  if ((mask & ACCESS_SYSTEM_SECURITY) !== 0) {
    names.push('AccessSystemSecurity');
  }
  const specific = (type === null ? undefined : RIGHTS_BY_TYPE.get(type)?.labels) ?? [];
  for (const label of labelsOf(specific, mask)) {
    if (label !== '') {
      names.push(label);
    }
  }
  for (const [bit, name] of UNPRINTED_RIGHTS.get(type ?? '') ?? []) {
    if ((mask & bit) !== 0) {
      names.push(name);
    }
  }
  return names;
}

function standardLabels(mask: number): readonly string[] {
  return STANDARD_RIGHTS.filter(([bit]) => (mask & bit) !== 0).map(([, label]) => label);
}

function printSpecific(labels: readonly (string | undefined)[], mask: number): string {
  const present = labelsOf(labels, mask);
  return present.length === 0 ? 'None' : present.join(',');
}

function labelsOf(labels: readonly (string | undefined)[], mask: number): readonly string[] {
  return labels.filter(
    (label, bit): label is string => label !== undefined && (mask & (1 << bit)) !== 0,
  );
}
