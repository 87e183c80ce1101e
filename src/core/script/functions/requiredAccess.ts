/**
 * Rights that functions need of the handles they are given. Each was compared with the page of the function that is named beside it, on
 * learn.microsoft.com in 2026 ("The handle must have the … access right"); what those pages do not say of a handle is not here:
 * ReleaseMutex needs none that is documented, and RegCreateKeyExW is checked against the key, not against the handle. The native forms have no such pages;
 * they stand with the functions that they serve. A test calls each with and without the right.
 */

import { builtInNumber } from './catalog';

/** A right of one handle. */
export interface RequiredRight {
  /** Constant, or several joined with `|`. */
  readonly right: string;
  /** The same on Windows XP, where it was another one. */
  readonly beforeVista?: string;
  /** Parameter that takes the handle; absent when there is only one. */
  readonly parameter?: string;
}

/** What some functions need. */
export interface RequiredAccess {
  readonly rights: readonly RequiredRight[];
  /** The page that says so. */
  readonly page: string;
}

const PAGES = 'https://learn.microsoft.com/windows/win32/api/';
const QUERY_PROCESS: RequiredRight = {
  right: 'PROCESS_QUERY_LIMITED_INFORMATION',
  beforeVista: 'PROCESS_QUERY_INFORMATION',
};

/** Functions, where their page is below {@link PAGES}, and the rights. */
const ROWS: readonly (readonly [string, string, readonly RequiredRight[]])[] = [
  ['SetEvent NtSetEvent', 'synchapi/nf-synchapi-setevent', [{ right: 'EVENT_MODIFY_STATE' }]],
  ['ResetEvent NtClearEvent', 'synchapi/nf-synchapi-resetevent', [{ right: 'EVENT_MODIFY_STATE' }]],
  ['PulseEvent', 'winbase/nf-winbase-pulseevent', [{ right: 'EVENT_MODIFY_STATE' }]],
  [
    'ReleaseSemaphore',
    'synchapi/nf-synchapi-releasesemaphore',
    [{ right: 'SEMAPHORE_MODIFY_STATE' }],
  ],
  ['SetWaitableTimer', 'synchapi/nf-synchapi-setwaitabletimer', [{ right: 'TIMER_MODIFY_STATE' }]],
  [
    'WaitForSingleObject WaitForSingleObjectEx NtWaitForSingleObject',
    'synchapi/nf-synchapi-waitforsingleobject',
    [{ right: 'SYNCHRONIZE' }],
  ],
  [
    'WaitForMultipleObjects',
    'synchapi/nf-synchapi-waitformultipleobjects',
    [{ right: 'SYNCHRONIZE' }],
  ],
  [
    'TerminateProcess',
    'processthreadsapi/nf-processthreadsapi-terminateprocess',
    [{ right: 'PROCESS_TERMINATE' }],
  ],
  [
    'GetExitCodeProcess',
    'processthreadsapi/nf-processthreadsapi-getexitcodeprocess',
    [QUERY_PROCESS],
  ],
  ['GetProcessId', 'processthreadsapi/nf-processthreadsapi-getprocessid', [QUERY_PROCESS]],
  ['OpenProcessToken', 'processthreadsapi/nf-processthreadsapi-openprocesstoken', [QUERY_PROCESS]],
  [
    'DuplicateHandle NtDuplicateObject',
    'handleapi/nf-handleapi-duplicatehandle',
    [
      { right: 'PROCESS_DUP_HANDLE', parameter: 'hSourceProcessHandle' },
      { right: 'PROCESS_DUP_HANDLE', parameter: 'hTargetProcessHandle' },
    ],
  ],
  [
    'TerminateThread',
    'processthreadsapi/nf-processthreadsapi-terminatethread',
    [{ right: 'THREAD_TERMINATE' }],
  ],
  [
    'SuspendThread',
    'processthreadsapi/nf-processthreadsapi-suspendthread',
    [{ right: 'THREAD_SUSPEND_RESUME' }],
  ],
  [
    'ResumeThread',
    'processthreadsapi/nf-processthreadsapi-resumethread',
    [{ right: 'THREAD_SUSPEND_RESUME' }],
  ],
  [
    'GetExitCodeThread',
    'processthreadsapi/nf-processthreadsapi-getexitcodethread',
    [{ right: 'THREAD_QUERY_LIMITED_INFORMATION', beforeVista: 'THREAD_QUERY_INFORMATION' }],
  ],
  [
    'AssignProcessToJobObject',
    'jobapi2/nf-jobapi2-assignprocesstojobobject',
    [
      { right: 'JOB_OBJECT_ASSIGN_PROCESS', parameter: 'hJob' },
      { right: 'PROCESS_SET_QUOTA | PROCESS_TERMINATE', parameter: 'hProcess' },
    ],
  ],
  [
    'SetInformationJobObject',
    'jobapi2/nf-jobapi2-setinformationjobobject',
    [{ right: 'JOB_OBJECT_SET_ATTRIBUTES' }],
  ],
  [
    'DuplicateTokenEx',
    'securitybaseapi/nf-securitybaseapi-duplicatetokenex',
    [{ right: 'TOKEN_DUPLICATE' }],
  ],
  ['RegQueryValueExW', 'winreg/nf-winreg-regqueryvalueexw', [{ right: 'KEY_QUERY_VALUE' }]],
  [
    'RegNotifyChangeKeyValue',
    'winreg/nf-winreg-regnotifychangekeyvalue',
    [{ right: 'KEY_NOTIFY' }],
  ],
  // The pages say "read access" and "write access", and refer to the rights of files.
  ['ReadFile', 'fileapi/nf-fileapi-readfile', [{ right: 'FILE_READ_DATA' }]],
  ['WriteFile', 'fileapi/nf-fileapi-writefile', [{ right: 'FILE_WRITE_DATA' }]],
];

const BY_NUMBER: ReadonlyMap<number, RequiredAccess> = new Map(
  ROWS.flatMap(([names, page, rights]) =>
    names.split(' ').flatMap((name) => {
      const number = builtInNumber(name);
      return number === undefined ? [] : [[number, { rights, page: PAGES + page }] as const];
    }),
  ),
);

/** What a function needs of its handles; null when nothing is documented. */
export function requiredAccess(name: string): RequiredAccess | null {
  return BY_NUMBER.get(builtInNumber(name) ?? -1) ?? null;
}
