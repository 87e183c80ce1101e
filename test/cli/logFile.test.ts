/** The log file of a session on the command line: what `.logopen` starts and `.logclose` ends. */

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../../src/cli/runCli';
import { fakeIo } from './fakeIo';
import { fakeServices, type FakeCommand } from './fakeServices';

const hello: FakeCommand = () => ['hello\n'];
const broken: FakeCommand = () => ({ code: 'nope', message: 'It broke', hint: 'Mend it.' });

describe('the log file of open', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'handle-lens-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const logCommands = {
    hello,
    broken,
    '.logopen': (async ({ text, host }) => [
      `Opened ${await host.openLog(text.slice('.logopen '.length), false)}\n`,
    ]) as FakeCommand,
    '.logclose': (async ({ host }) => [
      `Closed ${(await host.closeLog()) ?? 'nothing'}\n`,
    ]) as FakeCommand,
  };

  it('gets prompt, input, output and errors until it is closed', async () => {
    const io = fakeIo();
    const path = join(folder, 'a.log');
    const lines = [`.logopen ${path}`, 'hello', 'broken', '.logclose', 'hello'];
    await runCli(
      ['open', 'x', ...lines.flatMap((line) => ['-c', line])],
      io,
      fakeServices(logCommands),
    );
    assert.equal(
      await readFile(path, 'utf8'),
      `Opened ${path}\n0:000> hello\nhello\n0:000> broken\nIt broke Mend it.\n0:000> .logclose\n`,
    );
  });

  it('is complete when the session ends without closing it', async () => {
    const path = join(folder, 'b.log');
    await runCli(
      ['open', 'x', '-c', `.logopen ${path}`, '-c', 'hello'],
      fakeIo(),
      fakeServices(logCommands),
    );
    assert.match(await readFile(path, 'utf8'), /hello\nhello\n$/);
  });

  it('replaces an open log by a new one', async () => {
    const [first, second] = [join(folder, 'c.log'), join(folder, 'd.log')];
    await runCli(
      ['open', 'x', '-c', `.logopen ${first};.logopen ${second};hello`],
      fakeIo(),
      fakeServices(logCommands),
    );
    assert.doesNotMatch(await readFile(first, 'utf8'), /^hello$/m);
    assert.match(await readFile(second, 'utf8'), /^hello$/m);
  });

  it('cannot be in a folder that does not exist; the log before stays open then', async () => {
    const path = join(folder, 'e.log');
    const io = fakeIo();
    const services = fakeServices({
      ...logCommands,
      '.logopen': async ({ text, host }) => {
        try {
          return [`Opened ${await host.openLog(text.slice('.logopen '.length), false)}\n`];
        } catch (error) {
          return { code: 'log', message: error instanceof Error ? error.message : '' };
        }
      },
    });
    const line = `.logopen ${path};.logopen ${join(folder, 'no', 'f.log')};hello`;
    assert.equal(await runCli(['open', 'x', '-c', line], io, services), 1);
    assert.equal(io.stderr.text, `${join(folder, 'no', 'f.log')}: there is no such folder\n`);
    assert.match(await readFile(path, 'utf8'), /^hello$/m);
  });
});
