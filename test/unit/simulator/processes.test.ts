/** Processes and threads: ids, objects, the end. */

import assert from 'node:assert/strict';
import { address } from '../../../src/core/model/identifiers';
import {
  STATUS_INVALID_PARAMETER,
  STATUS_PROCESS_IS_TERMINATING,
} from '../../../src/core/simulator/machine/status';
import { ALL_PROFILES, Kit, recorded } from './machineKit';

describe('Processes and threads', () => {
  it('have ids that are handle values of one table, multiples of four', () => {
    const kit = new Kit();
    assert.equal(kit.machine.system.processId, 4);
    assert.deepEqual([kit.process.processId, kit.thread.threadId], [8, 0xc]);
    const { cidTable } = kit.machine;
    assert.equal(cidTable.entries.objectAt(cidTable.find(8)), kit.process.object);
    assert.equal(cidTable.entries.objectAt(cidTable.find(0xc)), kit.thread.object);
  });

  it('may ask for their ids', () => {
    const kit = new Kit();
    const process = kit.machine.createProcess({ image: 'a.exe', processId: 0x138 });
    assert.equal(process.processId, 0x138);
    assert.equal(kit.machine.createThread(process, { threadId: 0x5004 }).threadId, 0x5004);
  });

  it('cannot share an id', () => {
    const kit = new Kit();
    const taken = kit.process.processId;
    const { status } = kit.machine.tryCreateProcess({ image: 'a.exe', processId: taken });
    assert.equal(status, STATUS_INVALID_PARAMETER);
    assert.throws(() => kit.machine.createThread(kit.process, { threadId: taken }));
  });

  it('do not get the id of one that just ended', () => {
    const kit = new Kit();
    const { process } = kit.another();
    kit.machine.services.exitProcess(process, 0);
    assert.notEqual(kit.another().process.processId, process.processId);
  });

  it('keep their ids while somebody has a handle to them', () => {
    const kit = new Kit();
    const { process } = kit.another();
    const { object } = process;
    assert.ok(object !== null);
    const { handle } = kit.machine.services.openObject(kit.thread, 'NtOpenProcess', {
      object,
      desiredAccess: 0x1f_ffff,
    });
    kit.machine.services.exitProcess(process, 7);
    const { cidTable } = kit.machine;
    assert.equal(cidTable.entries.objectAt(cidTable.find(process.processId)), object);
    assert.equal(kit.machine.process(process.processId), null);
    kit.close(handle);
    assert.equal(cidTable.find(process.processId), 0);
    assert.equal(object.deleted, true);
  });

  it('live at the places that were asked for', () => {
    const kit = new Kit('8-x64');
    const process = kit.machine.createProcess({
      image: 'smss.exe',
      object: address(0xffff_fa80_04f4_8940n),
      table: address(0xffff_f8a0_0066_f700n),
      tablePage: address(0xffff_f8a0_0067_0000n),
      peb: address(0x7f6_639b_f000n),
    });
    assert.equal(process.objectAddress, 0xffff_fa80_04f4_8940n);
    assert.equal(process.table.address, 0xffff_f8a0_0066_f700n);
    assert.equal(process.table.entries.pageOf(0).low, 0x67_0000);
    assert.equal(process.peb, 0x7f6_639b_f000n);
  });

  it('are listed from System on, Idle not among them', () => {
    const kit = new Kit();
    assert.deepEqual(
      kit.machine.processes().map(({ image }) => image),
      ['System', 'test.exe'],
    );
    assert.equal(kit.machine.process(0), kit.machine.idle);
  });

  it('of Idle use the kernel handle table', () => {
    const { machine } = new Kit();
    assert.equal(machine.idle.table, machine.system.table);
  });

  it('get handles to themselves from thread creation', () => {
    const kit = new Kit();
    const outcome = kit.machine.services.createThread(kit.thread, 'NtCreateThreadEx', {});
    assert.equal(outcome.object?.body.kind, 'thread');
    assert.equal(kit.process.threads.length, 2);
  });
});

describe('The end of a process', () => {
  for (const profile of ALL_PROFILES) {
    it(`closes all its handles, protected ones too (${profile})`, () => {
      const kit = new Kit(profile);
      const { process, thread } = kit.another();
      const handles = [
        kit.create({}, thread),
        kit.create({ attributes: 1 }, thread),
        kit.create({ name: '\\BaseNamedObjects\\X' }, thread),
      ];
      const objects = handles.map((handle) =>
        process.table.entries.objectAt(process.table.find(handle)),
      );
      kit.machine.services.reference(thread, 'NtSetEvent', {
        handle: handles[0]!,
        type: null,
        access: 0,
      });
      kit.machine.services.exitProcess(process, 0);
      assert.ok(objects.every((object) => object?.deleted === true));
      assert.equal(process.table.handleCount, 0);
      assert.equal(process.exited, true);
    });
  }

  it('takes the trace records along', () => {
    const kit = new Kit();
    kit.trace();
    kit.create();
    kit.machine.services.exitProcess(kit.process, 0);
    assert.equal(kit.process.tracer, null);
  });

  it('is not recorded in the tables of others', () => {
    const kit = new Kit();
    const { process } = kit.another();
    kit.trace();
    kit.machine.services.exitProcess(process, 0);
    assert.deepEqual(recorded(kit.process), []);
  });

  it('leaves a table that makes no more handles', () => {
    const kit = new Kit();
    kit.machine.services.exitProcess(kit.process, 0);
    assert.equal(kit.tryCreate().status, STATUS_PROCESS_IS_TERMINATING);
    assert.equal(
      kit.machine.services.createThread(kit.thread, 'NtCreateThreadEx', {}).status,
      STATUS_PROCESS_IS_TERMINATING,
    );
  });

  it('happens once', () => {
    const kit = new Kit();
    kit.machine.services.exitProcess(kit.process, 1);
    kit.machine.services.exitProcess(kit.process, 2);
    assert.equal(kit.process.exitStatus, 1);
    assert.equal(kit.process.object?.deleted, true);
  });

  it('gives its token back', () => {
    const kit = new Kit();
    const token = kit.machine.tokenOf(kit.process);
    kit.machine.services.exitProcess(kit.process, 0);
    assert.equal(token.deleted, true);
  });

  it('does not follow from the end of its only thread', () => {
    const kit = new Kit();
    kit.machine.services.exitThread(kit.thread, 3);
    kit.machine.services.exitThread(kit.thread, 4);
    assert.deepEqual([kit.thread.exitStatus, kit.process.exited], [3, false]);
    assert.equal(kit.process.threads.length, 0);
    assert.equal(kit.thread.object?.deleted, true);
    assert.equal(kit.process.object?.pointerCount, 1);
  });
});

describe('A thread stack', () => {
  it('grows and shrinks with what runs on it', () => {
    const { thread } = new Kit();
    const depth = thread.withFrame(1n, () =>
      thread.withFrame(0xffff_8000_0000_0002n, () => thread.frames()),
    );
    assert.deepEqual(depth, [0xffff_8000_0000_0002n, 1n]);
    assert.equal(thread.depth, 0);
  });

  it('is put right when something throws', () => {
    const { thread } = new Kit();
    assert.throws(() =>
      thread.withFrame(1n, () => {
        throw new Error('stop');
      }),
    );
    assert.equal(thread.depth, 0);
  });

  it('may be deeper than it was made for', () => {
    const { thread } = new Kit();
    for (let depth = 0; depth < 200; depth++) {
      thread.pushFrame(depth, 0);
    }
    assert.equal(thread.frames().length, 200);
    assert.equal(thread.frames()[0], 199n);
  });

  it('stays empty when too much is popped', () => {
    const { thread } = new Kit();
    thread.popFrame();
    assert.equal(thread.depth, 0);
  });
});

describe('Kernel memory of a process', () => {
  for (const profile of ALL_PROFILES) {
    it(`is used again after its end (${profile})`, () => {
      const kit = new Kit(profile);
      const first = kit.another().process;
      kit.machine.services.exitProcess(first, 0);
      const second = kit.another().process;
      assert.equal(second.table.address, first.table.address);
      assert.equal(second.objectAddress, first.objectAddress);
    });
  }

  it('stays reserved at places that were asked for', () => {
    const kit = new Kit('8-x64');
    const table = address(0xffff_f8a0_0200_0000n);
    const process = kit.machine.createProcess({ image: 'a.exe', table });
    kit.machine.services.exitProcess(process, 0);
    assert.notEqual(kit.another().process.table.address, table);
  });
});
