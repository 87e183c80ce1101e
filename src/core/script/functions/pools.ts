/** Completion ports, the thread pool, window stations and desktops. */

import {
  createIoCompletionPort,
  postQueuedCompletionStatus,
} from '../../simulator/win32/completionPorts';
import {
  closeDesktop,
  closeWindowStation,
  createDesktopW,
  createWindowStationW,
  openDesktopW,
  openWindowStationW,
} from '../../simulator/win32/desktops';
import {
  closeDesktop as destroyDesktop,
  closeWindowStation as destroyWindowStation,
  createDesktop,
  createWindowStation,
} from '../../simulator/user/calls/stations';
import { createThreadpool, createThreadpoolWait } from '../../simulator/win32/threadPool';
import { created, ERROR_INVALID_HANDLE, flag, opened, win32Error } from './answers';
import { answer } from './user/answer';
import { builtIn, type BuiltIn, type Call, type CallAnswer, type PoolWork } from './builtIn';

const INVALID_HANDLE_VALUE = -1;
/** IO_COMPLETION_MODIFY_STATE. */
const MODIFY_STATE = 0x2;

function createPort(call: Call): number {
  const file = call.number(0);
  const existing = call.number(1);
  if (existing !== 0) {
    return existing;
  }
  const { caller } = call;
  if (file !== INVALID_HANDLE_VALUE) {
    const outcome = caller.call('CreateIoCompletionPort', (thread, service) =>
      caller.machine.services.reference(thread, service, { handle: file, type: 'File', access: 0 }),
    );
    if (outcome.object === null) {
      return flag(call, outcome);
    }
  }
  return opened(call, createIoCompletionPort(caller));
}

function post(call: Call): number {
  const outcome = postQueuedCompletionStatus(call.caller, call.number(0));
  if (outcome.object !== null) {
    const { packets } = call.run;
    const queue = packets.get(outcome.object) ?? [];
    queue.push(call.number(1), call.number(2), call.number(3));
    packets.set(outcome.object, queue);
    call.run.changed();
  }
  return flag(call, outcome);
}

function get(call: Call): CallAnswer {
  const { caller } = call;
  const service = 'NtRemoveIoCompletion';
  return caller.native(service, (thread) => {
    const outcome = caller.machine.services.hold(thread, service, {
      handle: call.number(0),
      type: 'IoCompletion',
      access: MODIFY_STATE,
    });
    return outcome.object === null
      ? flag(call, outcome)
      : call.wait({
          objects: [outcome.object],
          all: false,
          timeout: call.number(4),
          kind: 'completion',
          outputs: [call.number(1), call.number(2), call.number(3)],
        });
  });
}

/** Values that stand for objects of the thread pool: addresses on the process heap. */
const WORK_BASE = 0x1f4_6ce3_0000;
const WORK_SIZE = 0x80;

function createWork(call: Call): number {
  const { work } = call.run;
  if (call.run.functionAt(call.number(0)) === null) {
    return call.fail(win32Error(0xc000_000d), 0);
  }
  if (work.size === 0) {
    createThreadpool(call.caller, { internal: true });
  }
  const number = WORK_BASE + work.size * WORK_SIZE;
  work.set(number, {
    callback: call.number(0),
    context: call.value(1),
    pending: 0,
    running: [],
    closed: false,
  });
  return number;
}

/** The work object of an argument; a bad one is what crashes a real program: an access violation. */
function workOf(call: Call): PoolWork | null {
  const work = call.run.work.get(call.number(0));
  if (work === undefined || work.closed) {
    call.raise(0xc000_0005);
    return null;
  }
  return work;
}

function submit(call: Call): number {
  const work = workOf(call);
  if (work !== null) {
    const { machine } = call.caller;
    const thread = machine.createThread(call.caller.thread.process, {
      name: 'pool worker',
      threadId: call.run.freeId(),
    });
    work.pending++;
    work.running.push(thread);
    call.run.startThread(thread, {
      address: work.callback,
      values: [0, work.context, call.number(0)],
      suspended: false,
      kind: 'poolWorker',
    });
  }
  return 0;
}

function waitForWork(call: Call): CallAnswer {
  const work = workOf(call);
  const objects = (work?.running ?? []).flatMap(({ object }) => (object === null ? [] : [object]));
  if (objects.length === 0) {
    return 0;
  }
  objects.forEach((object) => call.caller.machine.objects.reference(object));
  return call.wait({ objects, all: true, timeout: 0xffff_ffff, kind: 'work' });
}

function closeWork(call: Call): number {
  const work = workOf(call);
  if (work !== null) {
    work.closed = true;
  }
  return 0;
}

/** Only the numbers: no handle is used, and no thread begins. */
function setPoolWorkers(call: Call): number {
  const { table } = call.caller.thread.process;
  const pool = table.entries.objectAt(table.find(call.number(0)));
  const body = pool?.changeBody('workerFactory') ?? null;
  if (body === null) {
    return call.fail(ERROR_INVALID_HANDLE, 0);
  }
  body.workerMaximum = call.number(1);
  body.waitingWorkers = call.number(2);
  body.totalWorkers = call.number(2);
  return 0;
}

/** Ports and the thread pool. */
const POOLS: readonly BuiltIn[] = [
  builtIn({
    signature:
      'HANDLE CreateIoCompletionPort(HANDLE FileHandle, HANDLE ExistingCompletionPort, ULONG_PTR CompletionKey, DWORD NumberOfConcurrentThreads)',
    summary: 'Creates a completion port, or connects a file with one.',
    opens: 'IoCompletion',
    run: createPort,
  }),
  builtIn({
    signature:
      'BOOL PostQueuedCompletionStatus(HANDLE CompletionPort, DWORD dwNumberOfBytesTransferred, ULONG_PTR dwCompletionKey, LPOVERLAPPED lpOverlapped)',
    summary: 'Puts a packet into the queue of a completion port.',
    run: post,
  }),
  builtIn({
    signature:
      'BOOL GetQueuedCompletionStatus(HANDLE CompletionPort, LPDWORD lpNumberOfBytesTransferred, ULONG_PTR* lpCompletionKey, LPVOID* lpOverlapped, DWORD dwMilliseconds)',
    summary: 'Takes a packet from the queue of a completion port, or waits for one.',
    flags: { dwMilliseconds: 'timeout' },
    paths: [],
    run: get,
  }),
  builtIn({
    signature:
      'PTP_WORK CreateThreadpoolWork(PTP_WORK_CALLBACK pfnwk, PVOID pv, PTP_CALLBACK_ENVIRON pcbe)',
    summary:
      'Makes a work object. The first one makes the thread pool of the process: a completion port, a worker factory and its timers.',
    paths: ['TpAllocPool/TpWorkerFactory'],
    run: createWork,
  }),
  builtIn({
    signature: 'PTP_POOL CreateThreadpool(PVOID reserved)',
    summary:
      'Makes a thread pool of its own: a completion port, a worker factory and timers. It is closed with CloseThreadpool, which is not simulated.',
    paths: ['CreateThreadpool/IoCompletion'],
    run: (call) => createThreadpool(call.caller).workerFactory,
  }),
  builtIn({
    signature: 'NTSTATUS TpAllocPool(PTP_POOL* PoolReturn, PVOID Reserved)',
    summary: 'Makes a thread pool, as ntdll does for itself: what CreateThreadpool calls.',
    paths: ['TpAllocPool/TpWorkerFactory'],
    run: (call) => {
      call.write(call.number(0), createThreadpool(call.caller, { internal: true }).workerFactory);
      return 0;
    },
  }),
  builtIn({
    signature:
      'PTP_WAIT CreateThreadpoolWait(PTP_WAIT_CALLBACK pfnwa, PVOID pv, PTP_CALLBACK_ENVIRON pcbe)',
    summary:
      'Makes a wait object of the thread pool: a WaitCompletionPacket. Nothing is ever waited for with it; it is closed with CloseThreadpoolWait, which is not simulated.',
    run: (call) => createThreadpoolWait(call.caller).handle,
  }),
  builtIn({
    signature: 'VOID SimulatePoolWorkers(PTP_POOL pool, DWORD maximum, DWORD waiting)',
    summary:
      'No function of Windows: how many workers a thread pool may have, and how many exist and wait.',
    paths: [],
    run: setPoolWorkers,
  }),
  builtIn({
    signature: 'VOID SubmitThreadpoolWork(PTP_WORK pwk)',
    summary: 'Lets a thread of the pool run the callback.',
    paths: [],
    run: submit,
  }),
  builtIn({
    signature: 'VOID WaitForThreadpoolWorkCallbacks(PTP_WORK pwk, BOOL fCancelPendingCallbacks)',
    summary: 'Waits until no callback of the work object runs.',
    flags: { fCancelPendingCallbacks: 'boolean' },
    paths: [],
    run: waitForWork,
  }),
  builtIn({
    signature: 'VOID CloseThreadpoolWork(PTP_WORK pwk)',
    summary: 'Gives a work object back. The pool itself stays.',
    paths: [],
    run: closeWork,
  }),
];

/** What the functions about desktops and window stations take. */
function station(call: Call, index: { readonly access: number; readonly attributes: number }) {
  const access = call.number(index.access);
  return {
    name: call.text(0) ?? 'WinSta0',
    inherit: index.attributes >= 0 && call.inherit(index.attributes),
    ...(access === 0 ? {} : { desiredAccess: access }),
  };
}

/** Window stations and desktops. */
const STATIONS: readonly BuiltIn[] = [
  builtIn({
    signature:
      'HWINSTA CreateWindowStationW(LPCWSTR lpwinsta, DWORD dwFlags, DWORD dwDesiredAccess, LPSECURITY_ATTRIBUTES lpsa)',
    summary: 'Creates a window station, or opens the one that has the name.',
    opens: 'WindowStation',
    closedBy: 'CloseWindowStation',
    flags: { dwDesiredAccess: 'station' },
    run: (call) =>
      call.hasUserDesktops
        ? answer(call, createWindowStation(call.userCaller))
        : created(
            call,
            createWindowStationW(call.caller, station(call, { access: 2, attributes: 3 })),
          ),
  }),
  builtIn({
    signature:
      'HWINSTA OpenWindowStationW(LPCWSTR lpszWinSta, BOOL fInherit, DWORD dwDesiredAccess)',
    summary: 'Opens a window station by its name.',
    opens: 'WindowStation',
    closedBy: 'CloseWindowStation',
    flags: { fInherit: 'boolean', dwDesiredAccess: 'station' },
    run: (call) =>
      opened(call, openWindowStationW(call.caller, station(call, { access: 2, attributes: -1 }))),
  }),
  builtIn({
    signature: 'BOOL CloseWindowStation(HWINSTA hWinSta)',
    summary: 'Closes a window station.',
    closes: 'hWinSta',
    run: (call) =>
      call.hasUserDesktops
        ? answer(call, destroyWindowStation(call.userCaller, call.number(0)))
        : flag(call, closeWindowStation(call.caller, call.number(0))),
  }),
  builtIn({
    signature:
      'HDESK CreateDesktopW(LPCWSTR lpszDesktop, LPCWSTR lpszDevice, LPVOID pDevmode, DWORD dwFlags, ACCESS_MASK dwDesiredAccess, LPSECURITY_ATTRIBUTES lpsa)',
    summary: 'Creates a desktop, or opens the one that has the name.',
    opens: 'Desktop',
    closedBy: 'CloseDesktop',
    flags: { dwDesiredAccess: 'desktop' },
    run: (call) =>
      call.hasUserDesktops
        ? answer(call, createDesktop(call.userCaller, { name: call.text(0) ?? 'Default' }))
        : created(call, createDesktopW(call.caller, station(call, { access: 4, attributes: 5 }))),
  }),
  builtIn({
    signature:
      'HDESK OpenDesktopW(LPCWSTR lpszDesktop, DWORD dwFlags, BOOL fInherit, ACCESS_MASK dwDesiredAccess)',
    summary: 'Opens a desktop by its name.',
    opens: 'Desktop',
    closedBy: 'CloseDesktop',
    flags: { fInherit: 'boolean', dwDesiredAccess: 'desktop' },
    run: (call) =>
      opened(call, openDesktopW(call.caller, station(call, { access: 3, attributes: -1 }))),
  }),
  builtIn({
    signature: 'BOOL CloseDesktop(HDESK hDesktop)',
    summary: 'Closes a desktop.',
    closes: 'hDesktop',
    run: (call) =>
      call.hasUserDesktops
        ? answer(call, destroyDesktop(call.userCaller, call.number(0)))
        : flag(call, closeDesktop(call.caller, call.number(0))),
  }),
];

/** The functions of this file. */
export const POOLS_AND_STATIONS: readonly BuiltIn[] = [...POOLS, ...STATIONS];
