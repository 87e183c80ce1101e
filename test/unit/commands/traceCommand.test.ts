/** `!htrace`: listing, switches, and what is said when something is wrong. */

import assert from 'node:assert/strict';
import { FakeTarget, fakeTrace } from '../../support/fakeTarget';
import { interpreterOf, runOne, textOf } from '../../support/runCommands';
import { dumpTarget, kernelTarget, liveTarget } from './sampleTargets';

async function problem(target: FakeTarget, line: string): Promise<string> {
  const result = await runOne(interpreterOf(target), line);
  assert.equal(result.kind, 'error');
  const text = await textOf(interpreterOf(target), line);
  assert.match(text, /^[^\n]+\n$/, 'an error is one line');
  return text.trimEnd();
}

const counts = (text: string): readonly string[] => text.match(/(?:Parsed|Dumped) 0x\w+/g) ?? [];

describe('!htrace in user mode', () => {
  it('lists every record, newest first', async () => {
    const text = await textOf(interpreterOf(dumpTarget()), '!htrace');
    assert.deepEqual(text.match(/ - .*$/gm), [
      ' - *** BAD REFERENCE ***',
      ' - CLOSE',
      ' - OPEN',
      ' - OPEN',
    ]);
    assert.deepEqual(counts(text), ['Parsed 0x4', 'Dumped 0x4']);
  });

  it('lists the records of one handle, low bits ignored', async () => {
    const text = await textOf(interpreterOf(dumpTarget()), '!htrace 49');
    assert.deepEqual(counts(text), ['Parsed 0x3', 'Dumped 0x3']);
  });

  it('limits what it shows, not what it counts as parsed', async () => {
    const text = await textOf(interpreterOf(dumpTarget()), '!htrace 48 2');
    assert.deepEqual(counts(text), ['Parsed 0x3', 'Dumped 0x2']);
    assert.deepEqual(counts(await textOf(interpreterOf(dumpTarget()), '!htrace 0 1')), [
      'Parsed 0x4',
      'Dumped 0x1',
    ]);
  });

  it('prints only the counts for a handle without records', async () => {
    assert.equal(
      await textOf(interpreterOf(dumpTarget()), '!htrace 4444'),
      `${'-'.repeat(38)}\nParsed 0x0 stack traces.\nDumped 0x0 stack traces.\n`,
    );
  });

  it('says that tracing is off and how to enable it', async () => {
    assert.equal(
      await problem(liveTarget(), '!htrace'),
      'Handle tracing is not enabled for process 0x17e8. Use "!htrace -enable" to enable it.',
    );
  });

  it('passes on why a dump has no traces', async () => {
    const target = new FakeTarget({ info: { liveness: 'dump' } });
    assert.equal(await problem(target, '!htrace'), 'There is no trace log.');
  });

  it('shows what was opened and not closed since tracing was enabled', async () => {
    const target = liveTarget();
    const interpreter = interpreterOf(target);
    await textOf(interpreter, '!htrace -enable 100');
    target.traceLog = [
      fakeTrace('open', 0x50),
      fakeTrace('close', 0x4c),
      fakeTrace('open', 0x4c),
      fakeTrace('open', 0x48),
    ];
    target.recorded = 4;
    const text = await textOf(interpreter, '!htrace -diff');
    assert.deepEqual(text.match(/^Handle = .*$/gm), [
      'Handle = 0x0000000000000050 - OPEN',
      'Handle = 0x0000000000000048 - OPEN',
    ]);
    assert.match(text, /^0x4 new stack traces since the previous snapshot\.$/m);
    assert.match(text, /^Displayed 0x2 stack traces for outstanding handles/m);
  });

  it('compares with the snapshot that the last -diff took', async () => {
    const target = liveTarget();
    const interpreter = interpreterOf(target);
    await textOf(interpreter, '!htrace -enable');
    target.traceLog = [fakeTrace('open', 0x48)];
    target.recorded = 1;
    await textOf(interpreter, '!htrace -diff');
    assert.equal(
      await textOf(interpreter, '!htrace -diff'),
      'Handle tracing information snapshot successfully taken.\n0x0 new stack traces since the previous snapshot.\nNo outstanding handles opened since the previous snapshot were detected.\n',
    );
  });

  it('says when everything new has been closed again', async () => {
    const target = liveTarget();
    const interpreter = interpreterOf(target);
    await textOf(interpreter, '!htrace -enable');
    target.traceLog = [fakeTrace('close', 0x48), fakeTrace('open', 0x48)];
    target.recorded = 2;
    assert.match(
      await textOf(interpreter, '!htrace -diff'),
      /^0x2 new .*\nIgnoring handles that were already closed\.\.\.\nNo outstanding handles opened since/m,
    );
  });

  it('refuses a difference when records were lost, and says how to start over', async () => {
    const target = liveTarget();
    const interpreter = interpreterOf(target);
    await textOf(interpreter, '!htrace -enable');
    target.traceLog = [fakeTrace('open', 0x48)];
    target.recorded = 5000;
    const text = await textOf(interpreter, '!htrace -diff');
    assert.match(text, /The difference between the two snapshots is too large/);
    assert.match(text, /Please start over with "!htrace -snapshot"/);
  });

  it('says that -diff needs a snapshot, and takes it', async () => {
    const target = new FakeTarget({
      traces: [fakeTrace('open', 0x48)],
      traceFacts: { recorded: 1 },
    });
    const interpreter = interpreterOf(target);
    assert.match(await textOf(interpreter, '!htrace -diff'), /^No snapshot had been taken/);
    assert.match(await textOf(interpreter, '!htrace -diff'), /^0x0 new stack traces/m);
  });

  it('takes a snapshot', async () => {
    const target = new FakeTarget({ traces: [] });
    assert.equal(
      await textOf(interpreterOf(target), '!htrace -snapshot'),
      'Handle tracing information snapshot successfully taken.\n',
    );
  });

  it('disables tracing and forgets the snapshot', async () => {
    const interpreter = interpreterOf(liveTarget());
    await textOf(interpreter, '!htrace -enable');
    assert.equal(await textOf(interpreter, '!htrace -disable'), 'Handle tracing disabled.\n');
    assert.equal(interpreter.state.snapshots.size, 0);
    assert.match(await textOf(interpreter, '!htrace -diff'), /Handle tracing is not enabled/);
  });

  it('accepts switches in any letter case', async () => {
    assert.match(
      await textOf(interpreterOf(liveTarget()), '!htrace -ENABLE'),
      /^Handle tracing enabled/,
    );
  });

  for (const [line, pattern] of [
    ['!htrace -enable', /^Handle tracing cannot be enabled on a dump/],
    ['!htrace -disable', /^Handle tracing cannot be disabled on a dump/],
    ['!htrace -snapshot', /^A dump is a single moment/],
    ['!htrace -diff', /^A dump is a single moment.*"!htrace" lists them/],
  ] as const) {
    it(`says why ${line} does not apply to a dump, and what works`, async () => {
      assert.match(await problem(dumpTarget(), line), pattern);
    });
  }

  for (const [line, pattern] of [
    ['!htrace -dif', /no switch '-dif'\. Did you mean !htrace -diff\?/],
    ['!htrace -xyzzy', /no switch '-xyzzy'\. Usage: /],
    ['!htrace -diff 3', /-diff does not take '3'\. Usage: /],
    ['!htrace -enable 3 4', /-enable does not take '4'\. Usage: /],
    ['!htrace -enable zz', /Couldn't resolve error at 'zz'/],
    ['!htrace 3 4 5', /does not take '5'\. Usage: /],
    ['!htrace zz', /Couldn't resolve error at 'zz'/],
    ['!htrace 0 -1', /too large here/],
  ] as const) {
    it(`says in one line what is wrong with ${line}`, async () => {
      assert.match(await problem(liveTarget(), line), pattern);
    });
  }

  it('prints upper case like debuggers of the Windows XP age', async () => {
    const target = new FakeTarget({
      info: { pointerSize: 4, debuggerStyle: 'xp' },
      traces: [fakeTrace('close', 0x7d8, [0x10012c1])],
      symbols: { '10012c1': 'badhandle!main+0xcb' },
    });
    assert.match(
      await textOf(interpreterOf(target), '!htrace'),
      /^Handle = 0x000007D8 - CLOSE\n.*\n\n0x010012C1: badhandle!main\+0x000000CB\n/m,
    );
  });

  it('shows the offset in a module without symbols, padded', async () => {
    const target = new FakeTarget({
      traces: [fakeTrace('open', 4, [0x7ff612341234])],
      symbols: { '7ff612341234': 'leaky+0x1234' },
    });
    assert.match(
      await textOf(interpreterOf(target), '!htrace'),
      /^0x00007ff612341234: leaky\+0x0000000000001234$/m,
    );
  });

  it('ends a stack at its first zero', async () => {
    const target = new FakeTarget({ traces: [fakeTrace('open', 4, [0x10, 0, 0x20])] });
    const text = await textOf(interpreterOf(target), '!htrace');
    assert.equal(text.match(/^0x\w+: /gm)?.length, 1);
  });
});

describe('!htrace in kernel mode', () => {
  it('counts the empty record that ends the walk of a ring that is not full', async () => {
    const text = await textOf(interpreterOf(kernelTarget()), '!htrace');
    assert.deepEqual(counts(text), ['Parsed 0x3', 'Dumped 0x2']);
    assert.match(text, /^Handle 0x7DC - BAD REFERENCE:$/m);
  });

  it('counts only the records of a full ring', async () => {
    const target = new FakeTarget({
      info: { mode: 'kernel' },
      traces: [fakeTrace('open', 4), fakeTrace('open', 8)],
      traceFacts: { slots: 2 },
    });
    assert.deepEqual(counts(await textOf(interpreterOf(target), '!htrace 4')), [
      'Parsed 0x2',
      'Dumped 0x1',
    ]);
  });

  it('takes the process second and the limit third', async () => {
    const text = await textOf(interpreterOf(kernelTarget()), '!htrace 0 4 1');
    assert.match(text, /^Process 0xFFFFA604F0004000\n/);
    assert.deepEqual(counts(text), ['Parsed 0x3', 'Dumped 0x1']);
  });

  for (const line of ['!htrace 0 0', '!htrace 0 -1', '!htrace']) {
    it(`uses the current process for ${line}`, async () => {
      assert.match(
        await textOf(interpreterOf(kernelTarget()), line),
        /^Process 0xFFFFA604F0390000\n/,
      );
    });
  }

  it('says that switches work in user mode only', async () => {
    assert.match(await problem(kernelTarget(), '!htrace -enable'), /works in user mode only/);
  });

  it('says that tracing is off', async () => {
    const target = new FakeTarget({ info: { mode: 'kernel' } });
    assert.match(await problem(target, '!htrace'), /^Handle tracing is not enabled/);
  });
});
