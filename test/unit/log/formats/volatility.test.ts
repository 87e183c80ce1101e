/** Volatility 2 and JSON of Volatility as targets. */

import assert from 'node:assert/strict';
import { problemOf } from '../../../support/openDump';
import { accessOf, logTarget, recordsOf, tryLog } from '../../../support/openLog';
import { handlesIn, linesOf, remaindersOf, utf16 } from './formatSupport';

const HEADER = `Offset(V)     Pid     Handle     Access Type             Details
---------- ------ ---------- ---------- ---------------- -------
`;

describe('Volatility 2 handles', () => {
  it('opens as text', async () => {
    const text = `$ vol.py -f x.vmem handles -p 1640 -t Event
Volatility Foundation Volatility Framework 2.6
${HEADER}0xe10096e0   1640        0x4    0xf0003 KeyedEvent       CritSec Out
0x82211678   1640        0xc   0x100020 ALPC Port        \\RPC Control\\x
0x82210208   1640       0x10   0x21f0003 Event
garbage
`;
    const target = await logTarget(text);
    assert.deepEqual(await linesOf(target), [
      '1640  4 KeyedEvent CritSec Out',
      '1640  c ALPC Port \\RPC Control\\x',
      '1640  10 Event -',
    ]);
    const [, , event] = await recordsOf(target);
    assert.equal(event?.attributes, 1);
    assert.equal(event.grantedAccess, 0x1f0003);
    assert.equal(event.kernel?.object, 0x82210208n);
    assert.deepEqual(remaindersOf(target).slice(-1), ['other 8-8: garbage']);
  });

  it('opens where a page has lost the columns', async () => {
    const text = `${HEADER}0xe10096e0 1640 0x4 0xf0003 KeyedEvent CritSecOutOfMemory\n`;
    assert.deepEqual(await handlesIn(text), ['1640  4 KeyedEvent CritSecOutOfMemory']);
  });

  it('does not take physical offsets for addresses', async () => {
    const target = await logTarget(
      `${HEADER.replace('(V)', '(P)')}0x000096e0   1640        0x4    0xf0003 Event            x\n`,
    );
    assert.equal(target.info.mode, 'user');
  });

  it('without a row is refused', async () => {
    assert.equal(problemOf(await tryLog(HEADER)).code, 'log-empty');
  });
});

const ROW =
  '{"PID": 4, "Process": "System", "Offset": 18446624567216795712, "HandleValue": 4, "Type": "Process", "GrantedAccess": 2097151, "Name": "System Pid 4", "__children": []}';

describe('JSON of Volatility', () => {
  it('opens as an array of rows, numbers beyond 53 bits exact', async () => {
    const target = await logTarget(
      `[${ROW},\n ${ROW.replace('"HandleValue": 4', '"HandleValue": 8')}]\n`,
    );
    assert.deepEqual(await linesOf(target), [
      '4 System 4 Process System Pid 4',
      '4 System 8 Process System Pid 4',
    ]);
    const [record] = await recordsOf(target);
    assert.equal(record?.kernel?.object, 18446624567216795712n);
    assert.equal(accessOf(target).format, 'Volatility 3 handles (JSON)');
    assert.deepEqual(accessOf(target).unused, []);
  });

  it('opens as one row per line', async () => {
    assert.equal(
      (await handlesIn(`${ROW}\n${ROW.replace('"HandleValue": 4', '"HandleValue": 12')}\n`)).length,
      2,
    );
  });

  it('opens in UTF-16 of both orders', async () => {
    for (const order of ['le', 'be'] as const) {
      assert.deepEqual(
        await handlesIn(utf16(`[${ROW.replace('System Pid 4', 'Müller 日本')}]`, order)),
        ['4 System 4 Process Müller 日本'],
      );
    }
  });

  for (const [name, order] of [
    ['before', ['columns', 'rows']],
    ['behind', ['rows', 'columns']],
  ] as const) {
    it(`opens as the table of Volatility 2 with its columns ${name} the rows`, async () => {
      const parts = {
        columns: '"columns": ["Offset(V)", "Pid", "Handle", "Access", "Type", "Details"]',
        rows: '"rows": [[2181126776, 1640, 12, 1048608, "File", "\\\\Device"], [2181126792, 1640, 16, 2031619, "Event", ""]]',
      };
      const text = `{${order.map((part) => parts[part]).join(', ')}}`;
      assert.deepEqual(await handlesIn(text), ['1640  c File \\Device', '1640  10 Event -']);
    });
  }

  it('keeps what stood before a cut, and says where it is', async () => {
    const target = await logTarget(`[${ROW},\n{"PID": 4, "HandleVal`);
    assert.equal((await linesOf(target)).length, 1);
    assert.deepEqual(
      target.problems.map(({ code, where }) => [code, where]),
      [['log-json-broken', 'line 2']],
    );
  });

  it('reads the lines behind a broken one', async () => {
    const target = await logTarget(
      `${ROW}\n{"PID": oops\n${ROW.replace('"HandleValue": 4', '"HandleValue": 12')}\n`,
    );
    assert.equal((await linesOf(target)).length, 2);
    assert.equal(target.problems[0]?.where, 'line 2');
  });

  it('refuses rows without a handle, with their lines', async () => {
    const target = await logTarget(`[${ROW},\n{"PID": 4},\n7]`);
    assert.deepEqual(remaindersOf(target), ['refused 2-3: A row has no handle value: PID']);
  });

  it('without any handle is refused', async () => {
    const problem = problemOf(await tryLog(ROW.replace('"HandleValue": 4', '"HandleValue": -1')));
    assert.equal(problem.code, 'log-empty');
  });
});
