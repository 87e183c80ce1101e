import assert from 'node:assert/strict';
import { parseQuery } from '../../../src/core/analysis/query/queryParser';
import { openSample } from '../../../src/core/script/samples/catalog';
import { userTypeRows } from '../../../src/extension/views/typesText';
import { USER_TABLE_REQUEST, type UserTableAnswer } from '../../../src/protocol/userMessages';
import { DapClient } from '../../support/dapClient';

describe('The USER handles of the Types view', () => {
  it('are counted by type, the largest first, with what came since the last stop', async () => {
    const sample = openSample('user-menu-leak');
    assert.ok(sample.ok);
    const client = new DapClient({ target: sample.value });
    await client.start();
    const ask = async (filter: string): Promise<UserTableAnswer> =>
      await client.body<UserTableAnswer>(USER_TABLE_REQUEST, { filter });
    await ask('');
    await client.type('g');
    const { table } = await ask('');
    assert.ok(table !== null);
    const rows = userTypeRows(table);
    assert.deepEqual([rows[0]?.label, rows[0]?.count, rows[0]?.growth], ['USER: Menu', 400, 360]);
    assert.equal(
      rows.reduce((sum, { count }) => sum + count, 0),
      table.inUse,
    );
    for (const { filter, count, label } of rows) {
      const shown = (await ask(filter)).table;
      assert.equal(shown?.matched, count, label);
    }
  });

  it('leave out what went, and shrink by it', () => {
    const group = {
      key: 'window',
      label: 'Say "a"',
      count: 5,
      newCount: 0,
      changedCount: 0,
      closedCount: 3,
      type: null,
      createdBy: null,
      destroyedBy: null,
      quota: null,
    };
    const [row] = userTypeRows({ types: [group] });
    assert.deepEqual([row?.count, row?.growth], [2, -3]);
    assert.equal(parseQuery(row?.filter ?? '').ok, true);
  });
});
