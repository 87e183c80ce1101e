/** `!life` of USER handles. */

import assert from 'node:assert/strict';
import { openSample } from '../../../../src/core/script/samples/catalog';
import type { Interpreter } from '../../../../src/core/commands/interpreter';
import { FakeTarget, fakeHandle, fakeTrace } from '../../../support/fakeTarget';
import { FakeUserTarget, LEAKY, SHELL, fakeUserTrace } from '../../../support/fakeUserTarget';
import { interpreterOf, jsonOf, runOne, textOf } from '../../../support/runCommands';

async function sample(name: string, stops: number): Promise<Interpreter> {
  const opened = openSample(name);
  assert.ok(opened.ok);
  const interpreter = interpreterOf(opened.value);
  for (let stop = 0; stop < stops; stop++) {
    await runOne(interpreter, 'g');
  }
  return interpreter;
}

/** Entry 5 holds a menu of the leaky process; `kernel`: it has a handle of the same value, too. */
function bothKinds(kernel: boolean): Interpreter {
  return interpreterOf(
    new FakeUserTarget({
      entries: [{ index: 5, type: 'menu', owner: LEAKY.processId }],
      userTraces: [fakeUserTrace('create', 0x10005)],
      handles: kernel ? [fakeHandle(0x10005, 'Event')] : [],
      traces: [],
    }),
  );
}

describe('!life of a USER handle', () => {
  it('tells who created it, who destroyed it and who used it afterwards, and what the table says now', async () => {
    const text = await textOf(await sample('user-stale-window', 1), '!life 10010');
    assert.deepEqual(text.trimEnd().split('\n'), [
      'USER handle 0x10010: one use and one bad reference on record, not in use now',
      '  1  Window',
      '     CREATE  record 5, thread 5f8, process 5f4: viewer!OpenPreview+0x37',
      '     DESTROY  record 6, thread 5f8, process 5f4: viewer!ClosePreview+0x1c',
      '     *** BAD REFERENCE ***  record 8, thread 5f8, process 5f4: viewer!NotifyPreview+0x28',
      'Note: The table says of the value now: stale (entry is at uniq 0002).',
    ]);
  });

  it('tells of one that is in use what it stands for', async () => {
    const text = await textOf(await sample('user-menu-leak', 1), '!life 10335');
    assert.match(text, /^USER handle 0x10335: one use .* now in use as Menu\n/);
    assert.match(text, /CREATE .*leaky!BuildContextMenu\+0x1f\n {5}still in use\n/);
    assert.doesNotMatch(text, /Note:/);
  });

  it('takes the type from the record of its destruction where the creation is lost, and says so', async () => {
    const text = await textOf(await sample('user-menu-leak', 3), '!life 10335');
    assert.match(
      text,
      / 1 {2}Menu\n {5}created before the log begins, or the record was overwritten/,
    );
    assert.match(text, /Note: 3616 older records were overwritten/);
  });

  it('is found on a target that has no kernel handles, also by another process that looks', async () => {
    const interpreter = await sample('user-leak-nt351', 0);
    assert.match(await textOf(interpreter, '!life 10055'), /^USER handle 0x10055: /);
  });

  it('gives its kind, and the type that the records name, in JSON', async () => {
    const json = (await jsonOf(await sample('user-stale-window', 1), '!life 10010')) as {
      family: string;
      generations: { object: unknown }[];
    };
    assert.equal(json.family, 'USER');
    assert.deepEqual(json.generations[0]?.object, {
      type: 'Window',
      name: null,
      from: 'record',
      source: '',
    });
  });

  it('is meant where no kernel handle has the value; else the kernel handle is, and a note names the way', async () => {
    assert.match(await textOf(bothKinds(false), '!life 10005'), /^USER handle 0x10005: .*Menu\n/);
    const kernel = await textOf(bothKinds(true), '!life 10005');
    assert.match(kernel, /^Handle 0x10005: .*Event\n/);
    assert.match(kernel, /Note: 0x10005 is a USER handle of the session, too: !life -u 0x10005 /);
    assert.match(await textOf(bothKinds(true), '!life -u 10005'), /^USER handle 0x10005: .*Menu\n/);
  });

  it('leads from a value of 16 bits to the whole handle', async () => {
    const text = await textOf(bothKinds(false), '!life -u 5');
    assert.match(text, /Windows takes the value for 0x10005: !life -u 0x10005 tells/);
  });

  it('says that changes of owner are on record, too', async () => {
    const owner = fakeUserTrace('owner', 0x10005, { ownerProcessId: SHELL.processId });
    const target = new FakeUserTarget({
      entries: [{ index: 5, type: 'menu', owner: SHELL.processId }],
      userTraces: [owner, owner, fakeUserTrace('create', 0x10005)],
    });
    assert.match(
      await textOf(interpreterOf(target), '!life 10005'),
      /2 changes of its owner are on record, too: !utrace 0x10005 shows them/,
    );
  });

  it('says why nothing is on record, and what the value is nevertheless', async () => {
    const target = new FakeUserTarget({
      entries: [{ index: 5, type: 'menu', owner: LEAKY.processId }],
      userTraces: null,
    });
    const text = await textOf(interpreterOf(target), '!life 10005');
    assert.match(text, /now in use as Menu/);
    assert.match(text, /Note: USER handle tracing is not enabled/);
  });

  it('is refused with -u where the target has none, or the value has more than 32 bits', async () => {
    const none = interpreterOf(new FakeTarget({ handles: [], traces: [] }));
    assert.match(
      await textOf(none, '!life -u 10005'),
      /has no USER handle table\. Samples whose names/,
    );
    assert.match(await textOf(bothKinds(false), '!life -u 123456789'), /a USER handle has 32 bits/);
  });
});

describe('what a handle stood for', () => {
  it('is not taken from a snapshot of another process, where the value was another handle', async () => {
    const records = [fakeHandle(0x3c, 'Mutant', { name: '\\Lock' })];
    const target = new FakeUserTarget({
      handles: records,
      traces: [fakeTrace('open', 0x3c, [])],
      traceFacts: { lost: 0 },
    });
    const interpreter = interpreterOf(target);
    await runOne(interpreter, '!snapshot early');
    interpreter.state.named = interpreter.state.named.map((each) => ({
      ...each,
      origin: { ...each.origin, processId: SHELL.processId },
    }));
    records.pop();
    target.generation++;
    assert.doesNotMatch(await textOf(interpreter, '!life 3c'), /Mutant/);
  });
});
