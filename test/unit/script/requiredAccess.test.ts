import assert from 'node:assert/strict';
import { BUILT_INS } from '../../../src/core/script/functions/catalog';
import { constantNamed } from '../../../src/core/script/functions/constants';
import { requiredAccess } from '../../../src/core/script/functions/requiredAccess';
import { outputOf } from '../../support/openScript';

/** An object, and a call with the handle `d` that answers 5 (ERROR_ACCESS_DENIED) when it is refused. */
interface Attempt {
  readonly makes: string;
  readonly tries: string;
  readonly parameter?: string;
}

const EVENT = 'h = CreateEventW(NULL, TRUE, TRUE, NULL);';
const PROCESS = 'h = OpenProcess(PROCESS_ALL, FALSE, 0x600);';
const THREAD = 'h = CreateThread(NULL, 0, worker, NULL, CREATE_SUSPENDED, NULL);';
const KEY =
  'HKEY k; RegOpenKeyExW(HKEY_CURRENT_USER, L"Software", 0, KEY_ALL_ACCESS, &k); h = (HANDLE)k;';
const FILE =
  'h = CreateFileW(L"C:\\\\a", GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_ALWAYS, 0, NULL);';
const failed = (call: string): string => `(${call} ? 0 : GetLastError())`;
const native = (call: string): string => `(${call} == STATUS_ACCESS_DENIED ? 5 : 0)`;
const waiting = (call: string): string => `(${call} == 0xFFFFFFFF ? GetLastError() : 0)`;
const duplicate = (source: string, target: string): string =>
  `DuplicateHandle(${source}, own, ${target}, &got, 0, FALSE, DUPLICATE_SAME_ACCESS)`;
const nativeDuplicate = (source: string, target: string): string =>
  native(`NtDuplicateObject(${source}, own, ${target}, &got, 0, 0, DUPLICATE_SAME_ACCESS)`);
const SOURCE = { parameter: 'hSourceProcessHandle' };
const TARGET = { parameter: 'hTargetProcessHandle' };

const ATTEMPTS: Readonly<Record<string, readonly Attempt[]>> = {
  SetEvent: [{ makes: EVENT, tries: failed('SetEvent(d)') }],
  NtSetEvent: [{ makes: EVENT, tries: native('NtSetEvent(d, NULL)') }],
  ResetEvent: [{ makes: EVENT, tries: failed('ResetEvent(d)') }],
  NtClearEvent: [{ makes: EVENT, tries: native('NtClearEvent(d)') }],
  PulseEvent: [{ makes: EVENT, tries: failed('PulseEvent(d)') }],
  ReleaseSemaphore: [
    {
      makes: 'h = CreateSemaphoreW(NULL, 0, 9, NULL);',
      tries: failed('ReleaseSemaphore(d, 1, NULL)'),
    },
  ],
  SetWaitableTimer: [
    {
      makes: 'h = CreateWaitableTimerW(NULL, TRUE, NULL);',
      tries: failed('SetWaitableTimer(d, &due, 0, NULL, NULL, FALSE)'),
    },
  ],
  WaitForSingleObject: [{ makes: EVENT, tries: waiting('WaitForSingleObject(d, 0)') }],
  WaitForSingleObjectEx: [{ makes: EVENT, tries: waiting('WaitForSingleObjectEx(d, 0, FALSE)') }],
  NtWaitForSingleObject: [{ makes: EVENT, tries: native('NtWaitForSingleObject(d, FALSE, NULL)') }],
  WaitForMultipleObjects: [
    { makes: EVENT, tries: waiting('WaitForMultipleObjects(1, &d, FALSE, 0)') },
  ],
  TerminateProcess: [{ makes: PROCESS, tries: failed('TerminateProcess(d, 1)') }],
  GetExitCodeProcess: [{ makes: PROCESS, tries: failed('GetExitCodeProcess(d, &code)') }],
  GetProcessId: [{ makes: PROCESS, tries: failed('GetProcessId(d)') }],
  OpenProcessToken: [{ makes: PROCESS, tries: failed('OpenProcessToken(d, TOKEN_QUERY, &got)') }],
  DuplicateHandle: [
    { makes: PROCESS, tries: failed(duplicate('d', 'GetCurrentProcess()')), ...SOURCE },
    { makes: PROCESS, tries: failed(duplicate('GetCurrentProcess()', 'd')), ...TARGET },
  ],
  NtDuplicateObject: [
    { makes: PROCESS, tries: nativeDuplicate('d', 'GetCurrentProcess()'), ...SOURCE },
    { makes: PROCESS, tries: nativeDuplicate('GetCurrentProcess()', 'd'), ...TARGET },
  ],
  TerminateThread: [{ makes: THREAD, tries: failed('TerminateThread(d, 1)') }],
  SuspendThread: [{ makes: THREAD, tries: waiting('SuspendThread(d)') }],
  ResumeThread: [{ makes: THREAD, tries: waiting('ResumeThread(d)') }],
  GetExitCodeThread: [{ makes: THREAD, tries: failed('GetExitCodeThread(d, &code)') }],
  AssignProcessToJobObject: [
    {
      makes: `h = CreateJobObjectW(NULL, NULL); own = OpenProcess(PROCESS_ALL, FALSE, 0x600);`,
      tries: failed('AssignProcessToJobObject(d, own)'),
      parameter: 'hJob',
    },
    {
      makes: `own = CreateJobObjectW(NULL, NULL); ${PROCESS}`,
      tries: failed('AssignProcessToJobObject(own, d)'),
      parameter: 'hProcess',
    },
  ],
  SetInformationJobObject: [
    {
      makes: `h = CreateJobObjectW(NULL, NULL); JOBOBJECT_BASIC_UI_RESTRICTIONS limits;`,
      tries: failed('SetInformationJobObject(d, JobObjectBasicUIRestrictions, &limits, 4)'),
    },
  ],
  DuplicateTokenEx: [
    {
      makes: 'OpenProcessToken(GetCurrentProcess(), TOKEN_ALL_ACCESS, &h);',
      tries: failed(
        'DuplicateTokenEx(d, TOKEN_QUERY, NULL, SecurityImpersonation, TokenPrimary, &got)',
      ),
    },
  ],
  RegQueryValueExW: [
    { makes: KEY, tries: 'RegQueryValueExW((HKEY)d, L"x", NULL, NULL, NULL, NULL)' },
  ],
  RegNotifyChangeKeyValue: [
    {
      makes: KEY,
      tries: 'RegNotifyChangeKeyValue((HKEY)d, FALSE, REG_NOTIFY_CHANGE_LAST_SET, own, TRUE)',
    },
  ],
  ReadFile: [{ makes: FILE, tries: failed('ReadFile(d, NULL, 0, &code, NULL)') }],
  WriteFile: [{ makes: FILE, tries: failed('WriteFile(d, NULL, 0, &code, NULL)') }],
};

/** Runs a call with a handle that has some access only; answers with what the call answers. */
async function answer(attempt: Attempt, access: string, profile: string): Promise<string> {
  return outputOf(`machine { profile "${profile}"; process "other.exe" { pid 0x600; } }
#define PROCESS_ALL ${profile.startsWith('xp') ? '0x1f0fff' : '0x1fffff'}
DWORD WINAPI worker(LPVOID n) { return 0; }
int main(void) {
  HANDLE h; HANDLE d; HANDLE got; DWORD code; LARGE_INTEGER due;
  HANDLE own = CreateEventW(NULL, TRUE, TRUE, NULL);
  ${attempt.makes}
  if (!DuplicateHandle(GetCurrentProcess(), h, GetCurrentProcess(), &d, ${access}, FALSE, 0)) printf("no handle: ");
  SetLastError(0);
  printf("%d", (int)${attempt.tries});
  return 0;
}`);
}

describe('The access that functions need', () => {
  const named = BUILT_INS.filter(({ name }) => requiredAccess(name) !== null).map(
    ({ name }) => name,
  );

  it('is written down for functions that are tried here, all of them', () => {
    assert.deepEqual([...named].sort(), Object.keys(ATTEMPTS).sort());
  });

  it('is named by constants that scripts know, and has its page', () => {
    for (const name of named) {
      const { rights = [], page = '' } = requiredAccess(name) ?? {};
      assert.match(page, /^https:\/\/learn\.microsoft\.com\/windows\/win32\/api\/\w+\/nf-\w+-\w+$/);
      for (const { right, beforeVista = right } of rights) {
        for (const constant of `${right} | ${beforeVista}`.split(' | ')) {
          assert.notEqual(constantNamed(constant), undefined, constant);
        }
      }
    }
  });

  for (const [name, attempts] of Object.entries(ATTEMPTS)) {
    for (const profile of ['xp-sp3-x86', '10-22h2-x64']) {
      it(`of ${name} is enforced, no more and no less: ${profile}`, async () => {
        const { rights = [] } = requiredAccess(name) ?? {};
        assert.equal(attempts.length, rights.length);
        for (const [index, attempt] of attempts.entries()) {
          const required = rights[index];
          assert.equal(required?.parameter, attempt.parameter);
          const { right = '', beforeVista = right } = required ?? {};
          const access = profile.startsWith('xp') ? beforeVista : right;
          assert.equal(await answer(attempt, '0x20000', profile), '5');
          assert.notEqual(await answer(attempt, access, profile), '5');
          assert.doesNotMatch(await answer(attempt, access, profile), /no handle/);
          for (const part of access.includes('|') ? access.split(' | ') : []) {
            assert.equal(await answer(attempt, part, profile), '5', part);
          }
        }
      });
    }
  }

  it('of MapViewOfFile is that of the view, and writing stands for everything', async () => {
    const view = (access: string, wanted: string): Promise<string> =>
      answer(
        {
          makes:
            'h = CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 4096, NULL);',
          tries: failed(`MapViewOfFile(d, ${wanted}, 0, 0, 0)`),
        },
        access,
        '10-22h2-x64',
      );
    assert.equal(await view('FILE_MAP_READ', 'FILE_MAP_READ'), '0');
    assert.equal(await view('FILE_MAP_READ', 'FILE_MAP_WRITE'), '5');
    assert.equal(await view('FILE_MAP_WRITE', 'FILE_MAP_ALL_ACCESS'), '0');
    assert.equal(await view('0x20000', 'FILE_MAP_READ'), '5');
  });
});
