/** Bad handles: status, exceptions, protected, pseudo and kernel handles. */

import assert from 'node:assert/strict';
import {
  STATUS_HANDLE_NOT_CLOSABLE,
  STATUS_INVALID_HANDLE,
  STATUS_NO_TOKEN,
  STATUS_OBJECT_TYPE_MISMATCH,
} from '../../../src/core/simulator/machine/status';
import { ALL_PROFILES, Kit, recorded } from './machineKit';

const BAD = 0x1234;

function close(kit: Kit, handle: number) {
  return kit.machine.services.close(kit.thread, handle);
}
function use(kit: Kit, handle: number) {
  return kit.machine.services.reference(kit.thread, 'NtSetEvent', {
    handle,
    type: 'Event',
    access: 2,
  });
}

describe('Closing a bad handle', () => {
  it('fails quietly in an ordinary process', () => {
    const kit = new Kit();
    assert.deepEqual(close(kit, BAD), { status: STATUS_INVALID_HANDLE, raised: false });
  });

  it('raises an exception under a debugger', () => {
    const kit = new Kit();
    kit.process.debugged = true;
    assert.equal(close(kit, BAD).raised, true);
  });

  it('raises an exception in a traced process', () => {
    for (const profile of ALL_PROFILES) {
      const kit = new Kit(profile);
      kit.trace();
      assert.equal(close(kit, BAD).raised, true, profile);
      assert.deepEqual(recorded(kit.process), ['badref 1234']);
    }
  });

  it('raises an exception when the global flag asks for it', () => {
    assert.equal(close(new Kit('10-22h2-x64', { globalFlags: 0x40_0000 }), BAD).raised, true);
  });

  it('raises an exception under strict handle checks since Windows 10 only', () => {
    for (const [profile, expected] of [
      ['8-x64', false],
      ['10-22h2-x64', true],
    ] as const) {
      const kit = new Kit(profile);
      kit.machine.services.setStrictHandleChecks(kit.process, true);
      assert.equal(close(kit, BAD).raised, expected);
    }
  });

  it('never raises for NULL and the pseudo handles of process and thread', () => {
    const kit = new Kit();
    kit.process.debugged = true;
    for (const handle of [0, -1, -2]) {
      assert.deepEqual(close(kit, handle), { status: STATUS_INVALID_HANDLE, raised: false });
    }
  });

  it('never raises at a kernel-mode caller', () => {
    const kit = new Kit();
    kit.trace();
    kit.thread.previousMode = 'kernel';
    assert.equal(close(kit, BAD).raised, false);
  });

  it('fails a second time for a handle that was closed', () => {
    const kit = new Kit();
    const handle = kit.create();
    kit.close(handle);
    assert.equal(close(kit, handle).status, STATUS_INVALID_HANDLE);
  });
});

describe('Closing a protected handle', () => {
  it('fails, and the handle stays open', () => {
    const kit = new Kit();
    const handle = kit.create();
    kit.machine.services.setHandleFlags(kit.thread, handle, { protectFromClose: true });
    assert.deepEqual(close(kit, handle), { status: STATUS_HANDLE_NOT_CLOSABLE, raised: false });
    assert.equal(kit.use(handle), 0);
  });

  it('raises under the conditions of a bad close', () => {
    const kit = new Kit();
    kit.process.debugged = true;
    assert.equal(close(kit, kit.create({ attributes: 1 })).raised, true);
  });

  it('works again when the protection is taken away', () => {
    const kit = new Kit();
    const handle = kit.create({ attributes: 3 });
    kit.machine.services.setHandleFlags(kit.thread, handle, { protectFromClose: false });
    assert.equal(kit.process.table.attributes(kit.process.table.find(handle)), 2);
    kit.close(handle);
  });

  it('keeps the prepaid references through a change of flags', () => {
    const kit = new Kit();
    const handle = kit.create();
    kit.use(handle);
    const index = kit.process.table.find(handle);
    const before = kit.process.table.references(index);
    kit.machine.services.setHandleFlags(kit.thread, handle, { inherit: true });
    assert.equal(kit.process.table.references(index), before);
    assert.equal(kit.process.table.handleCount, 1);
  });
});

describe('Using a bad handle', () => {
  it('fails quietly in an ordinary process, even under a debugger', () => {
    const kit = new Kit();
    kit.process.debugged = true;
    assert.deepEqual(use(kit, BAD), {
      status: STATUS_INVALID_HANDLE,
      raised: false,
      object: null,
      grantedAccess: 0,
    });
  });

  for (const profile of ALL_PROFILES) {
    it(`raises in a traced process, after it was recorded (${profile})`, () => {
      const kit = new Kit(profile);
      kit.trace();
      assert.equal(use(kit, BAD).raised, true);
      assert.deepEqual(recorded(kit.process), ['badref 1234']);
    });
  }

  it('raises under strict handle checks without tracing', () => {
    const kit = new Kit();
    kit.machine.services.setStrictHandleChecks(kit.process, true);
    assert.equal(use(kit, BAD).raised, true);
  });

  it('is neither recorded nor raised once the exception flag is taken away', () => {
    const kit = new Kit();
    kit.trace();
    kit.machine.services.setStrictHandleChecks(kit.process, false);
    assert.equal(use(kit, BAD).raised, false);
    assert.deepEqual(recorded(kit.process), []);
  });

  it('is printed by the kernel when Application Verifier is on', () => {
    const kit = new Kit('10-22h2-x64', { globalFlags: 0x100 });
    use(kit, BAD);
    close(kit, BAD);
    assert.equal(kit.machine.debugOutput.length, 2);
    assert.match(kit.machine.debugOutput[0]!, /^AVRF: Invalid handle 1234 in process [0-9a-f]+$/);
  });

  it('also fails for the change of handle flags', () => {
    const kit = new Kit();
    kit.trace();
    const outcome = kit.machine.services.setHandleFlags(kit.thread, BAD, { inherit: true });
    const raisedFrom = kit.thread.frames();
    assert.deepEqual(outcome, { status: STATUS_INVALID_HANDLE, raised: true, raisedFrom });
  });
});

describe('Pseudo handles', () => {
  it('stand for the current process and thread', () => {
    const kit = new Kit();
    const process = kit.machine.services.reference(kit.thread, 'NtQueryInformationProcess', {
      handle: -1,
      type: 'Process',
      access: 0x400,
    });
    assert.equal(process.object, kit.process.object);
    const thread = kit.machine.services.reference(kit.thread, 'NtQueryInformationThread', {
      handle: -2,
      type: 'Thread',
      access: 0x40,
    });
    assert.equal(thread.object, kit.thread.object);
  });

  it('may be written as 32-bit numbers on x86', () => {
    const kit = new Kit('xp-sp3-x86');
    const outcome = kit.machine.services.reference(kit.thread, 'NtQueryInformationProcess', {
      handle: 0xffff_ffff,
      type: 'Process',
      access: 0,
    });
    assert.equal(outcome.object, kit.process.object);
  });

  it('have a type like other handles', () => {
    assert.equal(use(new Kit(), -1).status, STATUS_OBJECT_TYPE_MISMATCH);
  });

  it('do not change the counts of what they stand for', () => {
    const kit = new Kit();
    const before = kit.process.object?.pointerCount;
    kit.machine.services.reference(kit.thread, 'NtTerminateProcess', {
      handle: -1,
      type: null,
      access: 1,
    });
    assert.equal(kit.process.object?.pointerCount, before);
  });

  it('stand for tokens since Windows 8', () => {
    const token = { type: 'Token', access: 8 };
    const modern = new Kit();
    const { services } = modern.machine;
    const reference = (handle: number) =>
      services.reference(modern.thread, 'NtQueryInformationToken', { handle, ...token });
    assert.equal(reference(-4).object?.type.name, 'Token');
    assert.equal(reference(-6).object, reference(-4).object);
    assert.equal(reference(-5).status, STATUS_NO_TOKEN);
    assert.equal(reference(-3).status, STATUS_INVALID_HANDLE);
    const seven = new Kit('7-sp1-x64');
    const old = seven.machine.services.reference(seven.thread, 'NtQueryInformationToken', {
      handle: -4,
      ...token,
    });
    assert.equal(old.status, STATUS_INVALID_HANDLE);
  });
});

describe('Kernel handles', () => {
  const KERNEL_HANDLE = 0x200;

  it('live in the System process and have their upper bits set', () => {
    const kit = new Kit();
    kit.thread.previousMode = 'kernel';
    const handle = kit.create({ attributes: KERNEL_HANDLE });
    assert.equal(handle >>> 0, 0x8000_0004);
    assert.ok(handle < 0);
    assert.equal(kit.machine.system.table.handleCount, 1);
    assert.equal(kit.process.table.handleCount, 0);
    assert.equal(kit.use(handle), 0);
    kit.close(handle);
    assert.equal(kit.machine.system.table.handleCount, 0);
  });

  it('may be written as 32-bit numbers on x86', () => {
    const kit = new Kit('xp-sp3-x86');
    kit.thread.previousMode = 'kernel';
    kit.create({ attributes: KERNEL_HANDLE });
    assert.equal(kit.use(0x8000_0004), 0);
  });

  it('are invalid in user mode', () => {
    const kit = new Kit();
    kit.thread.previousMode = 'kernel';
    const handle = kit.create({ attributes: KERNEL_HANDLE });
    kit.thread.previousMode = 'user';
    assert.equal(kit.use(handle), STATUS_INVALID_HANDLE);
  });

  it('are not made for user-mode callers', () => {
    const kit = new Kit();
    assert.equal(kit.create({ attributes: KERNEL_HANDLE }), 4);
  });

  it('are the ordinary handles of the System process', () => {
    const kit = new Kit();
    const thread = kit.machine.createThread(kit.machine.system);
    thread.previousMode = 'kernel';
    const handle = kit.create({}, thread);
    assert.equal(handle, 4);
    assert.equal(kit.use(handle - 0x8000_0000, thread), 0);
  });

  it('may be asked for by value', () => {
    const kit = new Kit();
    kit.thread.previousMode = 'kernel';
    const handle = 0x478 - 0x8000_0000;
    assert.equal(kit.create({ attributes: KERNEL_HANDLE, handle }), handle);
  });

  it('crash the machine when they are bad and the kernel handle check is on', () => {
    const kit = new Kit('10-22h2-x64', { globalFlags: 0x4000_0000 });
    kit.thread.previousMode = 'kernel';
    use(kit, 0x40 - 0x8000_0000);
    assert.equal(kit.machine.bugCheck, 0x93);
  });

  it('do not crash the machine otherwise', () => {
    const kit = new Kit();
    kit.thread.previousMode = 'kernel';
    assert.equal(use(kit, 0x40 - 0x8000_0000).status, STATUS_INVALID_HANDLE);
    assert.equal(kit.machine.bugCheck, null);
  });
});
