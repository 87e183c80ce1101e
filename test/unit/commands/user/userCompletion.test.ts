/** Completion of the commands about USER handles. */

import assert from 'node:assert/strict';
import { complete } from '../../../../src/core/commands/completion';
import { neverCancelled } from '../../../../src/core/util/cancellation';
import { FakeTarget } from '../../../support/fakeTarget';
import { FakeUserTarget, LEAKY, SHELL } from '../../../support/fakeUserTarget';
import { interpreterOf } from '../../../support/runCommands';

const target = (): FakeUserTarget =>
  new FakeUserTarget({
    entries: [
      { index: 2, type: 'window', owner: SHELL.threadId },
      { index: 3, type: 'menu', owner: LEAKY.processId, uniq: 3 },
      { index: 5, type: 'menu', owner: LEAKY.processId },
      { index: 7, type: 'ddeconv', owner: LEAKY.threadId },
    ],
  });

async function items(line: string, on: FakeTarget = target()): Promise<readonly string[]> {
  const found = await complete(interpreterOf(on), line, line.length, neverCancelled);
  return found.map(({ insert, start, length, detail }) => {
    assert.equal(start + length, line.length);
    return `${line.slice(0, start)}${insert}${detail === '' ? '' : ` [${detail}]`}`;
  });
}

describe('Completion of commands about USER handles', () => {
  it('offers live handles with type and process', async () => {
    assert.deepEqual(await items('!dhe 1'), [
      '!dhe 10002 [Window explorer.exe]',
      '!dhe 10005 [Menu leaky.exe]',
      '!dhe 10007 [DDE conv leaky.exe]',
    ]);
    assert.deepEqual(await items('!du 0x3'), ['!du 0x30003 [Menu leaky.exe]']);
    assert.deepEqual(await items('!utrace 0003'), ['!utrace 30003 [Menu leaky.exe]']);
  });

  it('offers flags, then types with counts, most first', async () => {
    assert.ok((await items('!dhe 0 ')).includes('!dhe 0 1 [entry]'));
    assert.equal((await items('!dhe 0 1 '))[0], '!dhe 0 1 Menu [02, 2 in use]');
  });

  it('offers types by any of their names', async () => {
    assert.deepEqual(await items('!dhe 0 1 type_m'), [
      '!dhe 0 1 TYPE_MENU [02 Menu, 2 in use]',
      '!dhe 0 1 TYPE_MONITOR [0c Monitor, none in use]',
    ]);
    assert.deepEqual(await items('!dhe 0 1 smw'), [
      '!dhe 0 1 SMWP [04 WPI(SWP) structure, none in use]',
    ]);
  });

  it('completes a type with a blank, then a process', async () => {
    assert.deepEqual(await items('!dhe 0 1 dde c'), ['!dhe 0 1 DDE conv [0a, 1 in use]']);
    assert.deepEqual(await items('!dhe 0 1 DDE conv 8'), ['!dhe 0 1 DDE conv 8a4 [leaky.exe]']);
    assert.deepEqual(await items('!dhe 0 1 Menu '), [
      '!dhe 0 1 Menu 8a4 [leaky.exe]',
      '!dhe 0 1 Menu 5d0 [explorer.exe]',
    ]);
  });

  it('counts arguments after an index as if it were a handle', async () => {
    assert.ok((await items('!dhe -i 3 ')).includes('!dhe -i 3 3 [entry and object]'));
    assert.deepEqual(await items('!dhe -i '), []);
  });

  it('offers versions after the switches that take one', async () => {
    assert.deepEqual(await items('!dhe -t 6.'), [
      '!dhe -t 6.0',
      '!dhe -t 6.1',
      '!dhe -t 6.2',
      '!dhe -t 6.3',
    ]);
    assert.deepEqual(await items('!dhe -t 6.1 '), []);
    assert.deepEqual(await items('!du -n '), ['!du -n 3.51', '!du -n 4.0', '!du -n 5.0']);
    assert.deepEqual(await items('!du -n 4.0 3'), ['!du -n 4.0 30003 [Menu leaky.exe]']);
  });

  it('offers structures and their members', async () => {
    assert.deepEqual(await items('!dso handlee'), ['!dso HANDLEENTRY']);
    assert.deepEqual(await items('!dso -l sharedi'), ['!dso -l SHAREDINFO']);
    assert.deepEqual(await items('!dso HANDLEENTRY p'), [
      '!dso HANDLEENTRY phead [+000 HEAD*]',
      '!dso HANDLEENTRY pOwner [+008 PVOID]',
    ]);
    assert.deepEqual(await items('!dso ker'), ['!dso "kernel handle table entry"']);
  });

  it('offers threads and processes', async () => {
    assert.deepEqual(await items('!dti 9'), ['!dti 9c0 [process 8a4 leaky.exe]']);
    assert.deepEqual(await items('!dpi 5'), ['!dpi 5d0 [explorer.exe]']);
  });

  it('offers switches', async () => {
    assert.deepEqual(
      (await items('!utrace -')).map((item) => item.split(' ')[1]),
      ['-enable', '-snapshot', '-diff', '-disable', '-?'],
    );
    assert.deepEqual(
      (await items('!du 30003 -')).map((item) => item.split(' ')[2]),
      ['-n', '-l', '-?'],
    );
  });

  it('offers nothing of a table that is not there', async () => {
    const none = new FakeTarget();
    for (const line of ['!dhe 1', '!dhe 0 1 M', '!dti 1', '!dpi 1']) {
      assert.deepEqual(await items(line, none), [], line);
    }
  });
});
