/** Access rights by object type: which bits exist and what the SDK calls them (domain.md 3). */

/** One access bit and its SDK name without prefix. */
export interface AccessRight {
  readonly bit: number;
  readonly name: string;
}

/** DELETE. */
export const ACCESS_DELETE = 0x0001_0000;
/** READ_CONTROL. */
export const ACCESS_READ_CONTROL = 0x0002_0000;
/** WRITE_DAC. */
export const ACCESS_WRITE_DAC = 0x0004_0000;
/** WRITE_OWNER. */
export const ACCESS_WRITE_OWNER = 0x0008_0000;
/** SYNCHRONIZE. */
export const ACCESS_SYNCHRONIZE = 0x0010_0000;
/** ACCESS_SYSTEM_SECURITY; needs SeSecurityPrivilege. */
export const ACCESS_SYSTEM_SECURITY = 0x0100_0000;
/** MAXIMUM_ALLOWED; a request, never part of a granted mask. */
export const ACCESS_MAXIMUM_ALLOWED = 0x0200_0000;
/** GENERIC_ALL. */
export const ACCESS_GENERIC_ALL = 0x1000_0000;
/** GENERIC_EXECUTE. */
export const ACCESS_GENERIC_EXECUTE = 0x2000_0000;
/** GENERIC_WRITE. */
export const ACCESS_GENERIC_WRITE = 0x4000_0000;
/** GENERIC_READ, as an unsigned number. */
export const ACCESS_GENERIC_READ = 0x8000_0000;

/** Rights every type has, ascending (domain.md 3.1). */
export const STANDARD_RIGHTS: readonly AccessRight[] = [
  { bit: ACCESS_DELETE, name: 'DELETE' },
  { bit: ACCESS_READ_CONTROL, name: 'READ_CONTROL' },
  { bit: ACCESS_WRITE_DAC, name: 'WRITE_DAC' },
  { bit: ACCESS_WRITE_OWNER, name: 'WRITE_OWNER' },
  { bit: ACCESS_SYNCHRONIZE, name: 'SYNCHRONIZE' },
  { bit: ACCESS_SYSTEM_SECURITY, name: 'ACCESS_SYSTEM_SECURITY' },
];

/** Rights of a transaction, shared by TmTx and RegistryTransaction. */
const TRANSACTION =
  'QUERY_INFORMATION SET_INFORMATION ENLIST COMMIT ROLLBACK PROPAGATE RIGHT_RESERVED1';
/** Rights of the event tracing types. */
const TRACING =
  'QUERY SET NOTIFICATION READ_DESCRIPTION EXECUTE CREATE_REALTIME CREATE_ONDISK GUID_ENABLE ACCESS_KERNEL_LOGGER LOG_EVENT ACCESS_REALTIME REGISTER_GUIDS JOIN_GROUP';
const QUERY_MODIFY = 'QUERY_STATE MODIFY_STATE';

/** Specific rights from bit 0 upwards; `-` is a bit without meaning (domain.md 3.2). */
const SPECIFIC_RIGHTS: Readonly<Record<string, string>> = {
  Type: 'CREATE',
  Directory: 'QUERY TRAVERSE CREATE_OBJECT CREATE_SUBDIRECTORY',
  SymbolicLink: 'QUERY SET',
  Event: QUERY_MODIFY,
  EventPair: '',
  Mutant: 'QUERY_STATE',
  Semaphore: QUERY_MODIFY,
  Timer: QUERY_MODIFY,
  IRTimer: QUERY_MODIFY,
  Profile: 'CONTROL',
  KeyedEvent: 'WAIT WAKE',
  Callback: 'MODIFY_STATE',
  Section: 'QUERY MAP_WRITE MAP_READ MAP_EXECUTE EXTEND_SIZE MAP_EXECUTE_EXPLICIT',
  Process:
    'TERMINATE CREATE_THREAD SET_SESSIONID VM_OPERATION VM_READ VM_WRITE DUP_HANDLE CREATE_PROCESS SET_QUOTA SET_INFORMATION QUERY_INFORMATION SUSPEND_RESUME QUERY_LIMITED_INFORMATION SET_LIMITED_INFORMATION',
  Thread:
    'TERMINATE SUSPEND_RESUME ALERT GET_CONTEXT SET_CONTEXT SET_INFORMATION QUERY_INFORMATION SET_THREAD_TOKEN IMPERSONATE DIRECT_IMPERSONATION SET_LIMITED_INFORMATION QUERY_LIMITED_INFORMATION RESUME',
  Job: 'ASSIGN_PROCESS SET_ATTRIBUTES QUERY TERMINATE SET_SECURITY_ATTRIBUTES IMPERSONATE',
  Token:
    'ASSIGN_PRIMARY DUPLICATE IMPERSONATE QUERY QUERY_SOURCE ADJUST_PRIVILEGES ADJUST_GROUPS ADJUST_DEFAULT ADJUST_SESSIONID',
  File: 'READ_DATA WRITE_DATA APPEND_DATA READ_EA WRITE_EA EXECUTE DELETE_CHILD READ_ATTRIBUTES WRITE_ATTRIBUTES',
  Key: 'QUERY_VALUE SET_VALUE CREATE_SUB_KEY ENUMERATE_SUB_KEYS NOTIFY CREATE_LINK - - WOW64_64KEY WOW64_32KEY',
  WindowStation:
    'ENUMDESKTOPS READATTRIBUTES ACCESSCLIPBOARD CREATEDESKTOP WRITEATTRIBUTES ACCESSGLOBALATOMS EXITWINDOWS - ENUMERATE READSCREEN',
  Desktop:
    'READOBJECTS CREATEWINDOW CREATEMENU HOOKCONTROL JOURNALRECORD JOURNALPLAYBACK ENUMERATE WRITEOBJECTS SWITCHDESKTOP',
  IoCompletion: QUERY_MODIFY,
  WaitCompletionPacket: 'SET_STATE',
  TpWorkerFactory:
    'RELEASE_WORKER WAIT SET_INFORMATION QUERY_INFORMATION READY_WORKER SHUTDOWN POST BIND',
  Port: 'CONNECT',
  WaitablePort: 'CONNECT',
  'ALPC Port': 'CONNECT',
  FilterConnectionPort: 'CONNECT',
  FilterCommunicationPort: 'CONNECT',
  DebugObject: 'READ_EVENT PROCESS_ASSIGN SET_INFORMATION QUERY_INFORMATION',
  Session: 'QUERY_ACCESS MODIFY_ACCESS',
  Partition: 'QUERY_ACCESS MODIFY_ACCESS',
  EtwRegistration: TRACING,
  EtwConsumer: TRACING,
  WmiGuid: TRACING,
  TmTm: 'QUERY_INFORMATION SET_INFORMATION RECOVER RENAME CREATE_RM BIND_TRANSACTION',
  TmTx: TRANSACTION,
  TmRm: 'QUERY_INFORMATION SET_INFORMATION RECOVER ENLIST GET_NOTIFICATION REGISTER_PROTOCOL COMPLETE_PROPAGATION',
  TmEn: 'QUERY_INFORMATION SET_INFORMATION RECOVER SUBORDINATE_RIGHTS SUPERIOR_RIGHTS',
  RegistryTransaction: TRANSACTION,
  ProcessStateChange: 'SET_ATTRIBUTES',
  ThreadStateChange: 'SET_ATTRIBUTES',
};

/** A map, because type names of dumps are anybody's: `constructor` must find nothing. */
const RIGHTS_BY_TYPE = new Map(Object.entries(SPECIFIC_RIGHTS));

const cache = new Map<string, readonly AccessRight[]>();

/** The type-specific rights in ascending bit order; empty for types without documented ones. Case matters. */
export function specificRights(typeName: string): readonly AccessRight[] {
  const known = cache.get(typeName);
  if (known !== undefined) {
    return known;
  }
  const source = driverObjectType(typeName) ? 'File' : typeName;
  const names = (RIGHTS_BY_TYPE.get(source) ?? '').split(' ');
  const rights = names
    .map((name, index) => ({ bit: 1 << index, name }))
    .filter(({ name }) => name !== '' && name !== '-');
  cache.set(typeName, rights);
  return rights;
}

/** Device and Driver objects use the rights of files (domain.md 3.2, last row). */
function driverObjectType(typeName: string): boolean {
  return typeName === 'Device' || typeName === 'Driver';
}
