import assert from 'node:assert/strict';
import { openSample } from '../../src/core/script/samples/catalog';
import type { TimelineSeries } from '../../src/core/analysis/timeline/timeline';
import type { CallNode, CallTreeAnswer, TimelineAnswer } from '../../src/protocol/chartMessages';
import { USER_TABLE_REQUEST, type UserTableAnswer } from '../../src/protocol/userMessages';
import { VIEW_GROUPS_REQUEST, type ViewGroupsAnswer } from '../../src/protocol/viewMessages';
import { pointFilter } from '../../src/extension/charts/chartTexts';
import { DapClient } from '../support/dapClient';
import { logTarget } from '../support/openLog';

const TIMELINE = 'handleLens/timeline';
const CALL_TREE = 'handleLens/callTree';

async function started(name: string): Promise<DapClient> {
  const sample = openSample(name);
  assert.ok(sample.ok);
  const client = new DapClient({ target: sample.value });
  await client.start();
  return client;
}

function sums(series: readonly TimelineSeries[], points: number): readonly number[] {
  return Array.from({ length: points }, (_, at) =>
    series.reduce((sum, { counts }) => sum + (counts[at] ?? 0), 0),
  );
}

describe('handleLens/timeline', () => {
  it('ends with what is open now, and both kinds of series add up to the total at every point', async () => {
    const client = await started('leaky-service');
    const answer = await client.body<TimelineAnswer>(TIMELINE, {});
    assert.equal(answer.source, 'records');
    assert.equal(answer.missing, null);
    const { points, total, byType, bySite } = answer;
    assert.equal(points.length, 401);
    assert.equal(total.at(-1), 200);
    assert.deepEqual(sums(byType, points.length), total);
    assert.deepEqual(sums(bySite ?? [], points.length), total);
    assert.ok(total.every((count) => count >= 0));
  });

  it('counts each type at the end as the table does', async () => {
    const client = await started('leaky-service');
    const { byType } = await client.body<TimelineAnswer>(TIMELINE, {});
    const { types } = await client.body<{ types: { type: string; count: number }[] }>(
      'handleLens/types',
      {},
    );
    for (const { key, counts } of byType.filter(({ isRest }) => !isRest)) {
      assert.equal(counts.at(-1), types.find(({ type }) => type === key)?.count, key);
    }
  });

  it('gives the most suspicious places series of their own, under the keys of !sites', async () => {
    const client = await started('leaky-service');
    const { bySite } = await client.body<TimelineAnswer>(TIMELINE, {});
    const labels = (bySite ?? []).map(({ label }) => label);
    assert.ok(labels.includes('OrderStore!StoreSettings::ReadLimit+0x44'));
    assert.equal(labels.at(-1), 'other places');
    const leak = (bySite ?? []).find(({ label }) => label.includes('ReadLimit+0x44'));
    assert.equal(leak?.counts.at(-1), 18);
    assert.equal(leak.counts[0], 0);
  });

  it('says of each point which record was the newest: handles of that age or more were open', async () => {
    const client = await started('leaky-service');
    const { points } = await client.body<TimelineAnswer>(TIMELINE, {});
    assert.deepEqual(points.at(-1), { label: '948', position: 0 });
    assert.deepEqual(points[0], { label: '0', position: 948 });
    const rows = points.map(({ position }) => position ?? 0);
    assert.ok(rows.every((row, at) => at === 0 || row < (rows[at - 1] ?? 0)));
  });

  it('knows the types of closed USER handles, because their records say them', async () => {
    const client = await started('user-menu-leak');
    await client.type('g');
    const answer = await client.body<TimelineAnswer>(TIMELINE, {});
    assert.deepEqual(answer.sources, ['userRecords']);
    const menus = answer.byType.find(({ key }) => key === 'Menu');
    assert.equal(menus?.counts.at(-1), 397);
    assert.ok(answer.byType.every(({ label }) => label !== 'type not recorded'));
  });

  it('gives each point of USER handles a place by which the filter finds what was open then and still is', async () => {
    const client = await started('user-menu-leak');
    await client.type('g');
    const { points, total } = await client.body<TimelineAnswer>(TIMELINE, {});
    for (const at of [0, 100, 250, 400]) {
      const filter = pointFilter('then', points[at]?.position ?? -1, 'userRecords');
      const { table } = await client.body<UserTableAnswer>(USER_TABLE_REQUEST, { filter });
      const own = table?.owners.find(({ label }) => label.includes('leaky.exe'));
      // Nothing is ever destroyed here.
      assert.equal(own?.count ?? 0, total[at], String(at));
    }
    const groups = await client.body<ViewGroupsAnswer>(VIEW_GROUPS_REQUEST, {
      filter: pointFilter('since', 100, 'userRecords'),
    });
    assert.equal(groups.matched, 0, 'kernel handles are none of these');
  });

  it('draws the snapshots of the session and the present moment', async () => {
    const client = await started('leaky-service');
    await client.type('!snapshot before');
    const answer = await client.body<TimelineAnswer>(TIMELINE, { source: 'snapshots' });
    assert.deepEqual(answer.sources, ['records', 'snapshots']);
    assert.deepEqual(
      answer.points.map(({ label }) => label),
      ['before', ''],
    );
    assert.equal(answer.total[0], answer.total[1]);
    assert.ok((answer.bySite ?? []).length > 1);
  });

  it('draws the USER handles of snapshots with the numbers that comparing them gives', async () => {
    const client = await started('user-menu-leak');
    for (const line of ['!snapshot before', 'g', '!snapshot after']) {
      await client.type(line);
    }
    const answer = await client.body<TimelineAnswer>(TIMELINE, { source: 'userSnapshots' });
    assert.deepEqual(answer.sources, ['userRecords', 'snapshots', 'userSnapshots']);
    const { points, total, byType, bySite } = answer;
    assert.deepEqual(
      points.map(({ label }) => label),
      ['before', 'after', ''],
    );
    await client.type('!compare before after');
    const compared = client.output;
    const numbers = (pattern: RegExp): readonly number[] =>
      [...(pattern.exec(compared) ?? [])].slice(1).map(Number);
    const [from = NaN, to = NaN] = numbers(/USER handles \((\d+) against (\d+)\)/);
    assert.deepEqual(total, [from, to, to]);
    const [menusFrom = NaN, menusTo = NaN] = numbers(/^Menu +(\d+) +(\d+)/m);
    const menus = byType.find(({ key }) => key === 'Menu');
    assert.deepEqual(menus?.counts, [menusFrom, menusTo, menusTo]);
    const [madeFrom = NaN, madeTo = NaN] = numbers(/BuildContextMenu\+0x1f +(\d+) +(\d+)/);
    assert.equal(bySite?.[0]?.label, 'leaky!BuildContextMenu+0x1f', 'the top of the ranking');
    assert.deepEqual(bySite[0].counts, [madeFrom, madeTo, madeTo]);
    assert.deepEqual(sums(byType, points.length), total);
    assert.deepEqual(sums(bySite, points.length), total);
  });

  it('draws snapshots of a target that has USER handles only', async () => {
    const client = await started('user-leak-nt351');
    await client.type('!snapshot before');
    await client.type('g');
    const answer = await client.body<TimelineAnswer>(TIMELINE, { source: 'userSnapshots' });
    assert.deepEqual(answer.sources, ['userRecords', 'userSnapshots']);
    assert.deepEqual(answer.total, [31, 151]);
  });

  it('draws the snapshots of a log that only counts handles', async () => {
    const target = await logTarget(
      '0:000> !handle 0 0\n5 Handles\nType           \tCount\nEvent          \t3\nKey            \t2\n',
    );
    const client = new DapClient({ target });
    await client.start();
    await client.type('!snapshot before');
    const answer = await client.body<TimelineAnswer>(TIMELINE, { source: 'snapshots' });
    assert.deepEqual(answer.sources, ['snapshots']);
    assert.deepEqual(answer.total, [5, 5]);
    assert.deepEqual(sums(answer.byType, 2), [5, 5]);
  });

  it('draws the moments of a debugger log', async () => {
    const list = (count: number): string =>
      `0:000> !handle 0 1\n${Array.from({ length: count }, (_, at) => `Handle ${(at * 4 + 4).toString(16)}\n  Type         \tEvent\n`).join('')}${count} Handles\n`;
    const target = await logTarget(`${list(2)}0:000> g\n${list(5)}`);
    const client = new DapClient({ target });
    await client.start();
    const answer = await client.body<TimelineAnswer>(TIMELINE, {});
    assert.equal(answer.source, 'moments');
    assert.deepEqual(answer.total, [2, 5]);
    assert.deepEqual(
      answer.byType.map(({ label, counts }) => [label, counts]),
      [['Event', [2, 5]]],
    );
    assert.equal(answer.bySite, null);
  });

  it('says why there is none, and how to get one', async () => {
    const client = await started('leaky-service');
    await client.type('!htrace -disable');
    const answer = await client.body<TimelineAnswer>(TIMELINE, {});
    assert.equal(answer.source, null);
    assert.match(answer.missing ?? '', /Handle tracing is not enabled.*Snapshots/s);
  });

  it('refuses a source that there is not', async () => {
    const client = await started('leaky-service');
    assert.match(await client.error(TIMELINE, { source: 'years' }), /must be one of: records/);
  });
});

describe('handleLens/callTree', () => {
  it('adds up: a function has what it opened itself, what its callees did, and what is left out', async () => {
    const client = await started('leaky-service');
    const { root, missing } = await client.body<CallTreeAnswer>(CALL_TREE, {});
    assert.equal(missing, null);
    assert.equal(root?.outstanding, 200);
    const check = (node: CallNode): void => {
      const below = node.children.reduce((sum, child) => sum + child.outstanding, 0);
      assert.equal(node.outstanding, node.self + below + node.leftOut, node.label);
      node.children.forEach(check);
    };
    check(root);
  });

  it('says why there is none', async () => {
    const client = await started('leaky-service');
    await client.type('!htrace -disable');
    const answer = await client.body<CallTreeAnswer>(CALL_TREE, {});
    assert.equal(answer.root, null);
    assert.match(answer.missing ?? '', /Handle tracing is not enabled/);
  });
});
