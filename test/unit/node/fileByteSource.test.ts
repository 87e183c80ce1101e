/** Files as byte sources: ranges, ends, and what is said when a file does not open. */

import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProblemError } from '../../../src/core/util/problem';
import { openFileByteSource } from '../../../src/node/fileByteSource';
import { problemOf, valueOf } from '../../support/openDump';

describe('a file as a byte source', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'handle-lens-'));
  });
  after(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  async function write(name: string, bytes: Uint8Array): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, bytes);
    return path;
  }

  it('has name and size, and gives ranges', async () => {
    const path = await write('plain.dmp', Uint8Array.of(1, 2, 3, 4, 5));
    const source = valueOf(await openFileByteSource(path));
    assert.equal(source.name, path);
    assert.equal(source.size, 5);
    assert.deepEqual([...(await source.read(1, 3))], [2, 3, 4]);
    await source.close();
  });

  it('reads into memory that is lent, if that is large enough', async () => {
    const path = await write('lent.dmp', Uint8Array.of(1, 2, 3, 4, 5));
    const source = valueOf(await openFileByteSource(path));
    const lent = new Uint8Array(4);
    assert.equal((await source.read(1, 3, lent)).buffer, lent.buffer);
    assert.deepEqual([...lent], [2, 3, 4, 0]);
    assert.deepEqual([...(await source.read(0, 5, lent))], [1, 2, 3, 4, 5]);
    assert.deepEqual([...lent], [2, 3, 4, 0]);
    await source.close();
  });

  it('gives less at the end and nothing past it', async () => {
    const source = valueOf(
      await openFileByteSource(await write('end.dmp', Uint8Array.of(1, 2, 3))),
    );
    assert.deepEqual([...(await source.read(2, 100))], [3]);
    assert.deepEqual([...(await source.read(3, 100))], []);
    assert.deepEqual([...(await source.read(2 ** 50, 100))], []);
    assert.deepEqual([...(await source.read(0, 0))], []);
    await source.close();
  });

  it('says so when the file became shorter while it was open, and reads what is left', async () => {
    const path = await write('shrinks.dmp', new Uint8Array(1000));
    const source = valueOf(await openFileByteSource(path));
    await truncate(path, 10);
    await assert.rejects(source.read(0, 1000), (error) => {
      assert.ok(error instanceof ProblemError);
      assert.equal(error.problem.code, 'file-shrunk');
      assert.equal(error.problem.where, 'offset 0xa');
      assert.match(error.problem.hint ?? '', /restart the session/);
      return true;
    });
    assert.equal((await source.read(0, 10)).length, 10);
    await source.close();
  });

  it('says that it was closed when it is read afterwards', async () => {
    const source = valueOf(await openFileByteSource(await write('closed.dmp', Uint8Array.of(1))));
    await source.close();
    await source.close();
    await assert.rejects(source.read(0, 1), (error) => {
      assert.ok(error instanceof ProblemError);
      assert.equal(error.problem.code, 'file-closed');
      return true;
    });
  });

  it('does not open when there is no such file', async () => {
    const problem = problemOf(await openFileByteSource(join(folder, 'missing.dmp')));
    assert.equal(problem.code, 'file-not-found');
    assert.match(problem.message, /missing\.dmp/);
    assert.ok(problem.hint);
  });

  it('does not open below a file', async () => {
    const path = await write('file.dmp', Uint8Array.of(1));
    assert.equal(problemOf(await openFileByteSource(join(path, 'x.dmp'))).code, 'file-not-found');
  });

  it('does not open a folder', async () => {
    const path = join(folder, 'folder.dmp');
    await mkdir(path);
    const problem = problemOf(await openFileByteSource(path));
    assert.equal(problem.code, 'file-is-folder');
    assert.match(problem.hint ?? '', /dump file inside/);
  });

  it('does not open an empty file', async () => {
    const problem = problemOf(await openFileByteSource(await write('empty.dmp', new Uint8Array())));
    assert.equal(problem.code, 'file-empty');
  });

  it('does not open a device', async function () {
    if (process.platform === 'win32') {
      this.skip();
    }
    assert.equal(problemOf(await openFileByteSource('/dev/zero')).code, 'file-is-device');
  });

  it('does not open a file without permission', async function () {
    if (process.platform === 'win32' || process.getuid?.() === 0) {
      this.skip();
    }
    const path = await write('secret.dmp', Uint8Array.of(1));
    await chmod(path, 0);
    assert.equal(problemOf(await openFileByteSource(path)).code, 'file-no-permission');
  });

  it('does not open an impossible path, and says why', async () => {
    const problem = problemOf(await openFileByteSource('with\0nul'));
    assert.equal(problem.code, 'file-open-failed');
    assert.ok(problem.message.length > 30);
  });
});
