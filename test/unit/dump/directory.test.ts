/** The header and directory of a minidump, right and wrong. */

import assert from 'node:assert/strict';
import { DumpBuilder } from '../../support/dumpBuilder';
import { codesOf, openDump, refusalOf } from '../../support/openDump';
import { struct } from '../../support/struct';

describe('the directory of a minidump', () => {
  it('names every stream with its size and what it gives', async () => {
    const target = await openDump(
      new DumpBuilder().systemInfo().handles([{ value: 4 }, { value: 8 }]),
    );
    assert.deepEqual(target.parts, [
      { name: 'SystemInfo', size: 56, note: 'processor and Windows version' },
      { name: 'HandleData', size: 96, note: 'open handles: 2' },
    ]);
    assert.deepEqual(target.problems, []);
  });

  it('skips unused entries without a word', async () => {
    const target = await openDump(new DumpBuilder().systemInfo().entry(0, 0, 0).entry(0, 0, 0));
    assert.equal(target.parts.length, 1);
    assert.deepEqual(target.problems, []);
  });

  it('lists streams of other programs quietly', async () => {
    const dump = new DumpBuilder()
      .systemInfo()
      .stream(0x4350_0001, struct(64))
      .stream(0x5151_0001, struct(4));
    const target = await openDump(dump);
    assert.deepEqual(
      target.parts.slice(1).map(({ name, note }) => `${name}: ${note}`),
      [
        'CrashpadInfo: data of Crashpad',
        'Stream 0x51510001: data of the program that wrote the dump',
      ],
    );
    assert.deepEqual(target.problems, []);
  });

  it('reads the first of two streams of the same kind and reports the second', async () => {
    const target = await openDump(
      new DumpBuilder()
        .systemInfo()
        .handles([{ value: 4 }])
        .handles([{ value: 8 }, { value: 12 }]),
    );
    assert.deepEqual(codesOf(target), ['stream-duplicate']);
    assert.equal(target.parts[1]?.note, 'open handles: 1');
    assert.match(target.parts[2]?.note ?? '', /second stream of the same kind/);
  });

  it('reads the second of two streams when the first is outside the file', async () => {
    const target = await openDump(
      new DumpBuilder()
        .systemInfo()
        .entry(12, 96, 0x7fff_0000)
        .handles([{ value: 8 }]),
    );
    assert.deepEqual(codesOf(target), ['stream-outside-file']);
    assert.equal(target.capabilities.handles, true);
  });

  it('tells handles that cannot be read from handles that were not recorded', async () => {
    const cut = await openDump(new DumpBuilder().systemInfo().entry(12, 96, 0xff_0000));
    const handles = await cut.handles(cut.currentProcessId(), 'process');
    assert.ok(!handles.ok);
    assert.match(handles.problem.message, /has a HandleData stream, but it cannot be read/);
    const without = await openDump(new DumpBuilder().systemInfo());
    const none = await without.handles(without.currentProcessId(), 'process');
    assert.ok(!none.ok);
    assert.match(none.problem.message, /written without the HandleData stream/);
  });

  it('reports a stream outside the file with its offset', async () => {
    const target = await openDump(new DumpBuilder().systemInfo().entry(4, 0x1000, 0x00ff_0000));
    const problem = target.problems[0];
    assert.equal(problem?.code, 'stream-outside-file');
    assert.equal(problem.where, '0xff0000');
    assert.match(problem.message, /ModuleList is outside the file/);
    assert.match(target.parts[1]?.note ?? '', /not read: outside the file \(at 0xff0000\)/);
  });

  it('reads what is there of a stream that the file ends in', async () => {
    const bytes = new DumpBuilder(2)
      .systemInfo()
      .handles([{ value: 4 }, { value: 8 }])
      .build();
    const target = await openDump(bytes.slice(0, bytes.length - 8));
    assert.deepEqual(codesOf(target), ['stream-cut', 'handle-count']);
    assert.equal(target.parts[1]?.note, 'open handles: 1, cut off');
  });

  it('reports streams that overlap and reads both', async () => {
    const dump = new DumpBuilder()
      .systemInfo()
      .modules([{ path: 'a.exe', base: 0x1000n, size: 16 }]);
    const target = await openDump(dump.entry(16, 40, 0x40));
    assert.ok(codesOf(target).includes('stream-overlap'));
    assert.equal(target.modules().length, 1);
  });

  it('reports a stream that lies over the header', async () => {
    const target = await openDump(new DumpBuilder().systemInfo().entry(10, 16, 0));
    assert.match(target.problems[0]?.message ?? '', /The header and CommentA overlap/);
  });

  it('cuts down a number of streams that the file cannot hold', async () => {
    const target = await openDump(
      new DumpBuilder().systemInfo().source({ u32: { 8: 0xffff_ffff } }),
    );
    assert.deepEqual(codesOf(target), ['directory-cut']);
    assert.equal(target.info.windows?.build, 19045);
  });

  it('refuses a file that ends inside the header', async () => {
    const problem = await refusalOf(new DumpBuilder().systemInfo().build().slice(0, 20));
    assert.equal(problem.code, 'minidump-cut');
    assert.match(problem.message, /after 20 bytes/);
    assert.ok(problem.hint);
  });

  it('refuses a minidump without streams', async () => {
    assert.equal((await refusalOf(new DumpBuilder())).code, 'minidump-cut');
  });

  it('refuses a minidump whose directory is outside the file', async () => {
    const problem = await refusalOf(
      new DumpBuilder().systemInfo().source({ u32: { 12: 0xffff_fff0 } }),
    );
    assert.equal(problem.code, 'minidump-cut');
    assert.equal(problem.where, '0xfffffff0');
  });

  it('refuses a minidump none of whose streams are in the file', async () => {
    const problem = await refusalOf(new DumpBuilder().entry(4, 16, 0x9000).entry(12, 16, 0xa000));
    assert.equal(problem.code, 'minidump-unreadable');
    assert.equal(problem.where, '0x9000');
    assert.match(problem.hint ?? '', /procdump -ma/);
  });

  it('refuses a minidump whose directory lists unused entries only', async () => {
    const problem = await refusalOf(new DumpBuilder().entry(0, 0, 0));
    assert.equal(problem.code, 'minidump-unreadable');
  });
});
