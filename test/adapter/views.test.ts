import assert from 'node:assert/strict';
import { openSample } from '../../src/core/script/samples/catalog';
import type {
  CloseHandlesAnswer,
  ExportAnswer,
  TypeGrowthAnswer,
  ViewGroupsAnswer,
  ViewLocateAnswer,
  ViewRowsAnswer,
} from '../../src/protocol/viewMessages';
import { DapClient } from '../support/dapClient';
import { fakeTarget } from './fakeTarget';

const GROUPS = 'handleLens/viewGroups';
const ROWS = 'handleLens/viewRows';

/** A session on the leaking sample, stopped at its first stop. */
async function leakyService(): Promise<DapClient> {
  const sample = openSample('leaky-service');
  assert.ok(sample.ok);
  const client = new DapClient({ target: sample.value });
  await client.start();
  client.forgetEvents();
  return client;
}

describe('handleLens/viewGroups', () => {
  it('groups all handles by type, largest group first, and leaves none out', async () => {
    const client = await leakyService();
    const view = await client.body<ViewGroupsAnswer>(GROUPS, {});
    assert.equal(view.total, 200);
    assert.equal(view.matched, 200);
    assert.equal(view.groups[0]?.label, 'Event');
    assert.equal(
      view.groups.reduce((sum, { count }) => sum + count, 0),
      200,
    );
    assert.ok(
      view.groups.every(({ newCount, closedCount }) => newCount === 0 && closedCount === 0),
    );
  });

  it('groups by the place in the program that opened the handles', async () => {
    const client = await leakyService();
    const view = await client.body<ViewGroupsAnswer>(GROUPS, { grouping: 'opener' });
    assert.ok(view.groups.some(({ label }) => label.startsWith('OrderService!')));
  });

  it('counts what a filter lets through', async () => {
    const client = await leakyService();
    const unknown = await client.body<ViewGroupsAnswer>(GROUPS, { filter: 'type:Kye' });
    assert.deepEqual(unknown.notes, [
      {
        text: "Column 6: no handle here has the type 'Kye'. Did you mean Key?",
        about: 'filter',
      },
    ]);
    const view = await client.body<ViewGroupsAnswer>(GROUPS, { filter: 'type:Key' });
    assert.deepEqual(view.notes, []);
    assert.deepEqual(
      view.groups.map(({ key }) => key),
      ['type:Key'],
    );
    assert.equal(view.matched, view.groups[0]?.count);
    assert.equal(view.total, 200);
  });

  it('reports a faulty filter with its column and shows everything', async () => {
    const client = await leakyService();
    const view = await client.body<ViewGroupsAnswer>(GROUPS, { filter: 'type:(' });
    assert.ok(view.filterProblem !== null);
    assert.ok(view.filterProblem.column >= 0 && view.filterProblem.column <= 6);
    assert.equal(view.matched, 200);
  });

  it('says why nobody is known to have opened a handle when there is no trace log', async () => {
    const client = new DapClient({
      target: fakeTarget({ traces: { code: 'no-traces', message: 'Nothing was traced.' } }),
    });
    await client.start();
    const view = await client.body<ViewGroupsAnswer>(GROUPS, { grouping: 'opener' });
    assert.deepEqual(view.notes, [{ text: 'Nothing was traced.', about: 'target' }]);
  });

  it('refuses a grouping it does not know and stays alive', async () => {
    const client = await leakyService();
    const answer = await client.request(GROUPS, { grouping: 'colour' });
    assert.equal(answer.success, false);
    assert.match(answer.message ?? '', /type, opener, name, process, thread, none/);
    assert.equal((await client.body<ViewGroupsAnswer>(GROUPS, {})).total, 200);
  });
});

describe('handleLens/viewRows', () => {
  it('gives a page of a group with access, state and opener in words', async () => {
    const client = await leakyService();
    const page = await client.body<ViewRowsAnswer>(ROWS, {
      group: 'type:Event',
      start: 0,
      count: 5,
    });
    assert.equal(page.rows.length, 5);
    assert.ok(page.rows.every(({ type }) => type === 'Event'));
    assert.ok(page.rows.every(({ stateText }) => /reset/.test(stateText ?? '')));
    const traced = await client.body<ViewRowsAnswer>(ROWS, {
      group: 'type:Event',
      start: 0,
      count: 100,
    });
    assert.ok(traced.rows.some(({ opener }) => opener?.startsWith('OrderService!') === true));
  });

  it('gives identities that differ for all rows of a view', async () => {
    const client = await leakyService();
    const page = await client.body<ViewRowsAnswer>(ROWS, {
      grouping: 'none',
      group: 'all',
      count: 1000,
    });
    assert.equal(page.rows.length, 200);
    assert.equal(new Set(page.rows.map(({ id }) => id)).size, 200);
  });

  it('sorts by name', async () => {
    const client = await leakyService();
    const page = await client.body<ViewRowsAnswer>(ROWS, { group: 'type:Key', sort: 'name' });
    const names = page.rows.flatMap(({ name }) => (name === null ? [] : [name.toLowerCase()]));
    assert.deepEqual(names, [...names].sort());
  });

  it('is empty for a group that is gone', async () => {
    const client = await leakyService();
    const page = await client.body<ViewRowsAnswer>(ROWS, { group: 'type:Nothing' });
    assert.deepEqual([page.rows.length, page.total], [0, 0]);
  });
});

describe('what changed between two stops', () => {
  it('marks new handles, and keeps closed ones as ghosts, after the target ran', async () => {
    const client = await leakyService();
    await client.body<ViewGroupsAnswer>(GROUPS, {});
    await client.request('evaluate', { expression: 'g', context: 'repl' });
    const view = await client.body<ViewGroupsAnswer>(GROUPS, {});
    assert.ok(view.groups.reduce((sum, { newCount }) => sum + newCount, 0) > 0);
    const ghosts = view.groups.reduce((sum, { closedCount }) => sum + closedCount, 0);
    const rows = view.groups.reduce((sum, { count }) => sum + count, 0);
    assert.equal(rows, view.total + ghosts);
    const fresh = await client.body<ViewGroupsAnswer>(GROUPS, { filter: 'state:new' });
    assert.ok(fresh.matched > 0 && fresh.matched < view.total);
  });

  it('shows a handle that the debugger closed as a ghost of this stop only', async () => {
    const client = await leakyService();
    await client.body<ViewGroupsAnswer>(GROUPS, {});
    await client.request('evaluate', { expression: 'g', context: 'repl' });
    const before = await client.body<ViewRowsAnswer>(ROWS, { group: 'type:Event', count: 1 });
    const handle = before.rows[0]?.handle;
    const closed = await client.body<CloseHandlesAnswer>('handleLens/closeHandles', {
      handles: [handle],
    });
    assert.deepEqual(closed, { closed: [handle], failed: [] });
    const gone = await client.body<ViewGroupsAnswer>(GROUPS, {
      filter: `state:closed value:${handle ?? ''}`,
    });
    assert.equal(gone.groups[0]?.closedCount, 1);
  });

  it('counts the growth of each type since the last stop', async () => {
    const client = await leakyService();
    const first = await client.body<TypeGrowthAnswer>('handleLens/typeGrowth', {});
    assert.equal(first.totalGrowth, 0);
    await client.request('evaluate', { expression: 'g', context: 'repl' });
    const second = await client.body<TypeGrowthAnswer>('handleLens/typeGrowth', {});
    assert.equal(second.totalGrowth, second.total - first.total);
    assert.ok(second.totalGrowth > 0);
    assert.equal(
      second.types.reduce((sum, { growth }) => sum + growth, 0),
      second.totalGrowth,
    );
  });
});

describe('handleLens/viewLocate', () => {
  it('finds the group and place of a handle', async () => {
    const client = await leakyService();
    const [row] = (
      await client.body<ViewRowsAnswer>(ROWS, { group: 'type:Key', start: 2, count: 1 })
    ).rows;
    const found = await client.body<ViewLocateAnswer>('handleLens/viewLocate', {
      handle: row?.handle,
    });
    assert.equal(found.place?.group, 'type:Key');
    assert.equal(found.place.index, 2);
    assert.deepEqual(found.place.row, row);
  });

  it('tells a handle that is not open from one that the filter hides', async () => {
    const client = await leakyService();
    const absent = await client.body<ViewLocateAnswer>('handleLens/viewLocate', {
      handle: '0xffff0',
    });
    assert.deepEqual(absent, { place: null, reason: 'notOpen' });
    const [row] = (await client.body<ViewRowsAnswer>(ROWS, { group: 'type:Key', count: 1 })).rows;
    const hidden = await client.body<ViewLocateAnswer>('handleLens/viewLocate', {
      handle: row?.handle,
      filter: 'type:Event',
    });
    assert.deepEqual(hidden, { place: null, reason: 'filtered' });
  });
});

describe('handleLens/export', () => {
  /** Fetches all pages of an export. */
  async function exported(client: DapClient, options: object): Promise<string> {
    let text = '';
    let start: number | null = 0;
    while (start !== null) {
      const page: ExportAnswer = await client.body<ExportAnswer>('handleLens/export', {
        ...options,
        start,
        count: 37,
      });
      text += page.text;
      start = page.next;
    }
    return text;
  }

  it('writes one JSON document over several pages', async () => {
    const client = await leakyService();
    const rows = JSON.parse(await exported(client, { format: 'json' })) as readonly unknown[];
    assert.equal(rows.length, 200);
  });

  it('writes one CSV line per handle below one heading', async () => {
    const client = await leakyService();
    const lines = (await exported(client, { format: 'csv' })).trimEnd().split('\r\n');
    assert.equal(lines.length, 201);
    assert.match(lines[0] ?? '', /^Handle,Type,Name,/);
  });

  it('writes the blocks of the debugger for the handles named', async () => {
    const client = await leakyService();
    const [row] = (await client.body<ViewRowsAnswer>(ROWS, { group: 'type:Event', count: 1 })).rows;
    const text = await exported(client, { format: 'text', handles: [row?.handle] });
    assert.match(text, /^Handle [0-9a-f]+\n {2}Type {9}\tEvent\n/);
    assert.doesNotMatch(text, /Handles\n/);
  });

  it('escapes what would end a Markdown cell', async () => {
    const client = await leakyService();
    const lines = (await exported(client, { format: 'markdown' })).trimEnd().split('\n');
    assert.equal(lines.length, 202);
    const cells = (line: string): number => line.replaceAll(/\\./g, '').split('|').length;
    assert.ok(lines.every((line) => cells(line) === cells(lines[0] ?? '')));
  });

  it('writes one page of HTML over several pages, in which names are text', async () => {
    const client = await leakyService();
    const text = await exported(client, { format: 'html' });
    assert.match(text, /^<!DOCTYPE html>/);
    assert.match(text, /<\/table>\n<\/html>\n$/);
    assert.equal(text.match(/<tr><td>/g)?.length, 200);
    assert.equal(text.match(/<th>/g)?.length, 11);
    assert.equal(text.match(/<!DOCTYPE/g)?.length, 1);
    assert.doesNotMatch(text, /<script|https?:/);
  });

  it('asks for the format when it is missing', async () => {
    const client = await leakyService();
    const answer = await client.request('handleLens/export', {});
    assert.equal(answer.success, false);
    assert.match(answer.message ?? '', /text, csv, json, markdown, html/);
  });
});

describe('handleLens/closeHandles', () => {
  it('is refused on a dump with the reason', async () => {
    const client = new DapClient({ target: fakeTarget({}) });
    await client.start();
    const answer = await client.request('handleLens/closeHandles', { handles: ['0x4'] });
    assert.equal(answer.success, false);
  });

  it('says which handles could not be closed', async () => {
    const client = await leakyService();
    const answer = await client.body<CloseHandlesAnswer>('handleLens/closeHandles', {
      handles: ['0xffff0'],
    });
    assert.deepEqual(answer.closed, []);
    assert.equal(answer.failed[0]?.handle, '0xffff0');
  });
});
