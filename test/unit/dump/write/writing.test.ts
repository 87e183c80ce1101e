import assert from 'node:assert/strict';
import { access, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { saveMinidump } from '../../../../src/core/dump/write/saveMinidump';
import { address, handleValue } from '../../../../src/core/model/identifiers';
import { openSample } from '../../../../src/core/script/samples/catalog';
import { ProblemError } from '../../../../src/core/util/problem';
import {
  CancellationSource,
  CancelledError,
  neverCancelled,
} from '../../../../src/core/util/cancellation';
import { fail, ok } from '../../../../src/core/util/result';
import { openFileByteSink } from '../../../../src/node/fileByteSink';
import { DumpBuilder } from '../../../support/dumpBuilder';
import { FakeTarget, fakeHandle, fakeTrace } from '../../../support/fakeTarget';
import { MemorySink, writeTo, writtenAndRead } from '../../../support/memorySink';
import {
  allHandles,
  handlesOf,
  openDump,
  problemOf,
  tracesOf,
  valueOf,
} from '../../../support/openDump';

const quiet = {
  writer: 'Handle Lens',
  token: neverCancelled,
  yieldNow: () => Promise.resolve(),
  progress: () => undefined,
};

describe('Writing a minidump', () => {
  it('gives the same bytes for the same target', async () => {
    const [first, second] = [openSample('leaky-service'), openSample('leaky-service')];
    const one = await writtenAndRead(valueOf(first));
    const two = await writtenAndRead(valueOf(second));
    assert.deepEqual(one.bytes, two.bytes);
    assert.equal(one.written.bytes, one.bytes.length);
  });

  it('says in its comment that a simulated process never ran', async () => {
    const { dump } = await writtenAndRead(valueOf(openSample('badhandle')), {
      processId: 0x3e0,
      comment: 'for the lesson',
    });
    assert.equal(dump.info.simulated, true);
    assert.match(dump.info.description, /^Minidump of the simulated program badhandle\.exe/);
    const note = dump.parts.find(({ name }) => name === 'CommentA')?.note ?? '';
    assert.match(note, /Simulated by Handle Lens: no such process ever ran\./);
    assert.match(
      note,
      /sample:badhandle, process badhandle\.exe, as a kernel debugger sees it\. Its handle operations are newest first\. for the lesson$/,
    );
  });

  it('does not call a dump simulated that was made from a real one, and leaves the folder out', async () => {
    const real = await openDump(
      new DumpBuilder()
        .systemInfo()
        .miscInfo(4)
        .handles([{ value: 4 }]),
    );
    const { dump } = await writtenAndRead(real);
    assert.equal(dump.info.simulated, false);
    assert.match(dump.parts.find(({ name }) => name === 'CommentA')?.note ?? '', /from test\.dmp/);
  });

  it('is read as the test builder’s dump of the same handles is', async () => {
    const built = await openDump(
      new DumpBuilder()
        .systemInfo()
        .miscInfo(0x1d30)
        .handles([
          { value: 4, type: 'Event', name: '\\Local\\go', access: 0x100002 },
          { value: 8 },
          { value: 0x1_0000_0004n, type: 'File', attributes: 2, pointerCount: 0xffffffff },
        ])
        .operations([
          { handle: 8, operation: 3, processId: 1, threadId: 2, stack: [1n, 2n] },
          { handle: 4, operation: 1, processId: 1, threadId: 2 },
        ]),
    );
    const { dump } = await writtenAndRead(built);
    assert.deepEqual(await allHandles(dump), await allHandles(built));
    const rows = [0, 1];
    assert.deepEqual(
      await (await tracesOf(dump)).records(rows, neverCancelled),
      await (await tracesOf(built)).records(rows, neverCancelled),
    );
  });

  it('writes descriptors of 32 bytes for old readers, and says that object information is lost', async () => {
    const target = valueOf(openSample('six-handles'));
    const { bytes, written, dump } = await writtenAndRead(target, { descriptors: 1 });
    const view = new DataView(bytes.buffer);
    const entry = [...Array(10).keys()].find(
      (index) => view.getUint32(32 + 12 * index, true) === 12,
    );
    const rva = view.getUint32(32 + 12 * (entry ?? 0) + 8, true);
    assert.equal(view.getUint32(rva + 4, true), 32);
    assert.match(
      written.leftOut.join(' '),
      /4 facts about objects, for which descriptors of version 1 have no place/,
    );
    assert.equal((await handlesOf(dump)).count, 6);
    assert.deepEqual(
      (await allHandles(dump)).map(({ objectInfo }) => objectInfo.length),
      [0, 0, 0, 0, 0, 0],
    );
  });

  it('says what a minidump has no form for', async () => {
    const target = new FakeTarget({
      handles: [
        fakeHandle(4, 'Key', { objectInfo: [{ kind: 'key', lastWriteTime: 1n, keyName: 'x' }] }),
        fakeHandle(8, 'Mutant', {
          objectInfo: [{ kind: 'mutant', count: 0, abandoned: null, ownedByCaller: null }],
        }),
        fakeHandle(12, 'Event', { attributes: null }),
      ],
      modules: [
        {
          name: 'a',
          path: '',
          base: null,
          size: null,
          timeDateStamp: null,
          pdb: null,
          symbols: 'printed',
        },
      ],
    });
    const { written } = await writtenAndRead(target);
    assert.match(
      written.leftOut.join('\n'),
      /2 facts about objects that a minidump has no form for/,
    );
    assert.match(written.leftOut.join('\n'), /facts of 1 handles are not known/);
    assert.match(written.leftOut.join('\n'), /1 modules, because their places are not known/);
    assert.match(written.leftOut.join('\n'), /Traces: There is no trace log\./);
  });

  it('keeps PDB names with any character, and both kinds of records', async () => {
    const pdb = (guid: string, path: string): object => ({ guid, age: 3, path });
    const module = { size: 0x1000, timeDateStamp: 7, symbols: 'none' } as const;
    const target = new FakeTarget({
      handles: [fakeHandle(4, 'Event')],
      modules: [
        {
          ...module,
          name: 'a',
          path: 'C:\\a.exe',
          base: address(0x400000n),
          pdb: pdb('00112233445566778899AABBCCDDEEFF', 'C:\\Größe\\ключ😀.pdb') as never,
        },
        {
          ...module,
          name: 'b',
          path: 'C:\\b.dll',
          base: address(0x500000n),
          pdb: pdb('3B7D84AB', 'b.pdb') as never,
        },
      ],
    });
    const { dump } = await writtenAndRead(target);
    assert.deepEqual(
      dump.modules().map(({ pdb: kept }) => kept),
      target.modules().map(({ pdb: kept }) => kept),
    );
  });

  it('cuts stacks of more than 32 frames and keeps handle values of 64 bits', async () => {
    const stack = Array.from({ length: 40 }, (_, index) => 0x1000 + index);
    const trace = { ...fakeTrace('badref', 0, stack), handle: handleValue(0xffff_ffff_ffff_fff4n) };
    const target = new FakeTarget({ handles: [fakeHandle(4, 'Event')], traces: [trace] });
    const { dump } = await writtenAndRead(target);
    const [read] = await (await tracesOf(dump)).records([0], neverCancelled);
    assert.equal(read?.stack.length, 32);
    assert.equal(read.handle, 0xffff_ffff_ffff_fff4n);
  });

  it('asks for the process of a kernel-mode target, naming some', async () => {
    const target = valueOf(openSample('badhandle'));
    const problem = problemOf(await writeTo(new MemorySink(), target));
    assert.equal(problem.code, 'choose-process');
    assert.match(problem.message, /the target has 7/);
    assert.match(problem.hint ?? '', /0x3e0 badhandle\.exe/);
  });

  it('leaves the modules of one process out of the dump of another', async () => {
    const target = valueOf(openSample('badhandle'));
    const { written, dump } = await writtenAndRead(target, { processId: 0x168 });
    assert.deepEqual(
      dump.modules().map(({ path }) => path.split('\\').at(-1)),
      ['ntoskrnl.exe', 'win32k.sys'],
    );
    assert.match(written.leftOut.join(' '), /4 modules, because they are of another process/);
    assert.match(written.leftOut.join(' '), /The name smss\.exe of the process/);
  });

  it('refuses a process that is not there and a target without handles and traces', async () => {
    const target = valueOf(openSample('six-handles'));
    const other = problemOf(await writeTo(new MemorySink(), target, { processId: 1 }));
    assert.equal(other.code, 'choose-process');
    const empty = await openDump(new DumpBuilder().systemInfo());
    assert.equal(problemOf(await writeTo(new MemorySink(), empty)).code, 'no-handle-data');
  });

  it('keeps traces without handles, as dumps of Breakpad have them', async () => {
    const breakpad = await openDump(
      new DumpBuilder().systemInfo().operations([{ handle: 4, operation: 3 }]),
    );
    const { dump, written } = await writtenAndRead(breakpad);
    assert.equal((await tracesOf(dump)).count, 1);
    assert.equal(dump.capabilities.handles, false);
    assert.match(written.leftOut.join(' '), /Handles: The dump holds no handles/);
  });

  it('takes memory that does not grow with the table, and writes large pieces', async () => {
    const count = 300_000;
    const handles = Array.from({ length: count }, (_, index) =>
      fakeHandle(4 * (index + 1), 'Event', { name: `\\Local\\${index}` }),
    );
    const sink = new MemorySink();
    const written = valueOf(await writeTo(sink, new FakeTarget({ handles })));
    assert.equal(written.handles, count);
    assert.ok(sink.largest < 2 * 1024 * 1024, `${sink.largest} bytes at once`);
    assert.ok(sink.writes < 200, `${sink.writes} writes`);
    const dump = await openDump(sink.bytes);
    const store = await handlesOf(dump);
    const [last] = await store.page(count - 1, 1, neverCancelled);
    assert.equal(last?.name, `\\Local\\${count - 1}`);
  });

  it('refuses what would be larger than 4 GiB', async () => {
    const target = new FakeTarget({ handles: [fakeHandle(4, 'Event')] });
    const store = valueOf(await target.handles(0x17e8, 'process'));
    target.handles = () => Promise.resolve(ok({ ...store, count: 0x0800_0000 }));
    assert.equal(problemOf(await writeTo(new MemorySink(), target)).code, 'dump-too-large');
  });
});

describe('Saving a minidump', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'handle-lens-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });
  const save = (path: string, overwrite = false, target = openSample('six-handles')) =>
    saveMinidump(valueOf(target), { ...quiet, path, overwrite, openSink: openFileByteSink });

  it('makes the file and says its full path', async () => {
    const path = join(folder, 'out.dmp');
    const saved = valueOf(await save(path));
    assert.equal(saved.path, path);
    const bytes = await readFile(path);
    assert.equal(bytes.length, saved.bytes);
    assert.equal((await handlesOf(await openDump(new Uint8Array(bytes)))).count, 6);
  });

  it('refuses to replace a file, and replaces it when told to', async () => {
    const path = join(folder, 'out.dmp');
    await writeFile(path, 'mine');
    assert.equal(problemOf(await save(path)).code, 'file-exists');
    assert.equal(await readFile(path, 'utf8'), 'mine');
    valueOf(await save(path, true));
    assert.equal((await readFile(path)).subarray(0, 4).toString(), 'MDMP');
    assert.deepEqual(await readdir(folder), ['out.dmp']);
  });

  it('leaves nothing behind when the target refuses, and an old file as it was', async () => {
    const path = join(folder, 'out.dmp');
    assert.equal(
      problemOf(await save(path, false, openSample('badhandle'))).code,
      'choose-process',
    );
    await assert.rejects(access(path));
    await writeFile(path, 'mine');
    problemOf(await save(path, true, openSample('badhandle')));
    assert.equal(await readFile(path, 'utf8'), 'mine');
    assert.deepEqual(await readdir(folder), ['out.dmp']);
  });

  it('leaves nothing behind when it is cancelled', async () => {
    const source = new CancellationSource();
    const options = { ...quiet, token: source.token, progress: () => source.cancel() };
    const path = join(folder, 'out.dmp');
    const handles = Array.from({ length: 5000 }, (_, index) => fakeHandle(4 * index + 4, 'Event'));
    await assert.rejects(
      saveMinidump(new FakeTarget({ handles }), {
        ...options,
        path,
        overwrite: false,
        openSink: openFileByteSink,
      }),
      CancelledError,
    );
    assert.deepEqual(await readdir(folder), []);
  });

  it('names a folder that is missing, and a folder in place of a file', async () => {
    assert.equal(problemOf(await save(join(folder, 'no', 'out.dmp'))).code, 'folder-not-found');
    assert.match(problemOf(await save(folder)).message, /There is a file|is a folder/);
  });

  it('abandons the file when the disk refuses a write', async () => {
    const sink = new MemorySink();
    sink.write = () =>
      Promise.reject(new ProblemError({ code: 'disk-full', message: 'The disk is full.' }));
    const saved = await saveMinidump(valueOf(openSample('six-handles')), {
      ...quiet,
      path: 'x',
      overwrite: false,
      openSink: () => Promise.resolve(ok(sink)),
    });
    assert.equal(problemOf(saved).code, 'disk-full');
    assert.equal(sink.outcome, 'abandoned');
  });

  it('passes on why a file cannot be made', async () => {
    const saved = await saveMinidump(valueOf(openSample('six-handles')), {
      ...quiet,
      path: 'x',
      overwrite: false,
      openSink: () => Promise.resolve(fail({ code: 'no-files', message: 'No files here.' })),
    });
    assert.equal(problemOf(saved).code, 'no-files');
  });
});
