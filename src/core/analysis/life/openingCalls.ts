/** Which type of object a system call opens: for records of handles that are closed, whose type nobody kept. */

import type { ResolvedAddress } from '../../model/stackFrame';

/** A type that was concluded from a call. */
export interface OpenedType {
  readonly type: string;
  /** The call, for example `NtCreateEvent`. */
  readonly call: string;
}

/** Frames from the innermost that are looked at: kernel frames come first on 64-bit systems. */
const FRAMES = 16;
/** Native calls by what they open; each creates or opens exactly one type of object. */
const CALLS: readonly (readonly [RegExp, string])[] = [
  [/^(?:Create|Open)Event$/, 'Event'],
  [/^(?:Create|Open)Mutant$/, 'Mutant'],
  [/^(?:Create|Open)Semaphore$/, 'Semaphore'],
  [/^(?:Create|Open)Timer2?$/, 'Timer'],
  [/^(?:Create|Open)(?:Named|Mailslot)?(?:Pipe)?File$/, 'File'],
  [/^(?:Create|Open)Key(?:Transacted)?(?:Ex)?$/, 'Key'],
  [/^(?:Create|Open)Section(?:Ex)?$/, 'Section'],
  [/^OpenProcess$/, 'Process'],
  [/^(?:CreateThread(?:Ex)?|OpenThread)$/, 'Thread'],
  [/^Open(?:Process|Thread)Token(?:Ex)?$|^(?:Create|Duplicate|Filter)Token(?:Ex)?$/, 'Token'],
  [/^(?:Create|Open)IoCompletion$/, 'IoCompletion'],
  [/^(?:Create|Open)JobObject$/, 'Job'],
  [/^(?:Create|Open)DirectoryObject(?:Ex)?$/, 'Directory'],
  [/^(?:Create|Open)SymbolicLinkObject$/, 'SymbolicLink'],
  [/^(?:Create|Open)KeyedEvent$/, 'KeyedEvent'],
  [/^CreateWorkerFactory$/, 'TpWorkerFactory'],
  [/^CreateWaitCompletionPacket$/, 'WaitCompletionPacket'],
  [/^Alpc(?:CreatePort|ConnectPort(?:Ex)?|AcceptConnectPort)$/, 'ALPC Port'],
];

/** What the call in a stack opened; null when no frame tells, or the call can open several types. */
export function typeOfOpening(frames: readonly ResolvedAddress[]): OpenedType | null {
  for (const { symbol } of frames.slice(0, FRAMES)) {
    const name = /^(?:Nt|Zw)(\w+)$/.exec(symbol ?? '')?.[1];
    if (name !== undefined) {
      const found = CALLS.find(([pattern]) => pattern.test(name));
      return found === undefined ? null : { type: found[1], call: `Nt${name}` };
    }
  }
  return null;
}

/** True when a stack duplicates a handle. */
export function isDuplication(frames: readonly ResolvedAddress[]): boolean {
  return frames
    .slice(0, FRAMES)
    .some(({ symbol }) => symbol !== null && /^(?:Nt|Zw)DuplicateObject$/.test(symbol));
}
