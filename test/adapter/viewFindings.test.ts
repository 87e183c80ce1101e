import assert from 'node:assert/strict';
import { openSample } from '../../src/core/script/samples/catalog';
import type {
  ViewGroupsAnswer,
  ViewRowsAnswer,
  ViewSuspiciousAnswer,
} from '../../src/protocol/viewMessages';
import { DapClient } from '../support/dapClient';
import { fakeTarget } from './fakeTarget';

const GROUPS = 'handleLens/viewGroups';
const SUSPICIOUS = 'handleLens/viewSuspicious';

/** A session on the leaking sample, stopped at its first stop, with its tables read. */
async function leakyService(): Promise<DapClient> {
  const sample = openSample('leaky-service');
  assert.ok(sample.ok);
  const client = new DapClient({ target: sample.value });
  await client.start();
  await client.body<ViewGroupsAnswer>(GROUPS, {});
  return client;
}

function run(client: DapClient, expression: string): Promise<unknown> {
  return client.request('evaluate', { expression, context: 'repl' });
}

describe('handleLens/viewSuspicious', () => {
  it('knows values that were misused in a dump, where nothing is ever new', async () => {
    const client = new DapClient({ target: fakeTarget({}) });
    await client.start();
    const { place, count } = await client.body<ViewSuspiciousAnswer>(SUSPICIOUS, {});
    assert.deepEqual([place?.row.handle, place?.row.badReferences, count], ['0x3c', 1, 1]);
  });

  it('finds nothing where no trace tells of misuse and nothing is new', async () => {
    const traces = { code: 'no-traces', message: 'Nothing was traced.' };
    const client = new DapClient({ target: fakeTarget({ traces }) });
    await client.start();
    assert.deepEqual(await client.body<ViewSuspiciousAnswer>(SUSPICIOUS, {}), {
      place: null,
      position: 0,
      count: 0,
    });
  });

  for (const grouping of ['type', 'opener', 'none']) {
    it(`walks through all new and misused handles once, in both directions, by ${grouping}`, async () => {
      const client = await leakyService();
      await run(client, 'g');
      const view = { grouping };
      const { matched } = await client.body<ViewGroupsAnswer>(GROUPS, {
        ...view,
        filter: 'badrefs>0 or state:new',
      });
      assert.ok(matched > 2, String(matched));
      const walk = async (direction: string): Promise<readonly string[]> => {
        const handles: string[] = [];
        for (let left = matched; left > 0; left--) {
          const handle = handles.at(-1);
          const from = handle === undefined ? {} : { handle };
          const answer = await client.body<ViewSuspiciousAnswer>(SUSPICIOUS, {
            ...view,
            ...from,
            direction,
          });
          const { place, position, count } = answer;
          assert.equal(count, matched);
          assert.equal(
            position,
            direction === 'next' ? handles.length : matched - 1 - handles.length,
          );
          assert.ok(place !== null && (place.row.state === 'new' || place.row.badReferences > 0));
          handles.push(place.row.handle);
        }
        return handles;
      };
      const forwards = await walk('next');
      assert.equal(new Set(forwards).size, matched);
      assert.deepEqual([...(await walk('previous'))].reverse(), forwards);
    });
  }

  it('goes on from a row that is not suspicious itself, and around the end', async () => {
    const client = await leakyService();
    await run(client, 'g');
    const view = { grouping: 'none' };
    const { rows } = await client.body<ViewRowsAnswer>('handleLens/viewRows', {
      ...view,
      group: 'all',
      count: 1000,
    });
    const isSuspicious = rows.map((row) => row.state === 'new' || row.badReferences > 0);
    const last = isSuspicious.lastIndexOf(true);
    const plain = isSuspicious.indexOf(false, last);
    const ask = (handle: string | undefined, direction: string): Promise<ViewSuspiciousAnswer> =>
      client.body<ViewSuspiciousAnswer>(SUSPICIOUS, { ...view, handle, direction });
    const back = await ask(rows[plain]?.handle, 'previous');
    assert.equal(back.place?.row.handle, rows[last]?.handle);
    assert.equal(back.place?.index, last);
    const around = await ask(rows[last]?.handle, 'next');
    assert.equal(around.place?.row.handle, rows[isSuspicious.indexOf(true)]?.handle);
  });
});

describe('opens that are outstanding since the last snapshot', () => {
  it('are not counted before there is a snapshot', async () => {
    const client = await leakyService();
    assert.equal((await client.body<ViewGroupsAnswer>(GROUPS, {})).outstanding, null);
  });

  it('are as many as !htrace -diff lists, and none after it has taken the next snapshot', async () => {
    const client = await leakyService();
    await run(client, '!htrace -snapshot');
    assert.equal((await client.body<ViewGroupsAnswer>(GROUPS, {})).outstanding, 0);
    await run(client, 'g');
    const { outstanding } = await client.body<ViewGroupsAnswer>(GROUPS, {});
    const diff = await client.body<{ readonly result: string }>('evaluate', {
      expression: '!htrace -diff',
      context: 'repl',
    });
    assert.ok(outstanding !== null && outstanding > 0);
    assert.match(diff.result, new RegExp(` ${outstanding} outstanding`));
    assert.equal((await client.body<ViewGroupsAnswer>(GROUPS, {})).outstanding, 0);
  });
});
