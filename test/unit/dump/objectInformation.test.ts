/** Object information: every payload in both sizes, chains, loops and damage. */

import assert from 'node:assert/strict';
import type { ObjectInfo } from '../../../src/core/model/objectInfo';
import { DumpBuilder } from '../../support/dumpBuilder';
import { allHandles, codesOf, openDump } from '../../support/openDump';
import { struct } from '../../support/struct';

type Make = (dump: DumpBuilder) => number;

async function readInfo(make: Make): Promise<[readonly ObjectInfo[], readonly string[]]> {
  const dump = new DumpBuilder().systemInfo();
  const target = await openDump(dump.handles([{ value: 4, type: 'X', infoRva: make(dump) }]));
  const records = await allHandles(target);
  return [records[0]?.objectInfo ?? [], codesOf(target)];
}

const thread: ObjectInfo = {
  kind: 'thread',
  exitStatus: 0x103,
  teb: 0x7000n as never,
  processId: 0x1d30,
  threadId: 0x2004,
  priority: 9,
  basePriority: -15,
};
const process: ObjectInfo = {
  kind: 'process',
  exitStatus: 0x103,
  peb: 0x9000n as never,
  basePriority: 8,
  processId: 0x1d30,
  parentProcessId: 0x3e8,
};
const MINUS_15 = -15 >>> 0;

/** Name, type, payload, meaning. */
const payloads: readonly (readonly [string, number, Uint8Array, ObjectInfo])[] = [
  [
    'a thread (32-bit)',
    1,
    struct(0x1c, { u32: { 0: 0x103, 4: 0x7000, 8: 0x1d30, 0xc: 0x2004, 0x14: 9, 0x18: MINUS_15 } }),
    thread,
  ],
  [
    'a thread (64-bit)',
    1,
    struct(0x30, {
      u32: { 0: 0x103, 0x28: 9, 0x2c: MINUS_15 },
      u64: { 8: 0x7000, 0x10: 0x1d30, 0x18: 0x2004 },
    }),
    thread,
  ],
  [
    'an owned mutant',
    2,
    struct(8, { u32: { 0: -1 >>> 0 }, u8: { 4: 1 } }),
    { kind: 'mutant', count: -1, ownedByCaller: true, abandoned: false },
  ],
  [
    'an abandoned mutant',
    2,
    struct(8, { u32: { 0: 1 }, u8: { 5: 1 } }),
    { kind: 'mutant', count: 1, ownedByCaller: false, abandoned: true },
  ],
  [
    'the owner of a mutant (32-bit)',
    3,
    struct(8, { u32: { 0: 0x10, 4: 0x20 } }),
    { kind: 'mutantOwner', processId: 0x10, threadId: 0x20 },
  ],
  [
    'the owner of a mutant (64-bit)',
    3,
    struct(16, { u64: { 0: 0x10, 8: 0x20 } }),
    { kind: 'mutantOwner', processId: 0x10, threadId: 0x20 },
  ],
  [
    'a process (32-bit)',
    4,
    struct(0x18, { u32: { 0: 0x103, 4: 0x9000, 0xc: 8, 0x10: 0x1d30, 0x14: 0x3e8 } }),
    process,
  ],
  [
    'a process (64-bit)',
    4,
    struct(0x30, { u32: { 0: 0x103, 0x18: 8 }, u64: { 8: 0x9000, 0x20: 0x1d30, 0x28: 0x3e8 } }),
    process,
  ],
  [
    'a process with flags (32-bit)',
    5,
    struct(0x20, {
      u32: { 0: 0x20, 4: 0x103, 8: 0x9000, 0x10: 8, 0x14: 0x1d30, 0x18: 0x3e8, 0x1c: 2 },
    }),
    { ...process, flags: 2 },
  ],
  [
    'a process with flags (64-bit)',
    5,
    struct(0x40, {
      u32: { 0: 0x40, 8: 0x103, 0x20: 8, 0x38: 2 },
      u64: { 0x10: 0x9000, 0x28: 0x1d30, 0x30: 0x3e8 },
    }),
    { ...process, flags: 2 },
  ],
  [
    'a notification event that is set',
    6,
    struct(8, { u32: { 4: 1 } }),
    { kind: 'event', manualReset: true, signalled: true },
  ],
  [
    'a synchronization event that is not set',
    6,
    struct(8, { u32: { 0: 1 } }),
    { kind: 'event', manualReset: false, signalled: false },
  ],
  [
    'a section (32-bit)',
    7,
    struct(0x10, { u32: { 0: 0x5000, 4: 0x800_0000 }, u64: { 8: 0x1_0000_0000 } }),
    {
      kind: 'section',
      baseAddress: 0x5000n as never,
      attributes: 0x800_0000,
      size: 0x1_0000_0000n,
    },
  ],
  [
    'a section (64-bit)',
    7,
    struct(0x18, { u32: { 8: 0x800_0000 }, u64: { 0: 0x5000, 0x10: 0x1000 } }),
    { kind: 'section', baseAddress: 0x5000n as never, attributes: 0x800_0000, size: 0x1000n },
  ],
  [
    'a semaphore',
    8,
    struct(8, { u32: { 0: 3, 4: 0x7fff_ffff } }),
    { kind: 'semaphore', count: 3, limit: 0x7fff_ffff },
  ],
  ['a type that is not known', 200, struct(12), { kind: 'unknown', infoType: 200, size: 12 }],
  ['a known type of an unknown size', 6, struct(12), { kind: 'unknown', infoType: 6, size: 12 }],
  ['a known type without a payload', 8, struct(0), { kind: 'unknown', infoType: 8, size: 0 }],
  ['a long payload', 9, struct(4000), { kind: 'unknown', infoType: 9, size: 4000 }],
];

describe('the object information of a handle', () => {
  for (const [what, infoType, payload, expected] of payloads) {
    it(`describes ${what}`, async () => {
      assert.deepEqual(await readInfo((dump) => dump.objectInfo(infoType, payload)), [
        [expected],
        [],
      ]);
    });
  }

  it('is empty for a record of type 0', async () => {
    assert.deepEqual(await readInfo((dump) => dump.objectInfo(0, struct(0))), [[], []]);
  });

  it('follows a chain of three in order, past a record of type 0', async () => {
    const [infos, codes] = await readInfo((dump) => {
      const last = dump.objectInfo(6, struct(8));
      const middle = dump.objectInfo(0, struct(0), last);
      return dump.objectInfo(8, struct(8), middle);
    });
    assert.deepEqual(
      infos.map(({ kind }) => kind),
      ['semaphore', 'event'],
    );
    assert.deepEqual(codes, []);
  });

  it('ends where a record leads to itself, which is reported', async () => {
    const [infos, codes] = await readInfo((dump) => {
      const at = dump.add(new Uint8Array());
      return dump.objectInfo(6, struct(8), at);
    });
    assert.equal(infos.length, 1);
    assert.deepEqual(codes, ['object-info-chain']);
  });

  it('ends where a chain of two leads back to its start, which is reported', async () => {
    const [infos, codes] = await readInfo((dump) => {
      const at = dump.add(new Uint8Array());
      dump.objectInfo(6, struct(8), at + 20);
      dump.objectInfo(8, struct(8), at);
      return at;
    });
    assert.deepEqual(
      infos.map(({ kind }) => kind),
      ['event', 'semaphore'],
    );
    assert.deepEqual(codes, ['object-info-chain']);
  });

  it('ends after 16 records, which is reported', async () => {
    const [infos, codes] = await readInfo((dump) => {
      let next = 0;
      for (let index = 0; index < 40; index++) {
        next = dump.objectInfo(6, struct(8), next);
      }
      return next;
    });
    assert.equal(infos.length, 16);
    assert.deepEqual(codes, ['object-info-chain']);
  });

  it('is unknown and reported when its size is larger than the file', async () => {
    const [infos, codes] = await readInfo((dump) =>
      dump.add(struct(12, { u32: { 4: 6, 8: 0xffff_fff0 } })),
    );
    assert.deepEqual(infos, [{ kind: 'unknown', infoType: 6, size: 0xffff_fff0 }]);
    assert.deepEqual(codes, ['object-info-chain']);
  });

  it('is empty and reported when it is outside the file', async () => {
    assert.deepEqual(await readInfo(() => 0x7fff_0000), [[], ['object-info-chain']]);
  });

  it('is empty for descriptors of 32 bytes, which have no such field', async () => {
    const dump = new DumpBuilder().systemInfo();
    const infoRva = dump.objectInfo(6, struct(8));
    const target = await openDump(dump.handles([{ value: 4, infoRva }], { stride: 32 }));
    assert.deepEqual((await allHandles(target))[0]?.objectInfo, []);
  });

  it('belongs to its own handle in a page of many', async () => {
    const dump = new DumpBuilder().systemInfo();
    const handles = Array.from({ length: 500 }, (_, index) => ({
      value: 4 * index,
      infoRva: index % 2 === 0 ? 0 : dump.objectInfo(8, struct(8, { u32: { 0: index } })),
    }));
    const records = await allHandles(await openDump(dump.handles(handles.reverse())));
    for (const { value, objectInfo } of records) {
      const index = Number(value) / 4;
      const expected = index % 2 === 0 ? [] : [{ kind: 'semaphore', count: index, limit: 0 }];
      assert.deepEqual(objectInfo, expected);
    }
  });
});
