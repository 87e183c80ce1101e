/** Logs of long sessions: several answers, several moments, and what happens when one looks at another. */

import assert from 'node:assert/strict';
import { accessOf, logTarget, recordsOf, traceRecordsOf } from '../../../support/openLog';
import { FakeTarget } from '../../../support/fakeTarget';
import { problemOf } from '../../../support/openDump';
import { interpreterOf, jsonOf, run, runOne, textOf } from '../../../support/runCommands';
import type { Target } from '../../../../src/core/target/target';

const DASHES = '-'.repeat(38);

function list(...handles: readonly (readonly [number, string])[]): string {
  const blocks = handles.map(
    ([value, type]) => `Handle ${value.toString(16)}\n  Type         \t${type}`,
  );
  return [...blocks, `${handles.length} Handles`].join('\n');
}

function block(value: number, type: string, name: string): string {
  return `Handle ${value.toString(16)}\n  Type         \t${type}\n  Name         \t${name}`;
}

function traces(...records: readonly string[]): string {
  return records
    .flatMap((record) => {
      const [handle = '', operation = '', thread = ''] = record.split(' ');
      return [
        DASHES,
        `Handle = 0x${handle.padStart(8, '0')} - ${operation}`,
        `Thread ID = 0x${thread.padStart(8, '0')}, Process ID = 0x00000100`,
        '',
        '0x77ca310c: app!f+0x0000000c',
      ];
    })
    .concat(DASHES)
    .join('\n');
}

async function values(target: Target): Promise<string> {
  return (await recordsOf(target))
    .map(({ value, type }) => `${value.toString(16)} ${type ?? '?'}`)
    .join(', ');
}

async function traced(target: Target): Promise<string> {
  return (await traceRecordsOf(target))
    .map(({ handle, operation }) => `${handle.toString(16)} ${operation}`)
    .join(', ');
}

describe('the moments of a log', () => {
  it('are one for every stop of the program, the newest first looked at', async () => {
    const target = await logTarget(
      [
        '0:000> !handle',
        list([4, 'Event'], [8, 'Key']),
        '0:000> g',
        'ModLoad: 0 1 x.dll',
        '0:000> !handle',
        list([4, 'Event'], [8, 'Key'], [0xc, 'File']),
      ].join('\n'),
    );
    const log = accessOf(target);
    assert.deepEqual(
      log.moments.map(({ number, line, title, handles }) => ({ number, line, title, handles })),
      [
        { number: 1, line: 1, title: '!handle', handles: 2 },
        { number: 2, line: 9, title: '!handle', handles: 3 },
      ],
    );
    assert.equal(log.currentMoment, 2);
    assert.equal(await values(target), '4 Event, 8 Key, c File');

    const { generation } = target;
    assert.ok(log.selectMoment(1).ok);
    assert.equal(await values(target), '4 Event, 8 Key');
    assert.ok(target.generation > generation);
    assert.equal(problemOf(log.selectMoment(3)).code, 'no-moment');
    assert.equal(log.currentMoment, 1);
  });

  it('begin with a second list about everything, when the log does not show that the program ran', async () => {
    const target = await logTarget(
      [list([4, 'Event']), '', list([4, 'Event'], [8, 'Key'])].join('\n'),
    );
    assert.equal(accessOf(target).moments.length, 2);
    assert.equal(await values(target), '4 Event, 8 Key');
  });

  it('put answers about single handles together, and later facts before earlier ones', async () => {
    const target = await logTarget(
      [
        '0:000> !handle 8 f',
        block(8, 'Event', '\\B'),
        '0:000> !handle 4 f',
        block(4, 'Event', '\\A'),
        '0:000> !handle 8 2',
        'Handle 8\n  HandleCount  \t2',
      ].join('\n'),
    );
    assert.equal(accessOf(target).moments.length, 1);
    const records = await recordsOf(target);
    assert.deepEqual(
      records.map(({ value, name, handleCount }) => [value, name, handleCount]),
      [
        [4n, '\\A', null],
        [8n, '\\B', 2],
      ],
    );
  });

  it('add the details of one handle to the list of all', async () => {
    const target = await logTarget(
      [
        '0:000> !handle',
        list([4, 'Event'], [8, 'Key']),
        '0:000> !handle 8 f',
        block(8, 'Key', '\\K'),
      ].join('\n'),
    );
    assert.equal(accessOf(target).moments.length, 1);
    assert.deepEqual(
      (await recordsOf(target)).map(({ name, nameUnrecorded }) => [name, nameUnrecorded]),
      [
        [null, true],
        ['\\K', undefined],
      ],
    );
  });

  it('keep nothing of a handle whose value stands for another type now', async () => {
    const target = await logTarget(
      [
        '0:000> !handle 8 f',
        block(8, 'Key', '\\K'),
        '0:000> !handle 8',
        'Handle 8\n  Type         \tEvent',
      ].join('\n'),
    );
    const [record] = await recordsOf(target);
    assert.equal(record?.type, 'Event');
    assert.equal(record.name, null);
  });

  it('take a second list of the same handles with other flags for the same moment', async () => {
    const target = await logTarget(
      [
        '0:000> !handle 0 5',
        block(4, 'Event', '\\A'),
        '1 Handles',
        '0:000> !handle',
        list([4, 'Event']),
      ].join('\n'),
    );
    assert.equal(accessOf(target).moments.length, 1);
    assert.equal((await recordsOf(target))[0]?.name, '\\A');
  });

  it('show the newest handles and traces up to the moment that is looked at', async () => {
    const target = await logTarget(
      [
        '0:000> !handle',
        list([4, 'Event']),
        '0:000> g',
        '0:000> !htrace -diff',
        'Outstanding handles opened since the previous snapshot:',
        traces('8 OPEN 1'),
        '0:000> g',
        '0:000> !htrace -diff',
        'Outstanding handles opened since the previous snapshot:',
        traces('10 OPEN 2', 'c OPEN 1'),
        'Displayed 0x2 stack traces for outstanding handles opened since the previous snapshot.',
      ].join('\n'),
    );
    const log = accessOf(target);
    assert.equal(log.moments.length, 3);
    assert.equal(await traced(target), '10 open, c open');
    assert.equal(await values(target), '4 Event');
    log.selectMoment(2);
    assert.equal(await traced(target), '8 open');
    log.selectMoment(1);
    const missing = problemOf(await target.traces(target.currentProcessId()));
    assert.equal(missing.code, 'log-no-traces-yet');
    assert.match(missing.hint ?? '', /\.moment 2/);
  });

  it('take the records of a handle from the answer that shows most of them, each once', async () => {
    const target = await logTarget(
      [
        '0:000> !htrace -diff',
        'Outstanding handles opened since the previous snapshot:',
        traces('8 OPEN 1', 'c OPEN 1'),
        '0:000> !htrace 8',
        traces('8 OPEN 1', '8 CLOSE 2', '8 OPEN 3'),
      ].join('\n'),
    );
    assert.equal(accessOf(target).moments.length, 1);
    assert.equal(await traced(target), '8 open, 8 close, 8 open, c open');
    const store = await target.traces(target.currentProcessId());
    assert.ok(store.ok && !store.value.facts.orderIsKnown);
  });

  it('hold an empty difference as an answer', async () => {
    const target = await logTarget(
      [
        '0:000> !htrace',
        traces('8 OPEN 1'),
        '0:000> g',
        '0:000> !htrace -diff',
        '0x0 new stack traces since the previous snapshot.',
        'No outstanding handles opened since the previous snapshot were detected.',
      ].join('\n'),
    );
    assert.equal(accessOf(target).moments.length, 2);
    assert.equal(await traced(target), '');
  });

  it('are those of one mode: the answers of the other are named with their lines', async () => {
    const target = await logTarget(
      [
        'kd> !handle 4',
        '0004: Object: 80ed5238  GrantedAccess: 001f0fff',
        '0:000> !handle',
        list([4, 'Event']),
      ].join('\n'),
    );
    assert.equal(target.info.mode, 'user');
    assert.equal(accessOf(target).moments.length, 1);
    assert.deepEqual(
      target.problems.map(({ code, where }) => [code, where]),
      [['log-other-mode', 'line 1']],
    );
  });
});

describe('.moment and .loginfo', () => {
  const text = [
    '0:000> !htrace',
    traces('8 OPEN 1'),
    '0:000> g',
    'Breakpoint 0 hit',
    '0:000> !htrace',
    traces('c OPEN 5', '8 OPEN 1'),
    'Parsed 0x3 stack traces.',
    'Dumped 0x3 stack traces.',
    '0:000> !handle 4',
    'Handle 4',
    '  Type         \tEvent',
    '    What is this?',
  ].join('\n');

  it('lists the moments and goes to one, with its thread', async () => {
    const target = await logTarget(text);
    const interpreter = interpreterOf(target);
    assert.equal(
      await textOf(interpreter, '.moment'),
      '  1  line 1: !htrace (1 trace record)\n. 2  line 10: !htrace (1 handle, 2 trace records)\n',
    );
    assert.equal(interpreter.state.currentThreadId, 5);
    const moved = await runOne(interpreter, '.moment 1');
    assert.ok(moved.kind === 'moments');
    assert.deepEqual(moved.stop, {
      reason: 'moment',
      description: 'Moment 1, line 1 of the log',
      threadId: 1,
    });
    assert.equal(interpreter.state.currentThreadId, 1);
    const stayed = await runOne(interpreter, '.moment 1');
    assert.ok(stayed.kind === 'moments' && stayed.stop === null);
  });

  it('refuses numbers that are none, and targets that are no log', async () => {
    const interpreter = interpreterOf(await logTarget(text));
    for (const line of ['.moment x', '.moment 0', '.moment 3', '.moment -1']) {
      const [result] = await run(interpreter, line);
      assert.equal(result?.kind, 'error', line);
    }
    for (const line of ['.moment', '.loginfo']) {
      const answer = await runOne(interpreterOf(new FakeTarget()), line);
      assert.ok(answer.kind === 'error' && answer.problem.code === 'no-log');
    }
  });

  it('compares two moments with -snapshot and -diff', async () => {
    const interpreter = interpreterOf(await logTarget(text));
    await textOf(interpreter, '.moment 1; !htrace -snapshot; .moment 2');
    const diff = await textOf(interpreter, '!htrace -diff');
    assert.match(diff, /Handle = 0x0000000c - OPEN/);
    assert.doesNotMatch(diff, /Handle = 0x00000008/);
    assert.match(diff, /Displayed 0x1 stack traces/);
  });

  it('tells what was read, which totals disagree and which lines are left over', async () => {
    const target = await logTarget(text);
    const info = await textOf(interpreterOf(target), '.loginfo');
    assert.match(info, /^WinDbg log, UTF-8: 27 lines/);
    assert.match(info, /line 23: 3 stack traces printed, 2 read/);
    assert.match(info, /line 9 \(other text, not read\): Breakpoint 0 hit/);
    assert.match(info, /line 27 \(in an answer, not understood\): What is this\?/);
    assert.deepEqual(
      target.problems.map(({ code, where }) => [code, where]),
      [
        ['log-unread', 'line 27'],
        ['log-totals-differ', 'line 23'],
      ],
    );
    const json = (await jsonOf(interpreterOf(target), '.loginfo')) as { lines: number };
    assert.equal(json.lines, 27);
  });

  it('is not fooled by commands that change nothing in a log', async () => {
    const interpreter = interpreterOf(await logTarget(text));
    for (const [line, said] of [
      ['g', /log cannot run/],
      ['!htrace -enable', /in a log: nothing runs/],
      ['!htrace -disable', /in a log: nothing runs/],
      ['!handle 44', /says nothing about a handle 44/],
      ['.closehandle 4', /live target only/],
    ] as const) {
      assert.match(await textOf(interpreter, line), said, line);
    }
  });
});
