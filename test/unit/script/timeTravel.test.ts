import fc from 'fast-check';
import assert from 'node:assert/strict';
import type { ScriptSession } from '../../../src/core/script/debug/scriptSession';
import { loadParser } from '../../../src/core/script/language/parser';
import { wholeState } from '../../support/wholeState';
import { go, mainOf, move, scriptHost, sessionOf, sessionWith } from '../../support/openScript';

/** Everything a debugger can see of a machine at one moment: tables, rings, threads, variables, time. */
function stateOf(session: ScriptSession): unknown {
  const { state, context } = session.engine;
  return {
    position: state.position,
    clock: state.clock,
    end: state.end,
    segments: state.segments.map((segment) => segment?.slice() ?? null),
    threads: state.threads.map(({ pc, top, base, frames, lastError, wait, sim }) => ({
      id: sim.threadId,
      pc,
      top,
      base,
      frames: [...frames],
      lastError,
      waits: wait?.order ?? null,
      stack: sim.frames(),
    })),
    processes: context.machine.processes().map(({ processId, table, tracer }) => ({
      processId,
      handles: handlesOf(table),
      ring: tracer === null ? null : [...tracer.words.filter((word) => word !== 0)],
      recorded: tracer?.recorded,
    })),
    user: userState(session),
  };
}

/** Memory and trace of the windowing system. */
function userState({ engine }: ScriptSession): unknown {
  const session = engine.windowing?.user.session;
  return session === undefined
    ? null
    : {
        memory: session
          .regions()
          .map((region) => [region.start, Buffer.from(region.read()).toString('base64')]),
        recorded: session.tracer?.recorded ?? null,
        timers: [...session.timers.values()].sort(),
        objects: session.manager.living().map(({ handle, owner, now }) => {
          const { locks, marked, text, extra, parts } = now;
          const id = owner?.kind === 'thread' ? owner.threadId : owner?.processId;
          return [handle, id, locks, marked, text, extra.map(({ place }) => place), parts];
        }),
      };
}

function handlesOf(table: ScriptSession['engine']['home']['table']): readonly unknown[] {
  const handles: unknown[] = [];
  for (let index = 1; index < table.entries.extent; index++) {
    const object = table.entries.objectAt(index);
    if (object !== null) {
      const { pointerCount, handleCount, name, body } = object;
      const facts = 'entries' in body ? body.kind : { ...body };
      const seen = JSON.stringify(facts, (key, value: unknown) =>
        ['process', 'thread'].includes(key) || typeof value === 'bigint' ? key : value,
      );
      handles.push([
        index * 4,
        table.grantedAccess(index),
        table.attributes(index),
        object.type.name,
        pointerCount,
        handleCount,
        name,
        seen,
      ]);
    }
  }
  return handles;
}

/** Statements on five handles, three counters and a thread function. */
const variable = fc.integer({ min: 0, max: 4 });
const statement = fc.oneof(
  variable.map((n) => `h[${n}] = CreateEventW(NULL, ${n % 2}, FALSE, NULL);`),
  variable.map((n) => `h[${n}] = CreateSemaphoreW(NULL, ${n}, 9, L"s${n % 2}");`),
  variable.map((n) => `h[${n}] = CreateMutexW(NULL, TRUE, NULL);`),
  variable.map(
    (n) => `h[${n}] = CreateFileW(L"C:\\\\f${n}", GENERIC_READ, 0, NULL, OPEN_ALWAYS, 0, NULL);`,
  ),
  variable.map((n) => `CloseHandle(h[${n}]);`),
  variable.map((n) => `SetEvent(h[${n}]);`),
  variable.map((n) => `WaitForSingleObject(h[${n}], ${n * 3});`),
  variable.map((n) => `ReleaseSemaphore(h[${n}], 1, NULL);`),
  fc
    .tuple(variable, variable)
    .map(
      ([a, b]) =>
        `DuplicateHandle(GetCurrentProcess(), h[${a}], GetCurrentProcess(), &h[${b}], 0, FALSE, DUPLICATE_SAME_ACCESS);`,
    ),
  variable.map(
    (n) => `SetHandleInformation(h[${n}], HANDLE_FLAG_PROTECT_FROM_CLOSE, ${n % 2 === 0 ? 2 : 0});`,
  ),
  variable.map((n) => `h[${n}] = CreateThread(NULL, 0, worker, (LPVOID)${n}, 0, NULL);`),
  variable.map((n) => `sum += work(${n}); printf("%d ", sum);`),
  variable.map((n) => `Sleep(${n});`),
  fc.constant('GetLastError();'),
);
/** Statements after which something stays open for good, each time they are carried out. */
const leakingStatement = fc.oneof(
  fc.constant('CreateEventW(NULL, TRUE, FALSE, NULL);'),
  fc.constant('leaks++; wsprintfW(name, L"Local\\\\n%d", leaks); CreateMutexW(NULL, TRUE, name);'),
  fc.constant(
    'for (int i = 0; i < 300; i++) { CreateFileW(L"C:\\\\a", GENERIC_READ, 0, NULL, OPEN_ALWAYS, 0, NULL); }',
  ),
  fc.constant('for (int i = 0; i < 40; i++) { k[i] = CreateSemaphoreW(NULL, 1, 9, NULL); }'),
  fc.constant('for (int i = 0; i < 40; i += 3) { CloseHandle(k[i]); k[i] = NULL; }'),
  fc.constant('for (int i = 39; i >= 0; i--) { ReleaseSemaphore(k[i], 1, NULL); }'),
  fc.constant('RegOpenKeyExW(HKEY_CURRENT_USER, L"Software", 0, KEY_READ, &key);'),
  fc.constant('CreateThread(NULL, 0, worker, (LPVOID)1, 0, NULL); Sleep(5);'),
  fc.constant(
    'SetWaitableTimer(CreateWaitableTimerW(NULL, TRUE, NULL), &due, 0, NULL, NULL, FALSE);',
  ),
  fc.constant(
    'DuplicateHandle(GetCurrentProcess(), k[1], GetCurrentProcess(), &k[2], 0, FALSE, DUPLICATE_SAME_ACCESS);',
  ),
  fc.constant(
    'CreateProcessW(L"c.exe", NULL, NULL, NULL, TRUE, 0, NULL, NULL, &si, &pi); Sleep(3);',
  ),
  fc.constant('TerminateProcess(pi.hProcess, 1);'),
);
/** The same on windows, menus and what goes with them. */
const windowStatement = fc.oneof(
  fc
    .tuple(variable, variable)
    .map(
      ([a, b]) =>
        `w[${a}] = CreateWindowExW(0, L"c", L"t${a}", 0, 0, 0, 1, 1, w[${b}], NULL, NULL, NULL);`,
    ),
  variable.map((n) => `DestroyWindow(w[${n}]);`),
  variable.map((n) => `m[${n}] = CreateMenu();`),
  variable.map((n) => `DestroyMenu(m[${n}]);`),
  fc.tuple(variable, variable).map(([a, b]) => `SetMenu(w[${a}], m[${b}]);`),
  fc
    .tuple(variable, variable)
    .map(([a, b]) => `AppendMenuW(m[${a}], MF_POPUP, (UINT_PTR)m[${b}], L"x");`),
  variable.map((n) => `SetTimer(w[${n}], ${n}, 10, NULL);`),
  variable.map((n) => `KillTimer(w[${n}], ${n});`),
  variable.map((n) => `SetTimer(NULL, 0, ${n}, NULL);`),
  variable.map((n) => `KillTimer(NULL, ${n});`),
  variable.map((n) => `SimulateLock(w[${n}]);`),
  variable.map((n) => `SimulateUnlock(w[${n}]);`),
  variable.map((n) => `SetWindowTextW(w[${n}], L"text");`),
  fc.constant('OpenClipboard(NULL); SetClipboardData(CF_TEXT, L"x"); CloseClipboard();'),
  fc.constant('SimulateMonitorRemoval(SimulateMonitor());'),
  fc.constant('LoadKeyboardLayoutW(L"00000407", 0);'),
);
const program = fc
  .record({
    statements: fc.oneof(
      fc.array(statement, { minLength: 3, maxLength: 25 }),
      fc.array(fc.oneof(statement, windowStatement), { minLength: 3, maxLength: 25 }),
      fc.array(fc.oneof(leakingStatement, statement), { minLength: 3, maxLength: 15 }),
    ),
    rounds: fc.integer({ min: 1, max: 4 }),
    interleave: fc.integer({ min: 1, max: 20 }),
    tracing: fc.constantFrom('on', 'off', '16'),
    profile: fc.constantFrom('xp-sp3-x86', '7-sp1-x64', '10-22h2-x64'),
  })
  .map(
    ({ statements, rounds, interleave, tracing, profile }) => `
machine { profile "${profile}"; interleave ${interleave}; tracing ${tracing}; operations 20000; process "c.exe" { main child; } }
HANDLE h[5];
HWND w[5];
HMENU m[5];
HANDLE k[40];
HKEY key;
WCHAR name[32];
LARGE_INTEGER due;
STARTUPINFOW si;
PROCESS_INFORMATION pi;
int leaks;
int sum;
int work(int n) { return n < 1 ? 1 : n + work(n - 1); }
DWORD WINAPI worker(LPVOID n) {
  for (int i = 0; i < 3; i++) { sum += (int)n; SetEvent(h[(int)n]); Sleep(1); }
  return 0;
}
int child(void) { CreateEventW(NULL, TRUE, FALSE, NULL); return 3; }
int main(void) {
  for (int round = 0; round < ${rounds}; round++) {
    ${statements.join('\n    ')}
  }
  return 0;
}`,
  );

describe('Going back in a script', () => {
  before(loadParser);

  it('leads any program forwards, backwards and forwards again to identical tables, rings, threads and output', async () => {
    await fc.assert(
      fc.asyncProperty(program, fc.integer({ min: 5, max: 400 }), async (text, interval) => {
        const session = sessionWith(text, interval);
        let output = '';
        session.onOutput = (piece) => {
          output += piece;
        };
        const first = stateOf(session);
        await go(session);
        const last = stateOf(session);
        const printed = output;
        const operations = session.timeline.operations.count;
        await move(session, { kind: 'continue', backwards: true });
        assert.deepEqual(stateOf(session), first);
        await go(session);
        assert.deepEqual(stateOf(session), last);
        assert.equal(output, printed);
        assert.equal(session.timeline.operations.count, operations);
      }),
      { numRuns: 40 },
    );
  }).timeout(60_000);

  it('reaches every moment as it was, whatever checkpoint lies before it', async () => {
    await fc.assert(
      fc.asyncProperty(
        program,
        fc.integer({ min: 5, max: 200 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 8 }),
        async (text, interval, places) => {
          const session = sessionWith(text, interval);
          await go(session);
          const { furthest } = session.timeline;
          for (const place of places) {
            const position = 1 + Math.floor(place * (furthest - 1));
            session.timeline.seek(position);
            const straight = sessionWith(text, 1_000_000);
            straight.engine.watcher = null;
            while (straight.engine.state.position < position) {
              straight.engine.run(position);
            }
            assert.deepEqual(stateOf(session), stateOf(straight));
            assert.deepEqual(wholeState(session), wholeState(straight));
          }
        },
      ),
      { numRuns: 15 },
    );
  }).timeout(60_000);

  it('visits the same statements backwards as forwards', async () => {
    const session = await sessionOf(
      mainOf('int a = 1;\nfor (int i = 0; i < 3; i++) {\na += i;\n}\na = 0;'),
    );
    const step = (backwards: boolean): Promise<string> =>
      move(session, {
        kind: 'step',
        depth: 'in',
        backwards,
        threadId: session.stoppedThread.sim.threadId,
      });
    const forwards: string[] = [session.currentStop().description];
    for (let next = await step(false); !next.includes('exit code'); next = await step(false)) {
      forwards.push(next);
    }
    const backwards: string[] = [];
    for (
      let next = await step(true);
      !next.includes('nothing before it');
      next = await step(true)
    ) {
      backwards.push(next.replace('The start of the program. ', ''));
    }
    assert.deepEqual(backwards, [...forwards].reverse());
  });

  it('keeps what the user changed on the way forwards, and forgets the future that was', async () => {
    const session = await sessionOf(mainOf('int a = 1;\na = a + 1;\na = a + 1;\nprintf("%d", a);'));
    const { threadId } = session.stoppedThread.sim;
    const place = { threadId, frame: 0 };
    const over = (backwards: boolean): Promise<string> =>
      move(session, { kind: 'step', depth: 'over', backwards, threadId });
    const value = (): string => {
      const a = session.evaluate('a', place, false);
      return a.ok ? a.value.text : a.problem.message;
    };
    await over(false);
    await over(false);
    assert.equal(value(), '2');
    session.evaluate('a = 40', place, true);
    await over(false);
    assert.equal(value(), '41 (0x29)');
    await over(true);
    assert.equal(value(), '40 (0x28)');
    await over(true);
    assert.equal(value(), '1');
    await over(false);
    assert.equal(value(), '40 (0x28)');
    session.evaluate('a = 7', place, true);
    await over(false);
    assert.equal(value(), '8');
  });

  it('takes changes that others make to the machine into the history', async () => {
    const session = await sessionOf(
      mainOf('HANDLE a = CreateEventW(NULL, TRUE, FALSE, NULL);\nint b = 0;\nb = 1;\nb = 2;'),
    );
    const { threadId } = session.stoppedThread.sim;
    const over = (backwards: boolean): Promise<string> =>
      move(session, { kind: 'step', depth: 'over', backwards, threadId });
    const count = (): number => session.engine.home.table.handleCount;
    await over(false);
    await over(false);
    session.engine.context.machine.services.close(session.stoppedThread.sim, 4);
    await over(false);
    assert.equal(count(), 0);
    await over(true);
    assert.equal(count(), 0);
    await over(true);
    assert.equal(count(), 1);
    await over(false);
    assert.equal(count(), 0);
  });

  it('goes to any recorded operation, and says which there are', async () => {
    const session = await sessionOf(
      mainOf(
        'HANDLE a = CreateEventW(NULL, TRUE, FALSE, NULL);\nCloseHandle(a);\nSetEvent(a);',
        'tracing off;',
      ),
    );
    session.setBreakpoints('exceptions', []);
    assert.match(await move(session, { kind: 'operation', number: 1 }), /0 were recorded so far/);
    await go(session);
    assert.match(
      await move(session, { kind: 'operation', number: 3 }),
      /^Operation 3: BADREF of handle 4\. test\.hsim\(6\): SetEvent/,
    );
    assert.match(
      await move(session, { kind: 'operation', number: 1 }),
      /^Operation 1: OPEN .*\(4\)/,
    );
    assert.match(await move(session, { kind: 'operation', number: 4 }), /Name one from 1 to 3/);
  });

  it('can be cancelled while it runs, and stands somewhere sensible then', async () => {
    const session = await sessionOf(mainOf('while (1) { }'));
    let asked = 0;
    const host = {
      ...scriptHost(''),
      token: {
        get isCancelled(): boolean {
          return ++asked > 3;
        },
      },
    };
    await assert.rejects(session.run({ kind: 'continue', backwards: false }, host), /cancelled/);
    const { position } = session.moment();
    assert.ok(position > 100_000);
    assert.match(
      await move(session, {
        kind: 'step',
        depth: 'in',
        backwards: true,
        threadId: session.stoppedThread.sim.threadId,
      }),
      /while \(1\)/,
    );
    assert.ok(session.moment().position < position);
  });
});
