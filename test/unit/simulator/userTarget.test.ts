/** A simulated machine through a user-mode debugger. */

import assert from 'node:assert/strict';
import { address } from '../../../src/core/model/identifiers';
import { neverCancelled } from '../../../src/core/util/cancellation';
import { Kit } from './machineKit';
import { codeOf, recordOf, storeOf, userTarget } from './targetKit';

const NAME = '\\Sessions\\1\\BaseNamedObjects\\MYMUTEX1';

describe('A handle in a user-mode debugger', () => {
  it('has the counts of the reference page on Windows XP: 2 handles, 3 references', async () => {
    const kit = new Kit('xp-sp3-x86');
    const record = await recordOf(userTarget(kit), kit, kit.create({ desiredAccess: 0x10_0003 }));
    assert.deepEqual([record.handleCount, record.pointerCount, record.name], [2, 3, null]);
    assert.deepEqual(record.objectInfo, [{ kind: 'event', manualReset: false, signalled: false }]);
  });

  it('has 2 handles and 32769 references while it was never used (Windows 10)', async () => {
    const kit = new Kit();
    const handle = kit.create();
    const { handleCount, pointerCount } = await recordOf(userTarget(kit), kit, handle);
    assert.deepEqual([handleCount, pointerCount], [2, 32_769]);
  });

  it('has 65536 references once it was used, 65537 with a name (Windows 10)', async () => {
    const kit = new Kit();
    const plain = kit.create();
    const named = kit.create({ name: NAME });
    kit.use(plain);
    kit.use(named);
    const target = userTarget(kit);
    assert.equal((await recordOf(target, kit, plain)).pointerCount, 65_536);
    assert.equal((await recordOf(target, kit, named)).pointerCount, 65_537);
  });

  it('has its full name', async () => {
    const kit = new Kit();
    const target = userTarget(kit);
    const named = kit.create({ name: NAME });
    const file = kit.create({ type: 'File', name: '\\Device\\HarddiskVolume3\\a.txt' });
    const key = kit.create({ type: 'Key', name: '\\REGISTRY\\MACHINE\\Software' });
    const desktop = kit.create({ type: 'Desktop', name: '\\Default' });
    const names = [];
    for (const handle of [named, file, key, desktop]) {
      names.push((await recordOf(target, kit, handle)).name);
    }
    assert.deepEqual(names, [
      NAME,
      '\\Device\\HarddiskVolume3\\a.txt',
      '\\REGISTRY\\MACHINE\\Software',
      '\\Default',
    ]);
  });

  it('shows that its object is permanent or exclusive beside its own attributes', async () => {
    const kit = new Kit();
    const handle = kit.create({ name: NAME, attributes: 0x10 | 0x20 | 2 });
    assert.equal((await recordOf(userTarget(kit), kit, handle)).attributes, 0x32);
  });

  it('has no kernel facts', async () => {
    const kit = new Kit();
    const handle = kit.create();
    const record = await recordOf(userTarget(kit), kit, handle);
    assert.equal('kernel' in record, false);
  });

  it('refuses object-specific facts without the right to ask for them', async () => {
    const kit = new Kit();
    const target = userTarget(kit);
    for (const [type, desiredAccess] of [
      ['Key', 2],
      ['Section', 4],
      ['Timer', 0x10_0002],
    ] as const) {
      const name = type === 'Key' ? { name: '\\REGISTRY\\MACHINE' } : {};
      const handle = kit.create({ type, desiredAccess, ...name });
      const record = await recordOf(target, kit, handle);
      assert.deepEqual([record.objectInfoRefused, record.objectInfo], [true, []], type);
    }
  });

  it('shows the last write time and the last component of a key', async () => {
    const kit = new Kit();
    const path = '\\REGISTRY\\USER\\S-1-5-21\\Software';
    const handle = kit.create({
      type: 'Key',
      desiredAccess: 1,
      body: { kind: 'key', path, lastWriteTime: 133_000_000_000_000_000n },
    });
    const record = await recordOf(userTarget(kit), kit, handle);
    assert.deepEqual(record.objectInfo, [
      { kind: 'key', lastWriteTime: 133_000_000_000_000_000n, keyName: 'Software' },
    ]);
  });

  it('shows the owner of an owned mutant since Windows Vista', async () => {
    for (const [profile, kinds] of [
      ['xp-sp3-x86', ['mutant']],
      ['10-22h2-x64', ['mutant', 'mutantOwner']],
    ] as const) {
      const kit = new Kit(profile);
      const handle = kit.create({
        type: 'Mutant',
        desiredAccess: 0x1f_0001,
        body: {
          kind: 'mutant',
          count: 0,
          abandoned: false,
          ownerProcessId: 0xaa8,
          ownerThreadId: 0x3ff8,
        },
      });
      const record = await recordOf(userTarget(kit), kit, handle);
      assert.deepEqual(
        record.objectInfo.map(({ kind }) => kind),
        kinds,
      );
    }
  });

  it('shows no owner of a free mutant', async () => {
    const kit = new Kit();
    const handle = kit.create({ type: 'Mutant', desiredAccess: 1 });
    const { objectInfo } = await recordOf(userTarget(kit), kit, handle);
    assert.equal(objectInfo.length, 1);
  });

  it('shows processes and threads behind handles', async () => {
    const kit = new Kit();
    const outcome = kit.machine.services.createProcess(kit.thread, 'NtCreateUserProcess', {
      image: 'child.exe',
      basePriority: 4,
      initialThread: { priority: 10, startAddress: address(0x7ff6_1234n) },
    });
    const target = userTarget(kit);
    const [process] = (await recordOf(target, kit, outcome.processHandle)).objectInfo;
    const [thread] = (await recordOf(target, kit, outcome.threadHandle)).objectInfo;
    assert.ok(process?.kind === 'process' && thread?.kind === 'thread');
    assert.deepEqual(
      [process.processId, process.parentProcessId, process.basePriority],
      [outcome.process?.processId, kit.process.processId, 4],
    );
    assert.deepEqual([thread.priority, thread.startAddress], [10, 0x7ff6_1234n]);
  });

  it('has no type when it cannot be duplicated', async () => {
    const kit = new Kit();
    const handle = kit.create({ type: 'EtwRegistration', desiredAccess: 0x800 });
    const record = await recordOf(userTarget(kit), kit, handle);
    assert.deepEqual(
      [record.type, record.name, record.handleCount, record.grantedAccess],
      [null, null, 0, 0],
    );
    const columns = await (await storeOf(userTarget(kit), kit.process)).columns(neverCancelled);
    assert.equal(columns.summarise().byType.get('None'), 1);
  });
});

describe('A handle store', () => {
  it('lists handles by value, in pages and by row', async () => {
    const kit = new Kit();
    kit.events(10);
    kit.close(0x10);
    const store = await storeOf(userTarget(kit), kit.process);
    const page = await store.page(2, 3, neverCancelled);
    assert.deepEqual(
      page.map(({ value }) => value),
      [0xcn, 0x14n, 0x18n],
    );
    const rows = await store.records([8, 0, 99], neverCancelled);
    assert.deepEqual(
      rows.map(({ value }) => value),
      [0x28n, 4n],
    );
  });

  it('clips pages that lie outside', async () => {
    const kit = new Kit();
    kit.events(2);
    const store = await storeOf(userTarget(kit), kit.process);
    assert.equal((await store.page(1, 100, neverCancelled)).length, 1);
    assert.equal((await store.page(5, 1, neverCancelled)).length, 0);
    assert.equal((await store.page(-3, 1, neverCancelled)).length, 1);
    assert.equal((await store.page(0, -1, neverCancelled)).length, 0);
  });

  it('keeps what it saw when the program goes on', async () => {
    const kit = new Kit();
    kit.events(2);
    const store = await storeOf(userTarget(kit), kit.process);
    kit.close(4);
    assert.equal(store.count, 2);
    assert.equal((await store.page(0, 1, neverCancelled))[0]?.value, 4n);
  });

  it('is the same until the machine changes', async () => {
    const kit = new Kit();
    const target = userTarget(kit);
    const first = await storeOf(target, kit.process);
    assert.equal(await storeOf(target, kit.process), first);
    kit.create();
    assert.notEqual(await storeOf(target, kit.process), first);
  });

  it('knows no free entries', async () => {
    const store = await storeOf(userTarget(new Kit()), new Kit().process);
    assert.deepEqual(await store.freeEntries(neverCancelled), []);
    assert.equal(store.kernelTable, null);
  });
});

describe('A user-mode target', () => {
  it('says what it is', () => {
    const { info, capabilities } = userTarget(new Kit('7-sp1-x64'));
    assert.deepEqual(
      [info.kind, info.mode, info.liveness, info.architecture, info.pointerSize, info.simulated],
      ['simulated', 'user', 'live', 'x64', 8, true],
    );
    assert.equal(info.hidesKernelFrames, true);
    assert.equal(info.windows?.build, 7601);
    assert.deepEqual(capabilities, { handles: true, traces: true, memory: false, control: true });
  });

  it('sees one process, without kernel facts', () => {
    const kit = new Kit();
    kit.another();
    const processes = userTarget(kit).processes();
    assert.equal(processes.length, 1);
    assert.equal(processes[0]?.image, 'test.exe');
    assert.equal('kernel' in processes[0], false);
  });

  it('is a debugger of its process: bad closes raise', () => {
    const kit = new Kit();
    userTarget(kit);
    assert.equal(kit.machine.services.close(kit.thread, 0x40).raised, true);
  });

  it('stands in the first thread, or where it stopped', () => {
    const kit = new Kit();
    assert.equal(userTarget(kit).currentThreadId(), kit.thread.threadId);
    const thread = kit.machine.createThread(kit.process, { name: 'worker' });
    const stop = { reason: 'breakpoint' as const, description: '', threadId: thread.threadId };
    const target = userTarget(kit, { stop });
    assert.equal(target.currentThreadId(), thread.threadId);
    assert.deepEqual(
      target.threads(kit.process.processId).map(({ name }) => name),
      [null, 'worker'],
    );
    assert.deepEqual(target.threads(4), []);
  });

  it('gives the stack of a thread, or its start address while it has none', async () => {
    const kit = new Kit();
    const target = userTarget(kit);
    kit.thread.startAddress = address(0x1000);
    assert.deepEqual(await target.callStack(kit.thread.threadId), [0x1000n]);
    kit.thread.pushFrame(2, 0);
    kit.thread.pushFrame(3, 0);
    assert.deepEqual(await target.callStack(kit.thread.threadId), [3n, 2n]);
    assert.deepEqual(await target.callStack(0x9999), [0n]);
  });

  it('refuses the tables of the kernel', async () => {
    const target = userTarget(new Kit());
    assert.equal(codeOf(await target.handles(8, 'kernel')), 'kernel-only');
    assert.equal(codeOf(await target.handles(8, 'cid')), 'kernel-only');
  });

  it('refuses other processes', async () => {
    const target = userTarget(new Kit());
    assert.equal(codeOf(await target.handles(4, 'process')), 'no-such-process');
    assert.equal(codeOf(await target.traces(4)), 'no-such-process');
  });

  it('says that its process has ended', async () => {
    const kit = new Kit();
    kit.trace();
    const target = userTarget(kit);
    const { processId } = kit.process;
    kit.machine.services.exitProcess(kit.process, 0);
    assert.equal(codeOf(await target.handles(processId, 'process')), 'process-ended');
    assert.equal(codeOf(await target.traces(processId)), 'process-ended');
    assert.equal(codeOf(target.control.enableTracing(processId, 0)), 'no-such-process');
    assert.equal(target.processes().length, 1);
  });

  it('has no memory', async () => {
    const result = await userTarget(new Kit()).readMemory(address(0x1000), 4);
    assert.equal(codeOf(result), 'no-memory');
  });

  it('counts what there is in its parts', () => {
    const kit = new Kit();
    kit.events(3);
    const notes = userTarget(kit).parts.map(({ note }) => note);
    assert.deepEqual(notes.slice(1), ['1 process', '1 thread', '3 handles']);
  });

  it('can be closed', async () => {
    await userTarget(new Kit()).close();
  });
});
