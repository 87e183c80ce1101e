import assert from 'node:assert/strict';
import { startUserMachine, userCaller } from '../../../support/machines/startUserMachine';
import { SimulatedTarget } from '../../../../src/core/simulator/simulatedTarget';
import {
  getGuiResources,
  userHandleGrantAccess,
} from '../../../../src/core/simulator/user/calls/access';
import { createIconIndirect } from '../../../../src/core/simulator/user/calls/cursors';
import { createMenu } from '../../../../src/core/simulator/user/calls/menus';
import { addMonitor } from '../../../../src/core/simulator/user/calls/systemThreads';
import { createWindowExW, showWindow } from '../../../../src/core/simulator/user/calls/windows';
import { address } from '../../../../src/core/model/identifiers';
import type { Target } from '../../../../src/core/target/target';
import type { UserHandleAccess } from '../../../../src/core/target/userHandles';
import { BinaryView } from '../../../../src/core/util/binaryView';
import { neverCancelled } from '../../../../src/core/util/cancellation';
import { WINDOWS_PROFILES, type ProfileId } from '../../../../src/core/windows/profiles';
import { open } from '../../samples/readTarget';
import { another, objectOf, userKit } from './userKit';

async function view(target: Target, at: bigint, length: number): Promise<BinaryView> {
  const read = await target.readMemory(address(at), length, neverCancelled);
  assert.ok(read.ok && read.value.bytes.length === length, `nothing at ${at.toString(16)}`);
  return new BinaryView(read.value.bytes);
}

/** A user-mode or kernel-mode target of a program with a window on a full machine. */
function program(profile: ProfileId, mode: 'user' | 'kernel') {
  const machine = startUserMachine({ profile });
  const process = machine.machine.createProcess({ image: 'app.exe', sessionId: 1 });
  const caller = userCaller(machine, machine.machine.createThread(process));
  const window = createWindowExW(caller, { text: 'App' }).value;
  const target = new SimulatedTarget({
    machine: machine.machine,
    viewpoint: mode === 'user' ? { mode, process } : { mode, currentProcess: process },
    title: 'sample:test',
    description: 'A test.',
    debuggerStyle: 'modern',
    symbols: machine.context.modules.symbols(mode),
    userSession: machine.session,
  });
  return { machine, process, caller, window, target, access: target.userHandles! };
}

async function placeOf(access: UserHandleAccess) {
  const place = await access.locate(neverCancelled);
  assert.ok(place.ok);
  return place.value;
}

describe('USER handles of simulated targets', () => {
  for (const { id, pointerSize } of WINDOWS_PROFILES) {
    it(`are found through the kernel’s SHAREDINFO on a full machine: ${id}`, async () => {
      const { target, access, machine } = program(id, 'kernel');
      const place = await placeOf(access);
      assert.equal(place.viewpoint, 'kernel');
      assert.ok(place.sharedInfo !== null);
      assert.match(place.sharedInfo.from, /^win32k(base)?!gSharedInfo$/);
      const found = await target.symbols.find(place.sharedInfo.from, neverCancelled);
      assert.equal(found, place.sharedInfo.address);
      const shared = await view(target, place.sharedInfo.address, 0x20);
      const aheList = pointerSize === 8 ? shared.u64(8) : BigInt(shared.u32(4));
      assert.equal(aheList, machine.session.manager.entries.address);
      assert.equal(access.guiProcesses().length, 2);
      const [, app] = access.guiThreads();
      assert.equal(access.desktopName(app!.desktop!), 'WinSta0\\Default');
      assert.equal(access.desktopName(address(1)), null);
    });

    it(`are found through the process’s own SHAREDINFO by a user-mode debugger: ${id}`, async () => {
      const { target, access, machine, window } = program(id, 'user');
      const place = await placeOf(access);
      assert.equal(place.viewpoint, 'user');
      assert.equal(place.typeTable, null);
      assert.equal(place.sharedInfo?.from, 'USER32!gSharedInfo');
      const shared = await view(target, place.sharedInfo.address, 0x40);
      const pointer = (slot: number): bigint =>
        pointerSize === 8 ? shared.u64(slot * 8) : BigInt(shared.u32(slot * 4));
      const { profile, manager } = machine.session;
      assert.ok(pointer(1) < 0x8000_0000_0000n && pointer(1) !== manager.entries.address);
      const entry = await view(
        target,
        pointer(1) + BigInt((window & 0xffff) * profile.entrySize),
        profile.entrySize,
      );
      assert.equal(entry.u8(profile.offsets.type), 1);
      assert.deepEqual(
        access.guiProcesses().map(({ image }) => image),
        ['app.exe'],
      );
      const [thread] = access.guiThreads();
      const { place: kernel } = objectOf(machine.session, window).block;
      const object =
        profile.owner === 'entry-id'
          ? thread!.desktopHeap! + entry.u64(0)
          : kernel - thread!.clientDelta!;
      const head = await view(target, object, 8);
      assert.equal(head.u32(0), window);
      assert.equal((await target.readMemory(kernel, 8)).ok, false);
    });
  }

  it('are not there for a process without windows, and that is said', async () => {
    const machine = startUserMachine({ profile: '7-sp1-x64' });
    const process = machine.machine.createProcess({ image: 'quiet.exe', sessionId: 1 });
    machine.machine.createThread(process);
    const target = new SimulatedTarget({
      machine: machine.machine,
      viewpoint: { mode: 'user', process },
      title: 'sample:test',
      description: 'A test.',
      debuggerStyle: 'modern',
      symbols: machine.context.modules.symbols('user'),
      userSession: machine.session,
    });
    const place = await (target.userHandles as UserHandleAccess).locate(neverCancelled);
    assert.ok(!place.ok);
    assert.match(place.problem.message, /quiet\.exe has not used the windowing system/);
    const memory = await target.readMemory(address(0x1000), 8);
    assert.ok(!memory.ok);
    assert.match(memory.problem.hint ?? '', /only the USER handle table/);
  });

  it('are none on machines without a windowing system', () => {
    assert.equal(open('leaky-service').userHandles, null);
    assert.equal(open('leaky-service').capabilities.memory, false);
  });

  it('go with the threads and processes of a full machine', () => {
    const { machine, process, caller, window } = program('10-22h2-x64', 'kernel');
    const icon = createIconIndirect(caller).value;
    machine.machine.services.exitThread(process.threads[0]!, 0);
    assert.equal(machine.session.select(window), null);
    assert.notEqual(machine.session.select(icon), null);
    machine.machine.services.exitProcess(process, 0);
    assert.equal(machine.session.select(icon), null);
  });

  it('have CLIENTINFO in the environment block of a Windows 7 thread', async () => {
    const { target, access, process } = program('7-sp1-x64', 'user');
    const [thread] = access.guiThreads();
    const info = await view(target, process.threads[0]!.teb + 0x800n, 0xd8);
    assert.equal(info.u64(0x28), thread!.clientDelta);
    const heap = await view(target, info.u64(0x20), 0x10);
    assert.equal(heap.u64(0) - info.u64(0x28), thread!.desktopHeap);
    const kit = userKit('win7-x86');
    createMenu(kit.app);
    const teb = kit.process.threads[0]!.teb;
    const read = kit.light.memory.read(address(teb + 0x6ccn), 0x20);
    assert.ok(read.ok);
    assert.notEqual(new BinaryView(read.value.bytes).u32(0x1c), 0);
  });
});

describe('Jobs with restrictions on USER handles', () => {
  it('keep their processes from others’ objects until these are granted', () => {
    const kit = userKit('win10-1703-x64');
    const { session, app } = kit;
    const [job, other] = [{}, {}];
    const guestProcess = kit.light.createProcess('guest.exe', 0x200);
    const guest = another(kit, 0x204, guestProcess);
    const friendProcess = kit.light.createProcess('friend.exe', 0x300);
    const friend = another(kit, 0x304, friendProcess);
    for (const process of [guestProcess, friendProcess]) {
      process.jobs.push(job);
      process.restrictingJob = job;
    }
    const window = createWindowExW(app).value;
    const { entries } = session.manager;
    assert.equal(showWindow(guest, window).lastError, 1400);
    assert.equal(showWindow(guest, createWindowExW(guest).value).value, 1);
    assert.equal(showWindow(guest, createWindowExW(friend).value).value, 1);
    assert.equal(userHandleGrantAccess(app, window, job).value, 1);
    assert.equal(entries.flags(window & 0xffff), 0x20);
    assert.equal(showWindow(guest, window).value, 1);
    assert.equal(userHandleGrantAccess(app, window, other).value, 1);
    userHandleGrantAccess(app, window, job, false);
    assert.equal(entries.flags(window & 0xffff), 0x20);
    assert.equal(showWindow(guest, window).lastError, 1400);
    userHandleGrantAccess(app, window, other, false);
    assert.equal(entries.flags(window & 0xffff), 0);
    guestProcess.restrictingJob = null;
    assert.equal(showWindow(guest, window).value, 1);
  });

  it('may use what nobody owns, and no grant to a handle that is none', () => {
    const kit = userKit('win7-x64');
    const monitor = addMonitor(kit.csrss).value;
    kit.process.restrictingJob = {};
    assert.ok('object' in kit.session.validate(kit.app.gui, monitor, 'monitor'));
    assert.equal(userHandleGrantAccess(kit.app, 0x7_7777, {}).lastError, 6);
  });

  it('came with Windows 2000', () => {
    const { app } = userKit('nt40-x86');
    assert.match(
      userHandleGrantAccess(app, createMenu(app).value, {}).refusal ?? '',
      /Windows 2000/,
    );
  });
});

describe('GetGuiResources', () => {
  it('tells the count from Windows 2000 on and the peak from Windows 7 on', () => {
    const count = (id: 'nt40-x86' | 'xp-x86' | 'win7-x64', what: 'count' | 'peak') => {
      const kit = userKit(id);
      createMenu(kit.app);
      const outcome = getGuiResources(kit.app, kit.process, what);
      return outcome.refusal ?? outcome.value;
    };
    assert.match(String(count('nt40-x86', 'count')), /from version 5\.0 on/);
    assert.equal(count('xp-x86', 'count'), 1);
    assert.match(String(count('xp-x86', 'peak')), /from version 6\.1 on/);
    assert.equal(count('win7-x64', 'peak'), 1);
    const kit = userKit('xp-x86');
    assert.equal(getGuiResources(kit.app, kit.light.createProcess('quiet.exe', 0x500)).value, 0);
  });
});
