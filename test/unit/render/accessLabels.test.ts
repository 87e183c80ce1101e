/** Access masks in words. */

import assert from 'node:assert/strict';
import { accessLines, accessNames } from '../../../src/core/windows/accessLabels';

describe('The access lines of the debugger', () => {
  for (const [type, mask, standard, specific] of [
    ['Event', 0x1f0003, 'Delete,ReadControl,WriteDac,WriteOwner,Synch', 'QueryState,ModifyState'],
    ['Event', 0x100000, 'Synch', 'None'],
    ['Key', 0x1, 'None', 'QueryValue'],
    ['Process', 0x6, 'None', 'CreateThread,'],
    ['Process', 0x4, 'None', ''],
    ['Process', 0x1000, 'None', 'None'],
    ['Thread', 0x1c00, 'None', 'None'],
    ['WindowStation', 0x380, 'None', 'Enumerate,ReadScreen'],
    ['ALPC Port', 0x1f0000, 'Delete,ReadControl,WriteDac,WriteOwner,Synch', 'None'],
    ['WaitCompletionPacket', 0x1, 'None', ''],
    ['IRTimer', 0x100002, 'Synch', ''],
    [null, 0x804, 'None', ''],
  ] as const) {
    it(`are '${standard}' and '${specific}' for ${type ?? 'no type'} 0x${mask.toString(16)}`, () => {
      assert.deepEqual(accessLines(type, mask), { standard, specific });
    });
  }
});

describe('The names of all rights in a mask', () => {
  it('include those the debugger passes over', () => {
    assert.deepEqual(accessNames('Process', 0x1004), ['SetSessionid', 'QueryLimitedInformation']);
    assert.deepEqual(accessNames('EtwRegistration', 0x804), ['Notification', 'RegisterGuids']);
    assert.deepEqual(accessNames('WaitCompletionPacket', 0x1), ['SetState']);
  });

  it('include the right to the system access control list', () => {
    assert.deepEqual(accessNames('File', 0x1000001), ['AccessSystemSecurity', 'Read/List']);
  });

  it('are the standard rights for types without known rights', () => {
    assert.deepEqual(accessNames('Composition', 0x1000f), ['Delete']);
    assert.deepEqual(accessNames(null, 0x100804), ['Synch']);
  });
});
