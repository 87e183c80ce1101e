/** Handle table geometry and the fields of HANDLE_TABLE per version (domain.md 1.2, 1.4). */

/** Numbers that turn a handle value into the place of its entry. */
export interface HandleTableGeometry {
  readonly entrySize: 8 | 16;
  /** Entries of a low-level page of 4096 bytes: 512 or 256. */
  readonly entriesPerPage: number;
  /** Pointers of a mid-level page: 1024 or 512. */
  readonly pointersPerMid: number;
  /** Pointers of the high-level table: 32 or 128. */
  readonly pointersPerHigh: number;
  /** Low-level pages a table can have at most. */
  readonly maximumPages: number;
  /** Handle values of one page: 0x800 or 0x400; NextHandleNeedingPool grows by it. */
  readonly valuesPerPage: number;
}

/** Bytes of every table page. */
export const TABLE_PAGE_SIZE = 0x1000;
/** Indexes of any handle table: 2^24 (domain.md 1.2). */
export const MAXIMUM_HANDLE_INDEXES = 0x100_0000;

/** Geometry of x86 tables. */
export const X86_GEOMETRY: HandleTableGeometry = geometry(8, 4, 32);
/** Geometry of x64 tables. */
export const X64_GEOMETRY: HandleTableGeometry = geometry(16, 8, 128);

/** Handles a table can hold: the first entry of each page is reserved. */
export function maximumHandles(table: HandleTableGeometry): number {
  return table.maximumPages * (table.entriesPerPage - 1);
}

/** Levels a table of so many low-level pages has: 0, 1 or 2, as in the low bits of TableCode. */
export function tableLevel(table: HandleTableGeometry, pages: number): 0 | 1 | 2 {
  if (pages <= 1) {
    return 0;
  }
  return pages <= table.pointersPerMid ? 1 : 2;
}

/** Where the entry of a handle value is: low-level page number and byte offset in it. Tag bits are ignored. */
export function entryPlace(
  table: HandleTableGeometry,
  handle: number,
): { readonly page: number; readonly offset: number } {
  const index = handle >>> 2;
  return {
    page: Math.floor(index / table.entriesPerPage),
    offset: (index % table.entriesPerPage) * table.entrySize,
  };
}

/** A field of a structure: byte offset, and its size where it is not obvious. */
export interface HandleTableFields {
  /** Bytes of the structure with one free list. */
  readonly size: number;
  readonly tableCode: number;
  readonly quotaProcess: number;
  readonly uniqueProcessId: number;
  /** Bytes of UniqueProcessId: a pointer before Windows 8, 4 since. */
  readonly uniqueProcessIdSize: 4 | 8;
  readonly debugInfo: number;
  readonly extraInfoPages: number;
  readonly nextHandleNeedingPool: number;
  readonly flags: number;
  /** Before Windows 8: FirstFree (handle value, 4 bytes). */
  readonly firstFree: number | null;
  /** Before Windows 8: LastFree; see {@link lastFreeIsPointer}. */
  readonly lastFree: number | null;
  /** Vista and 7 store a pointer to the last free entry, XP a handle value. */
  readonly lastFreeIsPointer: boolean;
  /** Before Windows 8: HandleCount. */
  readonly handleCount: number | null;
  /** 7: HandleCountHighWatermark. */
  readonly highWatermark: number | null;
  /** Windows 8 and later: the array of free lists. */
  readonly freeLists: { readonly offset: number; readonly stride: number } | null;
}

/** Offsets inside one free list of Windows 8 and later, x64 (domain.md 1.3). */
export const FREE_LIST_FIELDS = {
  firstFreeEntry: 0x8,
  lastFreeEntry: 0x10,
  handleCount: 0x18,
  highWaterMark: 0x1c,
} as const;

/** Windows XP SP3 x86. */
export const XP_X86_TABLE: HandleTableFields = {
  size: 0x44,
  tableCode: 0,
  quotaProcess: 4,
  uniqueProcessId: 8,
  uniqueProcessIdSize: 4,
  debugInfo: 0x28,
  extraInfoPages: 0x2c,
  nextHandleNeedingPool: 0x38,
  flags: 0x40,
  firstFree: 0x30,
  lastFree: 0x34,
  lastFreeIsPointer: false,
  handleCount: 0x3c,
  highWatermark: null,
  freeLists: null,
};

/** Windows 7 x86. */
export const WINDOWS_7_X86_TABLE: HandleTableFields = {
  size: 0x3c,
  tableCode: 0,
  quotaProcess: 4,
  uniqueProcessId: 8,
  uniqueProcessIdSize: 4,
  debugInfo: 0x1c,
  extraInfoPages: 0x20,
  nextHandleNeedingPool: 0x34,
  flags: 0x24,
  firstFree: 0x28,
  lastFree: 0x2c,
  lastFreeIsPointer: true,
  handleCount: 0x30,
  highWatermark: 0x38,
  freeLists: null,
};

/** Windows 7 x64. */
export const WINDOWS_7_X64_TABLE: HandleTableFields = {
  size: 0x68,
  tableCode: 0,
  quotaProcess: 8,
  uniqueProcessId: 0x10,
  uniqueProcessIdSize: 8,
  debugInfo: 0x38,
  extraInfoPages: 0x40,
  nextHandleNeedingPool: 0x5c,
  flags: 0x44,
  firstFree: 0x48,
  lastFree: 0x50,
  lastFreeIsPointer: true,
  handleCount: 0x58,
  highWatermark: 0x60,
  freeLists: null,
};

/** Windows 8 to 11 23H2 x64. */
export const WINDOWS_8_X64_TABLE: HandleTableFields = {
  size: 0x80,
  tableCode: 8,
  quotaProcess: 0x10,
  uniqueProcessId: 0x28,
  uniqueProcessIdSize: 4,
  debugInfo: 0x60,
  extraInfoPages: 4,
  nextHandleNeedingPool: 0,
  flags: 0x2c,
  firstFree: null,
  lastFree: null,
  lastFreeIsPointer: false,
  handleCount: null,
  highWatermark: null,
  freeLists: { offset: 0x40, stride: 0x40 },
};

/** HANDLE_TABLE.Flags bit 0. */
export const TABLE_STRICT_FIFO = 0x1;
/** Flags bit 1: bad references raise exceptions at user-mode callers. */
export const TABLE_HANDLE_EXCEPTIONS = 0x2;
/** Flags bit 2: the table is being taken down and makes no handles. */
export const TABLE_RUNDOWN = 0x4;
/** Flags bit 3, Windows 8 and later: made by inheritance. */
export const TABLE_DUPLICATED = 0x8;
/** Flags bit 4, Windows 10 and later: bad closes raise exceptions at user-mode callers. */
export const TABLE_CLOSE_EXCEPTIONS = 0x10;

function geometry(
  entrySize: 8 | 16,
  pointerSize: number,
  pointersPerHigh: number,
): HandleTableGeometry {
  const entriesPerPage = TABLE_PAGE_SIZE / entrySize;
  return {
    entrySize,
    entriesPerPage,
    pointersPerMid: TABLE_PAGE_SIZE / pointerSize,
    pointersPerHigh,
    maximumPages: MAXIMUM_HANDLE_INDEXES / entriesPerPage,
    valuesPerPage: entriesPerPage * 4,
  };
}
