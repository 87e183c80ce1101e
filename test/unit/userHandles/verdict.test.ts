/** Judging USER handles: each verdict, the steps behind it, and that nothing inconsistent is ever called valid. */

import assert from 'node:assert/strict';
import { explainValidation } from '../../../src/core/userHandles/explain';
import { examineUserHandle } from '../../../src/core/userHandles/examine';
import {
  decodeIndex,
  decodeUserHandle,
  isGood,
  verdictText,
} from '../../../src/core/userHandles/verdict';
import { neverCancelled } from '../../../src/core/util/cancellation';
import { userType } from '../../../src/core/windows/user/userTypes';
import { typeOf } from '../../../src/core/windows/user/userTypes';
import { describeWithShared } from '../../support/shared';
import { buildUserImage, type EntrySpec } from '../../support/userImage';
import { specFile } from '../windows/user/specTables';
import { openImage, openTable } from './opened';

const USED: readonly EntrySpec[] = [
  { index: 2, type: 'window', uniq: 3 },
  { index: 3, type: 'menu', uniq: 4, flags: 1, locks: 2 },
  { index: 4, type: 'window', uniq: 5, flags: 2 },
  { index: 5, type: 'free', uniq: 9, phead: 0x1b1n },
  { index: 6, type: 0x77, uniq: 1 },
  { index: 7, type: 'hook', uniq: 1, phead: 0n },
  { index: 8, type: 'hook', uniq: 6, says: 0x0004_01a5 },
];

const window = userType('window');
const menu = userType('menu');

describe('verdicts on USER handles', () => {
  it('come in fixed words', async () => {
    const table = await openTable(
      buildUserImage({ profile: 'win7-x64', entries: 100, used: USED }),
    );
    const text = (handle: number, wanted = null as typeof window | null): string =>
      verdictText(decodeUserHandle(table, handle, wanted).verdict);
    assert.equal(text(0x3_0002), 'valid');
    assert.equal(text(0x3_0002, window), 'valid');
    assert.equal(text(2), 'valid (16-bit form)');
    assert.equal(text(0xffff_0002), 'valid (16-bit form)');
    assert.equal(text(0x4_0002), 'stale (entry is at uniq 0003)');
    assert.equal(text(0x9_0005), 'free (next free index 01b1)');
    assert.equal(text(0x8_0005), 'free (next free index 01b1)');
    assert.equal(text(0x4_0003), 'marked for destruction');
    assert.equal(text(0x3_0002, menu), 'wrong type (wanted Menu)');
    assert.equal(text(0x1_0064), 'index past table');
    assert.equal(text(0), 'null');
    assert.equal(text(0x1_0006), 'undefined type (<0x77>)');
    assert.equal(text(0x1_0007), 'inconsistent (no object)');
  });

  it('say which entry, uniqueness and form a handle has, and whether it is a constant', async () => {
    const table = await openTable(
      buildUserImage({ profile: 'win7-x64', entries: 100, used: USED }),
    );
    const decoded = decodeUserHandle(table, 0xffff_0002);
    assert.deepEqual(
      [decoded.index, decoded.uniq, decoded.is16Bit, decoded.entry, decoded.constant],
      [2, 0xffff, true, 2, null],
    );
    const top = decodeUserHandle(table, -1);
    assert.equal(top.handle, 0xffff_ffff);
    assert.deepEqual(top.constant?.names, ['HWND_TOPMOST']);
    assert.equal(top.entry, null);
    assert.equal(decodeUserHandle(table, 0).entry, null);
    assert.equal(verdictText(decodeIndex(table, 2).verdict), 'valid');
    assert.equal(verdictText(decodeIndex(table, 500).verdict), 'index past table');
  });

  it('differ in user mode for objects whose destruction has begun', async () => {
    const kernel = await openTable(buildUserImage({ profile: 'win7-x64', entries: 9, used: USED }));
    const inKernel = decodeUserHandle(kernel, 0x5_0004);
    assert.equal(verdictText(inKernel.verdict), 'valid');
    assert.match(inKernel.note ?? '', /user mode refuses/);
    const user = await openTable(
      buildUserImage({ profile: 'win7-x64', entries: 9, used: USED, viewpoint: 'user' }),
    );
    assert.equal(verdictText(decodeUserHandle(user, 0x5_0004).verdict), 'being destroyed');
  });

  it('say where recent builds differ', async () => {
    const used: readonly EntrySpec[] = [
      { index: 2, type: 'window', uniq: 0x8003 },
      { index: 4, type: 'window', uniq: 3 },
    ];
    const table = await openTable(buildUserImage({ profile: 'win10-1703-x64', entries: 9, used }));
    const note = (handle: number): string | null => decodeUserHandle(table, handle).note;
    assert.match(note(0x3_0002) ?? '', /ignore the top bit/);
    assert.match(note(0x7fff_0002) ?? '', /ignore the top bit/);
    assert.match(note(2) ?? '', /32-bit process/);
    assert.match(note(0xffff_0002) ?? '', /7fff/);
    assert.equal(note(0x4_0002), null);
    assert.equal(note(0x8003_0002), null);
    assert.equal(
      verdictText(decodeUserHandle(table, 0x3_0002).verdict),
      'stale (entry is at uniq 8003)',
    );
  });

  it('never take the Callback of 3.10 for free, nor its zero entry for a handle', async () => {
    const image = buildUserImage({ profile: 'nt31-x86', entries: 9, used: [] });
    image.memory.write(image.aheList + 8n, 4, 0);
    image.memory.write(image.aheList + 12n, 4, 0);
    const table = await openTable(image);
    assert.ok(!table.isFree(1));
    assert.equal(table.type(1)?.id, 'callback');
    assert.equal(verdictText(decodeUserHandle(table, 0x1).verdict), 'inconsistent (no object)');
  });

  it('are unreadable for entries without memory', async () => {
    const image = buildUserImage({ profile: 'win7-x64', entries: 900, used: USED });
    image.memory.remove(image.aheList + 0x1000n, image.aheList + 0x2000n);
    const table = await openTable(image);
    assert.equal(verdictText(decodeUserHandle(table, 0x1_00b0).verdict), 'entry not in memory');
    const { steps, error } = explainValidation(table, 0x1_00b0);
    assert.equal(steps.at(-1)?.outcome, 'unknown');
    assert.equal(error, null);
  });

  it('become inconsistent when the object has another handle', async () => {
    const reader = await openImage({ profile: 'win7-x64', entries: 100, used: USED });
    const bad = await examineUserHandle(reader, 0x6_0008, neverCancelled);
    assert.equal(verdictText(bad.verdict), 'inconsistent (object says 000401a5)');
    assert.equal(bad.confirmed, false);
    const good = await examineUserHandle(reader, 0xffff_0002, neverCancelled);
    assert.equal(verdictText(good.verdict), 'valid (16-bit form)');
    assert.equal(good.confirmed, true);
    const stale = await examineUserHandle(reader, 0x7_0008, neverCancelled);
    assert.equal(verdictText(stale.verdict), 'stale (entry is at uniq 0006)');
    const free = await examineUserHandle(reader, 0x9_0005, neverCancelled);
    assert.equal(free.reading, null);
  });
});

describe('the check of a USER handle step by step', () => {
  it('goes to the end for a good handle', async () => {
    const table = await openTable(
      buildUserImage({ profile: 'win7-x86', entries: 100, used: USED }),
    );
    const { steps, error } = explainValidation(table, 0x3_0002, window);
    assert.deepEqual(
      steps.map(({ step, outcome }) => `${step} ${outcome}`),
      [
        'null pass',
        'bounds pass',
        'entry info',
        'uniq pass',
        'type pass',
        'flags pass',
        'object info',
      ],
    );
    assert.equal(error, null);
    assert.equal(steps[2]?.text, 'entry = 00020000 + 0002 * c = 00020018');
    assert.equal(steps[4]?.text, 'bType 01 is Window; wanted Window');
  });

  it('ends at the first step that fails, with the error of the wanted type', async () => {
    const table = await openTable(
      buildUserImage({ profile: 'win7-x86', entries: 100, used: USED }),
    );
    const end = (handle: number, wanted = null as typeof window | null): string => {
      const { steps, error } = explainValidation(table, handle, wanted);
      return `${steps.at(-1)?.step ?? ''} ${error?.code ?? ''}`;
    };
    assert.equal(end(0), 'null 6');
    assert.equal(end(0x1_0064, window), 'bounds 1400');
    assert.equal(end(0x4_0002, window), 'uniq 1400');
    // Windows looks at the uniqueness before it looks whether the entry is free.
    assert.equal(end(0x8_0005, menu), 'uniq 1401');
    assert.equal(end(0x9_0005, menu), 'type 1401');
    assert.equal(end(0x3_0002, userType('hook')), 'type 1404');
    assert.equal(end(0x4_0003), 'flags 6');
  });
});

describeWithShared('test vectors for the check of a USER handle', (shared) => {
  it('are all met', async () => {
    let met = 0;
    for (const vector of specFile(shared, 'layouts').testVectors) {
      if (vector.kind !== 'validate') {
        continue;
      }
      const { entry, handle, wanted, valid, why } = vector;
      const image = buildUserImage({
        profile: 'win7-x64',
        entries: vector.cHandleEntries,
        used: [
          {
            index: Number(entry.index),
            type: entry.bType,
            uniq: Number(entry.wUniq),
            flags: entry.bFlags,
          },
        ],
      });
      const table = await openTable(image);
      const decoded = decodeUserHandle(table, Number(handle), typeOf(image.profile, wanted));
      assert.equal(isGood(decoded.verdict), valid, why);
      const { error } = explainValidation(table, Number(handle), typeOf(image.profile, wanted));
      assert.equal(error === null, valid, why);
      met += 1;
    }
    assert.equal(met, 7);
  });
});
