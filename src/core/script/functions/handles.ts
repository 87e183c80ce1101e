/** What works on handles of every type: close, duplicate, flags, waits. */

import type { KernelObject } from '../../simulator/machine/kernelObject';
import type { HandleFlagChange } from '../../simulator/machine/machineTypes';
import {
  closeHandle,
  duplicateHandle,
  getHandleInformation,
  setHandleInformation,
} from '../../simulator/win32/handles';
import { ERROR_INVALID_PARAMETER, flag, through, win32Error } from './answers';
import { builtIn, type BuiltIn, type Call, type CallAnswer, type WaitKind } from './builtIn';

/** SYNCHRONIZE. */
const SYNCHRONIZE = 0x10_0000;
const WAIT_FAILED = 0xffff_ffff;
/** MAXIMUM_WAIT_OBJECTS. */
const MOST_OBJECTS = 64;

/** What a wait is told. */
export interface WaitCall {
  /** Name of the call path, or of a native service. */
  readonly path: string;
  readonly isNative?: boolean;
  readonly handles: readonly number[];
  readonly all: boolean;
  readonly timeout: number;
  readonly kind: WaitKind;
}

/** Looks up all handles and lets the thread wait for their objects. The first bad handle ends the call. */
export function waitFor(call: Call, wait: WaitCall): CallAnswer {
  const { caller } = call;
  const { services } = caller.machine;
  const body = (thread: typeof caller.thread, service: string): CallAnswer => {
    const objects: KernelObject[] = [];
    for (const handle of wait.handles) {
      const outcome = services.hold(thread, service, { handle, type: null, access: SYNCHRONIZE });
      if (outcome.object === null) {
        objects.forEach((object) => services.release(object));
        if (outcome.raised) {
          call.raise(outcome.status, outcome.raisedFrom);
        }
        return wait.kind === 'native'
          ? outcome.status | 0
          : call.fail(win32Error(outcome.status), WAIT_FAILED);
      }
      objects.push(outcome.object);
    }
    return call.wait({ objects, all: wait.all, timeout: wait.timeout, kind: wait.kind });
  };
  return wait.isNative === true ? caller.native(wait.path, body) : caller.call(wait.path, body);
}

function waitForOne(call: Call): CallAnswer {
  return waitFor(call, {
    path: 'WaitForSingleObject',
    handles: [call.number(0)],
    all: false,
    timeout: call.number(1),
    kind: 'win32',
  });
}

function waitForMany(call: Call): CallAnswer {
  const count = call.number(0);
  if (count < 1 || count > MOST_OBJECTS) {
    return call.fail(ERROR_INVALID_PARAMETER, WAIT_FAILED);
  }
  const handles = Array.from({ length: count }, (_, index) =>
    Number(call.read(call.number(1), index)),
  );
  return waitFor(call, {
    path: 'WaitForMultipleObjects',
    handles,
    all: call.number(2) !== 0,
    timeout: call.number(3),
    kind: 'win32',
  });
}

/** HANDLE_FLAG_INHERIT and HANDLE_FLAG_PROTECT_FROM_CLOSE of a mask. */
function flagChange(mask: number, flags: number): HandleFlagChange {
  return {
    ...((mask & 1) === 0 ? {} : { inherit: (flags & 1) !== 0 }),
    ...((mask & 2) === 0 ? {} : { protectFromClose: (flags & 2) !== 0 }),
  };
}

function queryFlags(call: Call): number {
  const handle = call.number(0);
  const outcome = getHandleInformation(call.caller, handle);
  if (outcome.object !== null && handle > 0) {
    const { table } = call.caller.thread.process;
    const attributes = table.attributes(table.find(handle));
    call.write(call.number(1), ((attributes & 2) >> 1) | ((attributes & 1) << 1));
  }
  return flag(call, outcome);
}

function duplicate(call: Call): number {
  const { caller } = call;
  const target = call.number(2);
  const outcome = duplicateHandle(caller, {
    sourceProcess: call.number(0),
    sourceHandle: call.number(1),
    targetProcess: target === 0 ? null : target,
    desiredAccess: call.number(4),
    attributes: call.number(5) === 0 ? 0 : 0x2,
    options: call.number(6),
  });
  if (target !== 0) {
    through(call, 3, outcome);
  }
  return flag(call, outcome);
}

/** The functions of this file. */
export const HANDLES: readonly BuiltIn[] = [
  builtIn({
    signature: 'BOOL CloseHandle(HANDLE hObject)',
    summary:
      'Closes a handle. A bad one fails with ERROR_INVALID_HANDLE and, under a debugger or with tracing, raises STATUS_INVALID_HANDLE.',
    closes: 'hObject',
    run: (call) => flag(call, closeHandle(call.caller, call.number(0))),
  }),
  builtIn({
    signature:
      'BOOL DuplicateHandle(HANDLE hSourceProcessHandle, HANDLE hSourceHandle, HANDLE hTargetProcessHandle, LPHANDLE lpTargetHandle, DWORD dwDesiredAccess, BOOL bInheritHandle, DWORD dwOptions)',
    summary:
      'Makes another handle to the same object, in this or another process; with DUPLICATE_CLOSE_SOURCE the source is closed. The process handles need PROCESS_DUP_HANDLE.',
    opens: 'any type',
    through: 'lpTargetHandle',
    flags: { bInheritHandle: 'boolean', dwOptions: 'duplicate' },
    run: duplicate,
  }),
  builtIn({
    signature: 'BOOL SetHandleInformation(HANDLE hObject, DWORD dwMask, DWORD dwFlags)',
    summary: 'Changes whether a handle is inherited and whether it is protected from being closed.',
    flags: { dwMask: 'handleFlags', dwFlags: 'handleFlags' },
    run: (call) =>
      flag(
        call,
        setHandleInformation(
          call.caller,
          call.number(0),
          flagChange(call.number(1), call.number(2)),
        ),
      ),
  }),
  builtIn({
    signature: 'BOOL GetHandleInformation(HANDLE hObject, LPDWORD lpdwFlags)',
    summary: 'Tells whether a handle is inherited and whether it is protected from being closed.',
    run: queryFlags,
  }),
  builtIn({
    signature: 'DWORD WaitForSingleObject(HANDLE hHandle, DWORD dwMilliseconds)',
    summary:
      'Waits until an object is signalled or the time is over; the handle needs SYNCHRONIZE.',
    flags: { dwMilliseconds: 'timeout' },
    run: waitForOne,
  }),
  builtIn({
    signature: 'DWORD WaitForSingleObjectEx(HANDLE hHandle, DWORD dwMilliseconds, BOOL bAlertable)',
    summary:
      'As WaitForSingleObject; nothing is ever queued to a thread here, so an alertable wait is an ordinary one.',
    flags: { dwMilliseconds: 'timeout', bAlertable: 'boolean' },
    paths: ['WaitForSingleObject'],
    run: waitForOne,
  }),
  builtIn({
    signature:
      'DWORD WaitForMultipleObjects(DWORD nCount, HANDLE* lpHandles, BOOL bWaitAll, DWORD dwMilliseconds)',
    summary:
      'Waits for any or all of at most 64 objects; the answer names the first that was signalled.',
    flags: { bWaitAll: 'boolean', dwMilliseconds: 'timeout' },
    run: waitForMany,
  }),
];
