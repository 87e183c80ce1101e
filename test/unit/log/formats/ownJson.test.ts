/** Our own JSON as a target: several documents, other targets, damage. */

import assert from 'node:assert/strict';
import { objectInfoOf } from '../../../../src/core/log/formats/objectInfoJson';
import { openSample } from '../../../../src/core/script/samples/catalog';
import { interpreterOf, jsonTextOf } from '../../../support/runCommands';
import { problemOf, valueOf } from '../../../support/openDump';
import { accessOf, logTarget, recordsOf, traceRecordsOf, tryLog } from '../../../support/openLog';
import { answer, linesOf, remaindersOf } from './formatSupport';

/** The documents that commands on a sample answer, one per line. */
async function documents(sample: string, lines: readonly string[]): Promise<string> {
  const interpreter = interpreterOf(valueOf(openSample(sample)));
  let text = '';
  for (const line of lines) {
    text += `${await jsonTextOf(interpreter, line)}\n`;
  }
  return text;
}

describe('our own JSON', () => {
  it('opens with a moment for each stop, and lists what is no answer of !handle or !htrace', async () => {
    const lines = [
      '!handle 0 0',
      '!htrace -snapshot',
      'g',
      '!handle 0 f',
      '!htrace -diff',
      '!sites',
    ];
    const target = await logTarget(await documents('leaky-service', lines));
    const { moments, format } = accessOf(target);
    assert.equal(format, 'Handle Lens JSON of sample:leaky-service');
    assert.deepEqual(
      moments.map(({ title, counted, handles, traces }) => [
        title,
        counted,
        handles !== null,
        traces !== null,
      ]),
      [
        ['!handle 0 0', 200, false, false],
        ['!handle 0 f', null, true, true],
      ],
    );
    assert.deepEqual(remaindersOf(target), [
      'other 2-3: The answer of !htrace -snapshot',
      'other 6-6: The answer of !sites',
    ]);
    assert.deepEqual(target.problems, []);
    assert.equal(target.info.pointerSize, 8);
    assert.ok((await traceRecordsOf(target)).length > 0);
  });

  it('opens when it was written over many lines', async () => {
    const text = await documents('leaky-service', ['!handle 0 f']);
    const pretty = JSON.stringify(JSON.parse(text), null, 2);
    const target = await logTarget(`${pretty}\n${pretty}\n`);
    assert.deepEqual(await recordsOf(target), await recordsOf(await logTarget(text)));
    assert.ok(accessOf(target).lines > 1000);
  });

  it('keeps the symbols of frames', async () => {
    const text = await documents('leaky-service', ['!htrace']);
    assert.equal(
      await answer(await logTarget(text), '!htrace'),
      await answer(valueOf(openSample('leaky-service')), '!htrace'),
    );
  });

  it('shows the target of its first document only', async () => {
    const text =
      (await documents('badhandle', ['!handle 0 f'])) +
      (await documents('leaky-service', ['!handle 0 f']));
    const target = await logTarget(text);
    const alone = await logTarget(await documents('badhandle', ['!handle 0 f']));
    assert.deepEqual(await linesOf(target), await linesOf(alone));
    assert.ok(
      target.problems.some(({ message }) =>
        message.includes('another target: sample:leaky-service'),
      ),
    );
  });

  it('tells errors of commands among the lines that are no facts', async () => {
    const text = await documents('badhandle', ['!handle 0 f', '!handle zz']);
    const [error] = remaindersOf(await logTarget(text));
    assert.match(error ?? '', /^other 2-2: !handle zz: /);
  });

  it('lists what stands before a cut', async () => {
    const text = await documents('leaky-service', ['!handle 0 f']);
    const target = await logTarget(text.slice(0, text.length / 2));
    assert.ok((await linesOf(target)).length > 10);
    assert.equal(target.problems[0]?.code, 'log-json-broken');
  });

  it('without an answer of !handle or !htrace is refused with the next step', async () => {
    const problem = problemOf(await tryLog(await documents('badhandle', ['|', 'lm'])));
    assert.equal(problem.code, 'log-empty');
    assert.match(problem.hint ?? '', /--json/);
  });

  it('refuses records that say nothing', async () => {
    const text = await documents('badhandle', ['!handle 0 f']);
    const target = await logTarget(text.replace('"handle":"0x', '"handle":"?'));
    assert.deepEqual(
      target.problems.map(({ code }) => code),
      ['log-refused'],
    );
  });
});

describe('an object-specific record of JSON', () => {
  for (const value of [
    null,
    7,
    {},
    { kind: 'event' },
    { kind: 'event', manualReset: 1, signalled: true },
    { kind: 'toString' },
    { kind: 'section', baseAddress: 'zz', attributes: '0x0', size: '0x0' },
  ]) {
    it(`is nothing when it is ${JSON.stringify(value)}`, () => {
      assert.equal(objectInfoOf(value), null);
    });
  }
});
