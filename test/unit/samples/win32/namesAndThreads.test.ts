import assert from 'node:assert/strict';
import { createEventW, openEventW } from '../../../../src/core/simulator/win32/events';
import {
  createFileW,
  getTempFileNameW,
  readFile,
  writeFile,
} from '../../../../src/core/simulator/win32/files';
import {
  assignProcessToJobObject,
  createJobObjectW,
} from '../../../../src/core/simulator/win32/jobs';
import { queryDosDeviceW } from '../../../../src/core/simulator/win32/nativeObjects';
import { createPipe } from '../../../../src/core/simulator/win32/pipes';
import { openProcess } from '../../../../src/core/simulator/win32/processes';
import {
  regCloseKey,
  regOpenKeyExW,
  regQueryValueExW,
} from '../../../../src/core/simulator/win32/registry';
import { createThreadpool } from '../../../../src/core/simulator/win32/threadPool';
import {
  createThread,
  endThread,
  openThread,
  STATUS_INVALID_CID,
} from '../../../../src/core/simulator/win32/threads';
import { openThreadToken } from '../../../../src/core/simulator/win32/tokens';
import { startProgram } from './program';

const INVALID_HANDLE = 0xc000_0008;

describe('Names', () => {
  it('without prefix lie in the session, Global ones in session 0', () => {
    const { main, machine } = startProgram('10-22h2-x64');
    const path = (name: string) => machine.objects.pathOf(createEventW(main, { name }).object!);
    assert.equal(path('A'), '\\Sessions\\1\\BaseNamedObjects\\A');
    assert.equal(path('Global\\B'), '\\BaseNamedObjects\\B');
    assert.equal(path('Local\\C'), '\\Sessions\\1\\BaseNamedObjects\\C');
  });

  it('that exist already are opened', () => {
    const { main } = startProgram('10-22h2-x64');
    const first = createEventW(main, { name: 'A' });
    const second = createEventW(main, { name: 'a' });
    assert.equal(second.status, 0x4000_0000);
    assert.equal(second.object, first.object);
  });

  it('that do not exist cannot be opened', () => {
    const { main } = startProgram('10-22h2-x64');
    const missing = openEventW(main, { name: 'A', desiredAccess: 0x2 });
    assert.deepEqual([missing.status, missing.handle], [0xc000_0034, 0]);
  });

  it('of files become native paths', () => {
    const { main } = startProgram('10-22h2-x64');
    const native = (path: string) => {
      const { object } = createFileW(main, { path });
      const body = object?.body;
      return body?.kind === 'file' ? `${body.device}|${body.fileName}` : null;
    };
    assert.equal(native('C:\\a\\b.txt'), 'HarddiskVolume3|\\a\\b.txt');
    assert.equal(native('d:\\x'), 'HarddiskVolume4|\\x');
    assert.equal(native('\\\\.\\pipe\\p'), 'NamedPipe|\\p');
    assert.equal(native('\\\\.\\CNG'), 'CNG|');
    assert.equal(native('\\\\server\\share\\f'), 'Mup|\\server\\share\\f');
    assert.equal(native('\\Device\\Null'), 'Null|');
    assert.equal(native('cmd.exe'), 'HarddiskVolume3|\\Windows\\System32\\cmd.exe');
  });

  it('of keys become native paths, also below an open key', () => {
    const { main } = startProgram('10-22h2-x64');
    const parent = regOpenKeyExW(main, { path: 'HKLM\\SOFTWARE' });
    const child = regOpenKeyExW(main, { path: 'A\\B', parent: parent.handle });
    const body = child.object?.body;
    assert.equal(body?.kind === 'key' && body.path, '\\REGISTRY\\MACHINE\\SOFTWARE\\A\\B');
  });

  it('below a closed key are a bad reference', () => {
    const { main } = startProgram('10-22h2-x64');
    const { handle } = regOpenKeyExW(main, { path: 'HKLM\\SOFTWARE' });
    assert.equal(regCloseKey(main, handle).status, 0);
    assert.equal(regOpenKeyExW(main, { path: 'A', parent: handle }).status, INVALID_HANDLE);
    assert.equal(regQueryValueExW(main, handle).status, INVALID_HANDLE);
  });
});

describe('Files and pipes', () => {
  it('are read and written with the right they need', () => {
    const { main } = startProgram('10-22h2-x64');
    const { handle } = createFileW(main, { path: 'C:\\a', desiredAccess: 0x8000_0000 });
    assert.equal(readFile(main, handle).status, 0);
    assert.equal(writeFile(main, handle).status, 0xc000_0022);
  });

  it('GetTempFileNameW leaves nothing open and two records, as published', async () => {
    const { main, process, records } = startProgram('7-sp1-x86');
    const before = process.table.handleCount;
    getTempFileNameW(main.at('App!Work+0xde'), 'C:\\Temp\\tmp1.tmp');
    assert.equal(process.table.handleCount, before);
    const [close, open] = await records();
    assert.deepEqual(close?.functions.slice(0, 3), [
      'ntdll!NtClose',
      'KERNELBASE!GetTempFileNameW',
      'App!Work',
    ]);
    assert.deepEqual(open?.functions.slice(0, 4), [
      'ntdll!ZwCreateFile',
      'KERNELBASE!CreateFileW',
      'KERNELBASE!GetTempFileNameW',
      'App!Work',
    ]);
  });

  it('CreatePipe makes two ends', () => {
    const { main, process } = startProgram('10-22h2-x64');
    const { read, write } = createPipe(main);
    assert.equal(process.table.grantedAccess(process.table.find(read.handle)) & 0x3, 0x1);
    assert.equal(process.table.grantedAccess(process.table.find(write.handle)) & 0x3, 0x2);
  });
});

describe('Threads, processes and pools', () => {
  it('an unknown id opens nothing', () => {
    const { main } = startProgram('10-22h2-x64');
    assert.equal(
      openThread(main, { threadId: 0xfff0, desiredAccess: 8 }).status,
      STATUS_INVALID_CID,
    );
    assert.equal(
      openProcess(main, { processId: 0xfff0, desiredAccess: 8 }).status,
      STATUS_INVALID_CID,
    );
  });

  it('a new thread starts on the frames that start threads, and may end', () => {
    const { main, process } = startProgram('10-22h2-x64');
    const created = createThread(main, { start: 'App!ThreadMain', name: 'Worker' });
    assert.ok(created.caller !== null);
    assert.deepEqual([created.caller.thread.name, created.caller.thread.depth], ['Worker', 2]);
    assert.equal(process.threads.length, 2);
    endThread(created.caller);
    assert.equal(process.threads.length, 1);
    assert.equal(created.object?.handleCount, 1);
  });

  it('a thread that does not impersonate has no token', () => {
    const { main } = startProgram('10-22h2-x64');
    assert.equal(openThreadToken(main).status, 0xc000_007c);
  });

  it('a pool opens a port, a factory and its timer queues', () => {
    const { main, process } = startProgram('10-22h2-x64');
    const pool = createThreadpool(main, { workers: 2, maximum: 8 });
    const types = [pool.completionPort, pool.workerFactory, ...pool.timers].map(
      (value) => process.table.entries.objectAt(process.table.find(value))?.type.name,
    );
    assert.deepEqual(types, [
      'IoCompletion',
      'TpWorkerFactory',
      'IRTimer',
      'WaitCompletionPacket',
      'IRTimer',
      'WaitCompletionPacket',
    ]);
  });

  it('a pool of Windows 7 has a timer instead', () => {
    const { main } = startProgram('7-sp1-x64');
    assert.equal(createThreadpool(main).timers.length, 1);
  });

  it('Windows XP has no such pool', () => {
    const { main } = startProgram('xp-sp3-x86');
    assert.throws(() => createThreadpool(main), /no call path/);
  });

  it('a process is assigned to a job through both handles', () => {
    const { main } = startProgram('10-22h2-x64');
    const job = createJobObjectW(main);
    assert.equal(assignProcessToJobObject(main, job.handle, -1).status, 0);
    assert.equal(assignProcessToJobObject(main, 0x3f8, -1).status, INVALID_HANDLE);
  });

  it('QueryDosDeviceW closes what it opened', () => {
    const { main, process } = startProgram('10-22h2-x64');
    const before = process.table.handleCount;
    queryDosDeviceW(main, 'Q:');
    assert.equal(process.table.handleCount, before);
  });
});
