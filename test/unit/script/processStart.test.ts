import assert from 'node:assert/strict';
import { neverCancelled } from '../../../src/core/util/cancellation';
import type { Target } from '../../../src/core/target/target';
import { refusal, scriptTarget } from '../../support/openScript';
import { allHandles, allTraces, functionNames } from '../samples/readTarget';

const LOADING = `
machine { loader LdrpInitializeProcess; tracing on; }
int main(void) { CreateEventW(NULL, FALSE, FALSE, NULL); SimulateStop(L"here"); return 0; }
module "ntdll.dll";
void LdrpFindKnownDll(void) { CreateEventW(NULL, TRUE, FALSE, NULL); }
void LdrpInitializeProcess(void) { LdrpFindKnownDll(); }
`;

/** Runs a program to its next stop, and tells what is said there. */
async function stopOf(target: Target): Promise<string> {
  const stop = await target.control?.resume(neverCancelled);
  assert.ok(stop?.ok === true);
  return stop.value.description;
}

/** A program of a few statements at its stop. */
async function stopped(statements: string, machine = ''): Promise<Target> {
  const target = await scriptTarget(
    `machine { ${machine} }\nint main(void) { ${statements} SimulateStop(L"here"); return 0; }`,
  );
  assert.equal(await stopOf(target), 'here');
  return target;
}

describe('A program with a loader', () => {
  it('runs it before the entry, on the frames of Windows, which are gone in the entry', async () => {
    const target = await scriptTarget(LOADING);
    assert.equal(await stopOf(target), 'here');
    const [inMain = [], inLoader = []] = (await allTraces(target)).map((trace) =>
      functionNames(target, trace).filter((name) => !name.startsWith('!')),
    );
    assert.deepEqual(inLoader.slice(-5), [
      'ntdll!LdrpFindKnownDll',
      'ntdll!LdrpInitializeProcess',
      'ntdll!LdrpInitializeInternal',
      'ntdll!LdrpInitialize',
      'ntdll!LdrInitializeThunk',
    ]);
    assert.deepEqual(inMain.slice(-3), [
      'program!main',
      'KERNEL32!BaseThreadInitThunk',
      'ntdll!RtlUserThreadStart',
    ]);
  });

  it('still ends with its entry, not with its loader', async () => {
    const target = await scriptTarget(LOADING);
    await stopOf(target);
    assert.match(await stopOf(target), /ends with exit code 0/);
  });

  it('is refused when the loader is no function of it', async () => {
    const text = await refusal('machine { loader Nothing; }\nint main(void) { return 0; }');
    assert.match(text, /The loader is to be "Nothing", which is no function of the script/);
  });
});

describe('Ids of new threads', () => {
  const THREADS = `
DWORD Wait(LPVOID nothing) { Sleep(INFINITE); return 0; }
int main(void)
{
    for (int i = 0; i < 4; i++)
        CreateThread(NULL, 0, Wait, NULL, 0, NULL);
    SimulateStop(L"here");
    return 0;
}`;
  const gaps = async (machine: string): Promise<readonly number[]> => {
    const target = await scriptTarget(`machine { pid 0x2f00; tid 0x2f04; ${machine} }${THREADS}`);
    await stopOf(target);
    const ids = target.threads(target.currentProcessId()).map(({ threadId }) => threadId);
    return ids.slice(1).map((id, index) => id - (ids[index] ?? 0));
  };

  it('follow one another, or lie in gaps that are the same each time', async () => {
    assert.deepEqual(await gaps(''), [4, 4, 4, 4]);
    const spread = await gaps('ids spread;');
    assert.ok(spread.some((gap) => gap > 4));
    assert.ok(spread.every((gap) => gap % 4 === 0 && gap >= 4));
    assert.deepEqual(await gaps('ids spread;'), spread);
  });

  it('take no other word', async () => {
    const text = await refusal('machine { ids wide; }\nint main(void) { return 0; }');
    assert.match(text, /"wide" is no value of "ids". It can be dense, spread/);
  });
});

describe('The identity of a module', () => {
  it('is made up from its seed', async () => {
    const identity = async (settings: string): Promise<string | undefined> => {
      const target = await stopped('', `module "program.exe" { ${settings} }`);
      return target.modules().find(({ name }) => name === 'program')?.pdb?.guid;
    };
    const usual = await identity('');
    assert.notEqual(await identity('seed "vendor/program";'), usual);
    assert.equal(await identity('seed "program";'), usual);
  });
});

describe('SetThreadDescription', () => {
  it('names a thread, and refuses what is none', async () => {
    const target = await stopped(
      'SetThreadDescription(GetCurrentThread(), L"Clerk"); HANDLE h = CreateEventW(NULL, TRUE, FALSE, NULL); if (SetThreadDescription(h, L"No") < 0) CreateEventW(NULL, TRUE, FALSE, L"refused");',
    );
    const [thread] = target.threads(target.currentProcessId());
    assert.equal(thread?.name, 'Clerk');
    const names = (await allHandles(target)).map(({ name }) => name ?? '');
    assert.ok(names.some((name) => name.endsWith('refused')));
  });
});

describe('SimulateExceptionStop', () => {
  const BAD = `
int main(void)
{
    HANDLE h = CreateEventW(NULL, TRUE, FALSE, NULL);
    CloseHandle(h);
    SimulateExceptionStop(L"the event %x is closed.", h);
    SetEvent(h);
    SetEvent(h);
    return 0;
}`;

  it('says its sentence at the next exception, and only there', async () => {
    const target = await scriptTarget(BAD);
    assert.match(
      await stopOf(target),
      /: Invalid handle - code c0000008 \(first chance\): the event 4 is closed\. test\.hsim\(7\)/,
    );
    assert.match(await stopOf(target), /\(first chance\)\. test\.hsim\(8\)/);
  });

  it('stops even where the debugger does not look for invalid handles', async () => {
    const target = await scriptTarget(BAD);
    target.program?.setBreakpoints('exceptions', []);
    assert.match(await stopOf(target), /the event 4 is closed/);
    assert.match(await stopOf(target), /ends with exit code 0/);
  });

  it('does nothing when nothing is raised', async () => {
    const target = await scriptTarget(`machine { tracing off; }${BAD}`);
    target.program?.setBreakpoints('exceptions', []);
    target.control?.disableTracing(target.currentProcessId());
    const said = await stopOf(target);
    assert.doesNotMatch(said, /is closed/);
  });
});

describe('Thread pools and files of ntdll', () => {
  it('are made with the types that Windows makes, and have the workers that are said', async () => {
    const target = await stopped(
      'PTP_POOL pool; TpAllocPool(&pool, NULL); SimulatePoolWorkers(pool, 512, 3); CreateThreadpoolWait(NULL, NULL, NULL); SimulatePoolWorkers(NULL, 1, 1); if (GetLastError() == ERROR_INVALID_HANDLE) CreateEventW(NULL, TRUE, FALSE, L"refused");',
    );
    const handles = await allHandles(target);
    const types = handles.map(({ type }) => type);
    assert.deepEqual(types.slice(0, 2), ['IoCompletion', 'TpWorkerFactory']);
    assert.equal(types.filter((type) => type === 'WaitCompletionPacket').length, 3);
    const facts = JSON.stringify(handles[1]?.objectInfo, (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    assert.match(facts, /512/);
    assert.match(facts, /:3\b/);
    assert.ok(handles.at(-1)?.name?.endsWith('refused'));
  });

  it('open a file by its native path', async () => {
    const target = await stopped(
      'HANDLE file; UNICODE_STRING name; OBJECT_ATTRIBUTES path; IO_STATUS_BLOCK status; RtlInitUnicodeString(&name, L"\\\\Device\\\\Afd"); InitializeObjectAttributes(&path, &name, 0, NULL, NULL); NtCreateFile(&file, 0x16019f, &path, &status, NULL, 0, 0, 0, 0, NULL, 0);',
    );
    const [file] = await allHandles(target);
    assert.equal(file?.type, 'File');
    assert.equal(file.name, '\\Device\\Afd');
    assert.equal(file.grantedAccess, 0x16_019f);
  });

  for (const [profile, access] of [
    ['8-x64', 0x1f_0001],
    ['10-22h2-x64', 0x1f_0000],
  ] as const) {
    it(`connect to a port with the access that ${profile} grants`, async () => {
      const target = await stopped(
        'HANDLE port; NtAlpcConnectPort(&port, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL);',
        `profile "${profile}";`,
      );
      assert.equal((await allHandles(target)).at(-1)?.grantedAccess, access);
    });
  }
});
