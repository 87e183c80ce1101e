/** Windows versions as data: everything in which the simulated machines of different versions differ. */

import type { HandleEntryFormat } from './handleEntryLayout';
import {
  WINDOWS_7_X64_TABLE,
  WINDOWS_7_X86_TABLE,
  WINDOWS_8_X64_TABLE,
  X64_GEOMETRY,
  X86_GEOMETRY,
  XP_X86_TABLE,
  type HandleTableFields,
  type HandleTableGeometry,
} from './handleTableLayout';
import {
  VISTA_TRACE_LIMITS,
  WINDOWS_10_TRACE_LIMITS,
  X64_TRACE_BUFFER,
  X86_TRACE_BUFFER,
  XP_TRACE_LIMITS,
  XP_X86_TRACE_BUFFER,
  type TraceBufferLayout,
  type TraceLimits,
} from './handleTraceLayout';
import {
  WINDOWS_10_X64_HEADER,
  WINDOWS_7_X64_HEADER,
  WINDOWS_7_X86_HEADER,
  XP_X86_HEADER,
  type ObjectHeaderLayout,
} from './objectHeaderLayout';
import {
  WINDOWS_10_TYPES,
  WINDOWS_11_TYPES,
  WINDOWS_7_TYPES,
  WINDOWS_8_TYPES,
  WINDOWS_XP_TYPES,
  type ObjectTypeListEntry,
} from './objectTypeLists';

/** Names of the versions that can be simulated. */
export type ProfileId =
  'xp-sp3-x86' | '7-sp1-x86' | '7-sp1-x64' | '8-x64' | '10-22h2-x64' | '11-23h2-x64';

/** A range of kernel addresses from which something is allocated. */
export interface AddressRange {
  readonly base: bigint;
  /** Bytes; below 2^45. */
  readonly size: number;
}

/** Where a version keeps things. Windows randomises these places; a simulated machine always uses the same. */
export interface KernelMemoryMap {
  readonly nonPagedPool: AddressRange;
  readonly pagedPool: AddressRange;
  /** Paged pool in whole pages: the pages of handle tables. */
  readonly pagedPages: AddressRange;
  /** Non-paged pool in whole pages: trace buffers. */
  readonly nonPagedPages: AddressRange;
  /** Where the kernel image is loaded. */
  readonly kernelImage: AddressRange;
  /** Environment blocks of user-mode processes. */
  readonly userBlocks: AddressRange;
  /** Lowest address that belongs to the kernel. */
  readonly kernelStart: bigint;
  /** Bytes of a pool block's header, also the allocation granularity. */
  readonly poolHeader: 8 | 16;
  /** All trace buffers together may take 5/16 of it (domain.md 4.1). */
  readonly maximumNonPagedPool: number;
}

/** Offsets in an EPROCESS (domain.md 6.6). */
export interface ProcessFields {
  readonly directoryTableBase: number;
  readonly uniqueProcessId: number;
  readonly objectTable: number;
  readonly inheritedFrom: number;
  readonly imageFileName: number;
}

/** Offsets in an OBJECT_TYPE (domain.md 2.2); null where they are not known. */
export interface TypeFields {
  readonly name: number;
  readonly index: number;
  readonly totalObjects: number | null;
  readonly totalHandles: number | null;
}

/** How free handle values are kept and reused (domain.md 1.3). */
export type TableDiscipline = 'xp' | 'vista' | 'modern';

/** One version of Windows on one architecture. */
export interface WindowsProfile {
  readonly id: ProfileId;
  readonly version: {
    readonly major: number;
    readonly minor: number;
    readonly build: number;
    readonly name: string;
  };
  readonly architecture: 'x86' | 'x64';
  readonly pointerSize: 4 | 8;
  /** Name of the kernel's module in stacks of that time. */
  readonly kernelModule: 'ntoskrnl' | 'nt';
  /** True when debuggers of that time leave kernel frames out of user-mode `!htrace` (domain.md 10, row 5). */
  readonly hidesKernelFrames: boolean;
  readonly beforeVista: boolean;
  readonly types: readonly ObjectTypeListEntry[];
  readonly entryFormat: HandleEntryFormat;
  readonly geometry: HandleTableGeometry;
  readonly tableFields: HandleTableFields;
  readonly discipline: TableDiscipline;
  /** Order in which a child that inherited handles gets the gaps (domain.md 1.3). */
  readonly childFreeOrder: 'descending' | 'ascending';
  /** References that a handle's first use moves into the entry; 0 before Windows 8 (domain.md 2.3). */
  readonly prepaidReferences: number;
  readonly header: ObjectHeaderLayout;
  readonly traceLimits: TraceLimits;
  readonly traceBuffer: TraceBufferLayout;
  /** True when tracing switches EnableHandleExceptions, Windows 8 and later. */
  readonly tracingSetsExceptions: boolean;
  /** True when a table can raise exceptions for bad closes by its own flag, Windows 10 and later. */
  readonly hasCloseExceptionFlag: boolean;
  /** Lowest pseudo handle that is understood: -2 before Windows 8, -6 since. */
  readonly lowestPseudoHandle: number;
  /** Registry names are printed in upper case by kernel debuggers. */
  readonly upperCaseKeyNames: boolean;
  readonly processFields: ProcessFields;
  readonly typeFields: TypeFields;
  readonly memory: KernelMemoryMap;
}

const MEGABYTE = 0x10_0000;
const GIGABYTE = 0x4000_0000;

const XP_X86: WindowsProfile = {
  id: 'xp-sp3-x86',
  version: { major: 5, minor: 1, build: 2600, name: 'Windows XP SP3' },
  architecture: 'x86',
  pointerSize: 4,
  kernelModule: 'ntoskrnl',
  hidesKernelFrames: true,
  beforeVista: true,
  types: WINDOWS_XP_TYPES,
  entryFormat: 'pre8-x86',
  geometry: X86_GEOMETRY,
  tableFields: XP_X86_TABLE,
  discipline: 'xp',
  childFreeOrder: 'descending',
  prepaidReferences: 0,
  header: XP_X86_HEADER,
  traceLimits: XP_TRACE_LIMITS,
  traceBuffer: XP_X86_TRACE_BUFFER,
  tracingSetsExceptions: false,
  hasCloseExceptionFlag: false,
  lowestPseudoHandle: -2,
  upperCaseKeyNames: true,
  processFields: {
    directoryTableBase: 0x18,
    uniqueProcessId: 0x84,
    objectTable: 0xc4,
    inheritedFrom: 0x14c,
    imageFileName: 0x174,
  },
  typeFields: { name: 0x40, index: 0x4c, totalObjects: null, totalHandles: null },
  memory: {
    nonPagedPool: { base: 0x8200_0000n, size: 224 * MEGABYTE },
    pagedPool: { base: 0xe180_0000n, size: 88 * MEGABYTE },
    pagedPages: { base: 0xe700_0000n, size: 144 * MEGABYTE },
    nonPagedPages: { base: 0xf000_0000n, size: 120 * MEGABYTE },
    kernelImage: { base: 0x804d_7000n, size: 2 * MEGABYTE },
    userBlocks: { base: 0x7ff0_0000n, size: MEGABYTE },
    kernelStart: 0x8000_0000n,
    poolHeader: 8,
    maximumNonPagedPool: 256 * MEGABYTE,
  },
};

const SEVEN_X86: WindowsProfile = {
  ...XP_X86,
  id: '7-sp1-x86',
  version: { major: 6, minor: 1, build: 7601, name: 'Windows 7 SP1' },
  kernelModule: 'nt',
  beforeVista: false,
  types: WINDOWS_7_TYPES,
  tableFields: WINDOWS_7_X86_TABLE,
  discipline: 'vista',
  header: WINDOWS_7_X86_HEADER,
  traceLimits: VISTA_TRACE_LIMITS,
  traceBuffer: X86_TRACE_BUFFER,
  upperCaseKeyNames: false,
  processFields: {
    directoryTableBase: 0x18,
    uniqueProcessId: 0xb4,
    objectTable: 0xf4,
    inheritedFrom: 0x140,
    imageFileName: 0x16c,
  },
  typeFields: { name: 0x8, index: 0x14, totalObjects: 0x18, totalHandles: 0x1c },
  memory: {
    ...XP_X86.memory,
    nonPagedPool: { base: 0x8400_0000n, size: 192 * MEGABYTE },
    pagedPool: { base: 0x9000_0000n, size: 192 * MEGABYTE },
    pagedPages: { base: 0x9c00_0000n, size: 192 * MEGABYTE },
    nonPagedPages: { base: 0xa800_0000n, size: 128 * MEGABYTE },
    kernelImage: { base: 0x8280_0000n, size: 4 * MEGABYTE },
    maximumNonPagedPool: 384 * MEGABYTE,
  },
};

const SEVEN_X64: WindowsProfile = {
  ...SEVEN_X86,
  id: '7-sp1-x64',
  architecture: 'x64',
  pointerSize: 8,
  entryFormat: 'pre8-x64',
  geometry: X64_GEOMETRY,
  tableFields: WINDOWS_7_X64_TABLE,
  header: WINDOWS_7_X64_HEADER,
  traceBuffer: X64_TRACE_BUFFER,
  processFields: {
    directoryTableBase: 0x28,
    uniqueProcessId: 0x180,
    objectTable: 0x200,
    inheritedFrom: 0x290,
    imageFileName: 0x2e0,
  },
  typeFields: { name: 0x10, index: 0x28, totalObjects: 0x2c, totalHandles: 0x30 },
  memory: {
    nonPagedPool: { base: 0xffff_fa80_0200_0000n, size: 32 * GIGABYTE },
    pagedPool: { base: 0xffff_f8a0_0100_0000n, size: 32 * GIGABYTE },
    pagedPages: { base: 0xffff_f8a8_0100_0000n, size: 32 * GIGABYTE },
    nonPagedPages: { base: 0xffff_fa90_0000_0000n, size: 32 * GIGABYTE },
    kernelImage: { base: 0xffff_f800_02a0_0000n, size: 6 * MEGABYTE },
    userBlocks: { base: 0x7ff_fff0_0000n, size: MEGABYTE },
    kernelStart: 0xffff_8000_0000_0000n,
    poolHeader: 16,
    maximumNonPagedPool: 6 * GIGABYTE,
  },
};

const EIGHT_X64: WindowsProfile = {
  ...SEVEN_X64,
  id: '8-x64',
  version: { major: 6, minor: 2, build: 9200, name: 'Windows 8' },
  hidesKernelFrames: false,
  types: WINDOWS_8_TYPES,
  entryFormat: '8.0-x64',
  tableFields: WINDOWS_8_X64_TABLE,
  discipline: 'modern',
  childFreeOrder: 'ascending',
  prepaidReferences: 0x4_0000,
  tracingSetsExceptions: true,
  lowestPseudoHandle: -6,
  processFields: {
    directoryTableBase: 0x28,
    uniqueProcessId: 0x2e0,
    objectTable: 0x408,
    inheritedFrom: 0x3d0,
    imageFileName: 0x438,
  },
  memory: {
    ...SEVEN_X64.memory,
    kernelImage: { base: 0xffff_f803_7ca0_0000n, size: 8 * MEGABYTE },
    userBlocks: { base: 0x7f6_6390_0000n, size: 16 * MEGABYTE },
  },
};

const TEN_X64: WindowsProfile = {
  ...EIGHT_X64,
  id: '10-22h2-x64',
  version: { major: 10, minor: 0, build: 19045, name: 'Windows 10 22H2' },
  types: WINDOWS_10_TYPES,
  entryFormat: '8.1-x64',
  prepaidReferences: 0x8000,
  header: WINDOWS_10_X64_HEADER,
  traceLimits: WINDOWS_10_TRACE_LIMITS,
  hasCloseExceptionFlag: true,
  processFields: {
    directoryTableBase: 0x28,
    uniqueProcessId: 0x440,
    objectTable: 0x570,
    inheritedFrom: 0x540,
    imageFileName: 0x5a8,
  },
  memory: {
    ...EIGHT_X64.memory,
    nonPagedPool: { base: 0xffff_c986_1000_0000n, size: 64 * GIGABYTE },
    pagedPool: { base: 0xffff_ad0e_4000_0000n, size: 32 * GIGABYTE },
    pagedPages: { base: 0xffff_ad16_4000_0000n, size: 32 * GIGABYTE },
    nonPagedPages: { base: 0xffff_c996_1000_0000n, size: 32 * GIGABYTE },
    kernelImage: { base: 0xffff_f804_1420_0000n, size: 0x104_6000 },
    userBlocks: { base: 0x85_2c00_0000n, size: 256 * MEGABYTE },
  },
};

const ELEVEN_X64: WindowsProfile = {
  ...TEN_X64,
  id: '11-23h2-x64',
  version: { major: 10, minor: 0, build: 22631, name: 'Windows 11 23H2' },
  types: WINDOWS_11_TYPES,
  memory: {
    ...TEN_X64.memory,
    nonPagedPool: { base: 0xffff_a604_f000_0000n, size: 64 * GIGABYTE },
    pagedPool: { base: 0xffff_8000_a800_0000n, size: 32 * GIGABYTE },
    pagedPages: { base: 0xffff_8008_a800_0000n, size: 32 * GIGABYTE },
    nonPagedPages: { base: 0xffff_a614_f000_0000n, size: 32 * GIGABYTE },
    kernelImage: { base: 0xffff_f800_6f60_0000n, size: 0x104_7000 },
    userBlocks: { base: 0xc4_ee34_0000n, size: 256 * MEGABYTE },
  },
};

/** All profiles, oldest first. */
export const WINDOWS_PROFILES: readonly WindowsProfile[] = [
  XP_X86,
  SEVEN_X86,
  SEVEN_X64,
  EIGHT_X64,
  TEN_X64,
  ELEVEN_X64,
];

/** The profile of a version. */
export function windowsProfile(id: ProfileId): WindowsProfile {
  const profile = WINDOWS_PROFILES.find((candidate) => candidate.id === id);
  if (profile === undefined) {
    throw new Error(`No such Windows profile: ${id}`);
  }
  return profile;
}
