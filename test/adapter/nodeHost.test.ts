import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { neverCancelled } from '../../src/core/util/cancellation';
import { nodeHost } from '../../src/adapter/nodeHost';
import type { SessionHost } from '../../src/adapter/sessionHost';

describe('The host in Node', () => {
  let folder: string;
  let host: SessionHost;
  const options = { token: neverCancelled, progress: () => undefined };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'handle-lens-host-'));
    host = nodeHost({
      folder,
      report: (message) => {
        assert.fail(message);
      },
    });
  });

  afterEach(async () => {
    await host.log?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('opens samples by name, whatever the folder', async () => {
    const target = await host.openTarget('sample:badhandle', options);
    assert.equal(target.ok, true);
  });

  it('starts relative paths in its own folder', async () => {
    writeFileSync(join(folder, 'note.txt'), 'This is no dump.');
    const target = await host.openTarget('note.txt', options);
    assert.equal(target.ok, false);
    assert.match(target.problem.message, /not a dump/);
  });

  it('starts relative paths in the folder the client names', async () => {
    const other = mkdtempSync(join(folder, 'other-'));
    writeFileSync(join(other, 'note.txt'), 'This is no dump.');
    const target = await host.openTarget('note.txt', { ...options, folder: other });
    assert.equal(target.ok, false);
    assert.match(target.problem.message, /not a dump/);
  });

  it('says that a file does not exist', async () => {
    const target = await host.openTarget('none.dmp', options);
    assert.equal(target.ok, false);
    assert.match(target.problem.message, /no file/);
  });

  it('writes a log file and makes its folder', async () => {
    const path = await host.log!.open(join('deep', 'out.txt'), false);
    assert.equal(path, join(folder, 'deep', 'out.txt'));
    host.log!.write('one\n');
    assert.equal(await host.log!.close(), path);
    assert.equal(readFileSync(path, 'utf8'), 'one\n');
  });

  it('appends to a log file when asked to', async () => {
    writeFileSync(join(folder, 'out.txt'), 'one\n');
    await host.log!.open('out.txt', true);
    host.log!.write('two\n');
    const path = await host.log!.close();
    assert.equal(readFileSync(path!, 'utf8'), 'one\ntwo\n');
  });

  it('rejects a log file that cannot be opened, with the reason', async () => {
    await assert.rejects(host.log!.open('.', false), /EISDIR|EACCES|EPERM|EBADF/);
    assert.equal(host.log!.isOpen, false);
  });

  it('closes no log file when none is open', async () => {
    assert.equal(await host.log!.close(), null);
    host.log!.write('lost');
  });
});
