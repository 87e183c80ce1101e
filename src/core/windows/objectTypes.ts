/** Object types by name: access masks, where their objects live, what can be asked of them (domain.md 2.4, 3.2). */

/** Which kind of object-specific facts a type has for a debugger. */
export type ObjectInfoKind =
  | 'event'
  | 'mutant'
  | 'semaphore'
  | 'process'
  | 'thread'
  | 'section'
  | 'key'
  | 'ioCompletion'
  | 'workerFactory'
  | 'timer';

/** GENERIC_MAPPING of a type. */
export interface GenericMapping {
  readonly read: number;
  readonly write: number;
  readonly execute: number;
  readonly all: number;
}

/** What is true of an object type in one generation of Windows. */
export interface ObjectTypeFacts {
  readonly name: string;
  readonly mapping: GenericMapping;
  /** ValidAccessMask: bits a handle may be granted. */
  readonly validAccess: number;
  readonly pool: 'paged' | 'nonpaged';
  /** Null: a debugger shows no object-specific facts. */
  readonly info: ObjectInfoKind | null;
  /** Any one of these bits allows the query of the object-specific facts; 0 = none is needed. */
  readonly queryAccess: number;
  /** Pairs of rights: who is granted the first gets the second too (Windows Vista and later). */
  readonly impliedAccess: readonly (readonly [right: number, implied: number])[];
  /** False: NtDuplicateObject refuses handles of this type with STATUS_NOT_SUPPORTED. */
  readonly duplicable: boolean;
  /** Bytes of an object body on x64; about the same halved on x86. Estimates: only addresses depend on them. */
  readonly bodySize: number;
}

interface Row {
  readonly read?: number;
  readonly write?: number;
  readonly execute?: number;
  readonly all: number;
  /** Bits beyond `all` that may be granted. */
  readonly beyond?: number;
  readonly paged?: true;
  readonly info?: ObjectInfoKind;
  readonly query?: number;
  readonly size?: number;
}

const STATE_MASKS = { read: 0x20001, write: 0x20002, execute: 0x120000, all: 0x1f0003 } as const;
const PORT: Row = { read: 0x20001, write: 0x10001, execute: 0, all: 0x1f0001, size: 0x1d8 };
const ETW: Row = { all: 0x121fff, size: 0x70 };
const TRANSACTION: Row = { all: 0x1f003f, beyond: 0x40, size: 0x300 };
const UNDOCUMENTED: Row = { all: 0x1f0001, beyond: 0xffff, size: 0x100 };
const FILE_MASKS = { read: 0x120089, write: 0x120116, execute: 0x1200a0, all: 0x1f01ff } as const;

const ROWS: Readonly<Record<string, Row>> = {
  Type: { all: 0xf0001, size: 0x180 },
  Directory: {
    read: 0x20003,
    write: 0x2000c,
    execute: 0x20003,
    all: 0xf000f,
    paged: true,
    size: 0x158,
  },
  SymbolicLink: {
    read: 0x20001,
    execute: 0x20001,
    all: 0xf0001,
    beyond: 0xffff,
    paged: true,
    size: 0x28,
  },
  Token: {
    read: 0x2001a,
    write: 0x201e0,
    execute: 0x20005,
    all: 0xf01ff,
    paged: true,
    size: 0x498,
  },
  Job: { read: 0x20004, write: 0x2000b, execute: 0x120000, all: 0x1f003f, size: 0x5a0 },
  Process: {
    read: 0x20410,
    write: 0x20bea,
    execute: 0x121001,
    all: 0x1fffff,
    info: 'process',
    query: 0x1400,
    size: 0xa40,
  },
  Thread: {
    read: 0x20048,
    write: 0x20437,
    execute: 0x121800,
    all: 0x1fffff,
    info: 'thread',
    query: 0x840,
    size: 0x8f8,
  },
  Event: { ...STATE_MASKS, info: 'event', query: 1, size: 0x18 },
  EventPair: { read: 0x120000, write: 0x120000, execute: 0x120000, all: 0x1f0000, size: 0x38 },
  Mutant: {
    read: 0x20001,
    write: 0x20000,
    execute: 0x120000,
    all: 0x1f0001,
    info: 'mutant',
    query: 1,
    size: 0x38,
  },
  Callback: { read: 0x20000, write: 0x20001, execute: 0x120000, all: 0x1f0001, size: 0x28 },
  Semaphore: { ...STATE_MASKS, info: 'semaphore', query: 1, size: 0x20 },
  Timer: { ...STATE_MASKS, info: 'timer', query: 1, size: 0x138 },
  IRTimer: { ...STATE_MASKS, size: 0x138 },
  Profile: { read: 0x20001, write: 0x20001, execute: 0x20001, all: 0xf0001, size: 0x70 },
  KeyedEvent: {
    read: 0x20001,
    write: 0x20002,
    execute: 0x20000,
    all: 0xf0003,
    paged: true,
    size: 0x18,
  },
  WindowStation: { read: 0x20303, write: 0x2001c, execute: 0x20060, all: 0xf037f, size: 0xb8 },
  Desktop: { read: 0x20041, write: 0x200be, execute: 0x20100, all: 0xf01ff, size: 0x120 },
  TpWorkerFactory: { all: 0xf00ff, info: 'workerFactory', query: 8, size: 0x1a0 },
  Device: { ...FILE_MASKS, size: 0x150 },
  Driver: { ...FILE_MASKS, size: 0x150 },
  File: { ...FILE_MASKS, size: 0xd8 },
  IoCompletion: { ...STATE_MASKS, info: 'ioCompletion', query: 1, size: 0x40 },
  WaitCompletionPacket: { all: 0xf0001, size: 0x70 },
  IoCompletionReserve: { all: 0xf0003, size: 0x48 },
  UserApcReserve: { all: 0xf0003, size: 0x68 },
  Section: {
    read: 0x20005,
    write: 0x20002,
    execute: 0x20008,
    all: 0xf001f,
    beyond: 0x100020,
    paged: true,
    info: 'section',
    query: 1,
    size: 0x30,
  },
  Session: { read: 0x20001, write: 0x20002, execute: 0x20001, all: 0xf0003, size: 0x40 },
  Key: {
    read: 0x20019,
    write: 0x20006,
    execute: 0x20019,
    all: 0xf003f,
    beyond: 0x300,
    paged: true,
    info: 'key',
    query: 1,
    size: 0x58,
  },
  Port: { ...PORT, paged: true },
  WaitablePort: PORT,
  'ALPC Port': PORT,
  FilterConnectionPort: { ...PORT, size: 0x40 },
  FilterCommunicationPort: { ...PORT, size: 0x60 },
  DebugObject: { read: 0x20001, write: 0x20002, execute: 0x120000, all: 0x1f000f, size: 0x68 },
  Partition: { read: 0x20001, write: 0x20002, execute: 0x120001, all: 0x1f0003, size: 0x80 },
  EtwRegistration: ETW,
  EtwConsumer: ETW,
  WmiGuid: ETW,
  TmTm: { all: 0xf003f, size: 0x3c0 },
  TmTx: TRANSACTION,
  TmRm: { all: 0x1f007f, size: 0x250 },
  TmEn: { all: 0xf001f, size: 0x1e0 },
  RegistryTransaction: TRANSACTION,
  ProcessStateChange: { all: 0x1f0001, size: 0x48 },
  ThreadStateChange: { all: 0x1f0001, size: 0x48 },
};

/** What differs before Windows Vista (domain.md 3.2). */
const ROWS_BEFORE_VISTA: Readonly<Record<string, Row>> = {
  Process: {
    read: 0x20410,
    write: 0x20beb,
    execute: 0x120000,
    all: 0x1f0fff,
    info: 'process',
    query: 0x400,
    size: 0x4c0,
  },
  Thread: {
    read: 0x20048,
    write: 0x20037,
    execute: 0x120000,
    all: 0x1f03ff,
    info: 'thread',
    query: 0x40,
    size: 0x4b0,
  },
  Job: { read: 0x20004, write: 0x2000b, execute: 0x120000, all: 0x1f001f, size: 0x300 },
};

/** Types whose handles cannot be duplicated (domain.md 2.6, row `None`). */
const NOT_DUPLICABLE: ReadonlySet<string> = new Set(['EtwRegistration']);

/** QUERY_INFORMATION and SET_INFORMATION bring their limited forms along. */
const IMPLIED: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  Process: [[0x400, 0x1000]],
  Thread: [
    [0x40, 0x800],
    [0x20, 0x400],
  ],
};

/** Maps, because names may come from anywhere: `constructor` must find nothing. */
const FACTS = new Map(Object.entries(ROWS));
const FACTS_BEFORE_VISTA = new Map(Object.entries(ROWS_BEFORE_VISTA));
const IMPLIED_ACCESS = new Map(Object.entries(IMPLIED));

/** Facts of a type; unknown names get the masks of a type without documented rights. Case matters. */
export function objectTypeFacts(name: string, beforeVista: boolean): ObjectTypeFacts {
  const row =
    (beforeVista ? FACTS_BEFORE_VISTA.get(name) : undefined) ?? FACTS.get(name) ?? UNDOCUMENTED;
  return {
    name,
    mapping: {
      read: row.read ?? 0x20000,
      write: row.write ?? 0x20000,
      execute: row.execute ?? 0x20000,
      all: row.all,
    },
    validAccess: (row.all | (row.beyond ?? 0) | 0x1f0000) >>> 0,
    pool: row.paged === true ? 'paged' : 'nonpaged',
    info: row.info ?? null,
    queryAccess: row.query ?? 0,
    impliedAccess: beforeVista ? [] : (IMPLIED_ACCESS.get(name) ?? []),
    duplicable: !NOT_DUPLICABLE.has(name),
    bodySize: row.size ?? 0x40,
  };
}
