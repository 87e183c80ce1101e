/**
 * Rights that functions need of the handles they are given, as Microsoft documents them (the "Remarks" and parameter pages of
 * each function; learn.microsoft.com). Functions that are not here need none that is documented.
 */

import { builtInNumber } from './catalog';

const RIGHTS: Readonly<Record<string, string>> = {
  'SetEvent ResetEvent PulseEvent NtSetEvent NtClearEvent': 'EVENT_MODIFY_STATE',
  ReleaseSemaphore: 'SEMAPHORE_MODIFY_STATE',
  'SetWaitableTimer CancelWaitableTimer': 'TIMER_MODIFY_STATE',
  'WaitForSingleObject WaitForSingleObjectEx WaitForMultipleObjects NtWaitForSingleObject':
    'SYNCHRONIZE',
  TerminateProcess: 'PROCESS_TERMINATE',
  'GetExitCodeProcess GetProcessId OpenProcessToken': 'PROCESS_QUERY_LIMITED_INFORMATION',
  'DuplicateHandle NtDuplicateObject': 'PROCESS_DUP_HANDLE',
  TerminateThread: 'THREAD_TERMINATE',
  'SuspendThread ResumeThread': 'THREAD_SUSPEND_RESUME',
  GetExitCodeThread: 'THREAD_QUERY_LIMITED_INFORMATION',
  AssignProcessToJobObject: 'JOB_OBJECT_ASSIGN_PROCESS',
  DuplicateTokenEx: 'TOKEN_DUPLICATE',
  RegQueryValueExW: 'KEY_QUERY_VALUE',
  RegNotifyChangeKeyValue: 'KEY_NOTIFY',
  RegCreateKeyExW: 'KEY_CREATE_SUB_KEY',
  ReadFile: 'FILE_READ_DATA',
  WriteFile: 'FILE_WRITE_DATA',
};

const BY_NUMBER: ReadonlyMap<number, string> = new Map(
  Object.entries(RIGHTS).flatMap(([names, right]) =>
    names.split(' ').flatMap((name) => {
      const number = builtInNumber(name);
      return number === undefined ? [] : [[number, right] as const];
    }),
  ),
);

/** The right that a function needs of its handle; null when none is documented. */
export function requiredAccess(name: string): string | null {
  return BY_NUMBER.get(builtInNumber(name) ?? -1) ?? null;
}
