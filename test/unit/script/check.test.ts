import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkScript } from '../../../src/core/script/check/checkScript';
import { compileScript } from '../../../src/core/script/compile/compiler';
import type { FileProblem } from '../../../src/core/script/compile/context';
import { loadParser, parseScript } from '../../../src/core/script/language/parser';
import { scriptFile } from '../../../src/core/script/run/program';

/** What is doubtful in a program that compiles. */
function check(text: string): readonly FileProblem[] {
  const files = [{ file: scriptFile('test.hsim', text), syntax: parseScript(text) }];
  const compilation = compileScript(files);
  const errors = compilation.problems.filter(({ severity }) => severity === 'error');
  assert.deepEqual(errors, []);
  return checkScript(files, compilation);
}

/** The same for the body of a function beside `main`. */
function checkBody(body: string, before = ''): readonly FileProblem[] {
  return check(
    `${before}\nint work(int count, HANDLE hGiven)\n{\n${body}\nreturn 0;\n}\nint main(void) { return work(1, NULL); }\n`,
  );
}

const EVENT = 'CreateEventW(NULL, TRUE, FALSE, NULL)';

describe('Following the handles of a script', () => {
  before(loadParser);

  for (const [what, body] of [
    ['a handle that is closed', `HANDLE h = ${EVENT}; CloseHandle(h);`],
    ['an open that failed', `HANDLE h = ${EVENT}; if (h == NULL) return 1; CloseHandle(h);`],
    [
      'an open that failed, tested by its truth',
      `HANDLE h = ${EVENT}; if (!h) { return 1; } CloseHandle(h);`,
    ],
    [
      'a file that could not be opened',
      'HANDLE h = CreateFileW(L"a", GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL); if (h == INVALID_HANDLE_VALUE) return 1; CloseHandle(h);',
    ],
    ['a close behind a test', `HANDLE h = ${EVENT}; if (h != NULL) CloseHandle(h);`],
    ['a handle that is returned', `HANDLE h = ${EVENT}; if (count) return (int)h; CloseHandle(h);`],
    [
      'a window, which goes with its thread',
      'HWND w = CreateWindowExW(0, L"c", L"", 0, 0, 0, 1, 1, NULL, NULL, NULL, NULL); ShowWindow(w, 1);',
    ],
    ['a menu that its window takes over', 'HMENU m = CreateMenu(); SetMenu((HWND)hGiven, m);'],
    [
      'a menu that goes into another',
      'HMENU m = CreatePopupMenu(); AppendMenuW((HMENU)hGiven, MF_POPUP, (UINT_PTR)m, L"x");',
    ],
    [
      'places that the next call hands on',
      'HDWP p = BeginDeferWindowPos(1); p = DeferWindowPos(p, NULL, NULL, 0, 0, 1, 1, 0); EndDeferWindowPos(p);',
    ],
    [
      'a cursor of the system',
      'HCURSOR c = LoadCursorW(NULL, IDC_ARROW); ShowWindow(NULL, (int)c);',
    ],
    ['a handle in an array', `HANDLE all[2]; HANDLE h = ${EVENT}; all[0] = h;`],
    ['a handle that another function gets', `HANDLE h = ${EVENT}; finish(h);`],
    [
      'an open and a close under the same condition',
      `HANDLE h = NULL; if (count > 3) h = ${EVENT}; Sleep(1); if (count > 3) CloseHandle(h);`,
    ],
    [
      'a key that could not be opened',
      'HKEY k; LONG status = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"a", 0, KEY_READ, &k); if (status != ERROR_SUCCESS) return 1; RegCloseKey(k);',
    ],
    [
      'a token that could not be opened',
      'HANDLE t; if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &t)) return 1; CloseHandle(t);',
    ],
    [
      'a close at a common end',
      `HANDLE h = ${EVENT}; if (count) goto done; SetEvent(h); done: CloseHandle(h);`,
    ],
    [
      'one handle for each round',
      `for (int i = 0; i < count; i++) { HANDLE h = ${EVENT}; CloseHandle(h); }`,
    ],
    [
      'a variable that is used again',
      `HANDLE h = ${EVENT}; CloseHandle(h); h = ${EVENT}; CloseHandle(h);`,
    ],
    [
      'a variable that is set to NULL',
      `HANDLE h = ${EVENT}; CloseHandle(h); h = NULL; if (h) CloseHandle(h);`,
    ],
    [
      'an end of the program',
      `HANDLE h = ${EVENT}; if (count) { SetEvent(h); ExitProcess(1); } CloseHandle(h);`,
    ],
    [
      'a source that its duplicate closes',
      `HANDLE d; HANDLE h = ${EVENT}; if (DuplicateHandle(GetCurrentProcess(), h, GetCurrentProcess(), &d, 0, FALSE, DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE)) CloseHandle(d);`,
    ],
    [
      'a switch that closes in each case',
      `HANDLE h = ${EVENT}; switch (count) { case 1: CloseHandle(h); break; default: CloseHandle(h); }`,
    ],
  ] as const) {
    it(`finds nothing wrong with ${what}`, () => {
      const found = checkBody(body, 'void finish(HANDLE x) { CloseHandle(x); }');
      assert.deepEqual(
        found.map(({ code, message }) => `${code}: ${message}`),
        [],
      );
    });
  }

  for (const [what, body, code, sentence] of [
    [
      'a return on an error path',
      `HANDLE a = ${EVENT};\nHANDLE b = ${EVENT};\nif (b == NULL) {\n return 1;\n}\nCloseHandle(b); CloseHandle(a);`,
      'handle-leak',
      /^The handle in "a", opened here by CreateEventW, is still open when the function returns in line 7, on the path where "b == NULL" holds \(line 6\)\. Close it with CloseHandle before\.$/,
    ],
    [
      'a handle that is never closed',
      `HANDLE h = ${EVENT}; SetEvent(h);`,
      'handle-leak',
      /is still open when the function returns/,
    ],
    [
      'a handle of each round',
      `HANDLE h;\nfor (int i = 0; i < count; i++) {\n h = ${EVENT};\n SetEvent(h);\n}\nCloseHandle(h);`,
      'handle-leak',
      /is still open when another value is stored in the variable in line 6, on the path where .*the loop in line 5 goes round/,
    ],
    [
      'a handle of a block',
      `while (count > 0) {\n HANDLE h = ${EVENT};\n SetEvent(h);\n count--;\n}`,
      'handle-leak',
      /is still open when its block ends in line 8/,
    ],
    [
      'a handle that is only an argument',
      `SetEvent(${EVENT});`,
      'handle-leak',
      /is thrown away here/,
    ],
    [
      'a handle that nobody keeps',
      `${EVENT};`,
      'handle-discarded-or-leak',
      /is thrown away here and stays open/,
    ],
    [
      'a key',
      'HKEY k; if (RegOpenKeyExW(HKEY_CURRENT_USER, L"a", 0, KEY_READ, &k) == ERROR_SUCCESS) { count++; }',
      'handle-leak',
      /Close it with RegCloseKey before/,
    ],
    [
      'the thread of a new process',
      'STARTUPINFOW si; PROCESS_INFORMATION pi; if (CreateProcessW(L"a.exe", NULL, NULL, NULL, FALSE, 0, NULL, NULL, &si, &pi)) { CloseHandle(pi.hProcess); }',
      'handle-leak',
      /The handle in "pi\.hThread", opened here by CreateProcessW, is still open/,
    ],
    [
      'a handle that a function only uses',
      `HANDLE h = ${EVENT}; use(h);`,
      'handle-leak',
      /is still open/,
    ],
    [
      'a double close',
      `HANDLE h = ${EVENT};\nCloseHandle(h);\nif (count) {\nCloseHandle(h);\n}`,
      'double-close',
      /"h" is closed a second time here: it was closed in line 5, on the path where "count" holds \(line 6\)/,
    ],
    [
      'a double close of a parameter',
      'CloseHandle(hGiven); CloseHandle(hGiven);',
      'double-close',
      /"hGiven" is closed a second time/,
    ],
    [
      'a menu that nobody destroys',
      'HMENU m = CreatePopupMenu(); AppendMenuW(m, MF_STRING, 1, L"x");',
      'handle-leak',
      /"m", opened here by CreatePopupMenu, is still open .* DestroyMenu/,
    ],
    [
      'a menu that is destroyed twice',
      'HMENU m = CreateMenu(); DestroyMenu(m); DestroyMenu(m);',
      'double-close',
      /"m" is closed a second time/,
    ],
    [
      'a use after the close',
      `HANDLE h = ${EVENT}; CloseHandle(h); SetEvent(h);`,
      'use-after-close',
      /SetEvent is given "h", which was closed in line 4/,
    ],
    ['an unused variable', 'HANDLE h = NULL;', 'unused-handle', /"h" is never used/],
    [
      'code behind a return',
      'if (count) { return 1; count = 2; }',
      'unreachable-code',
      /"return" does not go on/,
    ],
    [
      'code behind a loop without end',
      'while (1) { count++; } count = 2;',
      'unreachable-code',
      /the loop without end/,
    ],
  ] as const) {
    it(`finds ${what}`, () => {
      const found = checkBody(
        body,
        'void use(HANDLE x) { SetEvent(x); WaitForSingleObject(x, 5); }',
      );
      const wanted = code === 'handle-discarded-or-leak' ? 'handle-leak' : code;
      const own = found.filter((each) => each.code === wanted);
      assert.equal(own.length, 1, found.map(({ message }) => message).join('\n'));
      assert.match(own[0]?.message ?? '', sentence);
    });
  }

  it('takes a function that hands on an open handle for one that opens', () => {
    const open = `HANDLE Open(int n) { HANDLE h = ${EVENT}; if (h == NULL) return NULL; return h; }`;
    const found = checkBody('HANDLE own = Open(1); SetEvent(own);', open);
    assert.deepEqual(
      found.map(({ code }) => code),
      ['handle-leak'],
    );
    assert.match(
      found[0]?.message ?? '',
      /"own", opened here by Open, .*Close it with CloseHandle/,
    );
    assert.deepEqual(checkBody('HANDLE own = Open(1); CloseHandle(own);', open), []);
  });

  it('finds a close behind a function that closes, where nobody looks at its result', () => {
    const finish =
      'BOOL Finish(HANDLE x) { if (!SetEvent(x)) return FALSE; CloseHandle(x); return TRUE; }';
    const found = checkBody(`HANDLE h = ${EVENT};\nFinish(h);\nCloseHandle(h);`, finish);
    assert.deepEqual(
      found.map(({ code }) => code),
      ['double-close'],
    );
    const looked = checkBody(`HANDLE h = ${EVENT}; if (!Finish(h)) CloseHandle(h);`, finish);
    assert.deepEqual(looked, []);
  });

  it('says nothing of a function that hands on what others keep', () => {
    const cached = `HANDLE all; HANDLE Get(void) { if (all == NULL) all = ${EVENT}; return all; }`;
    const both = `HANDLE Pick(HANDLE old) { if (old != NULL) return old; return ${EVENT}; }`;
    assert.deepEqual(
      checkBody(
        'HANDLE g = Get(); SetEvent(g); HANDLE p = Pick(hGiven); SetEvent(p);',
        `${cached}\n${both}`,
      ),
      [],
    );
  });

  it('names the places of the path', () => {
    const [leak] = checkBody(
      `HANDLE h = ${EVENT};\nif (count > 2) {\n return 1;\n}\nCloseHandle(h);`,
    );
    assert.deepEqual(
      leak?.related?.map(({ message }) => message),
      ['This holds on the path.', '"h" is still open here.'],
    );
  });

  it('only mentions what is open at the end of the program', () => {
    const [found] = check(`int main(void) { HANDLE h = ${EVENT}; SetEvent(h); return 0; }`);
    assert.equal(found?.code, 'open-at-end');
    assert.equal(found.severity, 'hint');
  });

  it('ends in time on functions with more ways than can be followed', () => {
    const body = Array.from(
      { length: 60 },
      (_, index) => `if (count == ${index}) { count++; Sleep(${index}); }`,
    );
    const started = process.cpuUsage();
    assert.equal(checkBody(`HANDLE h = ${EVENT};\n${body.join('\n')}`).length, 1);
    assert.ok(process.cpuUsage(started).user < 2_000_000);
  });

  const samples = join(__dirname, '..', '..', '..', 'media', 'samples');
  const expected: Readonly<Record<string, readonly string[]>> = {
    'double-close.hsim': ['double-close'],
    'leak-in-a-loop.hsim': ['handle-leak'],
    'leak-on-error-path.hsim': ['handle-leak', 'handle-leak'],
    'menu-leak.hsim': ['handle-leak'],
    'registry-key-leak.hsim': ['handle-leak'],
    'use-after-close.hsim': ['use-after-close', 'use-after-close'],
    'zombie-threads.hsim': ['handle-leak'],
  };
  for (const name of readdirSync(samples).filter((each) => each.endsWith('.hsim'))) {
    const codes = expected[name] ?? [];
    it(`finds ${codes.length === 0 ? 'nothing' : codes.join(', ')} in ${name}`, () => {
      const found = check(readFileSync(join(samples, name), 'utf8'));
      const doubtful = found.filter(({ severity }) => severity === 'warning');
      assert.deepEqual(
        doubtful.map(({ code }) => code),
        codes,
      );
    });
  }
});
