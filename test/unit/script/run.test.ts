import assert from 'node:assert/strict';
import { windowsFunctions } from '../../../src/core/script/compile/windowsFunctions';
import { BUILT_INS, builtInNames } from '../../../src/core/script/functions/catalog';
import { neverCancelled } from '../../../src/core/util/cancellation';
import { lightVersion } from '../../../src/core/simulator/light/lightVersions';
import { standInFor, WINDOWING_ONLY } from '../../../src/core/simulator/user/standIns';
import { WINDOWS_PROFILES } from '../../../src/core/windows/profiles';
import { formatFrame } from '../../../src/core/render/formatFrame';
import {
  go,
  mainOf,
  outputOf,
  refusal,
  scriptHost,
  scriptTarget,
  sessionOf,
} from '../../support/openScript';

/** Functions that end or stop the program. */
const ENDING = new Set(['ExitProcess', 'ExitThread', 'TerminateProcess']);

describe('Every function that scripts can call', () => {
  const own = WINDOWS_PROFILES.map(({ id, version }) => ({ id, name: version.name, profile: id }));
  const others = WINDOWING_ONLY.map((id) => ({
    id,
    name: lightVersion(id).version.name,
    profile: standInFor(id) ?? 'xp-sp3-x86',
    windowing: id,
  }));
  for (const { id, name: windowsName, ...settings } of [...own, ...others]) {
    it(`answers to zeros on ${windowsName} (${id}) where that has it`, async () => {
      const windows = windowsFunctions(settings);
      const calls = BUILT_INS.filter(
        (built) => !ENDING.has(built.name) && windows.refusal(built) === null,
      ).map(({ name, parameters }) => `${name}(${parameters.map(() => 0).join(', ')});`);
      assert.ok(calls.length > 80);
      const session = await sessionOf(
        mainOf(`${calls.join('\n')}\nprintf("done");`, `profile "${id}"; tracing off;`),
      );
      let output = '';
      session.onOutput = (text) => {
        output = text;
      };
      let stop = await go(session);
      // A bad thread pool object crashes a program; here it goes on behind the exception.
      while (!stop.includes('ends with exit code')) {
        stop = await go(session);
      }
      assert.equal(output, 'done');
    });
  }

  it('is refused by name on a Windows that has not got it', async () => {
    const text = mainOf('CreateThreadpoolWork(NULL, NULL, NULL);', 'profile "xp-sp3-x86";');
    assert.match(await refusal(text), /Windows XP.* has no CreateThreadpoolWork/);
  });

  it('has a name of its own, and is found without its W', () => {
    assert.equal(new Set(BUILT_INS.map(({ name }) => name)).size, BUILT_INS.length);
    assert.ok(builtInNames().includes('CreateEvent'));
    assert.ok(!builtInNames().includes('wsprintf'));
  });
});

describe('The simulated calls of a script', () => {
  for (const [what, statements, printed] of [
    [
      'an event that is there already',
      'HANDLE a = CreateEventW(NULL, TRUE, TRUE, L"go"); HANDLE b = CreateEventW(NULL, FALSE, FALSE, L"go"); printf("%x %x %u", a, b, GetLastError());',
      '4 8 183',
    ],
    [
      'an event that is not there',
      'HANDLE a = OpenEventW(EVENT_ALL_ACCESS, FALSE, L"no"); printf("%d %u", a, GetLastError());',
      '0 2',
    ],
    [
      'a double close',
      'HANDLE a = CreateEventW(NULL, TRUE, FALSE, NULL); printf("%d", CloseHandle(a)); printf("%d %u", CloseHandle(a), GetLastError());',
      '10 6',
    ],
    [
      'a right that the handle lacks',
      'CreateEventW(NULL, TRUE, FALSE, L"go"); HANDLE b = OpenEventW(SYNCHRONIZE, FALSE, L"go"); printf("%d %u", SetEvent(b), GetLastError());',
      '0 5',
    ],
    [
      'a handle of another type',
      'HANDLE a = CreateMutexW(NULL, FALSE, NULL); printf("%d %u", SetEvent(a), GetLastError());',
      '0 6',
    ],
    [
      'a mutex of somebody else',
      'HANDLE a = CreateMutexW(NULL, FALSE, NULL); printf("%d %u", ReleaseMutex(a), GetLastError());',
      '0 288',
    ],
    [
      'a semaphore above its limit',
      'HANDLE s = CreateSemaphoreW(NULL, 1, 2, NULL); LONG old = 9; printf("%d%d %u %d", ReleaseSemaphore(s, 1, &old), ReleaseSemaphore(s, 1, NULL), GetLastError(), old);',
      '10 298 1',
    ],
    [
      'a file that is missing',
      'HANDLE f = CreateFileW(L"C:\\\\no.cfg", GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL); printf("%d %u", f == INVALID_HANDLE_VALUE, GetLastError());',
      '1 2',
    ],
    [
      'a key that is missing',
      'HKEY k = NULL; printf("%d %d", RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"SOFTWARE\\\\No", 0, KEY_READ, &k), k);',
      '2 0',
    ],
    [
      'keys below keys',
      'HKEY a; HKEY b; RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"SOFTWARE", 0, KEY_READ, &a); printf("%d", RegOpenKeyExW(a, L"Orders", 0, KEY_READ, &b)); RegCloseKey(b); printf("%d", RegCloseKey(a)); printf("%d", RegCloseKey(HKEY_LOCAL_MACHINE));',
      '000',
    ],
    [
      'a pipe',
      'HANDLE r; HANDLE w; printf("%d %x %x", CreatePipe(&r, &w, NULL, 0), r, w);',
      '1 4 8',
    ],
    [
      'a protected handle',
      'HANDLE a = CreateEventW(NULL, TRUE, FALSE, NULL); SetHandleInformation(a, HANDLE_FLAG_PROTECT_FROM_CLOSE, HANDLE_FLAG_PROTECT_FROM_CLOSE); DWORD f = 0; GetHandleInformation(a, &f); printf("%u %d", f, CloseHandle(a)); SetHandleInformation(a, HANDLE_FLAG_PROTECT_FROM_CLOSE, 0); printf("%d", CloseHandle(a));',
      '2 01',
    ],
    [
      'a duplicate that closes its source',
      'HANDLE a = CreateEventW(NULL, TRUE, FALSE, NULL); HANDLE b = NULL; DuplicateHandle(GetCurrentProcess(), a, GetCurrentProcess(), &b, 0, FALSE, DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE); printf("%d %d", SetEvent(b), CloseHandle(a));',
      '1 0',
    ],
    [
      'a process that does not exist',
      'printf("%d %u", OpenProcess(PROCESS_ALL_ACCESS, FALSE, 0x9998), GetLastError());',
      '0 87',
    ],
    [
      'the token of the process',
      'HANDLE t; HANDLE d; printf("%d", OpenProcessToken(GetCurrentProcess(), TOKEN_DUPLICATE, &t)); printf("%d", DuplicateTokenEx(t, TOKEN_QUERY, NULL, SecurityImpersonation, TokenPrimary, &d)); printf("%d %u", OpenThreadToken(GetCurrentThread(), TOKEN_QUERY, FALSE, &d), GetLastError());',
      '110 1008',
    ],
    [
      'native objects',
      'UNICODE_STRING n; OBJECT_ATTRIBUTES o; HANDLE d; HANDLE e; RtlInitUnicodeString(&n, L"\\\\Mine"); InitializeObjectAttributes(&o, &n, OBJ_CASE_INSENSITIVE, NULL, NULL); printf("%x ", NtCreateDirectoryObject(&d, DIRECTORY_ALL_ACCESS, &o)); printf("%x ", NtCreateDirectoryObject(&e, DIRECTORY_ALL_ACCESS, &o)); printf("%x", NtClose(d));',
      '0 c0000035 0',
    ],
    [
      'a native event',
      'HANDLE e; printf("%d", NtCreateEvent(&e, EVENT_ALL_ACCESS, NULL, SynchronizationEvent, TRUE)); printf("%d", NtWaitForSingleObject(e, FALSE, NULL)); LARGE_INTEGER t = { -10000 }; printf(" %x", NtWaitForSingleObject(e, FALSE, &t));',
      '00 102',
    ],
  ] as const) {
    it(`answer as documented to ${what}`, async () => {
      const missing = 'missing "C:\\no.cfg"; missing "HKLM\\SOFTWARE\\No"; tracing off;';
      assert.equal(await outputOf(mainOf(statements, missing)), printed);
    });
  }
});

describe('Threads of a script', () => {
  it('wait for each other, and wake in the order in which they began to wait', async () => {
    const text = `HANDLE go;
      DWORD WINAPI worker(LPVOID n) { WaitForSingleObject(go, INFINITE); printf("%d", (DWORD)n); return 0; }
      int main(void) {
        go = CreateSemaphoreW(NULL, 0, 9, NULL);
        HANDLE t[3];
        for (int i = 0; i < 3; i++) t[i] = CreateThread(NULL, 0, worker, (LPVOID)i, 0, NULL);
        Sleep(1);
        ReleaseSemaphore(go, 3, NULL);
        printf("%u", WaitForMultipleObjects(3, t, TRUE, INFINITE));
        return 0; }`;
    assert.equal(await outputOf(text), '0120');
  });

  it('let time pass only while all of them wait', async () => {
    const statements =
      'HANDLE e = CreateEventW(NULL, TRUE, FALSE, NULL); printf("%u ", WaitForSingleObject(e, 500)); printf("%u ", GetTickCount()); Sleep(20); printf("%u ", GetTickCount()); printf("%u", WaitForSingleObject(e, 0));';
    assert.equal(await outputOf(mainOf(statements)), '258 500 520 258');
  });

  it('wait for timers, once and periodically', async () => {
    const statements =
      'HANDLE t = CreateWaitableTimerW(NULL, FALSE, NULL); LARGE_INTEGER due; due.QuadPart = -100000; SetWaitableTimer(t, &due, 30, NULL, NULL, FALSE); for (int i = 0; i < 3; i++) { WaitForSingleObject(t, INFINITE); printf("%u ", GetTickCount()); }';
    assert.equal(await outputOf(mainOf(statements)), '10 40 70 ');
  });

  it('find a mutex abandoned whose owner has ended', async () => {
    const text = `HANDLE m;
      DWORD WINAPI worker(LPVOID n) { WaitForSingleObject(m, INFINITE); return 7; }
      int main(void) {
        m = CreateMutexW(NULL, FALSE, NULL);
        HANDLE t = CreateThread(NULL, 0, worker, NULL, 0, NULL);
        WaitForSingleObject(t, INFINITE);
        DWORD code; GetExitCodeThread(t, &code);
        printf("%x %u", WaitForSingleObject(m, 0), code);
        return 0; }`;
    assert.equal(await outputOf(text), '80 7');
  });

  it('pass packets through a completion port', async () => {
    const text = `HANDLE port;
      DWORD WINAPI worker(LPVOID n) { DWORD b; ULONG_PTR k; LPVOID o; while (GetQueuedCompletionStatus(port, &b, &k, &o, INFINITE) && k != 0) printf("%u:%u ", k, b); return 0; }
      int main(void) {
        port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0);
        HANDLE t = CreateThread(NULL, 0, worker, NULL, 0, NULL);
        for (int i = 1; i < 3; i++) PostQueuedCompletionStatus(port, i * 10, i, NULL);
        PostQueuedCompletionStatus(port, 0, 0, NULL);
        WaitForSingleObject(t, INFINITE);
        return 0; }`;
    assert.equal(await outputOf(text), '1:10 2:20 ');
  });

  it('run the work of the thread pool', async () => {
    const text = `int sum;
      VOID CALLBACK add(PTP_CALLBACK_INSTANCE i, PVOID context, PTP_WORK work) { sum += (int)context; }
      int main(void) {
        PTP_WORK w = CreateThreadpoolWork(add, (PVOID)5, NULL);
        for (int i = 0; i < 4; i++) SubmitThreadpoolWork(w);
        WaitForThreadpoolWorkCallbacks(w, FALSE);
        CloseThreadpoolWork(w);
        printf("%d", sum);
        return 0; }`;
    assert.equal(await outputOf(text), '20');
  });

  it('can be started suspended, resumed and ended', async () => {
    const text = `DWORD WINAPI worker(LPVOID n) { printf("ran "); Sleep(INFINITE); return 0; }
      int main(void) {
        HANDLE t = CreateThread(NULL, 0, worker, NULL, CREATE_SUSPENDED, NULL);
        Sleep(1); printf("%u ", ResumeThread(t)); Sleep(1);
        TerminateThread(t, 9); DWORD code; GetExitCodeThread(t, &code);
        printf("%u %u", code, WaitForSingleObject(t, 0));
        return 0; }`;
    assert.equal(await outputOf(text), '1 ran 9 0');
  });

  it('take turns as often as the machine says', async () => {
    const text = (turns: number): string => `machine { interleave ${turns}; }
      DWORD WINAPI worker(LPVOID n) { for (int i = 0; i < 3; i++) printf("b"); return 0; }
      int main(void) {
        HANDLE t = CreateThread(NULL, 0, worker, NULL, 0, NULL);
        for (int i = 0; i < 3; i++) printf("a");
        WaitForSingleObject(t, INFINITE);
        return 0; }`;
    assert.equal(await outputOf(text(1000)), 'aaabbb');
    assert.notEqual(await outputOf(text(1)), 'aaabbb');
  });
});

describe('Child processes of a script', () => {
  const text = `machine { process "child.exe" { main Child; } }
    int shared = 1;
    int Child(void) { shared = 5; printf("child %d ", SetEvent((HANDLE)4)); return 3; }
    int main(void) {
      SECURITY_ATTRIBUTES sa = { sizeof(sa), NULL, TRUE };
      HANDLE e = CreateEventW(&sa, TRUE, FALSE, NULL);
      STARTUPINFOW si = { sizeof(si) };
      PROCESS_INFORMATION pi;
      CreateProcessW(NULL, L"C:\\\\x\\\\child.exe -a", NULL, NULL, TRUE, 0, NULL, NULL, &si, &pi);
      WaitForSingleObject(pi.hProcess, INFINITE);
      DWORD code; GetExitCodeProcess(pi.hProcess, &code);
      printf("%u %u %d", WaitForSingleObject(e, 0), code, shared);
      return 0; }`;

  it('run the function that the machine names, inherit handles, and have globals of their own', async () => {
    assert.equal(await outputOf(text), 'child 1 0 3 1');
  });

  it('wait for ever when the machine names no function', async () => {
    const other = text.replace(' { main Child; }', ' { session 1; }');
    const session = await sessionOf(other);
    assert.match(await go(session), /deadlock/);
  });
});

describe('A script that goes wrong', () => {
  it('that divides by zero is in an exception, and ends when it goes on', async () => {
    const session = await sessionOf(mainOf('int a = 0;\nprintf("%d", 1 / a);'));
    assert.match(
      await go(session),
      /Integer divide-by-zero - code c0000094 \(first chance\).*test\.hsim\(5\)/,
    );
    assert.match(await go(session), /ends with exit code 0xc0000094/);
  });

  it('that uses a closed handle stands where the kernel raises it, forwards and backwards', async () => {
    const target = await scriptTarget(
      mainOf(
        'HANDLE h = CreateEventW(NULL, TRUE, FALSE, NULL);\nCloseHandle(h);\nSetEvent(h);\nSleep(1);',
      ),
    );
    const { program, symbols } = target;
    assert.ok(program !== undefined);
    const innermost = async (): Promise<readonly string[]> => {
      const stack = await target.callStack(target.currentThreadId(), neverCancelled);
      return stack
        .slice(0, 4)
        .map((each) => formatFrame(symbols.resolve(each)).replace(/\+.*/, ''));
    };
    const raising = [
      'ntdll!KiRaiseUserExceptionDispatcher',
      'ntdll!NtSetEvent',
      'KERNELBASE!SetEvent',
      'program!main',
    ];
    const motion = { kind: 'continue', backwards: false } as const;
    const stop = await program.run(motion, scriptHost(''));
    assert.ok(stop.ok && stop.value.reason === 'exception');
    assert.match(
      stop.value.description,
      /^\(1a2c\.1a30\): Invalid handle - code c0000008 \(first chance\)\. test\.hsim\(6\)/,
    );
    assert.deepEqual(await innermost(), raising);
    assert.equal(program.frames(target.currentThreadId())[0]?.index, 3);
    await program.run(motion, scriptHost(''));
    assert.equal(target.exception(), null);
    const back = await program.run({ kind: 'continue', backwards: true }, scriptHost(''));
    assert.ok(back.ok && back.value.reason === 'exception');
    assert.equal(target.exception()?.code, 0xc0000008);
    assert.deepEqual(await innermost(), raising);
  });

  it('that calls itself for ever overflows its stack', async () => {
    const session = await sessionOf(
      'int f(int n) { return f(n + 1); }\nint main(void) { return f(0); }',
    );
    assert.match(await go(session), /Stack overflow - code c00000fd/);
  });

  it('that follows NULL is in an access violation', async () => {
    const session = await sessionOf(mainOf('HANDLE* p = NULL;\n*p = NULL;'));
    assert.match(await go(session), /Access violation - code c0000005.*test\.hsim\(5\)/);
  });

  it('that never ends is stopped at its limit', async () => {
    const session = await sessionOf(mainOf('while (1) { }', 'operations 5000;'));
    assert.match(await go(session), /stopped after 5000 statements/);
    assert.match(await go(session), /does not run any further/);
  });

  it('that takes memory without end is stopped at its limit', async () => {
    const session = await sessionOf(
      mainOf('while (1) { CreateEventW(NULL, TRUE, FALSE, NULL); }', 'memory 2;'),
    );
    assert.match(await go(session), /takes more than 2 MB/);
  });

  it('whose threads all wait is told to be a deadlock', async () => {
    const session = await sessionOf(
      mainOf('WaitForSingleObject(CreateEventW(NULL, TRUE, FALSE, NULL), INFINITE);'),
    );
    assert.match(await go(session), /a deadlock/);
  });
});
