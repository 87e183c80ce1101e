/** XML logs of Application Verifier as targets. */

import assert from 'node:assert/strict';
import { stopFrame } from '../../../../src/core/log/formats/verifierStop';
import { problemOf } from '../../../support/openDump';
import { accessOf, logTarget, traceRecordsOf, tryLog } from '../../../support/openLog';
import { answer, linesOf, remaindersOf, utf16 } from './formatSupport';

const START = `<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<avrf:logfile xmlns:avrf="Application Verifier">
 <avrf:logSession TimeStarted="2024-12-21 : 20:20:22" PID="12836" Version="2">
`;
const END = ' </avrf:logSession>\n</avrf:logfile>\n';

function entry(code: string, layer: string, parameter: string, frames: readonly string[]): string {
  const traces = frames.map((frame) => `<avrf:trace>${frame}</avrf:trace>`).join('\n');
  return `<avrf:logEntry Time="now" LayerName="${layer}" StopCode="${code}" Severity="Error">
<avrf:message>What &amp; why.</avrf:message>
<avrf:parameter1>${parameter}</avrf:parameter1>
<avrf:parameter2>d1e9de5a30 - Exception record. Use .exr to display it.</avrf:parameter2>
<avrf:stackTrace>
${traces}
</avrf:stackTrace>
</avrf:logEntry>
`;
}

const INVALID = entry('0x300', 'Handles', 'c0000008 - Exception code.', [
  'vfbasics!+7ffa194a2c50 ( @ 0)',
  'ntdll!KiRaiseUserExceptionDispatcher+3a ( @ 0)',
  'app!drop&lt;int&gt;+12 (C:\\src (x)\\socket.rs @ 34)',
]);
const WRONG_TYPE = entry('0x305', 'Handles', '1a4 - Handle value', ['app!main+12 ( @ 0)']);
const NULL_HANDLE = entry('0x303', 'Handles', '0 - Not used.', ['app!main+16 ( @ 0)']);
const LEAKED = entry('0x901', 'Leak', '1a8 - Value of the leaked handle.', ['app!main+1a ( @ 0)']);
const HEAP = entry('0x13', 'Heaps', '0 - x', ['app!main+1a ( @ 0)']);

describe('an XML log of Application Verifier', () => {
  it('makes a moment of every stop about handles', async () => {
    const target = await logTarget(START + INVALID + HEAP + WRONG_TYPE + LEAKED + END);
    assert.deepEqual(
      accessOf(target).moments.map(({ line, title, handles, traces }) => [
        line,
        title,
        handles,
        traces,
      ]),
      [
        [4, 'stop 0x300: What & why. (now)', null, null],
        [22, 'stop 0x305: What & why. (now)', null, 1],
        [30, 'stop 0x901: What & why. (now)', 1, null],
      ],
    );
    assert.deepEqual(remaindersOf(target), ['other 14-21: stop 0x13: What & why. (now)']);
    assert.deepEqual(target.problems, []);
    assert.equal(target.currentProcessId(), 12836);
  });

  it('says what it holds when none of its stops names a handle', async () => {
    const target = await logTarget(START + INVALID + END);

    assert.match(await answer(target, '!handle'), /"\.moment" lists them, "k" shows the stack/);
    assert.match(await answer(target, '!htrace'), /"\.moment" lists them, "k" shows the stack/);
  });

  it('shows the stack of a stop, and an address only where the log has one', async () => {
    const target = await logTarget(START + INVALID + END);
    assert.equal(
      await answer(target, 'k'),
      ` # Address           Call Site
00 00007ffa\`194a2c50 vfbasics+0x7ffa194a2c50
01 ?                 ntdll!KiRaiseUserExceptionDispatcher+0x3a
02 ?                 app!drop<int>+0x12
`,
    );
    assert.deepEqual(accessOf(target).unused, []);
    assert.deepEqual(
      target.modules().map(({ name }) => name),
      ['vfbasics', 'ntdll', 'app'],
    );
  });

  it('names the handle that was bad where the stop does', async () => {
    const target = await logTarget(START + NULL_HANDLE + WRONG_TYPE + END);
    assert.deepEqual(
      (await traceRecordsOf(target)).map(({ handle, operation, processId, threadId }) => [
        handle,
        operation,
        processId,
        threadId,
      ]),
      [[0x1a4n, 'badref', 12836, 0]],
    );
    const text = await answer(target, '!htrace');
    assert.match(text, /Handle = 0x00000000000001a4 - \*\*\* BAD REFERENCE \*\*\*/);
    assert.match(text, /0x\?{16}: app!main\+0x0000000000000012/);
  });

  it('lists the handles that were leaked', async () => {
    assert.deepEqual(await linesOf(await logTarget(START + LEAKED + END)), ['12836  1a8 ? ?']);
  });

  it('gives the same frame the same place, and no place to look up', async () => {
    const target = await logTarget(START + WRONG_TYPE + WRONG_TYPE + END);
    const [record] = await traceRecordsOf(target);
    const place = record?.stack[0] ?? (0n as never);
    assert.equal(target.symbols.resolve(place).addressUnrecorded, true);
    assert.equal(target.symbols.nearby(place).before, null);
  });

  it('is read up to where the program was killed', async () => {
    const target = await logTarget(START + INVALID + WRONG_TYPE.slice(0, -80));
    assert.equal(accessOf(target).moments.length, 2);
    assert.deepEqual(
      target.problems.map(({ code, where }) => [code, where]),
      [['log-xml-broken', 'line 18']],
    );
  });

  it('is read no further behind text that is no XML', async () => {
    const target = await logTarget(
      `${START}${INVALID}${END}${'x '.repeat(100_000)}${START}${LEAKED}${END}`,
    );
    assert.equal(accessOf(target).moments.length, 1);
    assert.ok(target.problems.some(({ message }) => message.includes('too many errors')));
  });

  it('opens in UTF-16', async () => {
    assert.deepEqual(await linesOf(await logTarget(utf16(START + LEAKED + END, 'le'))), [
      '12836  1a8 ? ?',
    ]);
  });

  it('without a stop about handles is refused', async () => {
    assert.equal(problemOf(await tryLog(START + HEAP + END)).code, 'log-empty');
  });
});

describe('a frame of Application Verifier', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['ntdll!Nt+3a ( @ 0)', 'ntdll Nt 58 null undefined'],
    ['app!operator+ (a.cpp @ 7)', 'app operator+ null null a.cpp:7'],
    ['x!+7ffa194a2c50 ( @ 0)', 'x null 140712142842960 140712142842960 undefined'],
    ['nothing known', 'null nothing known null null undefined'],
    ['', 'null null null null undefined'],
  ];
  for (const [text, wanted] of cases) {
    it(`'${text}' is taken apart`, () => {
      const { module, symbol, displacement, address, source } = stopFrame(text);
      const place = source === undefined ? source : `${source.file}:${source.line}`;
      assert.equal([module, symbol, displacement, address, place].map(String).join(' '), wanted);
    });
  }
});
