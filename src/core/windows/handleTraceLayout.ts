/** HANDLE_TRACE_DEBUG_INFO and its entries per version, and the limits of tracing (domain.md 4.1, 4.2). */

/** Frames a trace record can hold, on every version. */
export const TRACE_DEPTH = 16;

/** Field offsets of the trace buffer; null where a version has no such field. */
export interface TraceBufferLayout {
  readonly refCount: number | null;
  readonly tableSize: number | null;
  readonly bitMaskFlags: number | null;
  readonly currentStackIndex: number;
  /** TraceDb[]: the header's size. */
  readonly entries: number;
  readonly entrySize: number;
  readonly entryProcessId: number;
  readonly entryThreadId: number;
  readonly entryHandle: number;
  readonly entryType: number;
  readonly entryStack: number;
}

const X86_ENTRY = {
  entrySize: 0x50,
  entryProcessId: 0,
  entryThreadId: 4,
  entryHandle: 8,
  entryType: 0xc,
  entryStack: 0x10,
} as const;
const X64_ENTRY = {
  entrySize: 0xa0,
  entryProcessId: 0,
  entryThreadId: 8,
  entryHandle: 0x10,
  entryType: 0x18,
  entryStack: 0x20,
} as const;

/** Windows XP x86: a fixed ring behind nothing but its index. */
export const XP_X86_TRACE_BUFFER: TraceBufferLayout = {
  refCount: null,
  tableSize: null,
  bitMaskFlags: null,
  currentStackIndex: 0,
  entries: 4,
  ...X86_ENTRY,
};

/** Server 2003 and later, x86. */
export const X86_TRACE_BUFFER: TraceBufferLayout = {
  refCount: 0,
  tableSize: 4,
  bitMaskFlags: 8,
  currentStackIndex: 0x2c,
  entries: 0x30,
  ...X86_ENTRY,
};

/** Server 2003 and later, x64. */
export const X64_TRACE_BUFFER: TraceBufferLayout = {
  refCount: 0,
  tableSize: 4,
  bitMaskFlags: 8,
  currentStackIndex: 0x48,
  entries: 0x50,
  ...X64_ENTRY,
};

/** How large a ring may be. */
export interface TraceLimits {
  readonly defaultSlots: number;
  readonly minimumSlots: number;
  readonly maximumSlots: number;
  /** True on XP: every ring has the default size, whatever was asked for. */
  readonly fixedSize: boolean;
}

/** Windows XP. */
export const XP_TRACE_LIMITS: TraceLimits = {
  defaultSlots: 0x1000,
  minimumSlots: 0x1000,
  maximumSlots: 0x1000,
  fixedSize: true,
};
/** Server 2003 to Windows 8. */
export const VISTA_TRACE_LIMITS: TraceLimits = {
  defaultSlots: 0x1000,
  minimumSlots: 0x80,
  maximumSlots: 0x1_0000,
  fixedSize: false,
};
/** Windows 10 and later. */
export const WINDOWS_10_TRACE_LIMITS: TraceLimits = {
  defaultSlots: 0x1000,
  minimumSlots: 0x80,
  maximumSlots: 0x2_0000,
  fixedSize: false,
};

/** Slots of the ring that a request gets: 0 is the default; clamped, then rounded up to a power of two. */
export function roundTraceSlots(limits: TraceLimits, requested: number): number {
  if (limits.fixedSize || requested <= 0) {
    return limits.defaultSlots;
  }
  const clamped = Math.min(Math.max(requested, limits.minimumSlots), limits.maximumSlots);
  let slots = limits.minimumSlots;
  while (slots < clamped) {
    slots *= 2;
  }
  return slots;
}

/** Bytes of a trace buffer of so many slots. */
export function traceBufferSize(layout: TraceBufferLayout, slots: number): number {
  return layout.entries + slots * layout.entrySize;
}

/** BitMaskFlags 0x1: the next record first clears the ring. */
export const TRACE_CLEAN = 0x1;
/** BitMaskFlags 0x2: a close deletes its open instead of being recorded. */
export const TRACE_COMPACT_CLOSE = 0x2;
/** BitMaskFlags 0x4: break into the kernel debugger when the ring wraps. */
export const TRACE_BREAK_ON_WRAP = 0x4;
/** BitMaskFlags 0x8: handle exceptions were on before tracing. */
export const TRACE_EXCEPTIONS_WERE_ON = 0x8;
/** BitMaskFlags 0x40000000: the ring has wrapped. */
export const TRACE_WRAPPED = 0x4000_0000;
/** BitMaskFlags 0x80000000: the ring was cleared. */
export const TRACE_WAS_CLEANED = 0x8000_0000;
