/** What an editor is told about scripts, through a connection to the real server. */

import assert from 'node:assert/strict';
import type {
  CodeAction,
  CompletionItem,
  DocumentSymbol,
  FoldingRange,
  Location,
  SemanticTokens,
  SignatureHelp,
  TextEdit,
  WorkspaceEdit,
  WorkspaceSymbol,
} from 'vscode-languageserver';
import { LogClient } from './logClient';
import { openScriptFile as open } from './openScriptFile';

const PROGRAM = `machine {
    profile "10-22h2-x64";
}

#define LIMIT 5

int count = 0;

int work(HANDLE hStop, int rounds)
{
    HANDLE hEvent = CreateEventW(NULL, TRUE, FALSE, L"Local\\\\go");
    if (hEvent == NULL) {
        return 1;
    }
    for (int i = 0; i < rounds; i++) {
        SetEvent(hEvent);
        count++;
    }
    if (rounds > LIMIT) {
        return 2;
    }
    CloseHandle(hEvent);
    return 0;
}

int main(void)
{
    return work(NULL, 3);
}
`;

describe('Problems of a script', () => {
  it('are all told as one types, with nearest names, and disappear when they are mended', async () => {
    const client = await open(
      'int main(void) {\n HANDLE h = CreatEventW(NULL);\n CloseHandle(h, 1);\n return 0 }\n',
    );
    const found = await client.problems();
    assert.deepEqual(
      found.map(({ code, range }) => [code, range.start.line]),
      [
        ['unknown-function', 1],
        ['argument-count', 2],
        ['missing-token', 3],
      ],
    );
    assert.match(found[0]?.message ?? '', /Did you mean "CreateEvent/);
    const whole = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    await client.edit(whole, 'int main(void) {\n return 0;\n}\n');
    assert.deepEqual(await client.problems(), []);
  });

  it('tell of a leak with its path in words and places', async () => {
    const client = await open(PROGRAM);
    const [leak, ...others] = await client.problems();
    assert.deepEqual(others, []);
    assert.equal(leak?.code, 'handle-leak');
    assert.equal(leak.severity, 2);
    assert.match(
      leak.message,
      /"hEvent", opened here by CreateEventW, is still open when the function returns in line 20/,
    );
    assert.match(leak.message, /"rounds > LIMIT" holds \(line 19\)/);
    assert.ok((leak.relatedInformation ?? []).length >= 2);
  });

  it('tell nothing of a missing main in a file that is to be included', async () => {
    const client = await open('int helper(void) { return 1; }\n');
    assert.deepEqual(await client.problems(), []);
  });

  it('tell of an included file that cannot be read, and use one that can', async () => {
    const client = await open(
      '#include "a.hsim"\n#include "b.hsim"\nint main(void) { return helper(); }\n',
      { 'a.hsim': 'int helper(void) { return 1; }' },
    );
    const found = await client.problems();
    assert.deepEqual(
      found.map(({ code, range }) => [code, range.start.line]),
      [['no-include', 1]],
    );
  });
});

describe('Writing a script', () => {
  async function labels(text: string): Promise<readonly CompletionItem[]> {
    const at = text.indexOf('¦');
    const client = await open(text.replace('¦', ''));
    const before = text.slice(0, at).split('\n');
    const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
    const items = await client.request<CompletionItem[]>('completion', { position });
    return [...items].sort((left, right) =>
      (left.sortText ?? left.label).localeCompare(right.sortText ?? right.label),
    );
  }

  it('is offered functions with signature and documentation, and variables of the place', async () => {
    const items = await labels(
      'int other(void) { int hidden; return 0; }\nint main(void) {\n int seen = 1;\n ¦\n return 0;\n}\n',
    );
    const names = items.map(({ label }) => label);
    assert.ok(names.includes('seen') && names.includes('other') && !names.includes('hidden'));
    const create = items.find(({ label }) => label === 'CreateEventW');
    assert.match(create?.detail ?? '', /^HANDLE CreateEventW\(LPSECURITY_ATTRIBUTES/);
    assert.match(JSON.stringify(create?.documentation), /Closed by.*CloseHandle/);
  });

  it('is offered the flags that a parameter takes before all others', async () => {
    const items = await labels('int main(void) {\n OpenProcess(¦);\n return 0;\n}\n');
    const first = items.slice(0, 6).map(({ label }) => label);
    assert.ok(
      first.every((label) => /^(PROCESS_|SYNCHRONIZE)/.test(label)),
      first.join(),
    );
  });

  it('is offered handles first where a handle is taken', async () => {
    const items = await labels(
      'int main(void) {\n int a = 0;\n HANDLE hLog = NULL;\n CloseHandle(¦);\n return a;\n}\n',
    );
    assert.equal(items[0]?.label, 'hLog');
  });

  it('is offered settings of the machine, profiles, fields and files', async () => {
    const settings = await labels('machine {\n ¦\n}\nint main(void) { return 0; }\n');
    assert.ok(settings.some(({ label }) => label === 'tracing'));
    const profiles = await labels('machine {\n profile "¦";\n}\nint main(void) { return 0; }\n');
    assert.deepEqual(profiles.map(({ label }) => label).includes('11-23h2-x64'), true);
    const inner = await labels(
      'machine {\n process "a.exe" { ¦ }\n}\nint main(void) { return 0; }\n',
    );
    const ofProcess = inner.map(({ label }) => label);
    assert.deepEqual(
      ['main', 'pid', 'session', 'user', 'calls'].map((label) => ofProcess.includes(label)),
      [true, true, true, true, false],
    );
    const ofFunction = await labels(
      'machine {\n process "a.exe" { pid 8; }\n function main { at 0x10; ¦ }\n}\nint main(void) { return 0; }\n',
    );
    assert.deepEqual(ofFunction.map(({ label }) => label).sort(), [
      'at',
      'calls',
      'size',
      'symbol',
    ]);
    const fields = await labels(
      'int main(void) {\n PROCESS_INFORMATION pi;\n pi.¦\n return 0;\n}\n',
    );
    assert.deepEqual(
      fields.map(({ label }) => label),
      ['dwProcessId', 'dwThreadId', 'hProcess', 'hThread'],
    );
  });

  it('is offered nothing within a text', async () => {
    assert.deepEqual(await labels('int main(void) {\n printf("ab¦c");\n return 0;\n}\n'), []);
  });

  it('is shown the signature of the call around, and the parameter', async () => {
    const client = await open(
      'int main(void) {\n CreateEventW(NULL, strlen("a,b"), \n return 0;\n}\n',
    );
    const help = await client.request<SignatureHelp>('signatureHelp', {
      position: client.find('"a,b"), |'),
    });
    assert.match(help.signatures[0]?.label ?? '', /^HANDLE CreateEventW\(/);
    assert.equal(help.activeParameter, 2);
  });

  it('is formatted: indentation, blanks, nothing within texts and comments', async () => {
    const text =
      'int main(void){\nint a = f(1,2);   \n  if(a){\nprintf("x,y;{");\n}\nelse\na = 1;\nswitch (a) {\ncase 1:\na = 2;\nbreak;\n}\n/* keep\n   this */\nreturn a;\n}\n';
    const client = await open(text);
    const edits = await client.request<TextEdit[]>('formatting', {
      options: { tabSize: 4, insertSpaces: true },
    });
    const lines = text.split('\n');
    edits.forEach(({ range, newText }) => (lines[range.start.line] = newText));
    assert.equal(
      lines.join('\n'),
      'int main(void) {\n    int a = f(1, 2);\n    if (a) {\n        printf("x,y;{");\n    }\n    else\n        a = 1;\n    switch (a) {\n        case 1:\n            a = 2;\n            break;\n    }\n    /* keep\n   this */\n    return a;\n}\n',
    );
  });

  it('gets certain fixes: the nearest name, a semicolon, a close before a return', async () => {
    const client = await open('int main(void) {\n ClosHandle(NULL)\n return 0;\n}\n');
    const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    const context = { diagnostics: await client.problems() };
    const actions = await client.request<CodeAction[]>('codeAction', { range, context });
    assert.deepEqual(actions.map(({ title }) => title).sort(), [
      'Insert ";"',
      'Replace it by CloseHandle',
    ]);
    const leaky = await open(PROGRAM);
    const fixes = await leaky.request<CodeAction[]>('codeAction', {
      range: { start: { line: 0, character: 0 }, end: { line: 40, character: 0 } },
      context: { diagnostics: await leaky.problems() },
    });
    assert.deepEqual(
      fixes.map(({ title }) => title),
      ['Close "hEvent" with CloseHandle before this return (line 20)'],
    );
    const [edit] = Object.values(fixes[0]?.edit?.changes ?? {})[0] ?? [];
    assert.equal(edit?.newText, 'CloseHandle(hEvent);\n        ');
  });
});

describe('Reading a script', () => {
  it('shows what a function opens, what closes that, and which access a call needs', async () => {
    const client = await open(PROGRAM);
    const create = (await client.hover('Create|EventW')) ?? '';
    assert.match(create, /HANDLE CreateEventW\(/);
    assert.match(create, /\*\*Opens\*\* a handle \(Event\).*\*\*Closed by\*\* `CloseHandle`/);
    assert.match((await client.hover('Set|Event(')) ?? '', /Required access.*EVENT_MODIFY_STATE/);
    assert.match((await client.hover('hEv|ent = ')) ?? '', /HANDLE hEvent.*local variable, used/s);
    assert.match((await client.hover('prof|ile')) ?? '', /The Windows version/);
    assert.match((await client.hover('TR|UE')) ?? '', /#define TRUE 1/);
    assert.equal(await client.hover('go"'), null);
  });

  it('goes to definitions, those in included files too', async () => {
    const client = await open('#include "lib.hsim"\nint main(void) { return helper(); }\n', {
      'lib.hsim': '\nint helper(void) { return 1; }',
    });
    const go = (words: string): Promise<Location | null> =>
      client.request('definition', { position: client.find(words) });
    const helper = await go('hel|per');
    assert.equal(helper?.uri, 'file:///home/dev/lib.hsim');
    assert.deepEqual(helper.range.start, { line: 1, character: 4 });
    assert.equal((await go('lib|.hsim'))?.uri, 'file:///home/dev/lib.hsim');
    assert.equal(await go('ret|urn'), null);
  });

  it('finds and renames a name in all files that share it, and nothing else', async () => {
    const other = '#include "orders.hsim"\nint main(void) { return helper() + helper(); }\n';
    const client = await open('int helper(void) { int helperless = 1; return helperless; }\n', {
      'app.hsim': other,
    });
    const position = client.find('hel|per(');
    const found = await client.request<Location[]>('references', {
      position,
      context: { includeDeclaration: true },
    });
    assert.equal(found.length, 3);
    const edit = await client.request<WorkspaceEdit>('rename', { position, newName: 'assist' });
    assert.deepEqual(
      Object.entries(edit.changes ?? {}).map(([uri, edits]) => [uri, edits.length]),
      [
        ['file:///home/dev/orders.hsim', 1],
        ['file:///home/dev/app.hsim', 2],
      ],
    );
  });

  it('refuses new names that mean something, and names of Windows', async () => {
    const client = await open(PROGRAM);
    const position = client.find('hEv|ent = ');
    for (const [newName, why] of [
      ['2nd', /is no name/],
      ['CloseHandle', /name of Windows/],
      ['count', /is declared in this script already/],
    ] as const) {
      await assert.rejects(client.request('rename', { position, newName }), why);
    }
    await assert.rejects(
      client.request('prepareRename', { position: client.find('Close|Handle') }),
      /is not declared in this script/,
    );
  });

  it('lists functions, variables and the machine, and folds blocks', async () => {
    const client = await open(PROGRAM);
    const outline = await client.request<DocumentSymbol[]>('documentSymbol');
    assert.deepEqual(
      outline.map(({ name }) => name),
      ['machine', 'LIMIT', 'count', 'work', 'main'],
    );
    const folds = await client.request<FoldingRange[]>('foldingRange');
    assert.deepEqual(folds.map(({ startLine, endLine }) => [startLine, endLine]).slice(0, 2), [
      [0, 1],
      [9, 22],
    ]);
    const symbols = await client.ask<WorkspaceSymbol[]>('symbol', { query: 'wrk' });
    assert.deepEqual(
      symbols.map(({ name }) => name),
      ['work'],
    );
  });

  it('tells each name for colours', async () => {
    const client = await open(
      'int work(int a) { return a; }\nint main(void) { return work(TRUE); }\n',
    );
    const { data } = await client.request<SemanticTokens>('semanticTokens/full');
    const types = data.filter((_, index) => index % 5 === 3);
    // int work int a a; int main void work TRUE
    assert.deepEqual(types, [0, 2, 0, 3, 3, 0, 2, 0, 2, 7]);
  });

  it('leaves logs to the log language, and scripts to the script language', async () => {
    const client = await open(PROGRAM);
    assert.deepEqual(await client.request('documentLink'), []);
    const log = await LogClient.open('Handle 4\n  Type          Event\n');
    const position = { line: 0, character: 8 };
    assert.deepEqual(await log.request('completion', { position }), []);
  });

  it('survives a script that is cut anywhere', async () => {
    for (let length = 0; length < PROGRAM.length; length += 17) {
      const client = await open(PROGRAM.slice(0, length));
      const position = client.endPosition;
      for (const method of [
        'completion',
        'signatureHelp',
        'hover',
        'documentSymbol',
        'foldingRange',
      ]) {
        await client.request(method, { position });
      }
      assert.deepEqual(client.messages, []);
    }
  });
});
