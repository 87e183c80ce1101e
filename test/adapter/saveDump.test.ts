/** Writing the target as a minidump: the request, the console, and where neither can. */

import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openSample } from '../../src/core/script/samples/catalog';
import { openFileByteSink } from '../../src/node/fileByteSink';
import { SAVE_DUMP_REQUEST, type SaveDumpAnswer } from '../../src/protocol/dumpMessages';
import { DapClient } from '../support/dapClient';
import { handlesOf, openDump, valueOf } from '../support/openDump';

describe('Saving the target as a dump', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'handle-lens-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function started(sample: string, canWrite = true): Promise<DapClient> {
    const client = new DapClient({
      target: valueOf(openSample(sample)),
      ...(canWrite
        ? {
            openSink: (path: string, overwrite: boolean, given?: string) =>
              openFileByteSink(resolve(folder, given ?? '', path), overwrite),
          }
        : {}),
    });
    await client.start();
    client.forgetEvents();
    return client;
  }
  const read = async (name: string): Promise<Uint8Array> =>
    new Uint8Array(await readFile(join(folder, name)));

  it('writes the process the session looks at and says what is in the file', async () => {
    const client = await started('badhandle');
    const answer = await client.body<SaveDumpAnswer>(SAVE_DUMP_REQUEST, { path: 'a.dmp' });
    assert.equal(answer.path, join(folder, 'a.dmp'));
    assert.equal(answer.handles, 12);
    assert.equal(answer.traces, 5);
    const dump = await openDump(await read('a.dmp'));
    assert.equal((await handlesOf(dump)).count, 12);
  });

  it('replaces a file only when it is asked to', async () => {
    const client = await started('six-handles');
    await writeFile(join(folder, 'a.dmp'), 'mine');
    const refused = await client.request(SAVE_DUMP_REQUEST, { path: 'a.dmp' });
    assert.equal(refused.success, false);
    assert.match(refused.message ?? '', /There is a file/);
    const answer = await client.body<SaveDumpAnswer>(SAVE_DUMP_REQUEST, {
      path: 'a.dmp',
      overwrite: true,
    });
    assert.equal((await read('a.dmp')).length, answer.bytes);
  });

  it('works from the console, relative to the folder of the session', async () => {
    const client = await started('leaky-service');
    await client.type('g');
    const answer = await client.type('.dump /mh later.dmp');
    assert.match(client.output, /Dump successfully written\n209 handles, 1079 traces/);
    assert.match(answer.result, /^Dump written: .*later\.dmp/);
    assert.deepEqual(await readdir(folder), ['later.dmp']);
  });

  it('is refused in a browser with what to do instead', async () => {
    const client = await started('six-handles', false);
    for (const answer of [
      await client.request(SAVE_DUMP_REQUEST, { path: 'a.dmp' }),
      await client.request('evaluate', { expression: '.dump a.dmp', context: 'repl' }),
    ]) {
      assert.equal(answer.success, false);
      assert.match(
        answer.message ?? '',
        /Dumps cannot be written here: the debugger runs in a browser\./,
      );
    }
  });

  it('is refused in watches, which are evaluated again and again', async () => {
    const client = await started('six-handles');
    const answer = await client.request('evaluate', {
      expression: '.dump a.dmp',
      context: 'watch',
    });
    assert.match(JSON.stringify(answer), /No dump is written here/);
    assert.deepEqual(await readdir(folder), []);
  });

  for (const args of [
    {},
    { path: ' ' },
    { path: 3 },
    { path: 'a', overwrite: 'yes' },
    { path: 'a', processId: -1 },
  ]) {
    it(`refuses the arguments ${JSON.stringify(args)} by name`, async () => {
      const client = await started('six-handles');
      const answer = await client.request(SAVE_DUMP_REQUEST, args);
      assert.equal(answer.success, false);
      assert.match(answer.message ?? '', /^handleLens\/saveDump: .*"(?:path|overwrite|processId)"/);
    });
  }
});
