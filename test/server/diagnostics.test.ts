/** Findings in debugger logs. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver';
import { LogClient } from './logClient';

const DASHES = '-'.repeat(38);

function sample(name: string): string {
  return readFileSync(join(__dirname, '..', 'grammar', 'samples', name), 'utf8');
}

function record(handle: string, operation: string, service = 'NtClose'): string {
  return `${DASHES}\nHandle = 0x${handle} - ${operation}\nThread ID = 0xb54, Process ID = 0x12cc\n\n0x77ca2d3c: ntdll!${service}+0xc\n0x00ab1627: courier!main+0x20\n`;
}

async function findings(text: string): Promise<readonly Diagnostic[]> {
  return (await LogClient.open(text)).diagnostics();
}

/** `code@line` of each finding, lines counted from 1. */
async function codes(text: string): Promise<readonly string[]> {
  return (await findings(text)).map(({ code, range }) => `${String(code)}@${range.start.line + 1}`);
}

describe('findings in a log', () => {
  it('explain a bad reference by the close before it, with places', async () => {
    const [found] = await findings(sample('trace.htrace'));
    assert.equal(found?.severity, DiagnosticSeverity.Error);
    assert.equal(found.source, 'Handle Lens');
    assert.equal(found.code, 'bad-reference');
    assert.equal(
      found.message,
      'Bad reference to handle 0x11c in NtSetEvent: closed already at line 24 by thread 0xb54 in courier!Route::finish+0x57.',
    );
    assert.deepEqual(
      found.relatedInformation?.map(({ message, location }) => [
        message,
        location.range.start.line,
      ]),
      [
        ['Closed here by thread 0xb54 in courier!Route::finish+0x57', 23],
        ['Opened here by thread 0xb54 in courier!Route::Route+0x34', 29],
      ],
    );
  });

  it('call a close of a closed handle a double close', async () => {
    const [found] = await findings(sample('kernel-trace.htrace'));
    assert.equal(found?.code, 'double-close');
    assert.equal(found.severity, DiagnosticSeverity.Error);
    assert.match(
      found.message,
      /^Second close of handle 0x7bc: closed already at line 10 in courier!main\+0x198\.$/,
    );
  });

  it('say that a handle was never opened here', async () => {
    const [found] = await findings(`0:000> !htrace\n${record('3c', 'BADREF', 'NtReadFile')}`);
    assert.match(
      found?.message ?? '',
      /in NtReadFile: no older record of this value is here; it was opened before tracing began/,
    );
  });

  it('say that the value was used again, and that the log is cut', async () => {
    const text = `0:000> !htrace\n${record('3c', 'OPEN')}${record('3c', 'BADREF', 'NtReadFile')}...\n${record('3c', 'CLOSE')}`;
    const found = (await findings(text)).find(({ code }) => code === 'bad-reference');
    assert.match(
      found?.message ?? '',
      /closed already at line 16.* The value was opened again at line 3: it now stands for another object\. Something is left out/,
    );
  });

  it('say that a close is missing when the newest record before is an open', async () => {
    const text = `0:000> !htrace\n${record('3c', 'BADREF', 'NtReadFile')}${record('3c', 'OPEN')}`;
    const [found] = await findings(text);
    assert.match(
      found?.message ?? '',
      /the newest record before it is the open at line 9.*its close is missing here or/,
    );
  });

  it('warn of two close records without an open between', async () => {
    const text = `0:000> !htrace\n${record('3c', 'CLOSE')}${record('3c', 'CLOSE')}`;
    const [found] = await findings(text);
    assert.deepEqual([found?.code, found?.severity], ['double-close', DiagnosticSeverity.Warning]);
    assert.match(found?.message ?? '', /Handle 0x3c is closed twice: closed before at line 9/);
  });

  it('list outstanding handles of -diff, with how many share a stack', async () => {
    const text = `0:000> !htrace -diff\nOutstanding handles opened since the previous snapshot:\n${record('3c', 'OPEN')}${record('40', 'OPEN')}${DASHES}\nDisplayed 0x2 stack traces for outstanding handles opened since the previous snapshot.`;
    const found = await findings(text);
    assert.deepEqual(
      found.map(({ code, severity }) => [code, severity]),
      [
        ['outstanding', DiagnosticSeverity.Information],
        ['outstanding', DiagnosticSeverity.Information],
      ],
    );
    assert.equal(
      found[0]?.message,
      'Handle 0x3c was opened in courier!main+0x20 since the previous snapshot and not closed. 2 outstanding handles have this stack.',
    );
  });

  it('list no outstanding handles in a plain !htrace', async () => {
    assert.deepEqual(await codes(`0:000> !htrace\n${record('3c', 'OPEN')}`), []);
  });

  it('mark where a record is cut', async () => {
    assert.deepEqual(await codes(`0:000> !htrace\n${record('3c', 'OPEN')}...\n`), [
      'truncated-record@8',
    ]);
  });

  it('mark a cut within a block, and behind one that is shorter than the others', async () => {
    const block = (value: number): string => `Handle ${value}\n  Type \tEvent\n  HandleCount \t2\n`;
    assert.deepEqual(await codes(`Handle 4\n  Type \tEvent\n...\n  HandleCount \t2\n`), [
      'truncated-record@3',
    ]);
    assert.deepEqual(await codes(`${block(4)}Handle 8\n  Type \tEvent\n[snip]\n${block(10)}`), [
      'truncated-record@6',
    ]);
  });

  it('do not take a cut between complete blocks for a cut block', async () => {
    assert.deepEqual(
      await codes('Handle 4\n  Type \tEvent\n...\n...\nHandle 8\n  Type \tEvent\n'),
      [],
    );
  });

  it('hint at totals that do not match, and say why', async () => {
    const [few] = await findings('Handle 4\n  Type \tEvent\n3 Handles');
    assert.deepEqual([few?.code, few?.severity], ['total-mismatch', DiagnosticSeverity.Hint]);
    assert.equal(
      few?.message,
      'The debugger counted 3 handles, 1 is here: the log does not hold all of them.',
    );
    const [many] = await findings('Handle 4\n  Type \tEvent\nHandle 8\n  Type \tEvent\n1 Handles');
    assert.match(many?.message ?? '', /the log holds more/);
    const [cut] = await findings('...\nHandle 4\n  Type \tEvent\n3 Handles');
    assert.match(cut?.message ?? '', /the log leaves something out/);
  });

  it('say that the rest of an endless line was not read', async () => {
    const found = await findings(`Handle 4\n${'x'.repeat(70_000)}`);
    assert.deepEqual(
      found.map(({ code, range }) => [code, range.start.line]),
      [['long-line', 1]],
    );
  });

  it('are none in a log without anything remarkable', async () => {
    for (const name of ['live.windbg', 'kernel.windbg']) {
      assert.deepEqual(await codes(sample(name)), [], name);
    }
    assert.deepEqual(await codes(''), []);
    assert.deepEqual(await codes('Handle with care.\nBAD REFERENCE'), []);
  });

  it('stop at 200 of a kind and say how many more there are', async () => {
    const found = await findings(`0:000> !htrace\n${record('3c', 'BADREF').repeat(250)}`);
    assert.equal(found.length, 201);
    assert.equal(found.at(-1)?.message, '50 more findings of this kind are not shown.');
  });

  it('carry no places for a client that cannot show them', async () => {
    const client = await LogClient.open(sample('trace.htrace'), {});
    const [found] = await client.diagnostics();
    assert.equal(found?.relatedInformation, undefined);
  });
});

describe('when findings are sent', () => {
  it('is not before the delay, and once for several changes', async () => {
    const client = await LogClient.open('Handle 4');
    const start = { line: 0, character: 0 };
    await client.edit({ start, end: start }, '\n');
    await client.edit({ start, end: start }, '\n');
    await client.settle();
    assert.equal(client.publications.length, 0);
    await client.diagnostics();
    assert.deepEqual(
      client.publications.map(({ version }) => version),
      [3],
    );
  });

  it('follows an edit', async () => {
    const client = await LogClient.open('Handle 4\n  Type \tEvent\n3 Handles');
    assert.equal((await client.diagnostics()).length, 1);
    await client.edit({ start: { line: 2, character: 0 }, end: { line: 2, character: 1 } }, '1');
    assert.deepEqual(await client.diagnostics(), []);
  });

  it('clears them when the log is closed, and forgets what waits', async () => {
    const client = await LogClient.open(sample('trace.htrace'));
    await client.diagnostics();
    const start = { line: 0, character: 0 };
    await client.edit({ start, end: start }, ' ');
    await client.notify('didClose', { textDocument: { uri: client.uri } });
    assert.deepEqual(await client.diagnostics(), []);
    assert.equal(client.publications.length, 2);
  });

  it('say once that a log was opened in another encoding than it was written in', async () => {
    const latin = Buffer.from(
      `${record('11c', 'OPEN')}f\u00fcr die Stra\u00dfe\n`,
      'latin1',
    ).toString('utf8');
    const wide = Buffer.from('0:000> !handle\r\n', 'utf16le').toString('latin1');
    for (const [text, line] of [
      [latin, 7],
      [wide, 1],
    ] as const) {
      const found = (await findings(text)).filter(({ code }) => code === 'wrong-encoding');
      assert.equal(found.length, 1);
      assert.equal(found[0]?.severity, DiagnosticSeverity.Warning);
      assert.equal(found[0].range.start.line + 1, line);
      assert.match(
        found[0].message,
        /^(2|16) characters of this log are unreadable: .*Reopen with Encoding/,
      );
    }
  });

  it('find nothing wrong with letters of other languages', async () => {
    const text = `${record('11c', 'OPEN')}f\u00fcr \u6e2c\u8a66\n`;
    assert.ok(!(await codes(text)).some((code) => code.startsWith('wrong-encoding')));
  });
});
