/** USER object types: what must hold in every version, and finding one. */

import assert from 'node:assert/strict';
import { duName } from '../../../../src/core/windows/user/userDuNames';
import { creationFlagNames } from '../../../../src/core/windows/user/userFlags';
import { USER_PROFILES, userProfile } from '../../../../src/core/windows/user/userProfiles';
import {
  USER_TYPES,
  matchTypes,
  typeOf,
  typesOf,
  unknownTypeText,
  userType,
  valueOf,
} from '../../../../src/core/windows/user/userTypes';
import { USER_VERSIONS } from '../../../../src/core/windows/user/userVersions';

describe('USER object types', () => {
  it('number the types of each version from 0 without a gap or a repeat', () => {
    for (const version of USER_VERSIONS) {
      const types = typesOf(version.id);
      assert.equal(types.length, version.typeCount, version.id);
      assert.equal(new Set(types.map(({ id }) => id)).size, version.typeCount, version.id);
      assert.ok([...types].every(Boolean), version.id);
    }
  });

  it('take Callback for 0 and Free for 1 in 3.10, and Free for 0 in every later version', () => {
    assert.equal(typeOf(userProfile('nt31-x86'), 0)?.id, 'callback');
    for (const profile of USER_PROFILES) {
      assert.equal(typeOf(profile, profile.freeType)?.id, 'free', profile.id);
      assert.equal(profile.freeType, profile.version === '3.10' ? 1 : 0);
    }
  });

  it('give headers, owners and creation flags that agree with each other', () => {
    for (const type of USER_TYPES.filter(({ creationFlags }) => creationFlags !== undefined)) {
      const names = creationFlagNames(type.creationFlags ?? 0);
      assert.equal(names.includes('OCF_THREADOWNED'), type.owner === 'thread', type.id);
      assert.equal(names.includes('OCF_PROCESSOWNED'), type.owner === 'process', type.id);
      assert.equal(
        names.includes('OCF_DESKTOPHEAP'),
        type.header?.endsWith('DESKHEAD') ?? false,
        type.id,
      );
      assert.equal(names.includes('OCF_MARKPROCESS'), type.header === 'PROCMARKHEAD', type.id);
    }
  });

  it('know no type at or past the count and print its number instead', () => {
    const profile = userProfile('win7-x64');
    assert.equal(typeOf(profile, 22), null);
    assert.equal(valueOf(profile, 'pointerdevice'), null);
    assert.equal(unknownTypeText(22), '<0x16>');
    assert.throws(() => userType('nothing' as never), RangeError);
  });

  it('find a type by symbol, structure, !dhe name, !du name, key and number', () => {
    const profile = userProfile('win7-x64');
    for (const text of ['TYPE_CLIPDATA', 'clipboard data', 'Clip Data', 'clipdata', '0x6', '6']) {
      assert.deepEqual(
        matchTypes(profile, text).map(({ id }) => id),
        ['clipdata'],
        text,
      );
    }
    assert.deepEqual(
      matchTypes(profile, 'hid').map(({ id }) => id),
      ['hiddata'],
    );
    assert.deepEqual(
      matchTypes(profile, 'dde').map(({ id }) => id),
      ['ddeaccess', 'ddeconv', 'ddexact'],
    );
    assert.deepEqual(matchTypes(profile, ''), []);
    assert.deepEqual(matchTypes(profile, '0x99'), []);
    assert.deepEqual(matchTypes(userProfile('nt31-x86'), 'Clipboard Data'), []);
  });

  it('judge a !du name by the version of the object when another one is asked about', () => {
    assert.equal(duName('4.0', 6)?.verdict, 'correct');
    assert.equal(duName('4.0', 6, '6.1')?.verdict, 'incorrect');
    assert.equal(duName('4.0', 6, '6.1')?.actual?.id, 'clipdata');
  });

  it('give the later names for 3.51 as not attested there', () => {
    const name = duName('3.51', 10);
    assert.deepEqual(
      [name?.name, name?.attested, name?.verdict],
      ['WindowStation', false, 'correct'],
    );
    assert.equal(duName('3.51', 7)?.name, 'Input Queue');
    assert.equal(duName('5.0', 0x13), null);
  });
});
