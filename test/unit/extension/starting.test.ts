/** What can be chosen to examine, what is remembered, and what is said when it cannot be opened. */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ok } from '../../../src/core/util/result';
import { checkTarget, type CheckedFiles } from '../../../src/extension/starting/checkTarget';
import { droppedUris } from '../../../src/extension/starting/droppedFiles';
import { RecentTargets } from '../../../src/extension/starting/recentTargets';
import { freeName } from '../../../src/extension/starting/freeName';
import { recentChoices, targetChoices } from '../../../src/extension/starting/targetChoices';
import { walkthroughStep } from '../../../src/extension/starting/walkthroughStep';
import { openFileByteSource } from '../../../src/node/fileByteSource';

/** A memory whose content a test can spoil. */
function memory(
  content?: unknown,
): { stored: unknown } & ConstructorParameters<typeof RecentTargets>[0] {
  return {
    stored: content,
    get() {
      return this.stored;
    },
    update(_key, value) {
      this.stored = value;
      return Promise.resolve();
    },
  };
}

describe('recent targets', () => {
  it('put the newest first and name each once', async () => {
    const recent = new RecentTargets(memory());
    for (const target of ['a.dmp', 'b.dmp', 'a.dmp']) {
      await recent.add(target);
    }
    assert.deepEqual(recent.list, ['a.dmp', 'b.dmp']);
  });

  it('are at most ten', async () => {
    const recent = new RecentTargets(memory());
    for (let index = 0; index < 12; index++) {
      await recent.add(`${index}.dmp`);
    }
    assert.equal(recent.list.length, 10);
    assert.equal(recent.list[0], '11.dmp');
    assert.ok(!recent.list.includes('1.dmp'));
  });

  it('forget a target once', async () => {
    const recent = new RecentTargets(memory(['a.dmp', 'b.dmp']));
    assert.equal(await recent.remove('a.dmp'), true);
    assert.equal(await recent.remove('a.dmp'), false);
    assert.deepEqual(recent.list, ['b.dmp']);
  });

  it('leave out what is no text', () => {
    assert.deepEqual(new RecentTargets(memory(['a.dmp', 7, null, ''])).list, ['a.dmp']);
    assert.deepEqual(new RecentTargets(memory({ length: 3 })).list, []);
  });
});

describe('target choices', () => {
  const same = (text: string): string => text;

  it('begin with a file when nothing was examined yet', () => {
    const [first] = targetChoices([], same);
    assert.equal(first?.kind, 'askForFile');
  });

  it('begin with recent targets, newest first', () => {
    const [title, first] = targetChoices(['/dumps/x.dmp'], same);
    assert.deepEqual(title, { kind: 'title', label: 'Recent' });
    assert.equal(first?.target, '/dumps/x.dmp');
  });

  it('show the file name, and its folder beside it', () => {
    const [windows, sample, bare] = recentChoices(['C:\\d\\x.dmp', 'sample:badhandle', 'y.dmp']);
    assert.deepEqual([windows?.label, windows?.description], ['$(history) x.dmp', 'C:\\d']);
    assert.deepEqual(
      [sample?.label, sample?.description],
      ['$(history) sample:badhandle', undefined],
    );
    assert.equal(bare?.description, undefined);
  });
});

describe('dropped files', () => {
  it('are the lines of the list without comments and repetitions', () => {
    const list = '# two files\r\nfile:///a.dmp\r\nfile:///b.dmp\nfile:///a.dmp\r\n';
    assert.deepEqual(droppedUris(list), ['file:///a.dmp', 'file:///b.dmp']);
  });

  it('are at most five', () => {
    const list = Array.from({ length: 9 }, (_, index) => `file:///${index}.dmp`).join('\n');
    assert.equal(droppedUris(list).length, 5);
  });
});

describe('checking a target', () => {
  let folder: string;
  const files: CheckedFiles = {
    resolve: (text) => ok(resolve(folder, text)),
    open: openFileByteSource,
  };

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'handle-lens-'));
    writeFileSync(join(folder, 'x.dmp'), 'MDMP and the rest');
    writeFileSync(join(folder, 'notes.dmp'), 'just a text');
    writeFileSync(join(folder, 'picture.dmp'), Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13));
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('gives the absolute path of a dump', async () => {
    assert.deepEqual(await checkTarget(' "x.dmp" ', files), {
      ok: true,
      value: join(folder, 'x.dmp'),
    });
  });

  it('finds samples whatever their letter case', async () => {
    const checked = await checkTarget('Sample:BadHandle', files);
    assert.deepEqual(checked, { ok: true, value: 'sample:badhandle' });
  });

  it('says that there is no such file', async () => {
    const checked = await checkTarget('gone.dmp', files);
    assert.equal(!checked.ok && checked.problem.code, 'file-not-found');
  });

  it('names the file that is neither dump nor text and says what it is', async () => {
    const checked = await checkTarget('picture.dmp', files);
    assert.ok(!checked.ok);
    assert.equal(checked.problem.code, 'file-foreign');
    assert.ok(checked.problem.message.startsWith(join(folder, 'picture.dmp')));
    assert.ok(checked.problem.hint?.includes('.dump /mh'));
  });

  it('lets a text through, whatever its name: it may be a log', async () => {
    const checked = await checkTarget('notes.dmp', files);
    assert.deepEqual(checked, { ok: true, value: join(folder, 'notes.dmp') });
  });

  it('names the sample that was probably meant', async () => {
    const checked = await checkTarget('sample:leaky-servcie', files);
    assert.ok(!checked.ok);
    assert.match(`${checked.problem.message} ${checked.problem.hint}`, /leaky-service/);
  });
});

describe('the walkthrough', () => {
  const typed = (expression: unknown, context = 'repl'): object => ({
    command: 'evaluate',
    arguments: { expression, context },
  });

  it('ticks !handle and !htrace typed into the Debug Console', () => {
    assert.equal(walkthroughStep(typed(' !Handle 0 f Event')), 'didReadHandles');
    assert.equal(walkthroughStep(typed('!htrace -diff')), 'didTrace');
    assert.equal(walkthroughStep(typed('!sites 1')), 'didTrace');
  });

  it('ticks nothing for hovers, other commands and other messages', () => {
    for (const message of [
      typed('!handle', 'hover'),
      typed('!handles'),
      typed(7),
      { command: 'threads' },
      { command: 'evaluate' },
      null,
    ]) {
      assert.equal(walkthroughStep(message), null);
    }
  });
});

describe('the name of a copy', () => {
  it('is the first that is not taken, with a number before its ending', async () => {
    const taken = new Set(['loop.hsim', 'loop-2.hsim']);
    const isTaken = (name: string) => Promise.resolve(taken.has(name));
    assert.equal(await freeName('race.hsim', isTaken), 'race.hsim');
    assert.equal(await freeName('loop.hsim', isTaken), 'loop-3.hsim');
  });
});
