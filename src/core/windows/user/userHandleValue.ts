/** How a USER handle is made of index and uniqueness, and how Windows checks one (user-handles.md 4.1 to 4.3). */

/** Bits 0 to 15: index into `aheList` (SEED, RC-2007-07-17). */
export const INDEX_MASK = 0xffff;
/** Uniqueness of the first handle of a slot (RC-2007-07-17, VOL-WIKI; KB94917 says 0 before 4.0). */
export const FIRST_UNIQ = 1;

/** Index of a handle. */
export function handleIndex(handle: number): number {
  return handle & INDEX_MASK;
}

/** Uniqueness of a handle, its high word. */
export function handleUniq(handle: number): number {
  return (handle >>> 16) & 0xffff;
}

/** The handle of an entry, 32 bits unsigned. */
export function makeUserHandle(uniq: number, index: number): number {
  return (((uniq & 0xffff) << 16) | (index & INDEX_MASK)) >>> 0;
}

/**
 * The 32 bits of a value that carry meaning; a 64-bit HWND is one of them extended with zeros or with its sign (DERIVED).
 */
export function userHandle32(value: bigint): number {
  return Number(BigInt.asUintN(32, value));
}

/**
 * True when the high word says "any": all clear or all set, as 16-bit code passes handles. Both hold in all versions
 * (SEED); KB94917 says 0xFFFF came with 3.1 and 0 with 3.5.
 */
export function is16BitForm(handle: number): boolean {
  const uniq = handleUniq(handle);
  return uniq === 0 || uniq === 0xffff;
}

/** Uniqueness after a free: it wraps after 64K frees, when a stale handle selects again (SEED). */
export function nextUniq(uniq: number): number {
  return (uniq + 1) & 0xffff;
}

/** Entries in a table of so many bytes, rounded down (VOL). */
export function wholeEntries(tableBytes: number, entrySize: number): number {
  return Math.floor(tableBytes / entrySize);
}

/** A handle value that is a constant (SDK). Indexes 0xfffd to 0xffff are best left unused for their sake (PROJECT). */
export interface ReservedHandle {
  readonly value: number;
  readonly names: readonly string[];
}

/** Values with a meaning of their own (SDK, RC-2007-07-17). */
export const RESERVED_HANDLES: readonly ReservedHandle[] = [
  { value: 0x0000_0000, names: ['NULL', 'HWND_DESKTOP', 'HWND_TOP'] },
  { value: 0x0000_ffff, names: ['HWND_BROADCAST'] },
  { value: 0xffff_ffff, names: ['HWND_TOPMOST'] },
  { value: 0xffff_fffe, names: ['HWND_NOTOPMOST'] },
  { value: 0xffff_fffd, names: ['HWND_MESSAGE'] },
];

/** Highest index that is not part of a reserved value. */
export const HIGHEST_USABLE_INDEX = 0xfffc;

/** A step of the check that a handle goes through. */
export type ValidationStep = 'null' | 'bounds' | 'entry' | 'uniq' | 'type' | 'flags' | 'object';

/** A step, and what it does in versions up to 10.0 (1607) and in recent ones as far as seen. */
export interface ValidationRule {
  readonly step: ValidationStep;
  readonly classic: string;
  /** Null when it is the same. DEC and SOGEN; certainty low to medium. */
  readonly recent: string | null;
}

/** The steps in their order (SEED, ROS, DEC). The first that fails decides the last error by the wanted type. */
export const VALIDATION_RULES: readonly ValidationRule[] = [
  { step: 'null', classic: 'handle 0 is refused', recent: null },
  { step: 'bounds', classic: 'index at or past cHandleEntries is refused', recent: null },
  {
    step: 'entry',
    classic: 'entry = aheList + index * size of an entry',
    recent: 'entry = aheList + index * HeEntrySize',
  },
  {
    step: 'uniq',
    classic: 'high word other than wUniq, 0 and ffff is refused',
    recent:
      'some builds ignore bit 15 and take 7fff for ffff; 0 may be for 32-bit processes on 64-bit Windows only',
  },
  {
    step: 'type',
    classic: 'type Free, or not the wanted one, is refused',
    recent: null,
  },
  {
    step: 'flags',
    classic: 'bFlags with 01 is refused; a client-side check refuses 02 too',
    recent: null,
  },
  {
    step: 'object',
    classic: 'the object is at phead; user mode subtracts the delta',
    recent:
      "the object's address comes from a table that only the kernel reads; user mode adds phead to its desktop heap",
  },
];

/** Which kinds of objects a process can see, and how (user-handles.md 5.4). */
export interface AddressRule {
  readonly objects: 'shared heap' | 'desktop heap' | 'pool' | 'from 1703 on';
  readonly rule: string;
  readonly source: string;
}

/** From kernel addresses to those of a process. win32k's own SHAREDINFO has ulSharedDelta 0 (VOL). */
export const ADDRESS_RULES: readonly AddressRule[] = [
  {
    objects: 'shared heap',
    rule: 'kernel address - SHAREDINFO.ulSharedDelta',
    source: 'SEED ROS VOL',
  },
  {
    objects: 'desktop heap',
    rule: "kernel address - CLIENTINFO.ulClientDelta of the thread; the same difference as the object's pSelf to its user address",
    source: 'GC-HEAD ROS VOL',
  },
  { objects: 'pool', rule: 'none: the address is not mapped', source: 'SEED GC-PTI' },
  {
    objects: 'from 1703 on',
    rule: 'desktop heap as mapped in the process + phead of the entry; no delta is published (certainty medium to low)',
    source: 'TIGROS NTU',
  },
];
