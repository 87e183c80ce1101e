/** Layouts, profiles and values of USER handles: what must hold whatever the facts are. */

import assert from 'node:assert/strict';
import { flagNames, flagsText } from '../../../../src/core/windows/user/userFlags';
import {
  handleIndex,
  handleUniq,
  is16BitForm,
  makeUserHandle,
  nextUniq,
  userHandle32,
} from '../../../../src/core/windows/user/userHandleValue';
import { USER_LAYOUTS, flatFields, layoutOf } from '../../../../src/core/windows/user/userLayouts';
import { errorWhenRefused } from '../../../../src/core/windows/user/userLimits';
import {
  USER_PROFILES,
  userProfile,
  userProfileFor,
} from '../../../../src/core/windows/user/userProfiles';
import {
  tableSizeFields,
  usableSharedInfo,
} from '../../../../src/core/windows/user/userSharedInfo';

describe('layouts of USER structures', () => {
  it('spread nested headers out', () => {
    const profile = userProfile('win7-x64');
    const layout = layoutOf('procdeskhead', profile);
    assert.ok(layout !== null);
    assert.deepEqual(
      flatFields(layout, profile).map(({ name, offset }) => [name, offset]),
      [
        ['h', 0],
        ['cLockObj', 8],
        ['hTaskWow', 0x10],
        ['rpdesk', 0x18],
        ['pSelf', 0x20],
      ],
    );
    const nt40 = userProfile('nt40-x86');
    assert.deepEqual(
      flatFields(layoutOf('PROCOBJHEAD', nt40)!, nt40).map(({ name, offset }) => [name, offset]),
      [
        ['h', 0],
        ['cLockObj', 4],
        ['rpdesk', 8],
        ['pSelf', 0xc],
        ['ppi', 0x10],
        ['hTaskWow', 0x14],
      ],
    );
  });

  it('lie inside their structure, one after another', () => {
    for (const layout of USER_LAYOUTS) {
      let end = 0;
      for (const field of layout.fields) {
        assert.ok(field.offset >= end, `${layout.struct} ${field.name}`);
        end = field.offset + (field.size ?? 0);
      }
      assert.ok(layout.size === null || end <= layout.size, layout.struct);
    }
  });

  it('agree with the profiles about entries and headers', () => {
    for (const profile of USER_PROFILES) {
      const entry = layoutOf('HANDLEENTRY', profile);
      const offset = (...names: string[]): number | null =>
        entry?.fields.find(({ name }) => names.includes(name))?.offset ?? null;
      assert.equal(entry?.size, profile.entrySize, profile.id);
      assert.deepEqual(profile.offsets, {
        phead: offset('phead'),
        owner: offset('pOwner', 'owner'),
        desktopId: offset('desktopId'),
        type: offset('bType'),
        flags: offset('bFlags'),
        uniq: offset('wUniq'),
      });
      assert.equal(layoutOf('HEAD', profile)?.size, profile.headSize, profile.id);
    }
  });

  it('are found for the release asked for', () => {
    const profile = userProfile('win10-x64');
    assert.equal(layoutOf('W32PROCESS', profile)?.size, 0x128);
    assert.equal(layoutOf('W32PROCESS', profile, '10.0 (1607)')?.size, 0x120);
    assert.equal(layoutOf('WND', profile), null);
    assert.equal(layoutOf('SHAREDINFO', userProfile('nt40-x86')), null);
    assert.equal(layoutOf('USERCONNECT', userProfile('win10-1703-x64'))?.size, null);
  });

  it('say where another version’s layout stands in', () => {
    assert.equal(usableSharedInfo(userProfile('nt40-x86')), null);
    assert.equal(usableSharedInfo(userProfile('win7-x64'))?.assumed, false);
    assert.equal(usableSharedInfo(userProfile('win10-x86'))?.assumed, true);
    assert.equal(tableSizeFields(userProfile('w2k-x86')), null);
    assert.equal(tableSizeFields(userProfile('xp-x86'))?.cHandleEntries.offset, 8);
    const win8 = tableSizeFields(userProfile('win8-x64'));
    assert.deepEqual(
      [win8?.cHandleEntries.offset, win8?.cbHandleTable, win8?.assumed],
      [8, null, true],
    );
    const win7 = tableSizeFields(userProfile('win7-x86'));
    assert.deepEqual([win7?.cHandleEntries.offset, win7?.cbHandleTable?.offset], [4, 0x1c8]);
    const recent = tableSizeFields(userProfile('win10-1703-x64'));
    assert.deepEqual([recent?.cHandleEntries.size, recent?.assumed], [8, false]);
  });
});

describe('profiles of the USER handle table', () => {
  it('are chosen by version, build and architecture', () => {
    const chosen = (major: number, minor: number, build: number, arch: 'x86' | 'x64'): string =>
      userProfileFor({ major, minor, build }, arch)?.id ?? 'none';
    assert.equal(chosen(3, 10, 528, 'x86'), 'nt31-x86');
    assert.equal(chosen(3, 1, 528, 'x86'), 'nt31-x86');
    assert.equal(chosen(3, 50, 807, 'x86'), 'none');
    assert.equal(chosen(5, 1, 2600, 'x86'), 'xp-x86');
    assert.equal(chosen(5, 1, 2600, 'x64'), 'none');
    assert.equal(chosen(6, 3, 9600, 'x64'), 'win8-x64');
    assert.equal(chosen(10, 0, 14393, 'x86'), 'win10-x86');
    assert.equal(chosen(10, 0, 15063, 'x86'), 'none');
    assert.equal(chosen(10, 0, 14393, 'x64'), 'win10-x64');
    assert.equal(chosen(10, 0, 15063, 'x64'), 'win10-1703-x64');
    assert.equal(chosen(10, 0, 22631, 'x64'), 'win10-1703-x64');
    assert.equal(chosen(11, 0, 30000, 'x64'), 'none');
    assert.throws(() => userProfile('win95' as never), RangeError);
  });
});

describe('USER handle values', () => {
  it('come apart and together again', () => {
    assert.equal(handleIndex(0xfffe_1234), 0x1234);
    assert.equal(handleUniq(0xfffe_1234), 0xfffe);
    assert.equal(makeUserHandle(0xfffe, 0x1234), 0xfffe_1234);
    assert.equal(userHandle32(0xffff_ffff_8001_0002n), 0x8001_0002);
    assert.ok(is16BitForm(0x1234) && is16BitForm(0xffff_1234) && !is16BitForm(0x1_1234));
    assert.deepEqual([nextUniq(1), nextUniq(0xffff)], [2, 0]);
  });

  it('name flags lowest first, with what has no name last', () => {
    assert.deepEqual(flagNames(0), []);
    assert.equal(flagsText(0), '0');
    assert.equal(flagsText(0x21), 'HANDLEF_DESTROY | HANDLEF_GRANTED');
    assert.equal(flagsText(0xc1), 'HANDLEF_DESTROY | <0xc0>');
  });

  it('give a last error by the type that was wanted', () => {
    assert.equal(errorWhenRefused('menu').code, 1401);
    assert.equal(errorWhenRefused('setwindowpos').code, 1405);
    assert.equal(errorWhenRefused('timer').code, 6);
    assert.equal(errorWhenRefused(null).code, 6);
  });
});
