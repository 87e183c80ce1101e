/** `!snapshot` and `!compare`: naming moments, and what differs between two of them. */

import assert from 'node:assert/strict';
import type { CommandHost } from '../../../src/core/commands/command';
import type { Interpreter } from '../../../src/core/commands/interpreter';
import type { HandleRecord } from '../../../src/core/model/handle';
import { address } from '../../../src/core/model/identifiers';
import type { Target } from '../../../src/core/target/target';
import { fail, ok, type Result } from '../../../src/core/util/result';
import {
  FakeTarget,
  fakeHandle,
  fakeTrace,
  type FakeTargetOptions,
} from '../../support/fakeTarget';
import { interpreterOf, jsonOf, runOne, silentHost, textOf } from '../../support/runCommands';
import { kernelHandle, kernelTarget } from './sampleTargets';

const EVENT = fakeHandle(0x4, 'Event', { name: '\\BaseNamedObjects\\Go' });
const KEY = fakeHandle(0x8, 'Key', { name: '\\REGISTRY\\MACHINE' });
const FILE = fakeHandle(0xc, 'File', { name: '\\Device\\a.txt' });

/** A session on `now`, to which the path `other.dmp` opens `other`. */
function session(now: FakeTargetOptions, other?: FakeTargetOptions): Interpreter {
  const host: CommandHost = {
    ...silentHost,
    openTarget: (spec): Promise<Result<Target>> =>
      Promise.resolve(
        other !== undefined && spec === 'C:\\other.dmp'
          ? ok(new FakeTarget({ ...other, info: { title: spec, ...other.info } }))
          : fail({
              code: 'no-file',
              message: `There is no file ${spec}.`,
              hint: 'Check the path.',
            }),
      ),
  };
  return interpreterOf(new FakeTarget(now), host);
}

/** What differs, as texts: `+4` opened, `-4` closed, `=4` replaced, `~4` changed. */
async function differences(interpreter: Interpreter, line: string): Promise<readonly string[]> {
  const result = await runOne(interpreter, line);
  assert.equal(
    result.kind,
    'comparison',
    JSON.stringify(result.kind === 'error' && result.problem),
  );
  const { comparison } = result;
  const { before, after } = comparison;
  const value = (side: typeof before, row: number): string =>
    side.table.columns.value(row).toString(16);
  return [
    ...Array.from(comparison.added, (row) => `+${value(after, row)}`),
    ...Array.from(comparison.removed, (row) => `-${value(before, row)}`),
    ...comparison.replaced.map((pair) => `=${value(after, pair.after)}`),
    ...comparison.changed.map((pair) => `~${value(after, pair.after)}`),
  ];
}

describe('!snapshot', () => {
  it('keeps the table of this moment and says how much it holds', async () => {
    const interpreter = session({ handles: [EVENT, KEY] });
    assert.equal(
      await textOf(interpreter, '!snapshot before'),
      'Snapshot before taken: 2 handles, no trace log.\n',
    );
  });

  it('lists the snapshots of the session, oldest first, with their growth', async () => {
    const interpreter = session({ handles: [EVENT, KEY] });
    await runOne(interpreter, '!snapshot one');
    await runOne(interpreter, '!snapshot two');
    const lines = (await textOf(interpreter, '!snapshot')).split('\n');
    assert.match(lines[1] ?? '', /^one\s+2\s+-\s+0x17e8/);
    assert.match(lines[2] ?? '', /^two\s+2\s+0\s+-/);
  });

  it('says how to take one when there is none', async () => {
    const text = await textOf(session({ handles: [] }), '!snapshot');
    assert.equal(text, 'There are no snapshots. !snapshot <Name> takes one.\n');
  });

  it('replaces a snapshot of the same name, whatever its letter case', async () => {
    const interpreter = session({ handles: [EVENT] });
    await runOne(interpreter, '!snapshot one');
    assert.match(await textOf(interpreter, '!snapshot ONE'), /taken again/);
    assert.equal(interpreter.state.named.length, 1);
  });

  it('deletes a snapshot, and says which are left when the name is wrong', async () => {
    const interpreter = session({ handles: [EVENT] });
    await runOne(interpreter, '!snapshot first');
    assert.match(await textOf(interpreter, '!snapshot -d frist'), /Did you mean first\?/);
    assert.match(await textOf(interpreter, '!snapshot -d first'), /first deleted/);
    assert.match(await textOf(interpreter, '!snapshot -d first'), /Take one with !snapshot/);
  });

  for (const name of ['now', 'a/b', 'a.b', '-x', '"a b"']) {
    it(`refuses the name ${name}`, async () => {
      const result = await runOne(session({ handles: [] }), `!snapshot ${name}`);
      assert.equal(result.kind, 'error');
      assert.match(result.problem.hint ?? '', /Usage: !snapshot/);
    });
  }
});

describe('!compare', () => {
  it('finds handles that were opened, closed, replaced and changed', async () => {
    const records: HandleRecord[] = [EVENT, KEY, FILE];
    const interpreter = session({ handles: records });
    await runOne(interpreter, '!snapshot before');
    records.splice(
      0,
      3,
      { ...EVENT, attributes: 2 },
      fakeHandle(0x8, 'Mutant'),
      fakeHandle(0x10, 'Key'),
    );
    assert.deepEqual(await differences(interpreter, '!compare before'), ['+10', '-c', '=8', '~4']);
  });

  it('reports nothing between a moment and itself', async () => {
    const text = await textOf(session({ handles: [EVENT, KEY] }), '!compare now now');
    assert.match(text, /0 opened, 0 closed, 0 replaced, 0 changed/);
    assert.match(text, /^Type: no difference$/m);
  });

  it('tells objects of the same type, access and name apart by their address', async () => {
    const records = [kernelHandle(0x4, 'Event')];
    const target = kernelTarget();
    const interpreter = interpreterOf(
      new FakeTarget({
        info: { mode: 'kernel' },
        processes: target.processes(),
        currentProcessId: 0x390,
        handles: new Map([
          [
            0x390,
            {
              records,
              kernelTable: {
                table: address(1),
                tableCode: address(2),
                isKernelTable: false,
                count: 1,
              },
            },
          ],
        ]),
      }),
    );
    await runOne(interpreter, '!snapshot before');
    assert.deepEqual(await differences(interpreter, '!compare before'), []);
    const [first] = records;
    assert.ok(first?.kernel !== undefined);
    records[0] = { ...first, kernel: { ...first.kernel, object: address(0xffff_a604_1234_0000n) } };
    assert.deepEqual(await differences(interpreter, '!compare before'), ['=4']);
  });

  it('tells a value that was closed and opened again by the trace log', async () => {
    const traces = [fakeTrace('open', 0x4, [0x1234])];
    const target = new FakeTarget({ handles: [fakeHandle(0x4, 'Event')], traces });
    const interpreter = interpreterOf(target);
    await runOne(interpreter, '!snapshot before');
    target.traceLog = [fakeTrace('open', 0x4, [0x5678]), fakeTrace('close', 0x4), ...traces];
    target.generation++;
    assert.deepEqual(await differences(interpreter, '!compare before'), ['=4']);
  });

  it('says that a reused value can go unnoticed without traces', async () => {
    const text = await textOf(session({ handles: [EVENT] }), '!compare now now');
    assert.match(text, /Note: Without a trace log on both sides, a value that was closed/);
  });

  it('matches handles of different processes by type and name, and says so', async () => {
    const other = {
      handles: [
        fakeHandle(0x100, 'Event', { name: '\\basenamedobjects\\go' }),
        fakeHandle(0x4, 'Key'),
      ],
      processes: [{ processId: 0x99, parentProcessId: 4, image: 'other.exe', sessionId: 1 }],
      currentProcessId: 0x99,
    };
    const interpreter = session({ handles: [EVENT, KEY] }, other);
    const line = '!compare "C:\\other.dmp"';
    assert.deepEqual(await differences(interpreter, line), ['+8', '-4']);
    assert.match(await textOf(interpreter, line), /Note: The two sides are different processes/);
    assert.deepEqual(
      await differences(interpreter, line.replace('!compare', '!compare -byvalue')),
      ['+8', '-100', '=4'],
    );
  });

  it('counts handles by type and by the place that opened them', async () => {
    const symbols = { '1234': 'app!Open+0x4' };
    const records = [fakeHandle(0x4, 'Event')];
    const target = new FakeTarget({
      handles: records,
      symbols,
      traces: [fakeTrace('open', 0x4, [0x1234])],
    });
    const interpreter = interpreterOf(target);
    await runOne(interpreter, '!snapshot before');
    records.push(fakeHandle(0x8, 'Event'));
    target.traceLog = [fakeTrace('open', 0x8, [0x1234]), fakeTrace('open', 0x4, [0x1234])];
    target.generation++;
    const text = await textOf(interpreter, '!compare before');
    assert.match(text, /^Event\s+1\s+2\s+\+1$/m);
    assert.match(text, /^app!Open\+0x4\s+1\s+2\s+\+1$/m);
  });

  it('lists twenty handles of a kind unless all are wanted', async () => {
    const records: HandleRecord[] = [];
    const interpreter = session({ handles: records });
    await runOne(interpreter, '!snapshot before');
    for (let index = 1; index <= 25; index++) {
      records.push(fakeHandle(index * 4, 'Event'));
    }
    const listed = async (line: string): Promise<number> =>
      (await textOf(interpreter, line)).split('\n').filter((each) => each.startsWith('  0x'))
        .length;
    assert.equal(await listed('!compare before'), 20);
    assert.match(await textOf(interpreter, '!compare before'), /… 5 more: add -all/);
    assert.equal(await listed('!compare -all before'), 25);
    assert.equal(await listed('!compare -n 3 before'), 3);
  });

  it('gives all handles in JSON', async () => {
    const records: HandleRecord[] = [EVENT];
    const interpreter = session({ handles: records });
    await runOne(interpreter, '!snapshot before');
    records.push(KEY);
    const json = (await jsonOf(interpreter, '!compare before')) as Record<string, unknown>;
    assert.deepEqual(json['opened'], [
      {
        handle: '0x8',
        type: 'Key',
        name: '\\REGISTRY\\MACHINE',
        attributes: '0x0',
        grantedAccess: '0x1f0003',
        handleCount: 2,
        openedAt: null,
      },
    ]);
    assert.equal(json['comparedBy'], 'value');
    assert.equal(json['sites'], null);
  });

  const mistakes: readonly (readonly [string, RegExp])[] = [
    ['!compare', /needs to know what to compare with.*!snapshot <Name>/],
    ['!compare a b c', /'c' is one too many/],
    ['!compare -x a', /no switch '-x'/],
    ['!compare befor', /There is no snapshot 'befor'/],
    ['!compare C:\\gone.dmp', /There is no file C:\\gone\.dmp.*Check the path/],
  ];
  for (const [line, expected] of mistakes) {
    it(`says what is wrong with ${line}`, async () => {
      assert.match(await textOf(session({ handles: [EVENT] }), line), expected);
    });
  }
});
