/** Processes, threads and tokens. */

import type { KernelObject } from '../../simulator/machine/kernelObject';
import type { SimulatedThread } from '../../simulator/machine/simulatedThread';
import { createProcessW, openProcess } from '../../simulator/win32/processes';
import { openThread } from '../../simulator/win32/threads';
import { duplicateTokenEx, openProcessToken, openThreadToken } from '../../simulator/win32/tokens';
import { ERROR_INVALID_PARAMETER, flag, opened, optional, through } from './answers';
import { builtIn, type BuiltIn, type Call } from './builtIn';

const CREATE_SUSPENDED = 4;
/** STILL_ACTIVE is what a running process or thread has as its exit code. */
const PROCESS_TERMINATE = 0x1;
const THREAD_TERMINATE = 0x1;
const THREAD_SUSPEND_RESUME = 0x2;
const THREAD_SET_LIMITED_INFORMATION = 0x400;
/** HRESULT_FROM_WIN32(ERROR_INVALID_HANDLE). */
const E_HANDLE = 0x8007_0006;
const FAILED_COUNT = 0xffff_ffff;

/** `C:\app\worker.exe -x` is `worker.exe`. */
function imageName(call: Call): string {
  const application = call.text(0);
  const line = call.text(1) ?? '';
  const quoted = /^\s*"([^"]*)"|^\s*(\S+)/.exec(line);
  const path = application ?? quoted?.[1] ?? quoted?.[2] ?? '';
  return path.slice(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1);
}

function createProcess(call: Call): number {
  const image = imageName(call);
  if (image === '') {
    return call.fail(ERROR_INVALID_PARAMETER, 0);
  }
  const planned = call.run.planned(image);
  const processId = planned.processId ?? call.run.freeId();
  const outcome = createProcessW(call.caller, {
    image,
    inheritHandles: call.number(4) !== 0,
    processId,
    initialThread: { threadId: planned.threadId ?? call.run.freeId(processId + 4) },
    ...optional('placement', planned.placement),
  });
  const { process, thread } = outcome;
  if (process === null || thread === null) {
    return flag(call, outcome);
  }
  const information = call.number(9);
  call.write(information, outcome.processHandle);
  call.write(information, outcome.threadHandle, 1);
  call.write(information, process.processId, 2);
  call.write(information, thread.threadId, 3);
  call.run.startProcess(process, image, (call.number(5) & CREATE_SUSPENDED) !== 0);
  return 1;
}

interface ThreadCall {
  readonly path: string;
  /** Number of the parameter with the flags. */
  readonly flags: number;
  readonly start: number;
}

function createThread(call: Call, how: ThreadCall): number {
  const { caller } = call;
  const start = call.number(how.start);
  const symbol = call.run.functionAt(start);
  if (symbol === null) {
    return call.fail(ERROR_INVALID_PARAMETER, 0);
  }
  const outcome = caller.call(how.path, (thread, service) =>
    caller.machine.services.createThread(thread, service, {
      attributes: call.inherit(0) ? 0x2 : 0,
      options: {
        startAddress: caller.context.modules.place(symbol),
        threadId: call.run.freeId(),
      },
    }),
  );
  const body = outcome.object?.body;
  if (body?.kind === 'thread') {
    const suspended = (call.number(how.flags) & CREATE_SUSPENDED) !== 0;
    const values = [call.value(how.start + 1)];
    call.run.startThread(body.thread, { address: start, values, suspended, kind: 'thread' });
    call.write(call.number(how.flags + 1), body.thread.threadId);
  }
  return opened(call, outcome);
}

/** The object behind a handle, used once with some right; null after the error was set. */
function object(call: Call, type: 'Process' | 'Thread', access: number): KernelObject | null {
  const { caller } = call;
  const service = `NtQueryInformation${type}`;
  const outcome = caller.native(service, (thread) =>
    caller.machine.services.reference(thread, service, { handle: call.number(0), type, access }),
  );
  flag(call, outcome);
  return outcome.object;
}

function threadOf(call: Call, access: number): SimulatedThread | null {
  const body = object(call, 'Thread', access)?.body;
  return body?.kind === 'thread' ? body.thread : null;
}

/** PROCESS_ and THREAD_QUERY_LIMITED_INFORMATION; before Windows Vista the full right. */
function queryAccess(call: Call, type: 'Process' | 'Thread'): number {
  const { beforeVista } = call.caller.machine.profile;
  return type === 'Process' ? (beforeVista ? 0x400 : 0x1000) : beforeVista ? 0x40 : 0x800;
}

function exitCode(call: Call, type: 'Process' | 'Thread'): number {
  const body = object(call, type, queryAccess(call, type))?.body;
  if (body?.kind === 'process') {
    call.write(call.number(1), body.process.exitStatus);
    return 1;
  }
  if (body?.kind === 'thread') {
    call.write(call.number(1), body.thread.exitStatus);
    return 1;
  }
  return 0;
}

function changeSuspension(call: Call, change: 1 | -1): number {
  const thread = threadOf(call, THREAD_SUSPEND_RESUME);
  return thread === null ? FAILED_COUNT : call.run.suspend(thread, change);
}

function terminateProcess(call: Call): number {
  const body = object(call, 'Process', PROCESS_TERMINATE)?.body;
  if (body?.kind !== 'process') {
    return 0;
  }
  call.run.exitProcess(body.process, call.number(1));
  return 1;
}

function terminateThread(call: Call): number {
  const thread = threadOf(call, THREAD_TERMINATE);
  if (thread === null) {
    return 0;
  }
  call.run.endThread(thread, call.number(1));
  return 1;
}

function processIdOf(call: Call): number {
  const body = object(call, 'Process', queryAccess(call, 'Process'))?.body;
  return body?.kind === 'process' ? body.process.processId : 0;
}

/** The functions about processes and threads. */
const PROGRAM: readonly BuiltIn[] = [
  builtIn({
    signature:
      'BOOL CreateProcessW(LPCWSTR lpApplicationName, LPCWSTR lpCommandLine, LPSECURITY_ATTRIBUTES lpProcessAttributes, LPSECURITY_ATTRIBUTES lpThreadAttributes, BOOL bInheritHandles, DWORD dwCreationFlags, LPVOID lpEnvironment, LPCWSTR lpCurrentDirectory, STARTUPINFOW* lpStartupInfo, PROCESS_INFORMATION* lpProcessInformation)',
    summary:
      'Starts a process. It runs the function that the machine names for its image, else it waits for ever. Both handles in lpProcessInformation must be closed.',
    opens: 'Process',
    through: 'lpProcessInformation',
    flags: { bInheritHandles: 'boolean', dwCreationFlags: 'processFlags' },
    run: createProcess,
  }),
  builtIn({
    signature: 'HANDLE OpenProcess(DWORD dwDesiredAccess, BOOL bInheritHandle, DWORD dwProcessId)',
    summary: 'Opens a process by its id.',
    opens: 'Process',
    flags: { dwDesiredAccess: 'process', bInheritHandle: 'boolean' },
    run: (call) =>
      opened(
        call,
        openProcess(call.caller, {
          desiredAccess: call.number(0),
          inherit: call.number(1) !== 0,
          processId: call.number(2),
        }),
      ),
  }),
  builtIn({
    signature:
      'HANDLE CreateThread(LPSECURITY_ATTRIBUTES lpThreadAttributes, SIZE_T dwStackSize, LPTHREAD_START_ROUTINE lpStartAddress, LPVOID lpParameter, DWORD dwCreationFlags, LPDWORD lpThreadId)',
    summary:
      'Starts a thread on a function. Its handle must be closed even when nobody waits for it.',
    opens: 'Thread',
    flags: { dwCreationFlags: 'threadFlags' },
    run: (call) => createThread(call, { path: 'CreateThread', flags: 4, start: 2 }),
  }),
  builtIn({
    signature:
      'HANDLE _beginthreadex(LPVOID security, UINT stack_size, LPTHREAD_START_ROUTINE start_address, LPVOID arglist, UINT initflag, LPDWORD thrdaddr)',
    summary: 'Starts a thread through the C runtime. Its handle must be closed.',
    opens: 'Thread',
    flags: { initflag: 'threadFlags' },
    run: (call) => createThread(call, { path: '_beginthreadex', flags: 4, start: 2 }),
  }),
  builtIn({
    signature: 'HANDLE OpenThread(DWORD dwDesiredAccess, BOOL bInheritHandle, DWORD dwThreadId)',
    summary: 'Opens a thread by its id.',
    opens: 'Thread',
    flags: { dwDesiredAccess: 'thread', bInheritHandle: 'boolean' },
    run: (call) =>
      opened(
        call,
        openThread(call.caller, {
          desiredAccess: call.number(0),
          inherit: call.number(1) !== 0,
          threadId: call.number(2),
        }),
      ),
  }),
  builtIn({
    signature: 'LONG SetThreadDescription(HANDLE hThread, LPCWSTR lpThreadDescription)',
    summary: 'Gives a thread a name that debuggers show. Windows 10 and later.',
    paths: [],
    run: (call) => {
      const thread = threadOf(call, THREAD_SET_LIMITED_INFORMATION);
      if (thread === null) {
        return E_HANDLE | 0;
      }
      thread.name = call.text(1);
      return 0;
    },
  }),
  builtIn({
    signature: 'DWORD SuspendThread(HANDLE hThread)',
    summary: 'Stops a thread; answers with how often it was stopped before.',
    paths: [],
    run: (call) => changeSuspension(call, 1),
  }),
  builtIn({
    signature: 'DWORD ResumeThread(HANDLE hThread)',
    summary: 'Lets a stopped thread go on; answers with how often it was stopped before.',
    paths: [],
    run: (call) => changeSuspension(call, -1),
  }),
  builtIn({
    signature: 'BOOL GetExitCodeThread(HANDLE hThread, LPDWORD lpExitCode)',
    summary: 'Tells how a thread ended; STILL_ACTIVE while it runs.',
    paths: [],
    run: (call) => exitCode(call, 'Thread'),
  }),
  builtIn({
    signature: 'BOOL GetExitCodeProcess(HANDLE hProcess, LPDWORD lpExitCode)',
    summary: 'Tells how a process ended; STILL_ACTIVE while it runs.',
    paths: [],
    run: (call) => exitCode(call, 'Process'),
  }),
  builtIn({
    signature: 'BOOL TerminateProcess(HANDLE hProcess, UINT uExitCode)',
    summary: 'Ends a process; the handle needs PROCESS_TERMINATE.',
    paths: [],
    run: terminateProcess,
  }),
  builtIn({
    signature: 'BOOL TerminateThread(HANDLE hThread, DWORD dwExitCode)',
    summary: 'Ends a thread; the handle needs THREAD_TERMINATE.',
    paths: [],
    run: terminateThread,
  }),
  builtIn({
    signature: 'VOID ExitProcess(UINT uExitCode)',
    summary: 'Ends the calling process. The run stops while its handles are still there.',
    paths: [],
    run: (call) => {
      call.caller.atSite(() => {
        call.run.exitProcess(call.caller.thread.process, call.number(0));
      });
      return 0;
    },
  }),
  builtIn({
    signature: 'VOID ExitThread(DWORD dwExitCode)',
    summary: 'Ends the calling thread.',
    paths: [],
    run: (call) => {
      call.run.exitThread(call.number(0));
      return 0;
    },
  }),
  builtIn({
    signature: 'HANDLE GetCurrentProcess(void)',
    summary: 'The pseudo handle of the calling process, -1. It need not be closed.',
    changesNothing: true,
    paths: [],
    run: () => -1,
  }),
  builtIn({
    signature: 'HANDLE GetCurrentThread(void)',
    summary: 'The pseudo handle of the calling thread, -2. It need not be closed.',
    changesNothing: true,
    paths: [],
    run: () => -2,
  }),
  builtIn({
    signature: 'DWORD GetCurrentProcessId(void)',
    summary: 'Id of the calling process.',
    changesNothing: true,
    paths: [],
    run: (call) => call.caller.thread.process.processId,
  }),
  builtIn({
    signature: 'DWORD GetCurrentThreadId(void)',
    summary: 'Id of the calling thread.',
    changesNothing: true,
    paths: [],
    run: (call) => call.caller.thread.threadId,
  }),
  builtIn({
    signature: 'DWORD GetProcessId(HANDLE Process)',
    summary: 'Id of a process; 0 when the handle is bad.',
    paths: [],
    run: processIdOf,
  }),
];

/** Tokens and jobs. */
const SECURITY: readonly BuiltIn[] = [
  builtIn({
    signature:
      'BOOL OpenProcessToken(HANDLE ProcessHandle, DWORD DesiredAccess, PHANDLE TokenHandle)',
    summary: 'Opens the access token of a process.',
    opens: 'Token',
    through: 'TokenHandle',
    flags: { DesiredAccess: 'token' },
    run: (call) => {
      const outcome = openProcessToken(call.caller, {
        process: call.number(0),
        desiredAccess: call.number(1),
      });
      through(call, 2, outcome);
      return flag(call, outcome);
    },
  }),
  builtIn({
    signature:
      'BOOL OpenThreadToken(HANDLE ThreadHandle, DWORD DesiredAccess, BOOL OpenAsSelf, PHANDLE TokenHandle)',
    summary:
      'Opens the token a thread impersonates with; no thread does here, so it fails with ERROR_NO_TOKEN.',
    opens: 'Token',
    through: 'TokenHandle',
    flags: { DesiredAccess: 'token', OpenAsSelf: 'boolean' },
    run: (call) => flag(call, openThreadToken(call.caller)),
  }),
  builtIn({
    signature:
      'BOOL DuplicateTokenEx(HANDLE hExistingToken, DWORD dwDesiredAccess, LPSECURITY_ATTRIBUTES lpTokenAttributes, DWORD ImpersonationLevel, DWORD TokenType, PHANDLE phNewToken)',
    summary: 'Makes a new token from one that grants TOKEN_DUPLICATE.',
    opens: 'Token',
    through: 'phNewToken',
    flags: { dwDesiredAccess: 'token', ImpersonationLevel: 'tokenType', TokenType: 'tokenType' },
    run: (call) => {
      const outcome = duplicateTokenEx(call.caller, call.number(0), call.number(1));
      through(call, 5, outcome);
      return flag(call, outcome);
    },
  }),
];

/** The functions of this file. */
export const PROCESSES: readonly BuiltIn[] = [...PROGRAM, ...SECURITY];
