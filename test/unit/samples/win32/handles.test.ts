import assert from 'node:assert/strict';
import { Caller } from '../../../../src/core/simulator/win32/caller';
import {
  createEventA,
  createEventW,
  openEventW,
  pulseEvent,
  resetEvent,
  setEvent,
} from '../../../../src/core/simulator/win32/events';
import {
  closeHandle,
  duplicateHandle,
  getHandleInformation,
  setHandleInformation,
  waitForMultipleObjects,
  waitForSingleObject,
} from '../../../../src/core/simulator/win32/handles';
import {
  createIoCompletionPort,
  postQueuedCompletionStatus,
} from '../../../../src/core/simulator/win32/completionPorts';
import { createMutexW, releaseMutex } from '../../../../src/core/simulator/win32/mutexes';
import { createProcessW, openProcess } from '../../../../src/core/simulator/win32/processes';
import {
  createSemaphoreW,
  releaseSemaphore,
} from '../../../../src/core/simulator/win32/semaphores';
import {
  createWaitableTimerExW,
  createWaitableTimerW,
  HIGH_RESOLUTION_TIMER,
  setWaitableTimer,
} from '../../../../src/core/simulator/win32/timers';
import { startProgram } from './program';

const INVALID_HANDLE = 0xc000_0008;

describe('CloseHandle', () => {
  it('records the close with its stack', async () => {
    const { main, records } = startProgram('10-22h2-x64');
    const { handle } = createEventW(main);
    closeHandle(main.at('App!Work+0x10'), handle);
    const [newest] = await records();
    assert.deepEqual(
      [newest?.operation, newest?.functions.slice(0, 3)],
      ['close', ['ntdll!NtClose', 'KERNELBASE!CloseHandle', 'App!Work']],
    );
  });

  it('is a bad reference the second time, and raises', async () => {
    const { main, records } = startProgram('10-22h2-x64');
    const { handle } = createEventW(main);
    closeHandle(main, handle);
    const second = closeHandle(main, handle);
    assert.deepEqual([second.status, second.raised], [INVALID_HANDLE, true]);
    assert.equal((await records())[0]?.operation, 'badref');
  });

  it('hides the return address into its caller on Windows XP, with or without a named call site', async () => {
    const { main, records } = startProgram('xp-sp3-x86');
    const first = createEventA(main.at('App!Work+0x10')).handle;
    closeHandle(main.at('App!Work+0x20'), first);
    const second = createEventA(main).handle;
    closeHandle(main, second);
    const [bare, , named] = await records();
    assert.deepEqual(bare?.functions, ['kernel32!BaseProcessStart']);
    assert.deepEqual(named?.functions, ['App!main', 'kernel32!BaseProcessStart']);
  });

  it('leaves the stack of its thread as it was, even when the frame was hidden', () => {
    const { main } = startProgram('xp-sp3-x86');
    const before = main.thread.frames();
    closeHandle(main, createEventW(main).handle);
    closeHandle(main.at('App!Work+0x20'), createEventW(main.at('App!Work+0x20')).handle);
    assert.deepEqual(main.thread.frames(), before);
  });
});

describe('DuplicateHandle', () => {
  it('makes a second handle to the same object with other rights', () => {
    const { main, process } = startProgram('7-sp1-x64');
    const event = createEventW(main);
    const copy = duplicateHandle(main, {
      sourceProcess: -1,
      sourceHandle: event.handle,
      targetProcess: -1,
      desiredAccess: 0x10_0002,
      options: 0,
    });
    assert.equal(copy.object, event.object);
    assert.equal(process.table.grantedAccess(process.table.find(copy.handle)), 0x10_0002);
  });

  it('moves a handle with DUPLICATE_CLOSE_SOURCE', async () => {
    const { main, process, records } = startProgram('10-22h2-x64');
    const event = createEventW(main);
    const moved = duplicateHandle(main, {
      sourceProcess: -1,
      sourceHandle: event.handle,
      targetProcess: -1,
      options: 3,
    });
    assert.equal(process.table.find(event.handle), 0);
    assert.equal(moved.object?.handleCount, 1);
    const [close, open] = await records();
    assert.deepEqual(
      [close?.operation, close?.handle, open?.operation, open?.handle],
      ['close', event.handle, 'open', moved.handle],
    );
    assert.ok(open?.frames[0]?.startsWith('nt!ObDuplicateObject'));
  });

  it('injects a handle into another process, which records the foreign thread', async () => {
    const { main, machine, process, records } = startProgram('10-22h2-x64');
    const other = machine.createProcess({ image: 'broker.exe', sessionId: 1 });
    const broker = new Caller(main.context, machine.createThread(other));
    const event = createEventW(broker);
    const target = openProcess(broker, { processId: process.processId, desiredAccess: 0x40 });
    const injected = duplicateHandle(broker, {
      sourceProcess: -1,
      sourceHandle: event.handle,
      targetProcess: target.handle,
      options: 2,
    });
    const [newest] = await records();
    assert.deepEqual(
      [newest?.handle, newest?.operation, newest?.processId],
      [injected.handle, 'open', other.processId],
    );
  });
});

describe('Handle flags', () => {
  it('protect a handle from being closed, and no longer', () => {
    const { main } = startProgram('10-22h2-x64');
    const { handle } = createEventW(main);
    setHandleInformation(main, handle, { protectFromClose: true });
    assert.equal(closeHandle(main, handle).status, 0xc000_0235);
    setHandleInformation(main, handle, { protectFromClose: false });
    assert.equal(closeHandle(main, handle).status, 0);
  });

  it('of a stale handle are a bad reference', async () => {
    const { main, records } = startProgram('10-22h2-x64');
    const { handle } = createEventW(main);
    closeHandle(main, handle);
    assert.equal(setHandleInformation(main, handle, { inherit: true }).status, INVALID_HANDLE);
    assert.equal(getHandleInformation(main, handle).status, INVALID_HANDLE);
    assert.deepEqual(
      (await records()).slice(0, 2).map(({ operation }) => operation),
      ['badref', 'badref'],
    );
  });

  it('let a child inherit the handle under the same value', () => {
    const { main } = startProgram('7-sp1-x64');
    const { handle } = createEventW(main, { inherit: true });
    createEventW(main);
    const { process } = createProcessW(main, { image: 'child.exe', inheritHandles: true });
    assert.ok(process !== null);
    assert.equal(process.table.handleCount, 1);
    assert.notEqual(process.table.find(handle), 0);
  });
});

describe('States of objects', () => {
  it('SetEvent, ResetEvent and PulseEvent change an event', () => {
    const { main } = startProgram('10-22h2-x64');
    const event = createEventW(main, { manualReset: true });
    const signalled = () => event.object?.body.kind === 'event' && event.object.body.signalled;
    setEvent(main, event.handle);
    assert.equal(signalled(), true);
    resetEvent(main, event.handle);
    assert.equal(signalled(), false);
    setEvent(main, event.handle);
    pulseEvent(main, event.handle);
    assert.equal(signalled(), false);
  });

  it('a wait resets an auto-reset event and not a manual one', () => {
    const { main } = startProgram('10-22h2-x64');
    const auto = createEventW(main, { signalled: true });
    const manual = createEventW(main, { signalled: true, manualReset: true });
    waitForMultipleObjects(main, [auto.handle, manual.handle]);
    assert.deepEqual(
      [auto, manual].map(({ object }) => object?.body.kind === 'event' && object.body.signalled),
      [false, true],
    );
  });

  it('a wait for several objects stops at the first bad handle', () => {
    const { main } = startProgram('10-22h2-x64');
    const good = createEventW(main, { signalled: true });
    assert.equal(waitForMultipleObjects(main, [0x3f8, good.handle]).status, INVALID_HANDLE);
    assert.equal(good.object?.body.kind === 'event' && good.object.body.signalled, true);
  });

  it('a wait needs the right to synchronise', () => {
    const { main } = startProgram('10-22h2-x64');
    createEventW(main, { name: 'E' });
    const opened = openEventW(main, { name: 'E', desiredAccess: 0x1 });
    assert.equal(waitForSingleObject(main, opened.handle).status, 0xc000_0022);
  });

  it('a wait acquires a mutex for its thread and ReleaseMutex frees it', () => {
    const { main } = startProgram('10-22h2-x64');
    const mutex = createMutexW(main);
    const body = mutex.object?.body;
    assert.ok(body?.kind === 'mutant');
    waitForSingleObject(main, mutex.handle);
    assert.deepEqual([body.count, body.ownerThreadId], [0, main.thread.threadId]);
    releaseMutex(main, mutex.handle);
    assert.deepEqual([body.count, body.ownerThreadId], [1, 0]);
  });

  it('a semaphore counts down and up, within its limit', () => {
    const { main } = startProgram('10-22h2-x64');
    const semaphore = createSemaphoreW(main, { count: 1, limit: 3 });
    const body = semaphore.object?.body;
    assert.ok(body?.kind === 'semaphore');
    waitForSingleObject(main, semaphore.handle);
    assert.equal(body.count, 0);
    releaseSemaphore(main, semaphore.handle, 9);
    assert.equal(body.count, 3);
  });

  it('a completion port gets deeper with each packet', () => {
    const { main } = startProgram('10-22h2-x64');
    const port = createIoCompletionPort(main);
    postQueuedCompletionStatus(main, port.handle);
    assert.equal(port.object?.body.kind === 'ioCompletion' && port.object.body.depth, 1);
  });

  it('SetWaitableTimer needs a timer', () => {
    const { main } = startProgram('10-22h2-x64');
    assert.equal(setWaitableTimer(main, createWaitableTimerW(main).handle).status, 0);
    assert.equal(setWaitableTimer(main, createEventW(main).handle).status, 0xc000_0024);
  });

  it('a high-resolution timer is an ordinary one before Windows 10', () => {
    const { main } = startProgram('8-x64');
    const timer = createWaitableTimerExW(main, { flags: HIGH_RESOLUTION_TIMER });
    assert.equal(timer.object?.type.name, 'Timer');
  });
});
