import assert from 'node:assert/strict';
import { loadParser, parseScript } from '../../../src/core/script/language/parser';
import { mainOf, outputOf, refusal } from '../../support/openScript';

describe('The parser of scripts', () => {
  before(loadParser);

  it('reports every mistake with its place and goes on behind it', () => {
    const text = 'int main(void) {\n  int a = ;\n  a = 1 2;\n  foo(;\n  return 3\n}\n5;\n';
    const { problems } = parseScript(text);
    assert.deepEqual(
      problems.map(({ start, code }) => [text.slice(0, start).split('\n').length, code]),
      [
        [2, 'missing-expression'],
        [3, 'missing-token'],
        [4, 'missing-token'],
        [5, 'missing-token'],
        [7, 'no-declaration'],
      ],
    );
  });

  it('tells of a comment that nothing closes, where it begins, and of no other', () => {
    const open = (text: string): readonly number[] =>
      parseScript(text).problems.flatMap(({ code, start }) =>
        code === 'unclosed-comment' ? [start] : [],
      );
    const text = 'int a; /* one */ int main(void) { return a; }\n';
    assert.deepEqual(open(text), []);
    assert.deepEqual(open(`${text}/* two\nint b;`), [text.length]);
    assert.deepEqual(open(`${text}/*/`), [text.length]);
    assert.deepEqual(open(`${text}// /* three`), []);
    assert.deepEqual(open('#define PATH L"C:\\\\/*"\n'), []);
  });

  it('survives texts that end anywhere', () => {
    const text = mainOf(
      'HANDLE h = CreateEventW(NULL, TRUE, FALSE, L"a");\nif (h) { CloseHandle(h); }',
    );
    for (let length = 0; length < text.length; length++) {
      assert.doesNotThrow(() => parseScript(text.slice(0, length)));
    }
  });

  it('refuses expressions and statements that are nested too deep instead of overflowing', () => {
    const deep = `${'('.repeat(5000)}1${')'.repeat(5000)}`;
    assert.ok(
      parseScript(mainOf(`int a = ${deep};`)).problems.some(({ code }) => code === 'too-deep'),
    );
    assert.ok(
      parseScript(mainOf('{'.repeat(5000))).problems.some(({ code }) => code === 'too-deep'),
    );
    assert.ok(
      parseScript(mainOf(`int a = ${'-'.repeat(5000)}1;`)).problems.some(
        ({ code }) => code === 'too-deep',
      ),
    );
  });
});

describe('A script that cannot be started', () => {
  it('is refused with all its errors, each with line and column', async () => {
    const text = mainOf(
      'HANDLE h = CreatEventW(NULL, TRUE, FALSE, NULL);\nClosHandle(x);\nint n = "a";',
    );
    const sentence = await refusal(text);
    assert.match(sentence, /4 errors/);
    assert.match(
      sentence,
      /test\.hsim\(4,12\): There is no function "CreatEventW"\. Did you mean "CreateEvent/,
    );
    assert.match(
      sentence,
      /test\.hsim\(5,1\): There is no function "ClosHandle"\. Did you mean "CloseHandle"\?/,
    );
    assert.match(sentence, /test\.hsim\(5,12\): There is no name "x"/);
    assert.match(sentence, /test\.hsim\(6,9\): A int is needed, and this is a LPCWSTR/);
  });

  for (const [what, text, expected] of [
    ['has no main', 'int other(void) { return 0; }', /There is no function "main"/],
    [
      'calls with too few arguments',
      mainOf('CloseHandle();'),
      /CloseHandle takes 1 argument; hObject is missing/,
    ],
    [
      'calls with too many arguments',
      mainOf('CloseHandle(NULL, 1);'),
      /takes 1 argument, and there are 2/,
    ],
    [
      'forgets an ampersand',
      mainOf('HANDLE t; OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, t);'),
      /The address of a HANDLE is needed: put & in front/,
    ],
    ['declares a name twice', mainOf('int a; int a;'), /"a" is declared already/],
    [
      'puts a struct into itself',
      `struct Node { struct Node inner; };\n${mainOf('')}`,
      /A struct cannot hold one of its own kind\. Point to it: Node\*\./,
    ],
    ['jumps to nowhere', mainOf('goto done;'), /There is no label "done"/],
    ['breaks outside a loop', mainOf('break;'), /"break" stands in a loop or a switch only/],
    [
      'uses an unknown type',
      mainOf('HANDEL h = NULL;'),
      /There is no type "HANDEL"\. Did you mean "HANDLE"\?/,
    ],
    [
      'uses an unknown field',
      mainOf('PROCESS_INFORMATION pi; pi.hProces = NULL;'),
      /Did you mean "hProcess"\?/,
    ],
    [
      'writes an unknown setting',
      mainOf('', 'profil "10-22h2-x64";'),
      /There is no setting "profil"\. Did you mean "profile"\?/,
    ],
    ['names an unknown Windows', mainOf('', 'profile "10";'), /is no value of "profile"/],
    ['names an id that is none', mainOf('', 'pid 3;'), /multiples of 4/],
    ['contradicts its profile', mainOf('', 'architecture x86;'), /profile 10-22h2-x64 is x64/],
    [
      'gives two processes one id',
      mainOf('', 'pid 0x40; process "a.exe" { pid 0x40; }'),
      /The machine of the script cannot be started/,
    ],
    [
      'includes a file that is not there',
      `#include "other.hsim"\n${mainOf('')}`,
      /The file "other\.hsim" cannot be read/,
    ],
  ] as const) {
    it(`says so when it ${what}`, async () => {
      assert.match(await refusal(text), expected);
    });
  }
});

describe('The language of scripts', () => {
  for (const [what, statements, printed] of [
    ['precedence', 'printf("%d", 2 + 3 * 4 - 10 / 3 % 2);', '13'],
    ['unsigned arithmetic', 'DWORD a = 0; a--; printf("%u", a);', '4294967295'],
    ['signed overflow', 'int a = 0x7fffffff; a = a + 1; printf("%d", a);', '-2147483648'],
    [
      'comparison of signed and unsigned numbers',
      'int a = -1; printf("%d", a == 0xffffffff);',
      '1',
    ],
    ['bit operators', 'printf("%x %x %x", 0xf0 | 0x0f, 0xff & 0x18, ~0);', 'ff 18 ffffffff'],
    [
      'short circuits',
      'int a = 0; if (a && printf("x")) { } if (!a || printf("x")) printf("y");',
      'y',
    ],
    ['the conditional operator', 'printf("%d", 1 ? 2 : 3);', '2'],
    [
      'steps before and after',
      'int i = 1; int a = i++; int b = ++i; printf("%d%d%d", a, b, i);',
      '133',
    ],
    [
      'arrays and pointers',
      'HANDLE h[3] = { (HANDLE)4, (HANDLE)8 }; HANDLE* p = h; p++; printf("%d %d", *p, h[0]);',
      '8 4',
    ],
    [
      'structs',
      'PROCESS_INFORMATION pi = { (HANDLE)4 }; pi.dwProcessId = 7; PROCESS_INFORMATION* p = &pi; printf("%d %d", p->hProcess, p->dwProcessId);',
      '4 7',
    ],
    [
      'for, continue and break',
      'for (int i = 0; i < 9; i++) { if (i == 2) continue; if (i == 5) break; printf("%d", i); }',
      '0134',
    ],
    [
      'do and while',
      'int i = 3; do { i--; } while (i > 0); while (i < 2) i++; printf("%d", i);',
      '2',
    ],
    [
      'switch with fall-through',
      'switch (2) { case 1: printf("a"); case 2: printf("b"); case 3: printf("c"); break; default: printf("d"); }',
      'bc',
    ],
    ['goto', 'int i = 0; again: i++; if (i < 3) goto again; printf("%d", i);', '3'],
    ['shadowing', 'int i = 1; { int i = 2; printf("%d", i); } printf("%d", i);', '21'],
    ['texts that stand together', 'printf(L"a" "b%s", L"c");', 'abc'],
    [
      'buffers',
      'WCHAR name[32]; swprintf_s(name, 32, L"n-%03d", 7); printf("%s %d", name, wcslen(name));',
      'n-007 5',
    ],
    ['sizeof', 'HANDLE h[4]; printf("%d %d", sizeof(h) / sizeof(h[0]), sizeof(DWORD));', '4 4'],
    ['macros for text', 'printf(TEXT("%s"), _T("x"));', 'x'],
  ] as const) {
    it(`knows ${what}`, async () => {
      assert.equal(await outputOf(mainOf(statements)), printed);
    });
  }

  it('knows functions, recursion, prototypes, globals and defines', async () => {
    const text = `#include <windows.h>
      #define LIMIT 5 /* rounds */
      int fact(int n);
      int calls = 0;
      int fact(int n) { calls++; return n < 2 ? 1 : n * fact(n - 1); }
      int main(void) { printf("%d %d", fact(LIMIT), calls); return 0; }`;
    assert.equal(await outputOf(text), '120 5');
  });

  it('knows structs of its own', async () => {
    const text = `typedef struct { HANDLE file; int rounds[3]; DWORD id; } Job;
      void fill(Job* job) { job->id = 9; job->rounds[0] = 4; }
      int main(void) { Job job; fill(&job); printf("%d %d", job.id, job.rounds[0]); return 0; }`;
    assert.equal(await outputOf(text), '9 4');
  });

  it('knows structs by their tag, their other names, and those of pointers to them', async () => {
    const text = `typedef struct _Job { HANDLE file; int size; } Job, Work, *PJob;
      int use(PJob job) { return job->size; }
      int main(void) { Job a = { NULL, 2 }; struct _Job b = { NULL, 3 }; Work c = { NULL, 4 }; LPVOID p = &c;
        printf("%d %d %d", use(&a), use(&b), ((PJob)p)->size + (int)sizeof(PJob)); return 0; }`;
    assert.equal(await outputOf(text), '2 3 12');
  });

  it('tells the sizes of structs with the gaps between their fields', async () => {
    const text = `struct Small { BYTE flag; WCHAR name[3]; };
      struct Large { struct Small small; DWORD id; HANDLE file; BYTE last; };
      int main(void) { printf("%d %d", (int)sizeof(Small), (int)sizeof(Large)); return 0; }`;
    assert.equal(await outputOf(text), '8 32');
  });

  it('knows structs that point to their own kind', async () => {
    const text = `typedef struct _Node { int value; struct _Node* next; } Node, *PNode;
      Node nodes[3];
      int main(void) {
        PNode head = NULL;
        for (int i = 0; i < 3; i++) { nodes[i].value = i + 1; nodes[i].next = head; head = &nodes[i]; }
        for (PNode each = head; each != NULL; each = each->next) printf("%d ", each->value);
        printf("%d %d", head->next->next->value, (int)sizeof(Node));
        return 0; }`;
    assert.equal(await outputOf(text), '3 2 1 1 16');
  });

  it('takes in other files, each once, wherever they include each other', async () => {
    const files = {
      'lib/a.hsim': '#include "b.hsim"\nint a(void) { return b() + 1; }',
      'lib/b.hsim': '#include "a.hsim"\nint b(void) { return 1; }',
    };
    const text = `#include "lib/a.hsim"\n#include "lib/b.hsim"\nint main(void) { printf("%d", a()); return 0; }`;
    assert.equal(await outputOf(text, files), '2');
  });
});

describe('The errors of a text that cannot be parsed', () => {
  before(loadParser);

  for (const [what, text, expected] of [
    ['a missing name', 'int main(void) { int = 3; return 0; }', ['missing-name']],
    [
      'a missing parenthesis',
      'int main(void) { if (1 { return 0; } return 1; }',
      ['missing-token'],
    ],
    ['a missing brace', 'int main(void) { if (1) { return 0; }', ['missing-token']],
    ['a brace too many', 'int main(void) { return 0; } }\nint x;', ['no-declaration']],
    ['an unknown directive', '#incldue "a.hsim"\nint main(void) { return 0; }', ['bad-directive']],
    ['a define without a value', '#define A\nint main(void) { return 0; }', ['bad-directive']],
    [
      'an unclosed text',
      'int main(void) { printf("a);\n return 0; }',
      ['unclosed-text', 'missing-token'],
    ],
    ['a strange character', 'int main(void) { int a = 1 @ ; return a; }', ['unknown-character']],
    ['a number that is none', 'int main(void) { return 12ab; }', ['bad-number']],
    [
      'a setting without semicolon',
      'machine {\n pid 4\n tid 8;\n}\nint main(void) { return 0; }',
      ['missing-token'],
    ],
    [
      'a case without colon',
      'int main(void) { switch (1) { case 1 break; } return 0; }',
      ['missing-token'],
    ],
    [
      'a field without name',
      'int main(void) { STARTUPINFO a; a. = 3; return 0; }',
      ['missing-name'],
    ],
  ] as const) {
    it(`tell of ${what} once, with a sentence`, () => {
      const { problems } = parseScript(text);
      assert.deepEqual(
        problems.map(({ code }) => code),
        expected,
        problems.map(({ message }) => message).join('\n'),
      );
      problems.forEach(({ message, start, end }) => {
        assert.match(message, /^[A-Z"].*\.$/);
        assert.ok(start < end && end <= text.length + 1);
      });
    });
  }

  it('leave the functions behind them as they are', () => {
    const text =
      'int a(void) { int x = ; foo(; }\nint b(void) { return 1 }\nint c(void) { return 2; }';
    const names = parseScript(text).items.map((item) =>
      item.kind === 'function' ? item.name.name : '',
    );
    assert.deepEqual(names, ['a', 'b', 'c']);
  });
});
