/** The trace log of a simulated process, and changing the process as a debugger does. */

import assert from 'node:assert/strict';
import { address } from '../../../src/core/model/identifiers';
import { neverCancelled } from '../../../src/core/util/cancellation';
import { Kit } from './machineKit';
import { codeOf, tracesOf, userTarget, valueOf } from './targetKit';

describe('A trace store', () => {
  it('says how to switch tracing on while it is off', async () => {
    const kit = new Kit();
    const result = await userTarget(kit).traces(kit.process.processId);
    assert.ok(!result.ok);
    assert.match(result.problem.message, /Handle tracing is not enabled/);
    assert.match(result.problem.hint ?? '', /!htrace -enable/);
  });

  it('lists records newest first, with stacks and running numbers', async () => {
    const kit = new Kit();
    kit.trace();
    kit.thread.withFrame(0x7ff8_0000_0010n, () => kit.create());
    kit.close(4);
    const store = await tracesOf(userTarget(kit), kit.process);
    const [close, open, ...rest] = await store.records([0, 1, 2], neverCancelled);
    assert.equal(rest.length, 0);
    assert.deepEqual([close?.operation, close?.handle, close?.stack], ['close', 4n, []]);
    assert.deepEqual(open, {
      row: 1,
      handle: 4n,
      operation: 'open',
      processId: kit.process.processId,
      threadId: kit.thread.threadId,
      stack: [0x7ff8_0000_0010n],
    });
    const columns = await store.columns(neverCancelled);
    assert.deepEqual([...(columns.sequence ?? [])], [2, 1]);
    assert.equal(columns.handleHigh, null);
  });

  it('says how large the ring is and what was lost', async () => {
    const kit = new Kit();
    kit.trace(128);
    kit.events(130);
    const { facts, count } = await tracesOf(userTarget(kit), kit.process);
    assert.equal(count, 128);
    assert.deepEqual(facts, {
      source: 'kernel ring',
      slots: 128,
      lost: 2,
      recorded: 130,
      orderIsKnown: true,
      maximumDepth: 16,
    });
  });

  it('holds bad handles with all their bits', async () => {
    const kit = new Kit();
    kit.trace();
    kit.use(-0x7fff_fffc);
    const store = await tracesOf(userTarget(kit), kit.process);
    const [record] = await store.records([0], neverCancelled);
    assert.equal(record?.handle, 0xffff_ffff_8000_0004n);
  });

  it('does not change when the program goes on', async () => {
    const kit = new Kit();
    kit.trace();
    kit.create();
    const store = await tracesOf(userTarget(kit), kit.process);
    kit.events(5);
    assert.equal(store.count, 1);
    assert.equal((await store.records([0], neverCancelled))[0]?.handle, 4n);
  });
});

describe('Controlling a target', () => {
  it('switches tracing on with a rounded size and off again', () => {
    const kit = new Kit();
    const { control } = userTarget(kit);
    const { processId } = kit.process;
    assert.deepEqual(valueOf(control.enableTracing(processId, 200)), { slots: 256 });
    valueOf(control.disableTracing(processId));
    assert.equal(kit.process.tracer, null);
  });

  it('closes a handle as the debugger: the record names the debugger', async () => {
    const kit = new Kit();
    kit.create();
    kit.trace();
    const target = userTarget(kit);
    const before = target.generation;
    valueOf(target.control.closeHandle(kit.process.processId, 4n as never));
    assert.ok(target.generation > before);
    assert.equal(kit.process.table.handleCount, 0);
    const [record] = await (await tracesOf(target, kit.process)).records([0], neverCancelled);
    const debugger_ = kit.machine.processes().at(-1);
    assert.equal(debugger_?.image, 'windbg.exe');
    assert.deepEqual(
      [record?.operation, record?.processId, record?.threadId],
      ['close', debugger_.processId, debugger_.threads[0]?.threadId],
    );
  });

  it('closes handles with the thread of a debugger that is part of the machine', () => {
    const kit = new Kit();
    kit.create();
    const other = kit.another('cdb.exe');
    const { control } = userTarget(kit, { debugger: other.thread });
    valueOf(control.closeHandle(kit.process.processId, 5n as never));
    assert.equal(kit.machine.processes().length, 3);
  });

  it('does not close a protected handle', () => {
    const kit = new Kit();
    kit.create({ attributes: 1 });
    const { control } = userTarget(kit);
    const result = control.closeHandle(kit.process.processId, 4n as never);
    assert.equal(codeOf(result), 'handle-protected');
    assert.equal(kit.process.table.handleCount, 1);
  });

  it('does not close what is not open', () => {
    const kit = new Kit();
    const { control } = userTarget(kit);
    for (const handle of [0n, 0x40n, 0xffff_ffff_ffff_ffffn, 0x400n]) {
      const result = control.closeHandle(kit.process.processId, handle as never);
      assert.equal(codeOf(result), 'invalid-handle');
    }
  });

  it('refuses other processes', () => {
    const { control } = userTarget(new Kit());
    assert.equal(codeOf(control.enableTracing(4, 0)), 'no-such-process');
    assert.equal(codeOf(control.disableTracing(4)), 'no-such-process');
    assert.equal(codeOf(control.closeHandle(4, 4n as never)), 'no-such-process');
  });

  it('says so when a trace buffer is refused', () => {
    const kit = new Kit('xp-sp3-x86');
    for (let others = 0; others < 255; others++) {
      kit.trace(0, kit.another().process);
    }
    const result = userTarget(kit).control.enableTracing(kit.process.processId, 0);
    assert.equal(codeOf(result), 'refused');
  });

  it('runs to the next stop, then says that there is no more', async () => {
    const kit = new Kit();
    const { processId } = kit.process;
    const { threadId } = kit.thread;
    const exception = {
      processId,
      threadId,
      code: 0xc000_0008,
      address: address(0x10),
      firstChance: true,
      parameters: [],
    };
    function* program() {
      kit.create();
      yield { reason: 'exception' as const, description: 'stopped', threadId, exception };
    }
    const target = userTarget(kit, { steps: program() });
    const before = target.generation;
    const stop = valueOf(await target.control.resume(neverCancelled));
    assert.equal(stop.reason, 'exception');
    assert.equal(target.exception()?.code, 0xc000_0008);
    assert.equal(kit.process.table.handleCount, 1);
    assert.ok(target.generation > before);
    assert.equal(codeOf(await target.control.resume(neverCancelled)), 'program-ended');
    assert.equal(codeOf(await target.control.resume(neverCancelled)), 'program-ended');
  });

  it('does not run a program that has no steps', async () => {
    const target = userTarget(new Kit());
    assert.equal(codeOf(await target.control.resume(neverCancelled)), 'program-ended');
    assert.equal(target.exception(), null);
  });
});
