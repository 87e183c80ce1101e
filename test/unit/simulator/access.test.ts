/** Access checks: the granted mask. */

import assert from 'node:assert/strict';
import {
  STATUS_ACCESS_DENIED,
  STATUS_OBJECT_TYPE_MISMATCH,
  STATUS_PRIVILEGE_NOT_HELD,
} from '../../../src/core/simulator/machine/status';
import { Kit } from './machineKit';

const NAME = '\\BaseNamedObjects\\Guarded';
const MAXIMUM_ALLOWED = 0x200_0000;

function granted(kit: Kit, handle: number): number {
  return kit.process.table.grantedAccess(kit.process.table.find(handle));
}

/** An event that everybody may wait for and only `owner` may change. */
function guarded(kit: Kit): void {
  const owner = kit.machine.createProcess({ image: 'owner.exe', user: 'owner' });
  kit.create(
    {
      name: NAME,
      security: {
        grants: [
          { who: '*', mask: 0x10_0001 },
          { who: 'Owner', mask: 0x1f_0003 },
        ],
      },
    },
    kit.machine.createThread(owner),
  );
}

function open(kit: Kit, desiredAccess: number) {
  return kit.machine.services.open(kit.thread, 'NtOpenEvent', {
    type: 'Event',
    name: NAME,
    desiredAccess,
  });
}

describe('The creator of an object', () => {
  it('gets what it asks for', () => {
    const kit = new Kit();
    assert.equal(granted(kit, kit.create({ desiredAccess: 0x10_0003 })), 0x10_0003);
  });

  it('gets generic rights mapped by the type', () => {
    const kit = new Kit();
    assert.equal(granted(kit, kit.create({ desiredAccess: 0x8000_0000 })), 0x2_0001);
    assert.equal(granted(kit, kit.create({ desiredAccess: 0x1000_0000 })), 0x1f_0003);
    assert.equal(
      granted(kit, kit.create({ type: 'Section', desiredAccess: 0xe000_0000 })),
      0x2_000f,
    );
  });

  it('gets everything for the maximum allowed', () => {
    const kit = new Kit();
    assert.equal(granted(kit, kit.create({ desiredAccess: MAXIMUM_ALLOWED })), 0x1f_0003);
  });

  it('does not get bits that the type does not know', () => {
    const kit = new Kit();
    assert.equal(granted(kit, kit.create({ desiredAccess: 0x1f_ffff })), 0x1f_0003);
  });
});

describe('An open', () => {
  it('gets what the object allows', () => {
    const kit = new Kit();
    guarded(kit);
    assert.equal(granted(kit, open(kit, 0x10_0000).handle), 0x10_0000);
  });

  it('is denied when one right too many is asked for, and makes no handle', () => {
    const kit = new Kit();
    guarded(kit);
    const outcome = open(kit, 0x10_0002);
    assert.deepEqual([outcome.status, outcome.handle], [STATUS_ACCESS_DENIED, 0]);
    assert.equal(kit.process.table.handleCount, 0);
  });

  it('gets all that is allowed for the maximum allowed', () => {
    const kit = new Kit();
    guarded(kit);
    assert.equal(granted(kit, open(kit, MAXIMUM_ALLOWED).handle), 0x10_0001);
  });

  it('is denied when it asks for nothing', () => {
    const kit = new Kit();
    guarded(kit);
    assert.equal(open(kit, 0).status, STATUS_ACCESS_DENIED);
  });

  it('is denied when nothing of the maximum is allowed', () => {
    const kit = new Kit();
    kit.create({ name: NAME, security: { grants: [] } });
    assert.equal(open(kit, MAXIMUM_ALLOWED).status, STATUS_ACCESS_DENIED);
  });

  it('matches accounts without regard to letter case', () => {
    const kit = new Kit();
    guarded(kit);
    kit.process.user = 'OWNER';
    assert.equal(open(kit, 0x1f_0003).status, 0);
  });

  it('is not checked in kernel mode unless that is forced', () => {
    const kit = new Kit();
    guarded(kit);
    kit.thread.previousMode = 'kernel';
    assert.equal(open(kit, 2).status, 0);
    const forced = kit.machine.services.open(kit.thread, 'NtOpenEvent', {
      type: 'Event',
      name: NAME,
      desiredAccess: 2,
      attributes: 0x440,
    });
    assert.equal(forced.status, STATUS_ACCESS_DENIED);
  });

  it('of the system security needs its privilege', () => {
    const kit = new Kit();
    guarded(kit);
    assert.equal(open(kit, 0x100_0000).status, STATUS_PRIVILEGE_NOT_HELD);
    kit.process.privileges = ['SeSecurityPrivilege'];
    assert.equal(granted(kit, open(kit, 0x110_0000).handle), 0x110_0000);
  });

  it('of a process is always possible with the debug privilege', () => {
    const kit = new Kit();
    const { object } = kit.machine.system;
    assert.ok(object !== null);
    object.changeFacts().security = { grants: [] };
    const request = { object, desiredAccess: 0x1f_ffff };
    const { services } = kit.machine;
    assert.equal(
      services.openObject(kit.thread, 'NtOpenProcess', request).status,
      STATUS_ACCESS_DENIED,
    );
    kit.process.privileges = ['SeDebugPrivilege'];
    assert.equal(services.openObject(kit.thread, 'NtOpenProcess', request).status, 0);
  });

  it('of a process for information brings the limited right along since Windows Vista', () => {
    for (const [profile, expected] of [
      ['xp-sp3-x86', 0x400],
      ['7-sp1-x64', 0x1400],
    ] as const) {
      const kit = new Kit(profile);
      const { object } = kit.machine.system;
      assert.ok(object !== null);
      const { handle } = kit.machine.services.openObject(kit.thread, 'NtOpenProcess', {
        object,
        desiredAccess: 0x400,
      });
      assert.equal(granted(kit, handle), expected);
    }
  });

  it('of a key is checked against the security that is given for it', () => {
    const kit = new Kit();
    const security = { grants: [{ who: '*', mask: 0x2_0019 }] };
    const key = { type: 'Key', name: '\\REGISTRY\\MACHINE\\SAM', security };
    assert.equal(kit.tryCreate({ ...key, desiredAccess: 0x8000_0000 }).status, 0);
    assert.equal(kit.tryCreate({ ...key, desiredAccess: 0x2 }).status, STATUS_ACCESS_DENIED);
  });

  it('of an audited object marks the handle, and its close is audited', () => {
    const kit = new Kit();
    kit.create({ name: NAME, security: { grants: [{ who: '*', mask: -1 }], audit: true } });
    const { handle } = open(kit, 2);
    assert.equal(kit.process.table.attributes(kit.process.table.find(handle)), 4);
    kit.close(handle);
    assert.deepEqual(kit.machine.closeAudits, [{ processId: kit.process.processId, handle }]);
  });
});

describe('The use of a handle', () => {
  it('needs the rights of the service', () => {
    const kit = new Kit();
    assert.equal(kit.use(kit.create({ desiredAccess: 0x10_0001 })), STATUS_ACCESS_DENIED);
  });

  it('needs the type of the service', () => {
    const kit = new Kit();
    const mutant = kit.create({ type: 'Mutant', desiredAccess: 0x1f_0001 });
    assert.equal(kit.use(mutant), STATUS_OBJECT_TYPE_MISMATCH);
  });

  it('is not checked for rights in kernel mode', () => {
    const kit = new Kit();
    const handle = kit.create({ desiredAccess: 0x10_0000 });
    kit.thread.previousMode = 'kernel';
    assert.equal(kit.use(handle), 0);
  });
});
