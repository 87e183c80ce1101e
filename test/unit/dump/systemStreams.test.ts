/** SystemInfo, MiscInfo and what a dump says about itself. */

import assert from 'node:assert/strict';
import { windowsName } from '../../../src/core/dump/windowsName';
import { DumpBuilder } from '../../support/dumpBuilder';
import { codesOf, openDump } from '../../support/openDump';
import { struct } from '../../support/struct';

describe('SystemInfo of a minidump', () => {
  it('gives processor and Windows version', async () => {
    const { info } = await openDump(new DumpBuilder().systemInfo());
    assert.equal(info.architecture, 'x64');
    assert.equal(info.pointerSize, 8);
    assert.deepEqual(info.windows, { major: 10, minor: 0, build: 19045, name: 'Windows 10 22H2' });
  });

  const processors: readonly (readonly [number, string, 4 | 8])[] = [
    [0, 'x86', 4],
    [5, 'arm', 4],
    [9, 'x64', 8],
    [12, 'arm64', 8],
    [0x8003, 'arm64', 8],
    [6, 'unknown', 8],
  ];
  for (const [number, name, pointerSize] of processors) {
    it(`knows processor ${number} as ${name}`, async () => {
      const { info } = await openDump(new DumpBuilder().systemInfo({ u16: { 0: number } }));
      assert.equal(info.architecture, name);
      assert.equal(info.pointerSize, pointerSize);
    });
  }

  it('is a user-mode dump with nothing simulated', async () => {
    const { info, control, generation } = await openDump(new DumpBuilder().systemInfo());
    assert.equal(info.kind, 'minidump');
    assert.equal(info.mode, 'user');
    assert.equal(info.liveness, 'dump');
    assert.equal(info.debuggerStyle, 'modern');
    assert.equal(info.simulated, false);
    assert.equal(info.hidesKernelFrames, false);
    assert.equal(control, null);
    assert.equal(generation, 0);
  });

  it('reads a dump without it and says so', async () => {
    const target = await openDump(new DumpBuilder().handles([{ value: 4 }]));
    assert.equal(target.info.windows, null);
    assert.equal(target.info.architecture, 'unknown');
    assert.deepEqual(codesOf(target), ['no-system-info']);
  });

  it('ignores one that is too short and says so', async () => {
    const target = await openDump(new DumpBuilder().stream(7, struct(12)).handles([{ value: 4 }]));
    assert.deepEqual(codesOf(target), ['stream-too-short', 'no-system-info']);
  });

  it('reads a dump of an unknown platform as Windows and says so', async () => {
    const target = await openDump(new DumpBuilder().systemInfo({ u32: { 20: 77 } }));
    assert.deepEqual(codesOf(target), ['platform-unknown']);
    assert.equal(target.info.windows?.build, 19045);
  });
});

describe('the name of a Windows version', () => {
  const names: readonly (readonly [number, number, number, number, string])[] = [
    [5, 1, 2600, 1, 'Windows XP'],
    [5, 2, 3790, 3, 'Windows Server 2003'],
    [6, 1, 7601, 1, 'Windows 7'],
    [6, 1, 7601, 3, 'Windows Server 2008 R2'],
    [6, 3, 9600, 1, 'Windows 8.1'],
    [10, 0, 19045, 1, 'Windows 10 22H2'],
    [10, 0, 22631, 1, 'Windows 11 23H2'],
    [10, 0, 20348, 3, 'Windows Server 2022'],
    [10, 0, 12345, 1, 'Windows 10'],
    [10, 0, 27000, 1, 'Windows 11'],
    [10, 0, 27000, 2, 'Windows Server'],
    [4, 0, 1381, 1, 'Windows 4.0'],
  ];
  for (const [major, minor, build, product, name] of names) {
    it(`is ${name} for ${major}.${minor}.${build}, product type ${product}`, () => {
      assert.equal(windowsName({ major, minor, build }, product), name);
    });
  }
});

describe('the process of a minidump', () => {
  it('has the process id of MiscInfo and the image of the first module', async () => {
    const dump = new DumpBuilder()
      .systemInfo()
      .miscInfo(0x1d30)
      .modules([{ path: 'C:\\app\\leaky.exe', base: 0x1_4000_0000n, size: 0x1000 }]);
    const target = await openDump(dump);
    assert.deepEqual(target.processes(), [
      { processId: 0x1d30, parentProcessId: 0, image: 'leaky.exe', sessionId: null },
    ]);
    assert.equal(target.currentProcessId(), 0x1d30);
    assert.equal(
      target.info.description,
      'Minidump of leaky.exe (process 0x1d30), Windows 10 22H2 build 19045 x64, recorded 2023-11-14 22:14:20 UTC',
    );
  });

  it('is described with the service pack of its Windows', async () => {
    const dump = new DumpBuilder();
    const version = { 8: 6, 12: 1, 16: 7601, 24: dump.string('Service Pack 1') };
    const { info } = await openDump(dump.systemInfo({ u32: version }));
    assert.match(info.description, /, Windows 7 Service Pack 1 build 7601 x64,/);
    assert.equal(info.windows?.name, 'Windows 7');
  });

  it('is described with the update revision that Crashpad records as service pack', async () => {
    const dump = new DumpBuilder();
    const { info } = await openDump(dump.systemInfo({ u32: { 24: dump.string('4751') } }));
    assert.match(info.description, /, Windows 10 22H2 build 19045\.4751 x64,/);
  });

  it('is called by the name of the dump when there are no modules', async () => {
    const target = await openDump(new DumpBuilder().systemInfo());
    assert.equal(target.processes()[0]?.image, 'test.dmp');
  });

  it('has id 0 when MiscInfo is missing', async () => {
    assert.equal((await openDump(new DumpBuilder().systemInfo())).currentProcessId(), 0);
  });

  it('has id 0 when MiscInfo does not vouch for it', async () => {
    const dump = new DumpBuilder().systemInfo().stream(15, struct(24, { u32: { 0: 24, 8: 99 } }));
    assert.equal((await openDump(dump)).currentProcessId(), 0);
  });

  it('has id 0 when MiscInfo is too short, which is reported', async () => {
    const target = await openDump(new DumpBuilder().systemInfo().stream(15, struct(8)));
    assert.equal(target.currentProcessId(), 0);
    assert.deepEqual(codesOf(target), ['stream-too-short']);
  });

  it('is the only one: another process id is refused', async () => {
    const target = await openDump(
      new DumpBuilder()
        .systemInfo()
        .miscInfo(8)
        .handles([{ value: 4 }]),
    );
    const handles = await target.handles(12, 'process');
    const traces = await target.traces(12);
    assert.equal(handles.ok ? '' : handles.problem.code, 'no-such-process');
    assert.equal(traces.ok ? '' : traces.problem.code, 'no-such-process');
    assert.deepEqual(target.threads(12), []);
  });

  it('has no kernel tables', async () => {
    const target = await openDump(new DumpBuilder().systemInfo().handles([{ value: 4 }]));
    const kernel = await target.handles(0, 'kernel');
    assert.equal(kernel.ok ? '' : kernel.problem.code, 'no-kernel-tables');
  });
});
