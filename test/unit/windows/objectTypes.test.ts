/** Object types by version: indexes, masks, rights. */

import assert from 'node:assert/strict';
import { specificRights } from '../../../src/core/windows/accessRights';
import {
  WINDOWS_10_TYPES,
  WINDOWS_11_TYPES,
  WINDOWS_7_TYPES,
  WINDOWS_8_TYPES,
  WINDOWS_XP_TYPES,
  type ObjectTypeListEntry,
} from '../../../src/core/windows/objectTypeLists';
import { objectTypeFacts } from '../../../src/core/windows/objectTypes';

function indexOf(list: readonly ObjectTypeListEntry[], name: string): number | null | undefined {
  return list.find((entry) => entry.name === name)?.index;
}

describe('Object type lists', () => {
  const published: readonly (readonly [string, readonly ObjectTypeListEntry[], number, number])[] =
    [
      ['Windows 7', WINDOWS_7_TYPES, 12, 43],
      ['Windows 8', WINDOWS_8_TYPES, 12, 46],
      ['Windows 10', WINDOWS_10_TYPES, 16, 58],
      ['Windows 11', WINDOWS_11_TYPES, 19, 62],
    ];
  for (const [version, list, event, last] of published) {
    it(`give Event index ${String(event)} and end with ${String(last)} on ${version}`, () => {
      assert.equal(indexOf(list, 'Event'), event);
      assert.equal(list.at(-1)?.index, last);
    });

    it(`start with Type at index 2 on ${version} and use each index once`, () => {
      assert.deepEqual(list[0], { name: 'Type', index: 2 });
      assert.equal(new Set(list.map(({ index }) => index)).size, list.length);
    });
  }

  it('leave out the index of Windows 8 that is not known', () => {
    assert.equal(
      WINDOWS_8_TYPES.some(({ index }) => index === 23),
      false,
    );
    assert.equal(indexOf(WINDOWS_8_TYPES, 'TpWorkerFactory'), 24);
  });

  it('know the core types of each version where a debugger saw them', () => {
    assert.equal(indexOf(WINDOWS_7_TYPES, 'Key'), 35);
    assert.equal(indexOf(WINDOWS_10_TYPES, 'ALPC Port'), 46);
    assert.equal(indexOf(WINDOWS_10_TYPES, 'File'), 37);
    assert.equal(indexOf(WINDOWS_11_TYPES, 'Section'), 46);
  });

  it('have no indexes on Windows XP, which has Port instead of ALPC Port', () => {
    assert.ok(WINDOWS_XP_TYPES.every(({ index }) => index === null));
    assert.equal(indexOf(WINDOWS_XP_TYPES, 'Port'), null);
    assert.equal(indexOf(WINDOWS_XP_TYPES, 'ALPC Port'), undefined);
  });
});

describe('Object type facts', () => {
  it('map generic access of events as the SDK does', () => {
    assert.deepEqual(objectTypeFacts('Event', false).mapping, {
      read: 0x20001,
      write: 0x20002,
      execute: 0x120000,
      all: 0x1f0003,
    });
  });

  it('know fewer rights of processes and threads before Windows Vista', () => {
    assert.equal(objectTypeFacts('Process', true).mapping.all, 0x1f0fff);
    assert.equal(objectTypeFacts('Process', false).mapping.all, 0x1fffff);
    assert.equal(objectTypeFacts('Thread', true).mapping.all, 0x1f03ff);
  });

  it('allow every right that they name', () => {
    for (const { name } of WINDOWS_11_TYPES) {
      const facts = objectTypeFacts(name, false);
      const named = specificRights(name).reduce((mask, { bit }) => mask | bit, 0);
      assert.equal(named & ~facts.validAccess, 0, name);
      assert.equal(facts.mapping.all & ~facts.validAccess, 0, name);
    }
  });

  it('keep keys, sections and directories in paged pool, dispatcher objects in non-paged pool', () => {
    const pools = ['Key', 'Section', 'Directory', 'Event', 'File', 'Thread'].map(
      (name) => objectTypeFacts(name, false).pool,
    );
    assert.deepEqual(pools, ['paged', 'paged', 'paged', 'nonpaged', 'nonpaged', 'nonpaged']);
  });

  it('refuse duplication of event tracing registrations only', () => {
    const refusing = WINDOWS_11_TYPES.filter(
      ({ name }) => !objectTypeFacts(name, false).duplicable,
    );
    assert.deepEqual(
      refusing.map(({ name }) => name),
      ['EtwRegistration'],
    );
  });

  it('are not confused by type names that JavaScript gives a meaning to', () => {
    for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
      assert.deepEqual(specificRights(name), []);
      assert.equal(objectTypeFacts(name, false).info, null);
      assert.deepEqual(objectTypeFacts(name, true).impliedAccess, []);
    }
  });

  it('give unknown types a mask without named rights', () => {
    assert.equal(objectTypeFacts('Composition', false).info, null);
    assert.deepEqual(specificRights('Composition'), []);
  });
});

describe('Access rights', () => {
  it('name the bits of a type in ascending order', () => {
    assert.deepEqual(specificRights('Semaphore'), [
      { bit: 1, name: 'QUERY_STATE' },
      { bit: 2, name: 'MODIFY_STATE' },
    ]);
  });

  it('leave gaps where a bit has no meaning', () => {
    const bits = specificRights('WindowStation').map(({ bit }) => bit);
    assert.deepEqual(bits, [1, 2, 4, 8, 0x10, 0x20, 0x40, 0x100, 0x200]);
  });

  it('are those of files for devices and drivers', () => {
    assert.deepEqual(specificRights('Device'), specificRights('File'));
  });
});
