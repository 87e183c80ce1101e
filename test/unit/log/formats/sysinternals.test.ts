/** Output of Sysinternals `handle` as a target. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSysinternalsLine } from '../../../../src/core/log/formats/sysinternalsLines';
import { problemOf, valueOf } from '../../../support/openDump';
import { accessOf, logTarget, recordsOf, tryLog } from '../../../support/openLog';
import { describeWithShared } from '../../../support/shared';
import { answer, handlesIn, linesOf, remaindersOf } from './formatSupport';

const BANNER = `
Nthandle v5.0 - Handle viewer
Copyright (C) 1997-2022 Mark Russinovich
Sysinternals - www.sysinternals.com

`;
const RULE = `${'-'.repeat(78)}\n`;
const SUMMARY = `Handle type summary:
  ALPC Port       : 2
  Process         : 3
  Process         : 4
  <Unknown type>  : 1
Total handles: 10
`;

describe('a list of Sysinternals handle', () => {
  it('gives types, names and processes', async () => {
    const text = `${BANNER}${RULE}app.exe pid: 712 HOME\\sam
   34: File  (RW-)   C:\\data\\with (R-D) in it.txt
   80: Section       \\Windows\\Theme1
   84: Event         
   88: ALPC Port     \\RPC Control\\abc
   8C: WaitCompletionPacket
${RULE}System pid: 4 \\<unable to open process>
  2E0: File  (---)   \\Device\\Mup
`;
    const target = await logTarget(text);
    assert.deepEqual(await linesOf(target), [
      '712 app.exe 34 File C:\\data\\with (R-D) in it.txt',
      '712 app.exe 80 Section \\Windows\\Theme1',
      '712 app.exe 84 Event -',
      '712 app.exe 88 ALPC Port \\RPC Control\\abc',
      '712 app.exe 8c WaitCompletionPacket -',
      '4 System 2e0 File \\Device\\Mup',
    ]);
    assert.equal(target.info.mode, 'kernel', 'several processes are a view of the whole system');
    assert.deepEqual(accessOf(target).unused, ['share modes of files such as (RW-)']);
  });

  it('belongs to the process that -p names where the list itself does not say', async () => {
    const text = `C:\\bin>handle64 -a -p 5996\n${BANNER}   A4: File          C:\\Temp\\a.txt\n`;
    assert.deepEqual(await handlesIn(text), ['5996  a4 File C:\\Temp\\a.txt']);
  });

  it('is a moment of its own each time it is asked for', async () => {
    const list = (name: string): string =>
      `C:\\bin>handle -p 12\n${BANNER}   A4: File          ${name}\n`;
    const target = await logTarget(list('C:\\one') + list('C:\\two'));
    assert.deepEqual(
      accessOf(target).moments.map(({ line, title, handles }) => [line, title, handles]),
      [
        [1, 'handle -p 12', 1],
        [8, 'handle -p 12', 1],
      ],
    );
    assert.deepEqual(await linesOf(target), ['12  a4 File C:\\two']);
  });

  it('survives the loss of its columns on a page', async () => {
    const text = `app.exe pid: 7 me\n 34: File (RW-) C:\\x.txt\n 38: Section \\Windows\\T\n`;
    assert.deepEqual(await handlesIn(text), [
      '7 app.exe 34 File C:\\x.txt',
      '7 app.exe 38 Section \\Windows\\T',
    ]);
  });

  it('says which lines were not read', async () => {
    const text = `app.exe pid: 7 me\n   34: File  (RW-)   C:\\x\nError opening driver\n`;
    assert.deepEqual(remaindersOf(await logTarget(text)), ['other 3-3: Error opening driver']);
  });
});

describe('a search of Sysinternals handle', () => {
  it('adds what it found to what was found before', async () => {
    const text = `${BANNER}a b.exe            pid: 17000  type: File           7D8: C:\\lock: file
c.exe              pid: 20     type: ALPC Port      10: \\RPC Control\\x
`;
    assert.deepEqual(await handlesIn(text), [
      '17000 a b.exe 7d8 File C:\\lock: file',
      '20 c.exe 10 ALPC Port \\RPC Control\\x',
    ]);
  });

  it('reads over the user that -u shows', async () => {
    const line = 'c.exe              pid: 20     type: File          HOME\\sam      7D8: C:\\x';
    assert.deepEqual(await handlesIn(`${BANNER}${line}\n`), ['20 c.exe 7d8 File C:\\x']);
  });

  it('ends a moment when it closed a handle', async () => {
    const text = `C:\\>handle -c 7d8 -y -p 20${BANNER}  7D8: File  (R--)   C:\\x

Handle closed.

C:\\>handle -p 20${BANNER}   10: Event         
`;
    const target = await logTarget(text);
    assert.deepEqual(
      accessOf(target).moments.map(({ handles }) => handles),
      [1, 1],
    );
    assert.deepEqual(await linesOf(target), ['20  10 Event -']);
    assert.ok(remaindersOf(target).some((line) => line.endsWith('handle 7d8 was closed here')));
  });

  it('that found nothing is refused with the next step', async () => {
    const problem = problemOf(await tryLog(`${BANNER}No matching handles found.\n`));
    assert.equal(problem.code, 'log-empty');
    assert.match(problem.hint ?? '', /handle -a -p/);
  });
});

describe('the summary of Sysinternals handle -s', () => {
  it('opens with its counts, rows of one type together, and confirms its total', async () => {
    const target = await logTarget(SUMMARY);
    assert.equal(target.capabilities.handles, false);
    assert.match(target.info.description, /10 handles counted by type/);
    assert.equal(
      await answer(target, '!handle 0 0'),
      '10 Handles\nType                    \tCount\nNone                    \t1\nProcess                 \t7\nALPC Port               \t2\n',
    );
    assert.deepEqual(accessOf(target).totals, [
      { line: 6, what: 'handles in the table', printed: 10, found: 10, outcome: 'equal' },
    ]);
    const problem = problemOf(await target.handles(target.currentProcessId(), 'process'));
    assert.equal(problem.code, 'log-only-counts');
    assert.match(problem.message, /10 in all \(Process 7, ALPC Port 2, <Unknown type> 1\)/);
    assert.deepEqual(await recordsOf(target), []);
  });

  it('says so when its total is another', async () => {
    const target = await logTarget(SUMMARY.replace(': 10', ': 11'));
    assert.deepEqual(
      target.problems.map(({ code, where }) => [code, where]),
      [['log-totals-differ', 'line 6']],
    );
  });

  it('is a moment each time it is taken', async () => {
    const target = await logTarget(
      SUMMARY +
        SUMMARY.replace('Process         : 4', 'Process         : 5').replace(': 10', ': 11'),
    );
    assert.deepEqual(
      accessOf(target).moments.map(({ counted }) => counted),
      [10, 11],
    );
    assert.match(await answer(target, '!handle 0 0'), /^11 Handles/);
    assert.match(await answer(target, '.moment'), /handles \(11 handles, only counted\)/);
  });
});

describe('a line of Sysinternals handle', () => {
  for (const text of [
    '',
    '   ',
    'GG: File',
    'type: File',
    'x pid: y',
    ': 5',
    '  12345678901234567: File',
  ]) {
    it(`is nothing when it is '${text}'`, () => {
      assert.equal(readSysinternalsLine(text), null);
    });
  }
});

describeWithShared('real output of Sysinternals handle', (folder) => {
  const open = async (name: string) =>
    valueOf(await tryLog(readFileSync(join(folder, 'transcripts/sysinternals-handle', name))));

  it('gives every handle of a list', async () => {
    assert.equal((await linesOf(await open('v35-process-list.txt'))).length, 6);
    assert.deepEqual(await linesOf(await open('v50-list-one-process.txt')), [
      '5996  a4 File C:\\Temp\\test.txt',
    ]);
  });

  it('gives what searches found and closed', async () => {
    for (const [name, line] of [
      [
        'v411-usage-search-close.txt',
        '2616 smss.exe 12c File C:\\Users\\Administrator\\Desktop\\CQLocker.txt',
      ],
      [
        'v422-search-close.txt',
        '17000 chrome.exe 7d8 File C:\\Users\\you\\AppData\\Local\\Google\\Chrome Dev\\User Data\\lockfile',
      ],
    ] as const) {
      assert.deepEqual(await linesOf(await open(name)), [line]);
    }
  });

  it('confirms the 238 handles of its summary', async () => {
    const { totals } = accessOf(await open('summary-s.txt'));
    assert.deepEqual(
      totals.map(({ printed, outcome }) => [printed, outcome]),
      [[238, 'equal']],
    );
  });
});
