import assert from 'node:assert/strict';
import { handleValue } from '../../../src/core/model/identifiers';
import { neverCancelled } from '../../../src/core/util/cancellation';
import { allHandles, allTraces, frames, handle, open, tableOf } from './readTarget';

describe('Sample badhandle', () => {
  it('is a Windows XP machine in a kernel debugger of its time', () => {
    const { info } = open('badhandle');
    assert.deepEqual([info.mode, info.architecture, info.debuggerStyle], ['kernel', 'x86', 'xp']);
  });

  it('has its process and handle table where the reference page has them', () => {
    const target = open('badhandle');
    const current = target
      .processes()
      .find(({ processId }) => processId === target.currentProcessId());
    assert.equal(current?.kernel?.object, 0x8140_0300n);
    assert.equal(current.kernel.objectTable, 0xe10c_cf60n);
  });

  it('recorded exactly the five records of the reference page, newest first', async () => {
    const target = open('badhandle');
    const records = (await allTraces(target)).map((trace) => [
      `${trace.handle.toString(16)} ${trace.operation}`,
      ...trace.stack.map(
        (place, index) => `${place.toString(16)}: ${frames(target, trace)[index] ?? ''}`,
      ),
    ]);
    const close = [
      '8018fcb9: ntoskrnl!ExDestroyHandle+0x103',
      '801e1d12: ntoskrnl!ObpCloseHandleTableEntry+0xe4',
      '801e1dd9: ntoskrnl!ObpCloseHandle+0x85',
      '801e1edd: ntoskrnl!NtClose+0x19',
    ];
    const create = [
      '8018f44a: ntoskrnl!ExCreateHandle+0x94',
      '801e3390: ntoskrnl!ObpCreateUnnamedHandle+0x10c',
      '801e7317: ntoskrnl!ObInsertObject+0xc3',
    ];
    const start = [
      '10012c1: badhandle!mainCRTStartup+0xe3',
      '77de0b2f: KERNEL32!BaseProcessStart+0x3d',
    ];
    assert.deepEqual(records, [
      ['7cc close', ...close, ...start],
      [
        '7cc open',
        ...create,
        '77de23b2: KERNEL32!CreateSemaphoreA+0x66',
        '10011c5: badhandle!main+0x45',
        ...start,
      ],
      [
        '7dc badref',
        '8018f709: ntoskrnl!ExMapHandleToPointerEx+0xea',
        '801e10f2: ntoskrnl!ObReferenceObjectByHandle+0x12c',
        '801902be: ntoskrnl!NtSetEvent+0x6c',
        '80154965: ntoskrnl!_KiSystemService+0xc4',
        ...start,
      ],
      ['7dc close', ...close, ...start],
      [
        '7dc open',
        ...create,
        '77de265c: KERNEL32!CreateEventA+0x66',
        '10011a0: badhandle!main+0x20',
        ...start,
      ],
    ]);
  });

  it('keeps the closed values out of use, as strict tables do', async () => {
    const values = (await allHandles(open('badhandle'))).map(({ value }) => value);
    assert.ok(!values.includes(handleValue(0x7dc)));
    assert.ok(!values.includes(handleValue(0x7cc)));
    assert.ok(values.includes(handleValue(0x7fc)) && values.includes(handleValue(0x7d0)));
  });

  it('does not run any further', async () => {
    const resumed = await open('badhandle').control?.resume(neverCancelled);
    assert.equal(resumed?.ok, false);
  });
});

describe('Sample six-handles', () => {
  it('has the six handles of the reference page', async () => {
    const rows = (await allHandles(open('six-handles'))).map(
      ({ value, type }) => `${value.toString(16)} ${type ?? ''}`,
    );
    assert.deepEqual(rows, [
      '4 Section',
      '8 Event',
      'c Event',
      '10 Event',
      '14 Directory',
      '5c File',
    ]);
  });

  it('shows handle 8 as on the reference page', async () => {
    const event = await handle(open('six-handles'), 8);
    assert.deepEqual(
      [event.attributes, event.grantedAccess, event.handleCount, event.pointerCount, event.name],
      [0, 0x10_0003, 2, 3, null],
    );
    assert.deepEqual(event.objectInfo, [{ kind: 'event', manualReset: false, signalled: false }]);
  });

  it('is a user-mode process of 32 bits without tracing', async () => {
    const target = open('six-handles');
    assert.deepEqual([target.info.mode, target.info.pointerSize], ['user', 4]);
    assert.equal((await target.traces(target.currentProcessId())).ok, false);
  });
});

describe('Sample idle-xp', () => {
  it('stands in the Idle process, which shares the kernel table', async () => {
    const target = open('idle-xp');
    const idle = target.processes().find(({ processId }) => processId === 0);
    assert.equal(target.currentProcessId(), 0);
    assert.deepEqual([idle?.image, idle?.parentProcessId, idle?.sessionId], ['Idle', 0, 0]);
    assert.deepEqual(idle?.kernel, {
      object: 0x8055_9800n,
      peb: 0n,
      directoryBase: 0x3_9000n,
      objectTable: 0xe100_0d60n,
      handleCount: 380,
    });
    const own = await tableOf(target);
    const kernel = await tableOf(target, 'kernel');
    assert.equal(own.kernelTable?.tableCode, 0xe100_2000n);
    assert.equal(kernel.kernelTable?.tableCode, 0xe100_2000n);
    assert.deepEqual([own.count, kernel.count], [380, 380]);
  });

  it('has the entries of the reference page', async () => {
    const target = open('idle-xp');
    const expected: readonly (readonly [number, bigint, number, number])[] = [
      [0x4, 0x80ed_5238n, 0x1f_0fff, 0],
      [0x8, 0x80ed_46b8n, 0, 0],
      [0xc, 0xe128_1d00n, 0xf_003f, 0],
      [0x10, 0xe101_3658n, 0, 0],
      [0x168, 0xffb6_c748n, 0x3, 1],
      [0x16c, 0xff81_1f90n, 0x12_008b, 0],
      [0x174, 0x80df_d5c8n, 0x1f_01ff, 0],
    ];
    for (const [value, object, access, attributes] of expected) {
      const record = await handle(target, value);
      assert.deepEqual(
        [record.kernel?.object, record.grantedAccess, record.attributes],
        [object, access, attributes],
        value.toString(16),
      );
    }
  });

  it('has the free entries of the reference page', async () => {
    const free = await (await tableOf(open('idle-xp'))).freeEntries(neverCancelled);
    const reserved = free.find(({ value }) => value === 0n);
    const entry = free.find(({ value }) => value === 0x170n);
    assert.deepEqual([reserved?.entry, reserved?.nextEntry], [0xe100_2000n, 0xffff_fffen]);
    assert.deepEqual([entry?.entry, entry?.nextEntry], [0xe100_22e0n, 0x458n]);
  });

  it('shows the key at 14 as on the reference page', async () => {
    const key = await handle(open('idle-xp'), 0x14);
    assert.deepEqual(
      [key.type, key.grantedAccess, key.handleCount, key.pointerCount],
      ['Key', 0x2_001f, 1, 1],
    );
    assert.deepEqual(
      [key.kernel?.object, key.kernel?.objectHeader, key.kernel?.typeObject, key.kernel?.directory],
      [0xe127_51d0n, 0xe127_51b8n, 0x80ec_8db8n, 0n],
    );
    assert.equal(
      key.kernel?.displayName,
      '\\REGISTRY\\MACHINE\\SYSTEM\\CONTROLSET001\\CONTROL\\SESSION MANAGER\\EXECUTIVE',
    );
  });
});

describe('Sample smss-sections', () => {
  it('has the session manager of the reference page', () => {
    const smss = open('smss-sections')
      .processes()
      .find(({ image }) => image === 'smss.exe');
    assert.deepEqual([smss?.processId, smss?.parentProcessId, smss?.sessionId], [0x138, 4, null]);
    assert.deepEqual(smss?.kernel, {
      object: 0xffff_fa80_04f4_8940n,
      peb: 0x7f6_639b_f000n,
      directoryBase: 0x1_0cb7_4000n,
      objectTable: 0xffff_f8a0_0066_f700n,
      handleCount: 39,
    });
  });

  it('has its section exactly as on the reference page, and no other there', async () => {
    const target = open('smss-sections');
    const sections = (await allHandles(target, 0x138)).filter(({ type }) => type === 'Section');
    assert.equal(sections.length, 1);
    const [section] = sections;
    assert.deepEqual(
      [
        section?.value,
        section?.grantedAccess,
        section?.attributes,
        section?.handleCount,
        section?.pointerCount,
        section?.name,
      ],
      [0x40n, 0x6, 2, 1, 262_144, null],
    );
    assert.deepEqual(section?.kernel, {
      object: 0xffff_f8a0_0063_3f00n,
      objectHeader: 0xffff_f8a0_0063_3ed0n,
      typeObject: 0xffff_fa80_035f_ef20n,
      entry: 0xffff_f8a0_0067_0100n,
      directory: 0n,
      displayName: null,
    });
  });

  it('has sections in most of its other processes', async () => {
    const target = open('smss-sections');
    let owners = 0;
    for (const { processId } of target.processes()) {
      const rows = await allHandles(target, processId);
      owners += rows.some(({ type }) => type === 'Section') ? 1 : 0;
    }
    assert.ok(owners >= 8, String(owners));
  });
});
