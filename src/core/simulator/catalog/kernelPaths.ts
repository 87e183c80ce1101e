/** The kernel's part of handle trace stacks: which functions lie between the tracer and the system-call dispatcher. */

import type { TraceOperation } from '../../model/handleTrace';
import type { CatalogProfile, StackEra } from './catalogProfile';

/** Frames for the services a pattern matches, innermost first; `*` is the service, a missing displacement is made up. */
interface KernelPath {
  readonly services: RegExp;
  readonly frames: string;
}

type KernelPathTable = Readonly<Record<TraceOperation, readonly KernelPath[]>>;

/**
 * Windows XP: the addresses of the published session. The walk ends early in open and close records there, and it does
 * here as well.
 */
const XP: KernelPathTable = {
  open: [
    { services: /^NtDuplicate/, frames: 'ExCreateHandle+0x94 ObDuplicateObject *' },
    {
      services: /^Nt(Open|CreateFile|CreateKey)/,
      frames: 'ExCreateHandle+0x94 ObpCreateHandle ObOpenObjectByName',
    },
    {
      services: /^/,
      frames: 'ExCreateHandle+0x94 ObpCreateUnnamedHandle+0x10c ObInsertObject+0xc3',
    },
  ],
  close: [
    {
      services: /^NtDuplicate/,
      frames: 'ExDestroyHandle+0x103 ObpCloseHandleTableEntry+0xe4 ObDuplicateObject *',
    },
    {
      services: /^/,
      frames:
        'ExDestroyHandle+0x103 ObpCloseHandleTableEntry+0xe4 ObpCloseHandle+0x85 NtClose+0x19',
    },
  ],
  badref: [
    {
      services: /^NtClose$/,
      frames: 'ExMapHandleToPointerEx+0xea ObpCloseHandle *+0x19 dispatcher',
    },
    {
      services: /^NtSetEvent$/,
      frames: 'ExMapHandleToPointerEx+0xea ObReferenceObjectByHandle+0x12c *+0x6c dispatcher',
    },
    {
      services: /^/,
      frames: 'ExMapHandleToPointerEx+0xea ObReferenceObjectByHandle+0x12c * dispatcher',
    },
  ],
};

const SEVEN: KernelPathTable = {
  open: [
    { services: /^NtDuplicateObject$/, frames: 'ExCreateHandle ObDuplicateObject * dispatcher' },
    {
      services: /^NtOpen(Process|Thread)/,
      frames: 'ExCreateHandle ObpCreateHandle ObOpenObjectByPointer * dispatcher',
    },
    {
      services: /^Nt(Open|CreateFile|CreateKey|CreateNamed)/,
      frames: 'ExCreateHandle ObpCreateHandle ObOpenObjectByName * dispatcher',
    },
    {
      services: /^/,
      frames: 'ExCreateHandle ObpCreateUnnamedHandle ObInsertObjectEx * dispatcher',
    },
  ],
  close: [
    {
      services: /^NtDuplicateObject$/,
      frames: 'ObpCloseHandleTableEntry ObDuplicateObject * dispatcher',
    },
    { services: /^/, frames: 'ObpCloseHandleTableEntry ObpCloseHandle NtClose dispatcher' },
  ],
  badref: [
    { services: /^NtClose$/, frames: 'ObpCloseHandle * dispatcher' },
    {
      services: /^/,
      frames: 'ExMapHandleToPointerEx ObReferenceObjectByHandleWithTag * dispatcher',
    },
  ],
};

/** Windows 8 and later drop the first three frames of the walk (domain.md 4.3), so the list starts further out. */
const MODERN: KernelPathTable = {
  open: [
    { services: /^NtDuplicateObject$/, frames: 'ObDuplicateObject * dispatcher' },
    {
      services: /^NtOpenProcess$/,
      frames: 'ObpCreateHandle ObOpenObjectByPointer PsOpenProcess * dispatcher',
    },
    {
      services: /^NtOpenThread$/,
      frames: 'ObpCreateHandle ObOpenObjectByPointer PsOpenThread * dispatcher',
    },
    { services: /^NtOpen\w+Token/, frames: 'ObpCreateHandle ObOpenObjectByPointer * dispatcher' },
    {
      services: /^Nt(CreateFile|OpenFile|CreateNamedPipe)/,
      frames: 'ObpCreateHandle ObOpenObjectByNameEx IopCreateFile * dispatcher',
    },
    {
      services: /^NtOpenKey(Ex)?$/,
      frames: 'ObpCreateHandle ObOpenObjectByNameEx CmOpenKey * dispatcher',
    },
    {
      services: /^NtCreateKey$/,
      frames: 'ObpCreateHandle ObOpenObjectByNameEx CmCreateKey * dispatcher',
    },
    {
      services: /^NtOpen|^NtUserOpen/,
      frames: 'ObpCreateHandle ObOpenObjectByNameEx * dispatcher',
    },
    {
      services: /^NtCreate(UserProcess|ThreadEx)$/,
      frames: 'ObpCreateHandle ObInsertObjectEx PspInsertThread * dispatcher',
    },
    {
      services: /^NtTraceControl$/,
      frames: 'ObpCreateHandle ObInsertObjectEx EtwpRegisterUMGuid * dispatcher',
    },
    { services: /^/, frames: 'ObpCreateHandle ObInsertObjectEx * dispatcher' },
  ],
  close: [
    {
      services: /^NtDuplicateObject$/,
      frames: 'ObCloseHandleTableEntry ObDuplicateObject * dispatcher',
    },
    { services: /^/, frames: 'ObCloseHandleTableEntry NtClose+0xec dispatcher' },
  ],
  badref: [
    { services: /^NtClose$/, frames: '* dispatcher' },
    {
      services: /^/,
      frames: 'ObpReferenceObjectByHandleWithTag ObReferenceObjectByHandle * dispatcher',
    },
  ],
};

const TABLES: Readonly<Record<StackEra, KernelPathTable>> = {
  xp: XP,
  seven: SEVEN,
  modern: MODERN,
};

/** Kernel frames as text, innermost first, module left out; `dispatcher` stands for the profile's own frame. */
export function kernelPath(
  profile: CatalogProfile,
  service: string,
  operation: TraceOperation,
): readonly string[] {
  const path = TABLES[profile.era][operation].find(({ services }) => services.test(service));
  return (path?.frames ?? '')
    .split(' ')
    .filter((frame) => frame !== '')
    .map((frame) => (frame === 'dispatcher' ? profile.dispatcher : frame.replace('*', service)));
}

/** Kernel functions that the tables of an era name, services left out. */
export function kernelPathFunctions(era: StackEra): readonly string[] {
  const paths = Object.values(TABLES[era]).flat();
  const names = paths.flatMap(({ frames }) => frames.split(' '));
  const functions = names.map((name) => name.replace(/\+.*/, ''));
  return [...new Set(functions)].filter((name) => name !== '*' && name !== 'dispatcher');
}
