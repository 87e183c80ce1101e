/** Handle tables: values, reuse, growth, limits. */

import assert from 'node:assert/strict';
import {
  STATUS_INSUFFICIENT_RESOURCES,
  STATUS_INVALID_PARAMETER,
} from '../../../src/core/simulator/machine/status';
import { TABLE_STRICT_FIFO } from '../../../src/core/windows/handleTableLayout';
import { ALL_PROFILES, Kit, hex } from './machineKit';

describe('A fresh handle table', () => {
  for (const profile of ALL_PROFILES) {
    it(`hands out 4, 8, c, … (${profile})`, () => {
      assert.deepEqual(new Kit(profile).events(4), [4, 8, 0xc, 0x10]);
    });

    it(`reuses the value that was closed last (${profile})`, () => {
      const kit = new Kit(profile);
      kit.events(5);
      kit.close(8);
      kit.close(0x10);
      assert.deepEqual(kit.events(3), [0x10, 8, 0x18]);
    });

    it(`never hands out the first entry of a page (${profile})`, () => {
      const kit = new Kit(profile);
      const { valuesPerPage } = kit.machine.profile.geometry;
      const handles = kit.events(1100);
      assert.ok(handles.every((handle) => handle % valuesPerPage !== 0));
      assert.equal(new Set(handles).size, 1100);
      assert.equal(kit.process.table.handleCount, 1100);
    });

    it(`grows by one page when it is full (${profile})`, () => {
      const kit = new Kit(profile);
      const { entriesPerPage, valuesPerPage } = kit.machine.profile.geometry;
      kit.events(entriesPerPage - 1);
      assert.equal(kit.process.table.nextHandleNeedingPool, valuesPerPage);
      assert.equal(kit.create(), valuesPerPage + 4);
      assert.equal(kit.process.table.nextHandleNeedingPool, valuesPerPage * 2);
      assert.equal(kit.process.table.level, 1);
    });

    it(`ignores the tag bits of a handle (${profile})`, () => {
      const kit = new Kit(profile);
      kit.create();
      assert.equal(kit.use(7), 0);
      kit.close(6);
      assert.equal(kit.process.table.handleCount, 0);
    });

    it(`makes no handle beyond its last page (${profile})`, () => {
      const kit = new Kit(profile, { maximumTablePages: 2 });
      const room = 2 * (kit.machine.profile.geometry.entriesPerPage - 1);
      kit.events(room);
      const outcome = kit.tryCreate();
      assert.deepEqual(
        [outcome.status, outcome.handle, outcome.object],
        [STATUS_INSUFFICIENT_RESOURCES, 0, null],
      );
      kit.close(4);
      assert.equal(kit.create(), 4);
    });
  }

  it('remembers the most handles that were open', () => {
    const kit = new Kit();
    kit.events(7);
    kit.close(4);
    kit.close(8);
    assert.equal(kit.process.table.highWatermark, 7);
  });

  it('gives out a particular free value on request', () => {
    const kit = new Kit();
    assert.equal(kit.create({ handle: 0x7dc }), 0x7dc);
    assert.equal(kit.create(), 4);
    assert.equal(kit.process.table.nextHandleNeedingPool, 0x800);
  });

  it('refuses a particular value that is in use or reserved', () => {
    const kit = new Kit();
    kit.create();
    assert.equal(kit.tryCreate({ handle: 4 }).status, STATUS_INVALID_PARAMETER);
    assert.equal(kit.tryCreate({ handle: 0x400 }).status, STATUS_INVALID_PARAMETER);
  });

  it('reaches level 2 beyond 512 pages on x64', () => {
    const kit = new Kit();
    assert.equal(kit.create({ handle: 0x8_0004 }), 0x8_0004);
    assert.equal(kit.process.table.level, 2);
    assert.equal(kit.process.table.midPages.length, 2);
    assert.equal(kit.use(0x8_0004), 0);
  });
});

describe('Strict first-in-first-out tables', () => {
  it('stay strict when tracing is disabled', () => {
    const kit = new Kit();
    kit.trace();
    kit.machine.services.disableTracing(kit.process);
    assert.equal(kit.process.table.flags & TABLE_STRICT_FIFO, TABLE_STRICT_FIFO);
  });

  for (const profile of ALL_PROFILES.filter((id) => id !== 'xp-sp3-x86')) {
    it(`use up the rest of the page before a closed value comes back (${profile})`, () => {
      const kit = new Kit(profile);
      kit.trace();
      const { entriesPerPage } = kit.machine.profile.geometry;
      kit.close(kit.create());
      const rest = kit.events(entriesPerPage - 2);
      assert.deepEqual(rest.slice(0, 2), [8, 0xc]);
      assert.equal(kit.create(), 4);
    });

    it(`hand closed values out in the order of closing (${profile})`, () => {
      const kit = new Kit(profile);
      kit.trace();
      kit.events(kit.machine.profile.geometry.entriesPerPage - 1);
      [0x10, 8, 0x40].forEach((handle) => kit.close(handle));
      assert.deepEqual(kit.events(3), [0x10, 8, 0x40]);
    });
  }

  it('keep closed values on a side list on Windows XP', () => {
    const kit = new Kit('xp-sp3-x86');
    kit.trace();
    kit.close(kit.create());
    kit.close(kit.create());
    const [state] = kit.process.table.freeLists.states();
    assert.deepEqual([state?.first, state?.last], [0xc, 8]);
  });

  it('grow on Windows XP when fewer than 100 values were recovered, new page first', () => {
    const kit = new Kit('xp-sp3-x86');
    kit.trace();
    const handles = kit.events(511);
    handles.slice(0, 99).forEach((handle) => kit.close(handle));
    assert.deepEqual(kit.events(511).slice(0, 2), [0x804, 0x808]);
    assert.deepEqual(kit.events(2), [4, 8], 'then the recovered ones, oldest first');
  });

  it('do not grow on Windows XP when 100 values were recovered', () => {
    const kit = new Kit('xp-sp3-x86');
    kit.trace();
    const handles = kit.events(511);
    handles.slice(0, 100).forEach((handle) => kit.close(handle));
    assert.deepEqual(kit.events(3), [4, 8, 0xc]);
    assert.equal(kit.process.table.nextHandleNeedingPool, 0x800);
  });

  it('move the side list over as it is on Windows XP once they are no longer strict', () => {
    const kit = new Kit('xp-sp3-x86', { maximumTablePages: 1 });
    kit.trace();
    const handles = kit.events(511);
    handles.slice(0, 3).forEach((handle) => kit.close(handle));
    kit.process.table.flags &= ~TABLE_STRICT_FIFO;
    assert.deepEqual(kit.events(3), [0xc, 8, 4]);
  });

  it('use recovered values on Windows XP when the table cannot grow', () => {
    const kit = new Kit('xp-sp3-x86', { maximumTablePages: 1 });
    kit.trace();
    kit.events(511);
    kit.close(0x20);
    assert.equal(kit.create(), 0x20);
  });
});

describe('Free lists per processor', () => {
  it('take from the processor that asks and give to the processor that closes', () => {
    const kit = new Kit('10-22h2-x64', { processorCount: 2 });
    kit.events(2);
    kit.thread.processor = 1;
    kit.close(4);
    assert.equal(kit.create(), 4);
    const counts = kit.process.table.freeLists.states().map(({ handleCount }) => handleCount);
    assert.deepEqual(counts, [2, 0]);
  });

  it('steal from the others before the table grows', () => {
    const kit = new Kit('10-22h2-x64', { processorCount: 4 });
    kit.thread.processor = 2;
    assert.equal(hex(kit.create()), '4');
    assert.equal(kit.process.table.nextHandleNeedingPool, 0x400);
  });

  it('may count below zero one by one; the sum is what is open', () => {
    const kit = new Kit('10-22h2-x64', { processorCount: 2 });
    kit.events(3);
    kit.thread.processor = 1;
    kit.close(4);
    kit.close(8);
    const counts = kit.process.table.freeLists.states().map(({ handleCount }) => handleCount);
    assert.deepEqual(counts, [3, -2]);
    assert.equal(kit.process.table.handleCount, 1);
  });

  it('receive a new page on the processor that needed it', () => {
    const kit = new Kit('10-22h2-x64', { processorCount: 2 });
    kit.events(255);
    kit.thread.processor = 1;
    assert.equal(kit.create(), 0x404);
    const [first, second] = kit.process.table.freeLists.states();
    assert.deepEqual([first?.first, second?.first], [0, 0x408 / 4]);
  });
});
