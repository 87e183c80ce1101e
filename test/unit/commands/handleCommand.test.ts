/** `!handle`: arguments, selection and what is said when something is wrong. */

import assert from 'node:assert/strict';
import type { HandlesResult } from '../../../src/core/commands/results';
import { FakeTarget, fakeHandle } from '../../support/fakeTarget';
import { interpreterOf, runOne, textOf } from '../../support/runCommands';
import { dumpTarget, kernelTarget, liveTarget } from './sampleTargets';

async function handles(target: FakeTarget, line: string): Promise<HandlesResult> {
  const result = await runOne(interpreterOf(target), line);
  assert.ok(result.kind === 'handles', result.kind);
  return result;
}

async function error(target: FakeTarget, line: string): Promise<string> {
  const result = await runOne(interpreterOf(target), line);
  assert.equal(result.kind, 'error');
  const text = await textOf(interpreterOf(target), line);
  assert.match(text, /^[^\n]+\n$/, 'an error is one line');
  return text.trimEnd();
}

describe('!handle in user mode', () => {
  it('shows types by default', async () => {
    assert.equal((await handles(liveTarget(), '!handle')).flags, 1);
  });

  for (const line of [
    '!handle',
    '!handle 0',
    '!handle -1',
    '!handle ffffffff`ffffffff',
    '!HANDLE 0',
  ]) {
    it(`lists all handles for ${line}`, async () => {
      const result = await handles(liveTarget(), line);
      assert.equal(result.handle, null);
      assert.equal(result.sections[0]?.rows, 'all');
    });
  }

  it('lists all handles for ffffffff on 32-bit targets', async () => {
    const target = new FakeTarget({ info: { pointerSize: 4 } });
    assert.equal((await handles(target, '!handle ffffffff')).handle, null);
  });

  it('counts every handle of the table even when it shows one', async () => {
    const result = await handles(liveTarget(), '!handle 3c f');
    const [section] = result.sections;
    assert.equal(section?.summary.total, 7);
    assert.deepEqual(section.rows, Uint32Array.of(4));
  });

  it('prints the value of a handle as it was typed, low bits ignored for the search', async () => {
    const result = await handles(liveTarget(), '!handle 3e');
    assert.equal(result.handle, 0x3en);
    assert.deepEqual(result.sections[0]?.rows, Uint32Array.of(4));
  });

  it('evaluates its arguments as expressions', async () => {
    const result = await handles(liveTarget(), '!handle poi(1000) 0n15');
    assert.equal(result.handle, 0x3cn);
    assert.equal(result.flags, 15);
  });

  it('filters by type whatever the letter case, and prints the true spelling', async () => {
    const text = await textOf(interpreterOf(liveTarget()), '!handle 0 0 eVENT');
    assert.equal(text, '2 handles of type Event\n');
  });

  it('takes type names with blanks, with or without quotation marks', async () => {
    const interpreter = interpreterOf(liveTarget());
    assert.equal(
      await textOf(interpreter, '!handle 0 0 alpc port'),
      '1 handles of type ALPC Port\n',
    );
    assert.equal(
      await textOf(interpreter, '!handle 0 0 "ALPC Port"'),
      '1 handles of type ALPC Port\n',
    );
  });

  it('finds no handle of a type that exists but is not open', async () => {
    const text = await textOf(interpreterOf(liveTarget()), '!handle 0 f token');
    assert.equal(text, '0 handles of type Token\n');
  });

  it('shows nothing for a handle of another type', async () => {
    assert.equal(await textOf(interpreterOf(liveTarget()), '!handle 4 f Key'), '');
  });

  it('says what a live debugger says when the handle is not open', async () => {
    assert.equal(await error(liveTarget(), '!handle 48'), 'Could not duplicate handle 48, error 6');
  });

  it('says how many handles a dump has when the one is not among them', async () => {
    assert.equal(
      await error(dumpTarget(), '!handle 48'),
      'The dump has no handle 48. !handle lists the 7 that were open.',
    );
  });

  it('suggests the type that was meant', async () => {
    assert.equal(
      await error(liveTarget(), '!handle 0 f Evnt'),
      "No handle has the type 'Evnt'. Did you mean Event?",
    );
  });

  it('lists the types that are there when none is near', async () => {
    assert.equal(
      await error(liveTarget(), '!handle 0 f Gibberish'),
      "No handle has the type 'Gibberish'. Types here: ALPC Port, Event, File, Key, Mutant.",
    );
  });

  it('says where the type belongs when it comes first', async () => {
    assert.equal(
      await error(liveTarget(), '!handle Mutant'),
      "Couldn't resolve error at 'Mutant' - the type comes last: !handle 0 f Mutant",
    );
  });

  it('names the right forms for an unknown switch', async () => {
    assert.match(
      await error(liveTarget(), '!handle -all'),
      /^!handle has no switch '-all'\. Usage: /,
    );
  });

  it('passes on why a dump has no handles', async () => {
    const target = new FakeTarget({ info: { liveness: 'dump' }, handles: new Map() });
    assert.match(await error(target, '!handle'), /has no handle table/);
  });

  it('takes handles above 32 bits', async () => {
    const target = new FakeTarget({ handles: [fakeHandle(0x1_0000_0004n, 'Event')] });
    const text = await textOf(interpreterOf(target), '!handle 1`00000004');
    assert.equal(text, 'Handle 100000004\n  Type         \tEvent\n');
  });
});

describe('!handle in kernel mode', () => {
  it('shows entries and objects of the current process by default', async () => {
    const result = await handles(kernelTarget(), '!handle');
    assert.equal(result.flags, 3);
    assert.deepEqual(
      result.sections.map(({ process }) => process.image),
      ['lsass.exe'],
    );
    assert.equal(result.searchedProcessId, null);
  });

  it('takes a process by id and says that it searched for it', async () => {
    const result = await handles(kernelTarget(), '!handle 0 3 4');
    assert.equal(result.sections[0]?.process.image, 'System');
    assert.equal(result.searchedProcessId, 4);
  });

  it('takes a process by the address of its object', async () => {
    const result = await handles(kernelTarget(), '!handle 0 3 ffffa604`f0004000');
    assert.equal(result.sections[0]?.process.image, 'System');
    assert.equal(result.searchedProcessId, null);
  });

  it('goes through all processes for 0 and keeps those whose table cannot be read', async () => {
    const result = await handles(kernelTarget(), '!handle 0 3 0');
    assert.equal(result.allProcesses, true);
    assert.deepEqual(
      result.sections.map(({ problem }) => problem === null),
      [true, true, false],
    );
  });

  it('leaves out processes that do not have the one handle asked for', async () => {
    const result = await handles(kernelTarget(), '!handle 8 3 0');
    assert.deepEqual(
      result.sections.map(({ process }) => process.image),
      ['lsass.exe'],
    );
  });

  it('adds free entries with flag 4', async () => {
    assert.equal((await handles(kernelTarget(), '!handle 0 7')).sections[0]?.free.length, 2);
    assert.equal((await handles(kernelTarget(), '!handle 0 3')).sections[0]?.free.length, 0);
  });

  it('shows a single free handle without flag 4', async () => {
    const result = await handles(kernelTarget(), '!handle c');
    assert.deepEqual(
      result.sections[0]?.free.map(({ value }) => value),
      [0xcn],
    );
  });

  for (const line of ['!handle 14 13', '!handle ffffffff`80000014', '!handle 80000014']) {
    it(`reads the kernel handle table for ${line}`, async () => {
      const result = await handles(kernelTarget(), line);
      assert.equal(result.table, 'kernel');
      assert.equal(result.sections[0]?.process.image, 'lsass.exe');
    });
  }

  it('prints a kernel handle with its high bit, 32 bits wide', async () => {
    const text = await textOf(interpreterOf(kernelTarget()), '!handle ffffffff`80000014');
    assert.match(text, /^80000014: Object: /m);
  });

  it('takes a process id for the handle with flag 20', async () => {
    assert.equal((await handles(kernelTarget(), '!handle 390 23')).table, 'cid');
  });

  it('filters by type', async () => {
    const text = await textOf(interpreterOf(kernelTarget()), '!handle 0 0 0 File');
    assert.match(text, /Searching for handles of type File/);
    assert.deepEqual(text.match(/^[0-9a-f]{4}: /gm), ['0008: ']);
  });

  it('uses the process that .process set', async () => {
    const interpreter = interpreterOf(kernelTarget());
    await textOf(interpreter, '.process 4');
    const result = await runOne(interpreter, '!handle');
    assert.equal(result.kind === 'handles' && result.sections[0]?.process.image, 'System');
  });

  it('says that a process is unknown', async () => {
    assert.equal(
      await error(kernelTarget(), '!handle 0 3 1234'),
      'No process has the id or the address 1234. The command | lists the processes; a decimal id needs 0n.',
    );
  });

  it('says that a handle is not in the table', async () => {
    assert.equal(
      await error(kernelTarget(), '!handle 1234'),
      'Process 390 (lsass.exe) has no handle 1234. !handle 0 lists the open handles.',
    );
  });

  it('passes on why the table of one process cannot be read', async () => {
    assert.match(await error(kernelTarget(), '!handle 0 3 3a0'), /Process 3a0 has no handle table/);
  });

  it('does not combine the kernel handle table with all processes', async () => {
    assert.match(await error(kernelTarget(), '!handle 0 13 0'), /only one kernel handle table/);
  });

  it('says where the type belongs when it stands in the place of the process', async () => {
    assert.match(
      await error(kernelTarget(), '!handle 0 3 Section'),
      /the type comes last: !handle 0 3 -1 Section$/,
    );
  });
});
