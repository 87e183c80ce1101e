/** Objects, owners, counts and changes of the USER handle table. */

import assert from 'node:assert/strict';
import { address } from '../../../src/core/model/identifiers';
import type { GuiProcess, GuiThread } from '../../../src/core/target/userHandles';
import { compareTables } from '../../../src/core/userHandles/compareTables';
import { examineUserHandle } from '../../../src/core/userHandles/examine';
import { countForThread, summariseTable } from '../../../src/core/userHandles/summary';
import { headerValue, readUserObject } from '../../../src/core/userHandles/userObject';
import { verdictText } from '../../../src/core/userHandles/verdict';
import { neverCancelled } from '../../../src/core/util/cancellation';
import {
  CLIENT_DELTA,
  SHARED_DELTA,
  buildUserImage,
  type EntrySpec,
} from '../../support/userImage';
import { openImage, openTable, readerOf } from './opened';

const THREAD_INFO = 0x1122_3340n;
const PROCESS_INFO = 0x1122_5580n;

const PROCESS: GuiProcess = {
  processId: 0x8a4,
  image: 'leaky.exe',
  processInfo: address(PROCESS_INFO),
  quota: null,
};
const THREAD: GuiThread = {
  processId: 0x8a4,
  threadId: 0x8a8,
  threadInfo: address(THREAD_INFO),
  desktop: null,
  clientDelta: null,
  desktopHeap: null,
};
const FACTS = { processes: [PROCESS], threads: [THREAD] };

const WINDOW: EntrySpec = {
  index: 2,
  type: 'window',
  uniq: 3,
  owner: THREAD_INFO,
  locks: 2,
  desktop: 0x9000n,
};
const MENU: EntrySpec = { index: 3, type: 'menu', uniq: 4, owner: PROCESS_INFO };

describe('USER objects in memory', () => {
  it('show their header in the layout of the version', async () => {
    const reader = await openImage({ profile: 'win7-x64', entries: 9, used: [WINDOW], ...FACTS });
    const { object } = await readUserObject(reader, 2, neverCancelled);
    assert.equal(object?.header.layout.struct, 'THRDESKHEAD');
    assert.equal(object.header.extrapolated, false);
    assert.equal(object.handle, 0x3_0002);
    assert.equal(object.size, 0x128);
    assert.deepEqual(
      object.values.map(({ name, value }) => [name, value]),
      [
        ['h', 0x3_0002n],
        ['cLockObj', 2n],
        ['pti', THREAD_INFO],
        ['rpdesk', 0x9000n],
        ['pSelf', object.phead],
      ],
    );
  });

  it('have two lock counts in 3.51, one header for what threads own in 4.0, and the owner in HEAD in 3.10', async () => {
    const of = async (profile: 'nt31-x86' | 'nt351-x86' | 'nt40-x86'): Promise<string> => {
      const used = [{ ...WINDOW, threadLocks: 5 }];
      const reader = await openImage({ profile, entries: 9, used, ...FACTS });
      const { object } = await readUserObject(reader, 2, neverCancelled);
      assert.equal(reader.owners.ownerOf(2).kind, 'thread', profile);
      assert.equal(object?.header.extrapolated, true);
      return `${object.header.layout.struct}: ${object.values.map(({ name, value }) => `${name} ${value.toString(16)}`).join(', ')}`;
    };
    assert.equal(await of('nt31-x86'), 'HEAD: h 30002, cLockObj 2, cLockObjT 5, pOwner 11223340');
    assert.equal(
      await of('nt351-x86'),
      'THROBJHEAD: h 30002, cLockObj 2, cLockObjT 5, pti 11223340',
    );
    assert.match(
      await of('nt40-x86'),
      /^THROBJHEAD: h 30002, cLockObj 2, rpdesk 9000, pSelf .*, pti 11223340$/,
    );
  });

  it('are found on the shared heap by its delta, on a desktop heap by that of the thread, elsewhere not', async () => {
    const used: readonly EntrySpec[] = [
      WINDOW,
      MENU,
      { index: 1, type: 'monitor' },
      { index: 5, type: 'cursor', owner: PROCESS_INFO },
      { ...WINDOW, index: 6, flags: 0x40 },
    ];
    const threads = [{ ...THREAD, clientDelta: CLIENT_DELTA }];
    const spec = { profile: 'win7-x64', entries: 9, used, viewpoint: 'user' } as const;
    const reader = await openImage({ ...spec, ...FACTS, threads });
    const read = (index: number) => readUserObject(reader, index, neverCancelled);
    const monitor = (await read(1)).object;
    assert.equal(monitor?.place.delta, SHARED_DELTA);
    const one = (await read(2)).object;
    assert.equal(one?.place.certain, true);
    assert.equal(one.place.at, one.phead - CLIENT_DELTA);
    const shared = (await read(3)).object;
    assert.equal(shared?.place.certain, false);
    assert.equal(headerValue(shared.values, 'pSelf'), shared.phead);
    assert.match((await read(5)).reason ?? '', /kernel memory/);
    assert.match((await read(6)).reason ?? '', /kernel memory/);
    const blind = await openImage({ ...spec, ...FACTS });
    assert.match((await readUserObject(blind, 2, neverCancelled)).reason ?? '', /ulClientDelta/);
  });

  it('are not taken for another desktop’s memory', async () => {
    const spec = { profile: 'win7-x64', entries: 9, used: [MENU], viewpoint: 'user' } as const;
    const threads = [{ ...THREAD, clientDelta: CLIENT_DELTA }];
    const reader = await openImage({ ...spec, ...FACTS, threads });
    const { object } = await readUserObject(reader, 3, neverCancelled);
    assert.ok(object !== null);
    reader.image.memory.write(object.place.at + 0x20n, 8, 0x1234);
    const again = await examineUserHandle(reader, 0x4_0003, neverCancelled);
    assert.match(again.reading?.reason ?? '', /desktop heap that is not known/);
    assert.equal(verdictText(again.verdict), 'valid');
    assert.equal(again.confirmed, false);
  });

  it('are found by their offset in the desktop heap from 1703 on', async () => {
    const used = [
      { ...WINDOW, owner: 0x8a8n },
      { ...MENU, owner: 0x8a4n },
    ];
    const spec = { profile: 'win10-1703-x64', entries: 9, used, viewpoint: 'user' } as const;
    const reader = await openImage({ ...spec, ...FACTS });
    const one = await readUserObject(reader, 2, neverCancelled);
    assert.equal(one.object?.handle, 0x3_0002);
    assert.equal(one.object.place.from, 'desktop heap + phead');
    assert.deepEqual(reader.owners.ownerOf(2), {
      kind: 'thread',
      thread: reader.image.userHandles.guiThreads()[0],
      process: PROCESS,
    });
    assert.deepEqual(reader.owners.ownerOf(3), { kind: 'process', process: PROCESS });
    assert.equal((await readUserObject(reader, 3, neverCancelled)).object?.handle, 0x4_0003);
  });

  it('are not looked for on a desktop heap from 1703 on when their type never lies there', async () => {
    const used: readonly EntrySpec[] = [
      { index: 2, type: 'wineventhook', owner: 0x8a8n, phead: 0n, says: null },
      { ...WINDOW, index: 4, owner: 0x8a8n, flags: 0x40, phead: 0n, says: null },
    ];
    const spec = { profile: 'win10-1703-x64', entries: 9, used, viewpoint: 'user' } as const;
    const reader = await openImage({ ...spec, ...FACTS });
    for (const index of [2, 4]) {
      const examined = await examineUserHandle(reader, reader.table.handle(index), neverCancelled);
      assert.equal(verdictText(examined.verdict), 'valid');
      assert.equal(examined.confirmed, false);
      assert.match(examined.reading?.reason ?? '', /on no desktop heap/);
    }
  });

  it('show clipboard data', async () => {
    const used = [{ index: 2, type: 'clipdata' } as const];
    const reader = await openImage({ profile: 'win7-x64', entries: 9, used });
    const at = reader.table.phead(2);
    reader.image.memory.write(at + 0x10n, 4, 3);
    reader.image.memory.write(at + 0x14n, 4, 0x21_6948);
    const { object } = await readUserObject(reader, 2, neverCancelled);
    assert.equal(object?.clipboard?.length, 3);
    assert.equal(new TextDecoder().decode(object.clipboard.start), 'Hi!');
  });

  it('are missing where memory is', async () => {
    const reader = await openImage({ profile: 'win7-x64', entries: 9, used: [WINDOW], ...FACTS });
    const at = reader.table.phead(2);
    reader.image.memory.remove(at + 4n, at + 0x1000n);
    const { reason } = await readUserObject(reader, 2, neverCancelled);
    assert.match(reason ?? '', /not in the target/);
  });
});

describe('owners of USER handles', () => {
  it('are taken for threads or processes by the type, and for either where the type does not tell', async () => {
    const used: readonly EntrySpec[] = [
      WINDOW,
      MENU,
      { ...WINDOW, index: 4, owner: PROCESS_INFO },
      { index: 5, type: 0x44, owner: PROCESS_INFO },
      { ...WINDOW, index: 6, owner: 0n },
    ];
    const { owners } = await openImage({ profile: 'win7-x64', entries: 9, used, ...FACTS });
    assert.equal(owners.ownerOf(2).kind, 'thread');
    assert.equal(owners.ownerOf(3).kind, 'process');
    assert.deepEqual(owners.ownerOf(4), { kind: 'unknown', value: PROCESS_INFO, as: 'thread' });
    assert.equal(owners.ownerOf(5).kind, 'process');
    assert.equal(owners.ownerOf(6).kind, 'none');
    assert.equal(owners.ownerOf(7).kind, 'none');
    assert.equal(owners.threadIdOf(2), 0x8a8);
    assert.equal(owners.threadIdOf(3), null);
  });
});

describe('counts of USER handles', () => {
  it('add up by type, process and thread', async () => {
    const used: readonly EntrySpec[] = [
      WINDOW,
      MENU,
      { ...WINDOW, index: 4, owner: 0x7777n },
      { index: 1, type: 'monitor' },
    ];
    const { table, owners } = await openImage({ profile: 'win7-x64', entries: 20, used, ...FACTS });
    const summary = summariseTable(table, owners);
    assert.deepEqual(
      [summary.entries, summary.inUse, summary.free, summary.unreadable, summary.highestUsed],
      [20, 4, 16, 0, 4],
    );
    assert.deepEqual([summary.byType[1], summary.byType[2], summary.byType[12]], [2, 1, 1]);
    assert.equal(summary.byProcess.get(0x8a4)?.total, 2);
    assert.equal(summary.byProcess.get(0x8a4)?.byType[2], 1);
    assert.equal(summary.byProcess.size, 1);
    assert.equal(summary.unowned.byType[12], 1);
    assert.equal(summary.unknownOwner.total, 1);
    assert.equal(countForThread(table, owners, 0x8a8).total, 1);
    assert.equal(countForThread(table, owners, 1).total, 0);
  });

  it('leave out what could not be read', async () => {
    const image = buildUserImage({ profile: 'win7-x64', entries: 900, used: [WINDOW], ...FACTS });
    image.memory.remove(image.aheList + 0x1000n, image.aheList + 0x2000n);
    const { table, owners } = await readerOf(image);
    const summary = summariseTable(table, owners);
    assert.equal(summary.unreadable, 172);
    assert.equal(summary.free + summary.inUse + summary.unreadable, 900);
  });
});

describe('changes between two tables', () => {
  it('are handles opened, closed and changed', async () => {
    const before = await openTable(
      buildUserImage({
        profile: 'win7-x64',
        entries: 9,
        used: [WINDOW, MENU, { ...WINDOW, index: 4 }, { ...WINDOW, index: 6 }],
      }),
    );
    const after = await openTable(
      buildUserImage({
        profile: 'win7-x64',
        entries: 20,
        used: [
          WINDOW,
          { ...MENU, uniq: 5 },
          { ...WINDOW, index: 6, flags: 1 },
          { ...WINDOW, index: 15 },
          { ...WINDOW, index: 4, type: 'free', uniq: 4 },
        ],
      }),
    );
    const { opened, closed, changed } = compareTables(before, after);
    assert.deepEqual(
      [opened, closed],
      [
        [3, 15],
        [3, 4],
      ],
    );
    assert.ok(changed.includes(6));
    assert.ok(!changed.includes(15));
  });
});
