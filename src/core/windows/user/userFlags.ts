/** HANDLEENTRY.bFlags and the OCF_ creation flags of types (user-handles.md 3, 5.5). */

/** A bit of `bFlags`. */
export interface UserFlag {
  readonly mask: number;
  /** Null when no symbol is public. */
  readonly symbol: string | null;
  /** A name that is not Microsoft's. */
  readonly coinedName?: string;
  /** Null when no source tells. */
  readonly versions: 'all' | '5.0 and higher' | null;
  /** Survived in the article as this project received it; the other rows were restored. */
  readonly inSeed: boolean;
  /** Seen in released Windows; null when no source tells. */
  readonly seenInRetail: boolean | null;
  readonly meaning: string;
  /** Sources of the row, then of the meaning; see `userSources.ts`. */
  readonly source: string;
  readonly meaningSource: string;
}

/** All eight bits, lowest first. None is known to have changed. */
export const USER_FLAGS: readonly UserFlag[] = [
  {
    mask: 0x01,
    symbol: 'HANDLEF_DESTROY',
    versions: 'all',
    inSeed: false,
    seenInRetail: true,
    meaning:
      'marked for destruction: its handle is refused. A locked object can be marked; it goes when the last lock goes',
    source: 'GC-HE RW GETHOOKS NTU',
    meaningSource: 'SEED ROS DEC',
  },
  {
    mask: 0x02,
    symbol: 'HANDLEF_INDESTROY',
    versions: 'all',
    inSeed: false,
    seenInRetail: true,
    meaning: 'destruction has begun; taken back when the object proves to be locked',
    source: 'GC-HE RW GETHOOKS NTU',
    meaningSource: 'SEED ROS',
  },
  {
    mask: 0x04,
    symbol: 'HANDLEF_INWAITFORDEATH',
    versions: null,
    inSeed: false,
    seenInRetail: null,
    meaning: 'not explained anywhere; by its name, somebody waits until the object is gone',
    source: 'GC-HE RW GETHOOKS NTU',
    meaningSource: '',
  },
  {
    mask: 0x08,
    symbol: 'HANDLEF_FINALDESTROY',
    versions: 'all',
    inSeed: false,
    seenInRetail: true,
    meaning: 'not explained anywhere; by its name, the last stage of destruction',
    source: 'GC-HE RW GETHOOKS NTU',
    meaningSource: '',
  },
  {
    mask: 0x10,
    symbol: 'HANDLEF_MARKED_OK',
    versions: null,
    inSeed: false,
    seenInRetail: null,
    meaning: 'not explained anywhere; by its name, marking succeeded',
    source: 'GC-HE RW GETHOOKS NTU',
    meaningSource: '',
  },
  {
    mask: 0x20,
    symbol: 'HANDLEF_GRANTED',
    versions: '5.0 and higher',
    inSeed: true,
    seenInRetail: true,
    meaning: 'a job with UI restrictions was granted the handle (UserHandleGrantAccess)',
    source: 'GC-HE SEED RW GETHOOKS NTU',
    meaningSource: 'MSL-UHGA DEC',
  },
  {
    mask: 0x40,
    symbol: null,
    coinedName: 'HANDLEF_NODESKTOP',
    versions: '5.0 and higher',
    inSeed: true,
    seenInRetail: true,
    meaning:
      'not on the desktop heap although objects of the type are; known of the window that owns the desktops of its terminal',
    source: 'SEED GC-HE NTU VOL-WIKI',
    meaningSource: 'SEED VOL-WIKI',
  },
  {
    mask: 0x80,
    symbol: null,
    versions: null,
    inSeed: false,
    seenInRetail: false,
    meaning: 'no use is known',
    source: 'GETHOOKS NTU',
    meaningSource: '',
  },
];

/** Bits that older tools take for all there are (GETHOOKS); 0x40 is missing. */
export const OLD_VALID_FLAGS = 0x3f;
/** Bits that a simulated machine never sets: nobody knows when Windows does. */
export const UNEXPLAINED_FLAGS = 0x94;

/** HANDLEF_DESTROY: validation refuses the handle. */
export const FLAG_DESTROY = 0x01;
/** HANDLEF_INDESTROY: a client-side check refuses the handle too. */
export const FLAG_INDESTROY = 0x02;
/** HANDLEF_FINALDESTROY. */
export const FLAG_FINALDESTROY = 0x08;
/** HANDLEF_GRANTED. */
export const FLAG_GRANTED = 0x20;
/** The object is not on the desktop heap though its type's objects are. */
export const FLAG_NODESKTOP = 0x40;

/**
 * Names of the bits in `flags`, lowest first; bits without a Microsoft name come last, together, as `<0xNN>`. Empty when no
 * bit is set.
 */
export function flagNames(flags: number): readonly string[] {
  const names: string[] = [];
  let unnamed = 0;
  for (const { mask, symbol } of USER_FLAGS) {
    if ((flags & mask) === 0) {
      continue;
    }
    if (symbol === null) {
      unnamed |= mask;
    } else {
      names.push(symbol);
    }
  }
  return unnamed === 0 ? names : [...names, `<0x${unnamed.toString(16).padStart(2, '0')}>`];
}

/** Flag names joined by ` | `; `0` when no bit is set. */
export function flagsText(flags: number): string {
  const names = flagNames(flags);
  return names.length === 0 ? '0' : names.join(' | ');
}

/** A bit of HANDLETYPEINFO.bObjectCreateFlags. */
export interface CreationFlag {
  readonly mask: number;
  readonly symbol: string;
  readonly meaning: string;
}

/** OCF_ bits, lowest first; checked for 5.1 to 6.1 and assumed later (VOL). */
export const CREATION_FLAGS: readonly CreationFlag[] = [
  {
    mask: 0x01,
    symbol: 'OCF_THREADOWNED',
    meaning: "a thread owns it: counted for the thread's process, gone with the thread",
  },
  { mask: 0x02, symbol: 'OCF_PROCESSOWNED', meaning: 'a process owns it' },
  { mask: 0x04, symbol: 'OCF_MARKPROCESS', meaning: 'the object names its process as well' },
  { mask: 0x08, symbol: 'OCF_USEPOOLQUOTA', meaning: "charged to the process's pool quota" },
  { mask: 0x10, symbol: 'OCF_DESKTOPHEAP', meaning: 'lies on the desktop heap' },
  {
    mask: 0x20,
    symbol: 'OCF_USEPOOLIFNODESKTOP',
    meaning: 'lies in pool when there is no desktop',
  },
  { mask: 0x40, symbol: 'OCF_SHAREDHEAP', meaning: 'lies on the shared heap' },
  { mask: 0x80, symbol: 'OCF_VARIABLESIZE', meaning: 'objects differ in size' },
];

/** OCF_ names of the bits in `flags`, lowest first. */
export function creationFlagNames(flags: number): readonly string[] {
  return CREATION_FLAGS.filter(({ mask }) => (flags & mask) !== 0).map(({ symbol }) => symbol);
}

/** The OCF_ bit of an object that lies on the desktop heap. */
export const CREATED_ON_DESKTOP_HEAP = 0x10;
/** The OCF_ bit of an object that lies on the shared heap. */
export const CREATED_ON_SHARED_HEAP = 0x40;
