/** What kind of mistake a bad reference was, judged from the records of its handle value; the one place that decides it. */

import type { TraceOperation } from './handleTrace';
import type { HandleValue } from './identifiers';

/**
 * What kind of mistake it was.
 * - `null handle`: 0, what most functions return when they fail.
 * - `pseudo handle`: -1 to -6, which stand for the current process and the like or for "invalid", and are in no table.
 * - `never opened`: the log reaches back to the beginning and has no open of the value.
 * - `not recorded`: no open of the value is on record, but the log does not reach back to the beginning.
 * - `closed twice`: it was closed already, and this was an attempt to close it.
 * - `used after close`: it was closed already.
 * - `open`: by the log it was open; the table was locked, the handle belongs to another process, or a record is missing.
 */
export type BadReferenceKind =
  | 'null handle'
  | 'pseudo handle'
  | 'never opened'
  | 'not recorded'
  | 'closed twice'
  | 'used after close'
  | 'open';

/** The records that explain a bad reference, by their place in the list; -1 for none. */
export interface ExplainingRecords {
  /** What opened the handle the last time before. */
  readonly opened: number;
  /** What closed it the last time before; -1 when an open is newer. */
  readonly closed: number;
  /** The first open after it: the value stands for something else from then on. */
  readonly reopened: number;
}

/**
 * Finds the records that explain the bad reference at a place among all records of its value, newest first. `operationAt`
 * tells what a record is, null for one that is not understood.
 */
export function explainingRecords(
  count: number,
  place: number,
  operationAt: (index: number) => TraceOperation | null,
): ExplainingRecords {
  let opened = -1;
  let closed = -1;
  for (let at = place + 1; at < count && opened === -1; at++) {
    const operation = operationAt(at);
    if (operation === 'open') {
      opened = at;
    } else if (operation === 'close' && closed === -1) {
      closed = at;
    }
  }
  let reopened = place - 1;
  while (reopened >= 0 && operationAt(reopened) !== 'open') {
    reopened--;
  }
  return { opened, closed, reopened };
}

/** What is known when the kind is judged. */
export interface JudgedReference {
  readonly handle: HandleValue;
  /** What the value stands for without being in any table; null for other values. See {@link pseudoHandle}. */
  readonly standsFor: string | null;
  readonly isOpened: boolean;
  readonly isClosed: boolean;
  /** The stack shows an attempt to close; see {@link isClosingStack}. */
  readonly isClosing: boolean;
  /** The log reaches back to the beginning. */
  readonly isWhole: boolean;
}

/** Judges the kind of a bad reference. */
export function badReferenceKind(reference: JudgedReference): BadReferenceKind {
  const { handle, standsFor, isOpened, isClosed, isClosing, isWhole } = reference;
  if (isClosed) {
    return isClosing ? 'closed twice' : 'used after close';
  }
  if (isOpened) {
    return 'open';
  }
  if (handle === 0n) {
    return 'null handle';
  }
  if (standsFor !== null) {
    return 'pseudo handle';
  }
  return isWhole ? 'never opened' : 'not recorded';
}

/** Frames above the innermost that can still tell what was tried. */
const TELLING_FRAMES = 8;
/** Functions whose purpose is to close a handle. */
const CLOSING =
  /^(Nt|Zw|NtUser)?(CloseHandle|Close|ObCloseHandle|ObpCloseHandle|RegCloseKey|closesocket|FindClose|CloseDesktop|CloseWindowStation|CloseServiceHandle|CloseThreadpool\w*|DeregisterEventSource)(Internal|Implementation|Stub|W|A)?$/;

/** Functions whose purpose is to destroy a USER object. */
const DESTROYING =
  /^(NtUser)?(Destroy\w+|KillTimer|Unhook\w+|EndDeferWindowPos(Ex)?|DdeDisconnect|DdeUninitialize|DdeAbandonTransaction|UnloadKeyboardLayout|ImmDestroyContext|Close\w+(Handle|Station|Desktop))$/;

/** True when a stack, innermost first, shows an attempt to close a handle, or to destroy a USER object. */
export function isClosingStack(frames: readonly { readonly symbol: string | null }[]): boolean {
  return frames
    .slice(0, TELLING_FRAMES)
    .some(({ symbol }) => symbol !== null && (CLOSING.test(symbol) || DESTROYING.test(symbol)));
}

const PSEUDO_HANDLES = [
  'the current process (or INVALID_HANDLE_VALUE)',
  'the current thread',
  'the current session',
  "the process's token",
  "the thread's token",
  'the effective token of the thread',
];

/** What a pseudo handle stands for; null for other values. */
export function pseudoHandle(handle: HandleValue, pointerSize: 4 | 8): string | null {
  const signed = pointerSize === 8 ? BigInt.asIntN(64, handle) : BigInt.asIntN(32, handle);
  return signed < 0n && signed >= -6n ? (PSEUDO_HANDLES[Number(-signed) - 1] ?? null) : null;
}
