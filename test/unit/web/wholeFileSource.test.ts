/** Files that are read whole: what is refused, what is read only once, and reads of parts. */

import assert from 'node:assert/strict';
import { ProblemError } from '../../../src/core/util/problem';
import {
  MAXIMUM_WHOLE_FILE,
  WholeFileReader,
  type WholeFile,
  type WholeFileFacts,
} from '../../../src/web/wholeFileSource';
import { problemOf, valueOf } from '../../support/openDump';

/** A file that counts how often it is read. */
class FakeFile implements WholeFile {
  reads = 0;
  changed = 1;

  constructor(
    private readonly content: Uint8Array,
    private readonly told: Partial<WholeFileFacts> = {},
    readonly name = 'memfs:/x.dmp',
  ) {}

  facts(): Promise<WholeFileFacts> {
    const { content, changed } = this;
    return Promise.resolve({ isFolder: false, size: content.length, changed, ...this.told });
  }

  bytes(): Promise<Uint8Array> {
    this.reads++;
    return Promise.resolve(this.content.slice());
  }
}

describe('a file that is read whole', () => {
  const bytes = Uint8Array.from([1, 2, 3, 4, 5]);
  const codeOf = async (file: WholeFile): Promise<string> =>
    problemOf(await new WholeFileReader().open(file)).code;

  it('gives its parts, and less at its end', async () => {
    const source = valueOf(await new WholeFileReader().open(new FakeFile(bytes)));
    assert.equal(source.size, 5);
    assert.equal(source.name, 'memfs:/x.dmp');
    assert.deepEqual([...(await source.read(1, 3))], [2, 3, 4]);
    assert.deepEqual([...(await source.read(4, 9))], [5]);
    assert.deepEqual([...(await source.read(9, 1))], []);
  });

  it('gives bytes that nobody else sees changed', async () => {
    const source = valueOf(await new WholeFileReader().open(new FakeFile(bytes)));
    (await source.read(0, 5)).fill(9);
    assert.deepEqual([...(await source.read(0, 2))], [1, 2]);
  });

  it('reads into memory that is lent, where it is large enough', async () => {
    const source = valueOf(await new WholeFileReader().open(new FakeFile(bytes)));
    const lent = new Uint8Array(4);
    const read = await source.read(1, 2, lent);
    assert.equal(read.buffer, lent.buffer);
    assert.deepEqual([...lent], [2, 3, 0, 0]);
    const more = await source.read(0, 5, lent);
    assert.notEqual(more.buffer, lent.buffer);
  });

  it('cannot be read once it is closed', async () => {
    const source = valueOf(await new WholeFileReader().open(new FakeFile(bytes)));
    await source.close();
    await assert.rejects(source.read(0, 1), (error) => {
      assert.ok(error instanceof ProblemError);
      return error.problem.code === 'file-closed';
    });
  });

  it('is read once for everybody who opens it while it is in use', async () => {
    const file = new FakeFile(bytes);
    const reader = new WholeFileReader();
    const first = valueOf(await reader.open(file));
    const second = valueOf(await reader.open(file));
    assert.equal(file.reads, 1);
    await first.close();
    assert.deepEqual([...(await second.read(0, 1))], [1]);
  });

  it('is read again when it was changed, and when another one was opened', async () => {
    const file = new FakeFile(bytes);
    const reader = new WholeFileReader();
    const sources = [valueOf(await reader.open(file))];
    file.changed++;
    sources.push(valueOf(await reader.open(file)));
    assert.equal(file.reads, 2);
    const other = new FakeFile(bytes, {}, 'memfs:/y.dmp');
    sources.push(valueOf(await reader.open(other)));
    assert.equal(other.reads, 1);
    await Promise.all(sources.map((source) => source.close()));
  });

  it('is not read at all when it is too large: the sentence has both sizes and two ways on', async () => {
    const file = new FakeFile(bytes, { size: MAXIMUM_WHOLE_FILE + 1 });
    const problem = problemOf(await new WholeFileReader().open(file));
    assert.equal(file.reads, 0);
    assert.equal(problem.code, 'file-too-large');
    assert.match(problem.message, /has 257 MB.* at most 256 MB/);
    assert.match(problem.hint ?? '', /on your machine.*smaller dump/);
  });

  it('is read when it is as large as allowed', async () => {
    const file = new FakeFile(bytes, { size: MAXIMUM_WHOLE_FILE });
    assert.equal((await new WholeFileReader().open(file)).ok, true);
  });

  it('is refused when it is a folder or empty', async () => {
    assert.equal(await codeOf(new FakeFile(bytes, { isFolder: true })), 'file-is-folder');
    assert.equal(await codeOf(new FakeFile(new Uint8Array())), 'file-empty');
  });

  it('is refused with the reason of the file system', async () => {
    const failing = (error: Error): WholeFile => ({
      name: 'memfs:/x.dmp',
      facts: () => Promise.reject(error),
      bytes: () => Promise.reject(new Error('not asked')),
    });
    const named = (code: string): Error => Object.assign(new Error(code), { code });
    assert.equal(await codeOf(failing(named('FileNotFound'))), 'file-not-found');
    assert.equal(await codeOf(failing(named('NoPermissions'))), 'file-no-permission');
    const other = problemOf(await new WholeFileReader().open(failing(new Error('offline'))));
    assert.equal(other.code, 'file-open-failed');
    assert.match(other.message, /memfs:\/x\.dmp could not be read: offline/);
  });
});
