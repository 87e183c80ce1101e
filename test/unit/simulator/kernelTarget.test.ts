/** A simulated machine through a kernel debugger. */

import assert from 'node:assert/strict';
import { address } from '../../../src/core/model/identifiers';
import { neverCancelled } from '../../../src/core/util/cancellation';
import { ALL_PROFILES, Kit } from './machineKit';
import { codeOf, kernelTarget, recordOf, storeOf, valueOf } from './targetKit';

describe('A handle in a kernel debugger', () => {
  for (const profile of ALL_PROFILES) {
    it(`has the addresses of its object, header, type and entry (${profile})`, async () => {
      const kit = new Kit(profile);
      const handle = kit.create();
      const { kernel } = await recordOf(kernelTarget(kit), kit, handle);
      const object = kit.process.table.entries.objectAt(1);
      const page = kit.process.table.topPage;
      assert.deepEqual(kernel, {
        object: object?.bodyAddress,
        objectHeader: object?.headerAddress,
        typeObject: object?.type.typeObject?.bodyAddress,
        entry:
          (BigInt(page.high) << 32n) + BigInt(page.low + kit.machine.profile.geometry.entrySize),
        directory: 0n,
        displayName: null,
      });
    });
  }

  it('has the counts of the header, without a debugger', async () => {
    const kit = new Kit();
    const handle = kit.create();
    const record = await recordOf(kernelTarget(kit), kit, handle);
    assert.deepEqual([record.handleCount, record.pointerCount], [1, 1]);
  });

  it('shows its directory and last component when its object is named', async () => {
    const kit = new Kit();
    const handle = kit.create({ name: '\\BaseNamedObjects\\Event1234' });
    const { kernel } = await recordOf(kernelTarget(kit), kit, handle);
    const directory = kit.machine.objects.lookup('\\BaseNamedObjects');
    assert.equal(kernel?.displayName, 'Event1234');
    assert.equal(kernel.directory, directory?.bodyAddress);
  });

  it('shows a file below its volume and the volume behind it, without directory', async () => {
    const kit = new Kit();
    const name = '\\Device\\HarddiskVolume4\\Windows\\bootstat.dat';
    const handle = kit.create({ type: 'File', name });
    const { kernel } = await recordOf(kernelTarget(kit), kit, handle);
    assert.equal(kernel?.displayName, '\\Windows\\bootstat.dat {HarddiskVolume4}');
    assert.equal(kernel.directory, 0n);
  });

  it('shows a key in upper case on Windows XP and as it is later', async () => {
    const name = '\\REGISTRY\\MACHINE\\System\\ControlSet001';
    const shown = [];
    for (const profile of ['xp-sp3-x86', '10-22h2-x64'] as const) {
      const kit = new Kit(profile);
      const handle = kit.create({ type: 'Key', name, desiredAccess: 1 });
      shown.push((await recordOf(kernelTarget(kit), kit, handle)).kernel?.displayName);
    }
    assert.deepEqual(shown, [name.toUpperCase(), name]);
  });

  it('shows a desktop without directory', async () => {
    const kit = new Kit();
    const handle = kit.create({ type: 'Desktop', name: '\\Default' });
    const { kernel } = await recordOf(kernelTarget(kit), kit, handle);
    assert.deepEqual([kernel?.displayName, kernel?.directory], ['Default', 0n]);
  });

  it('shows a handle that a user-mode debugger could not duplicate', async () => {
    const kit = new Kit();
    const handle = kit.create({ type: 'EtwRegistration', desiredAccess: 0x800 });
    assert.equal((await recordOf(kernelTarget(kit), kit, handle)).type, 'EtwRegistration');
  });

  it('never refuses object-specific facts', async () => {
    const kit = new Kit();
    const handle = kit.create({ desiredAccess: 0x10_0000 });
    const record = await recordOf(kernelTarget(kit), kit, handle);
    assert.deepEqual([record.objectInfoRefused, record.objectInfo.length], [false, 1]);
  });
});

describe('Handle tables in a kernel debugger', () => {
  it('show where they are and how much they hold', async () => {
    const kit = new Kit();
    kit.events(3);
    const store = await storeOf(kernelTarget(kit), kit.process);
    const { topPage } = kit.process.table;
    assert.deepEqual(store.kernelTable, {
      table: kit.process.table.address,
      tableCode: (BigInt(topPage.high) << 32n) | BigInt(topPage.low),
      isKernelTable: false,
      count: 3,
    });
  });

  it('list free and reserved entries with their next-free fields on Windows XP', async () => {
    const kit = new Kit('xp-sp3-x86');
    kit.events(4);
    kit.close(8);
    const store = await storeOf(kernelTarget(kit), kit.process);
    const free = await store.freeEntries(neverCancelled);
    const page = BigInt(kit.process.table.topPage.low);
    assert.deepEqual(free.slice(0, 3), [
      { value: 0n, entry: page, nextEntry: 0xffff_fffen },
      { value: 8n, entry: page + 0x10n, nextEntry: 0x14n },
      { value: 0x14n, entry: page + 0x28n, nextEntry: 0x18n },
    ]);
    assert.equal(free.at(-1)?.nextEntry, 0n);
    assert.equal(free.length, 512 - 3);
  });

  it('link free entries by address since Windows 8; reserved ones hold their handle value', async () => {
    const kit = new Kit();
    kit.create({ handle: 0x404 });
    const store = await storeOf(kernelTarget(kit), kit.process);
    const free = await store.freeEntries(neverCancelled);
    assert.equal(free[1]?.nextEntry, free[2]?.entry);
    assert.equal(free.find(({ value }) => value === 0x400n)?.nextEntry, 0x400n);
  });

  it('include the kernel handle table', async () => {
    const kit = new Kit();
    kit.thread.previousMode = 'kernel';
    kit.create({ attributes: 0x200 });
    const target = kernelTarget(kit);
    const store = valueOf(await target.handles(kit.process.processId, 'kernel'));
    assert.deepEqual([store.kernelTable?.isKernelTable, store.count], [true, 1]);
    const [record] = await store.page(0, 1, neverCancelled);
    assert.equal(record?.value, 4n);
    const system = await storeOf(target, kit.machine.system);
    assert.equal(system, store);
  });

  it('include the table of process and thread ids', async () => {
    const kit = new Kit();
    const store = valueOf(await kernelTarget(kit).handles(0, 'cid'));
    const records = await store.page(0, 9, neverCancelled);
    assert.deepEqual(
      records.map(({ value, type }) => [Number(value), type]),
      [
        [4, 'Process'],
        [8, 'Process'],
        [0xc, 'Thread'],
      ],
    );
  });
});

describe('A kernel-mode target', () => {
  it('sees all processes with their kernel facts', () => {
    const kit = new Kit('7-sp1-x64');
    kit.events(2);
    const processes = kernelTarget(kit).processes();
    assert.deepEqual(
      processes.map(({ image, sessionId }) => [image, sessionId]),
      [
        ['System', null],
        ['test.exe', 1],
      ],
    );
    assert.deepEqual(processes[1]?.kernel, {
      object: kit.process.objectAddress,
      peb: kit.process.peb,
      directoryBase: kit.process.directoryBase,
      objectTable: kit.process.table.address,
      handleCount: 2,
    });
  });

  it('sees Idle when it stopped there', () => {
    const kit = new Kit();
    const target = kernelTarget(kit, kit.machine.idle);
    assert.equal(target.currentProcessId(), 0);
    assert.deepEqual(
      target.processes().map(({ image }) => image),
      ['Idle', 'System', 'test.exe'],
    );
    const [idle, system] = target.processes();
    assert.equal(idle?.kernel?.objectTable, system?.kernel?.objectTable);
  });

  it('does not attach to the process it stopped in', () => {
    const kit = new Kit();
    kernelTarget(kit);
    assert.equal(kit.process.debugged, false);
  });

  it('reads memory', async () => {
    const kit = new Kit();
    const target = kernelTarget(kit);
    assert.equal(target.capabilities.memory, true);
    const memory = valueOf(await target.readMemory(kit.process.table.address, 0x80));
    assert.equal(memory.bytes.length, 0x80);
    assert.equal(codeOf(await target.readMemory(address(0x10), 4)), 'no-memory');
  });

  it('knows no process that does not exist', async () => {
    assert.equal(
      codeOf(await kernelTarget(new Kit()).handles(0x5554, 'process')),
      'no-such-process',
    );
  });

  it('reads the trace log of any process', async () => {
    const kit = new Kit();
    const other = kit.another();
    kit.trace(0, other.process);
    kit.create({}, other.thread);
    const store = valueOf(await kernelTarget(kit).traces(other.process.processId));
    assert.equal(store.count, 1);
  });
});
