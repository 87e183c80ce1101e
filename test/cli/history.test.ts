/** Where the history is kept, and how it is kept short. */

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { History, historyPath, HISTORY_LENGTH } from '../../src/cli/history';
import { fakeIo } from './fakeIo';

describe('the place of the history', () => {
  it('is the state folder of the user on Linux', () => {
    assert.equal(
      historyPath({ env: {}, platform: 'linux', homeFolder: '/home/ann' }),
      '/home/ann/.local/state/handle-lens/history',
    );
  });

  it('is where XDG_STATE_HOME says', () => {
    const env = { XDG_STATE_HOME: '/state' };
    assert.equal(
      historyPath({ env, platform: 'linux', homeFolder: '/home/ann' }),
      '/state/handle-lens/history',
    );
    assert.equal(
      historyPath({ env, platform: 'darwin', homeFolder: '/Users/ann' }),
      '/state/handle-lens/history',
    );
  });

  it('ignores a relative XDG_STATE_HOME, as the specification asks', () => {
    assert.equal(
      historyPath({ env: { XDG_STATE_HOME: 'state' }, platform: 'linux', homeFolder: '/home/ann' }),
      '/home/ann/.local/state/handle-lens/history',
    );
  });

  it('is the library folder on macOS', () => {
    assert.equal(
      historyPath({ env: {}, platform: 'darwin', homeFolder: '/Users/ann' }),
      '/Users/ann/Library/Application Support/handle-lens/history',
    );
  });

  it('is the local application data on Windows', () => {
    const homeFolder = 'C:\\Users\\ann';
    assert.equal(
      historyPath({ env: { LOCALAPPDATA: 'D:\\Local' }, platform: 'win32', homeFolder }),
      'D:\\Local\\handle-lens\\history',
    );
    assert.equal(
      historyPath({ env: {}, platform: 'win32', homeFolder }),
      'C:\\Users\\ann\\AppData\\Local\\handle-lens\\history',
    );
  });
});

describe('the history', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'handle-lens-'));
    file = join(folder, 'handle-lens', 'history');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const newHistory = (): History => new History(fakeIo({ env: { XDG_STATE_HOME: folder } }));

  it('is empty at first', async () => {
    assert.deepEqual(await newHistory().load(), []);
  });

  it('keeps lines in the order they were typed', async () => {
    const history = newHistory();
    await history.add('!handle');
    await history.add('!htrace');
    assert.deepEqual(await newHistory().load(), ['!handle', '!htrace']);
  });

  it('leaves out blank lines and repetitions', async () => {
    const history = newHistory();
    for (const line of ['k', 'k', '', '  ', 'k', 'lm']) {
      await history.add(line);
    }
    assert.deepEqual(await newHistory().load(), ['k', 'lm']);
  });

  it('does not repeat the last line of the session before', async () => {
    await newHistory().add('k');
    const history = newHistory();
    await history.load();
    await history.add('k');
    assert.equal(await readFile(file, 'utf8'), 'k\n');
  });

  it('offers the newest lines and cuts a file that has grown too long', async () => {
    await mkdir(join(folder, 'handle-lens'));
    const lines = Array.from({ length: 2 * HISTORY_LENGTH + 1 }, (_, index) => `? ${index}`);
    await writeFile(file, `${lines.join('\n')}\n`);
    const loaded = await newHistory().load();
    assert.deepEqual(loaded, lines.slice(-HISTORY_LENGTH));
    assert.equal(await readFile(file, 'utf8'), `${loaded.join('\n')}\n`);
  });

  it('is readable for its owner only', async function () {
    if (process.platform === 'win32') {
      this.skip();
    }
    await newHistory().add('k');
    const { mode } = await import('node:fs/promises').then(({ stat }) => stat(file));
    assert.equal(mode & 0o777, 0o600);
  });
});
