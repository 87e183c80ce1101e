/** From the kernel's answers to what Win32 functions return: last errors, handles, BOOLs (domain.md 1.6). */

import type { HandleOutcome, ServiceOutcome } from '../../simulator/machine/machineTypes';
import {
  STATUS_ACCESS_DENIED,
  STATUS_HANDLE_NOT_CLOSABLE,
  STATUS_INSUFFICIENT_RESOURCES,
  STATUS_INVALID_HANDLE,
  STATUS_INVALID_PARAMETER,
  STATUS_NOT_SUPPORTED,
  STATUS_NO_TOKEN,
  STATUS_OBJECT_NAME_COLLISION,
  STATUS_OBJECT_NAME_EXISTS,
  STATUS_OBJECT_NAME_INVALID,
  STATUS_OBJECT_NAME_NOT_FOUND,
  STATUS_OBJECT_PATH_NOT_FOUND,
  STATUS_OBJECT_PATH_SYNTAX_BAD,
  STATUS_OBJECT_TYPE_MISMATCH,
  STATUS_PRIVILEGE_NOT_HELD,
  STATUS_PROCESS_IS_TERMINATING,
  succeeded,
} from '../../simulator/machine/status';
import type { Call } from './builtIn';

export const ERROR_FILE_NOT_FOUND = 2;
export const ERROR_INVALID_HANDLE = 6;
export const ERROR_INVALID_PARAMETER = 87;
export const ERROR_ALREADY_EXISTS = 183;
export const ERROR_NOT_OWNER = 288;
export const ERROR_TOO_MANY_POSTS = 298;
/** What functions answer for which the table below knows nothing. */
const ERROR_MR_MID_NOT_FOUND = 317;

/** RtlNtStatusToDosError for the statuses of the simulated kernel. */
const ERRORS: Readonly<Record<number, number>> = {
  0: 0,
  [STATUS_OBJECT_NAME_EXISTS]: ERROR_ALREADY_EXISTS,
  [STATUS_INVALID_HANDLE]: ERROR_INVALID_HANDLE,
  [STATUS_HANDLE_NOT_CLOSABLE]: ERROR_INVALID_HANDLE,
  [STATUS_OBJECT_TYPE_MISMATCH]: ERROR_INVALID_HANDLE,
  [STATUS_INVALID_PARAMETER]: ERROR_INVALID_PARAMETER,
  0xc000_000b: ERROR_INVALID_PARAMETER,
  [STATUS_ACCESS_DENIED]: 5,
  [STATUS_PROCESS_IS_TERMINATING]: 5,
  [STATUS_OBJECT_NAME_INVALID]: 123,
  [STATUS_OBJECT_NAME_NOT_FOUND]: ERROR_FILE_NOT_FOUND,
  [STATUS_OBJECT_NAME_COLLISION]: ERROR_ALREADY_EXISTS,
  [STATUS_OBJECT_PATH_NOT_FOUND]: 3,
  [STATUS_OBJECT_PATH_SYNTAX_BAD]: 161,
  [STATUS_PRIVILEGE_NOT_HELD]: 1314,
  [STATUS_NO_TOKEN]: 1008,
  [STATUS_INSUFFICIENT_RESOURCES]: 1450,
  [STATUS_NOT_SUPPORTED]: 50,
};

/** The Win32 error of an NTSTATUS. */
export function win32Error(status: number): number {
  return ERRORS[status] ?? ERROR_MR_MID_NOT_FOUND;
}

/** Raises what the kernel raised. */
function raiseIfAsked(call: Call, outcome: ServiceOutcome): void {
  if (outcome.raised) {
    call.raise(outcome.status, outcome.raisedFrom);
  }
}

/** A handle of a create function, which tells through the last error whether the object was there already. */
export function created(call: Call, outcome: HandleOutcome, failure = 0): number {
  raiseIfAsked(call, outcome);
  call.setLastError(win32Error(outcome.status));
  return succeeded(outcome.status) ? outcome.handle : failure;
}

/** A handle of an open function, which leaves the last error alone when it works. */
export function opened(call: Call, outcome: HandleOutcome, failure = 0): number {
  raiseIfAsked(call, outcome);
  return succeeded(outcome.status)
    ? outcome.handle
    : call.fail(win32Error(outcome.status), failure);
}

/** TRUE or FALSE. */
export function flag(call: Call, outcome: ServiceOutcome): number {
  raiseIfAsked(call, outcome);
  return succeeded(outcome.status) ? 1 : call.fail(win32Error(outcome.status), 0);
}

/** An error number, as registry functions return it; the last error stays. */
export function errorNumber(call: Call, outcome: ServiceOutcome): number {
  raiseIfAsked(call, outcome);
  return succeeded(outcome.status) ? 0 : win32Error(outcome.status);
}

/** A handle written through a pointer. */
export function through(call: Call, index: number, outcome: HandleOutcome): void {
  if (succeeded(outcome.status)) {
    call.write(call.number(index), outcome.handle);
  }
}

/** An NTSTATUS, signed as in C. */
export function status(call: Call, outcome: ServiceOutcome): number {
  raiseIfAsked(call, outcome);
  return outcome.status | 0;
}

/** Adds a member to an options object only when there is a value. */
export function optional<K extends string, V>(
  key: K,
  value: V | null | undefined,
): Partial<Record<K, V>> {
  return value === null || value === undefined ? {} : ({ [key]: value } as Partial<Record<K, V>>);
}
