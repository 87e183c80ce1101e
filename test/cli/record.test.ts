/** `handle-lens record`: what it writes, refuses and exits with. */

import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../../src/cli/runCli';
import { defaultServices } from '../../src/cli/services';
import { handlesOf, openDump, tracesOf } from '../support/openDump';
import { fakeIo } from './fakeIo';

describe('handle-lens record', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'handle-lens-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function record(...words: readonly string[]): Promise<readonly [number, string, string]> {
    const io = fakeIo();
    const code = await runCli(['record', ...words], io, defaultServices);
    return [code, io.stdout.text, io.stderr.text];
  }
  const file = (name = 'out.dmp'): string => join(folder, name);
  const read = async (): Promise<Uint8Array> => new Uint8Array(await readFile(file()));

  it('writes a sample and says what is in the file', async () => {
    const [code, text, errors] = await record('sample:leaky-service', '-o', file());
    assert.deepEqual([code, errors], [0, '']);
    const lines = text.split('\n');
    assert.equal(lines[0], `Creating ${file()} - mini user dump`);
    assert.equal(lines[1], 'Dump successfully written');
    assert.match(lines[2] ?? '', /^200 handles, 948 traces, \d+ modules, \d+ threads: \d+ bytes$/);
    assert.match(text, /Not in it: \d+ facts about objects/);
    const dump = await openDump(await read());
    assert.equal((await handlesOf(dump)).count, 200);
    assert.equal((await tracesOf(dump)).count, 948);
  });

  it('runs commands before, and writes what they led to', async () => {
    const [code, text] = await record('sample:leaky-service', '-c', 'g; g', '-o', file());
    assert.equal(code, 0);
    assert.match(text, /218 handles, 1210 traces/);
  });

  it('runs a script to its end, unless commands say how far', async () => {
    const script = join(__dirname, '..', '..', 'media', 'samples', 'leak-in-a-loop.hsim');
    const [code, text] = await record(script, '-o', file());
    assert.equal(code, 0);
    assert.match(text, /^8 handles, 16 traces/m);
    const dump = await openDump(await read());
    assert.equal(dump.info.simulated, true);
    assert.equal((await handlesOf(dump)).count, 8);
    const [, atTheStart] = await record(script, '-c', '!handle 0 0', '-o', file(), '--force');
    assert.match(atTheStart, /^0 handles, 0 traces/m);
  });

  it('writes all that a script did when it is asked for the whole history, and refuses that of others', async () => {
    const script = join(folder, 'many.hsim');
    await writeFile(
      script,
      'int main(void) { for (int i = 0; i < 2500; i++) CloseHandle(CreateEventW(NULL, TRUE, FALSE, NULL)); return 0; }',
    );
    const [, ring] = await record(script, '-o', file());
    assert.match(ring, /^0 handles, 4096 traces/m);
    const [code, whole] = await record(script, '--whole-history', '-o', file(), '--force');
    assert.equal(code, 0);
    assert.match(whole, /^0 handles, 5000 traces/m);
    assert.equal((await tracesOf(await openDump(await read()))).count, 5000);
    const [refused, , errors] = await record(
      'sample:leaky-service',
      '--whole-history',
      '-o',
      file('other.dmp'),
    );
    assert.equal(refused, 2);
    assert.match(errors, /keeps no history beyond its trace log/);
    assert.deepEqual((await readdir(folder)).sort(), ['many.hsim', 'out.dmp']);
  });

  it('writes nothing when a command fails', async () => {
    const [code, , errors] = await record('sample:leaky-service', '-c', 'xyzzy', '-o', file());
    assert.equal(code, 1);
    assert.match(errors, /Unknown command 'xyzzy'/);
    assert.deepEqual(await readdir(folder), []);
  });

  it('refuses to replace a file, which --force does', async () => {
    await writeFile(file(), 'mine');
    const [code, , errors] = await record('sample:six-handles', '-o', file());
    assert.equal(code, 2);
    assert.match(errors, /There is a file .*out\.dmp already\. .*--force/);
    assert.equal(await readFile(file(), 'utf8'), 'mine');
    const [forced] = await record('sample:six-handles', '-o', file(), '--force');
    assert.equal(forced, 0);
    assert.equal((await handlesOf(await openDump(await read()))).count, 6);
  });

  it('copies a dump over itself when told to', async () => {
    await record('sample:six-handles', '-o', file());
    const before = await read();
    const [code] = await record(file(), '-o', file(), '--force');
    assert.equal(code, 0);
    assert.equal((await handlesOf(await openDump(await read()))).count, 6);
    assert.ok(before.length > 0);
  });

  it('asks for the process of a kernel-mode target, and takes an id or an image name', async () => {
    const [code, , errors] = await record('sample:badhandle', '-o', file());
    assert.equal(code, 2);
    assert.match(errors, /A minidump holds one process; the target has 7\. Choose one: 0x4 System/);
    for (const process of ['0x3e0', '992', 'BadHandle.exe']) {
      const [done, text] = await record(
        'sample:badhandle',
        '--process',
        process,
        '-o',
        file(),
        '--force',
      );
      assert.equal(done, 0, process);
      assert.match(text, /^12 handles, 5 traces/m);
    }
  });

  it('names processes of the same image, and says when there is none', async () => {
    const target = 'sample:smss-sections';
    const [code, , two] = await record(target, '--process', 'csrss.exe', '-o', file());
    assert.equal(code, 2);
    assert.match(two, /The target has 2 processes csrss\.exe\. Choose by id: 0x188, 0x1d0\./);
    const [, , none] = await record(target, '--process', 'none.exe', '-o', file());
    assert.match(none, /The target has no process none\.exe\./);
    assert.deepEqual(await readdir(folder), []);
  });

  it('writes the form of old readers when asked', async () => {
    const [code, text] = await record('sample:six-handles', '--descriptors', '1', '-o', file());
    assert.equal(code, 0);
    assert.match(text, /descriptors of version 1 have no place/);
  });

  it('prints JSON', async () => {
    const [code, text] = await record('sample:six-handles', '-o', file(), '--json');
    assert.equal(code, 0);
    const answer = JSON.parse(text) as { path: string; handles: number; bytes: number };
    assert.equal(answer.path, file());
    assert.equal(answer.handles, 6);
    assert.equal(answer.bytes, (await read()).length);
  });

  it('says in JSON too why nothing was written', async () => {
    const [code, text] = await record('sample:badhandle', '-o', file(), '--json');
    assert.equal(code, 2);
    assert.match(text, /"code":"choose-process"/);
  });

  it('exits with 3 when the target cannot be read', async () => {
    const [code, , errors] = await record(file('none.dmp'), '-o', file());
    assert.equal(code, 3);
    assert.match(errors, /There is no file/);
  });

  it('exits with 1 when the file cannot be made', async () => {
    const [code, , errors] = await record('sample:six-handles', '-o', join(folder, 'no', 'x.dmp'));
    assert.equal(code, 1);
    assert.match(errors, /there is no such folder/);
  });

  const wrong: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /"handle-lens record" needs a target/],
    [['a', 'b', '-o', 'c'], /takes one target; "b" is one too many/],
    [
      ['sample:a'],
      /needs the name of the file to write\. Write: handle-lens record sample:a -o out\.dmp/,
    ],
    [['my file', '-o', ''], /record "my file" -o out\.dmp/],
    [['a', '-o'], /The option -o needs a value\. Write it as -o <file>\./],
    [['a', '-o', 'b', '--descriptors', '3'], /--descriptors cannot be "3"/],
    [['a', '-o', 'b', '--port', '3'], /"handle-lens record" has no option --port/],
  ];
  for (const [words, message] of wrong) {
    it(`exits with 2 on record ${words.join(' ')}`, async () => {
      const [code, , errors] = await record(...words);
      assert.equal(code, 2);
      assert.match(errors, message);
    });
  }
});
