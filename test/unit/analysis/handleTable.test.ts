import assert from 'node:assert/strict';
import type { QueryGroup, QuerySort } from '../../../src/core/analysis/query/querySyntax';
import { explainRecord } from '../../../src/core/analysis/explainRecord';
import { HandleTable } from '../../../src/core/analysis/handleTable';
import { snapshotRecords } from '../../../src/core/analysis/table/snapshotRecords';
import { OwnCode } from '../../../src/core/analysis/traces/ownFrames';
import type { HandleStore } from '../../../src/core/target/handleStore';
import {
  CancellationSource,
  CancelledError,
  neverCancelled,
} from '../../../src/core/util/cancellation';
import { FakeTarget, fakeHandle, fakeTrace } from '../../support/fakeTarget';
import { queryOf, tableOf, work } from './tables';

/** A table whose store counts how often it is asked for columns and pages. */
async function counted(): Promise<{
  readonly table: HandleTable;
  readonly calls: { columns: number; pages: number; logs: number };
}> {
  const target = new FakeTarget({
    handles: [fakeHandle(4, 'Event', { name: '\\a' }), fakeHandle(8, 'File')],
  });
  const result = await target.handles(target.currentProcessId(), 'process');
  assert.ok(result.ok);
  const inner = result.value;
  const calls = { columns: 0, pages: 0, logs: 0 };
  const handles: HandleStore = {
    count: inner.count,
    kernelTable: null,
    columns: (token) => {
      calls.columns++;
      return inner.columns(token);
    },
    page: (start, length, token) => {
      calls.pages++;
      return inner.page(start, length, token);
    },
    records: (rows, token) => inner.records(rows, token),
    freeEntries: (token) => inner.freeEntries(token),
  };
  const table = new HandleTable({
    handles,
    traces: () => {
      calls.logs++;
      return Promise.resolve(null);
    },
    symbols: target.symbols,
    code: new OwnCode([], 8),
    pointerSize: 8,
    yieldNow: work().yieldNow,
  });
  return { table, calls };
}

describe('a handle table', () => {
  it('leaves the rows of one view alone when it works out others', async () => {
    const handles = Array.from({ length: 60 }, (_, row) =>
      fakeHandle(4 + 4 * ((row * 17) % 60), row % 2 === 0 ? 'Event' : 'File', {
        name: row % 3 === 0 ? null : `\\Object${(row * 7) % 20}`,
        handleCount: row % 5,
      }),
    );
    const table = await tableOf(handles, { traces: [fakeTrace('open', 8), fakeTrace('open', 4)] });
    const rowsOf = async (
      text: string,
      group: QueryGroup,
      sort: QuerySort,
    ): Promise<{ readonly now: () => readonly number[]; readonly then: readonly number[] }> => {
      const view = await table.view({ query: queryOf(text), group, sort }, neverCancelled);
      assert.ok(view.ok);
      const { rows } = view.value.groups;
      const now = (): readonly number[] =>
        Array.from({ length: rows.count }, (_, index) => [...rows.rows(index)]).flat();
      return { now, then: now() };
    };
    const seen = [];
    for (const sort of ['value', 'name', 'handleCount', 'newest', 'type'] as const) {
      for (const group of ['flat', 'type', 'name', 'site', 'process'] as const) {
        for (const text of ['', 'type:Event', 'count>=0', 'count>9']) {
          seen.push(await rowsOf(text, group, sort));
        }
      }
    }
    for (const { now, then } of seen) {
      assert.deepEqual(now(), then);
      assert.equal(new Set(then).size, then.length);
    }
    assert.equal(seen[0]?.then.length, 60);
  });

  it('reads neither names nor the trace log to group by type', async () => {
    const { table, calls } = await counted();
    const request = { query: queryOf('type:Event count>0'), group: 'type', sort: 'value' } as const;
    assert.ok((await table.view(request, neverCancelled)).ok);
    assert.equal(calls.pages, 0);
    assert.equal(calls.logs, 0);
  });

  it('asks for the trace log to group by opener', async () => {
    const { table, calls } = await counted();
    const request = { query: queryOf(''), group: 'site', sort: null } as const;
    assert.ok((await table.view(request, neverCancelled)).ok);
    assert.ok(calls.logs > 0);
  });

  it('reads names once, however many ask at the same time', async () => {
    const { table, calls } = await counted();
    const request = { query: queryOf('a'), group: 'name', sort: 'name' } as const;
    const views = await Promise.all([
      table.view(request, neverCancelled),
      table.view(request, neverCancelled),
      table.names(neverCancelled),
    ]);
    assert.equal(views.length, 3);
    assert.equal(calls.pages, 1);
  });

  it('reads names for the next one who asks when the first one gives up', async () => {
    const { table, calls } = await counted();
    const source = new CancellationSource();
    source.cancel();
    await assert.rejects(table.names(source.token), CancelledError);
    assert.equal((await table.names(neverCancelled)).name(0), '\\a');
    assert.equal(calls.pages, 1);
  });

  it('gives the problem of a query that cannot be answered', async () => {
    const { table } = await counted();
    const request = { query: queryOf('age>3'), group: 'type', sort: null } as const;
    const view = await table.view(request, neverCancelled);
    assert.equal(!view.ok && view.problem.code, 'query-no-traces');
  });

  it('has no trace index, openers or places without a trace log', async () => {
    const { table } = await counted();
    assert.equal(await table.traceIndex(neverCancelled), null);
    assert.equal(await table.traces(neverCancelled), null);
    assert.equal(await table.sites(neverCancelled), null);
  });
});

describe('the snapshot of a table', () => {
  it('keeps the last facts of its handles as records', async () => {
    const handles = [
      fakeHandle(4, 'Event', { name: '\\a', attributes: 1, handleCount: 7 }),
      fakeHandle(8, null, { grantedAccess: 0x804 }),
    ];
    const snapshot = await (await tableOf(handles)).snapshot(neverCancelled);
    assert.deepEqual(snapshotRecords(snapshot, [1, 0, 2, -1]), [handles[1], handles[0]]);
    assert.equal(snapshotRecords({ ...snapshot, names: null }, [0])[0]?.name, null);
  });
});

describe('explaining a record of a table', () => {
  const symbols = { '10': 'ntdll!NtClose+0x14', '20': 'app!Cleanup+0x5' };
  const traces = [
    fakeTrace('open', 0x3c, [0x20], { threadId: 0xc }),
    fakeTrace('badref', 0x3c, [0x10, 0x20], { threadId: 0xb }),
    fakeTrace('close', 0x3c, [0x10], { threadId: 0xa }),
    fakeTrace('open', 0x3c, [0x20], { threadId: 0x9 }),
  ];

  it('says what the value stands for now', async () => {
    const table = await tableOf([fakeHandle(0x3c, 'File', { name: '\\Log' })], { traces, symbols });
    const story = await explainRecord(table, 1, neverCancelled);
    assert.equal(story?.kind, 'closed twice');
    assert.match(story.text, /given out again: opened as File \\Log by thread 0xc/);
    assert.match(story.text, /it had been opened by thread 0x9/);
  });

  it('leaves open what a handle was that is closed now', async () => {
    const story = await explainRecord(await tableOf([], { traces, symbols }), 1, neverCancelled);
    assert.match(story?.text ?? '', /given out again: opened by thread 0xc/);
  });

  it('has nothing to say about other records, missing ones and tables without a log', async () => {
    const table = await tableOf([], { traces, symbols });
    assert.equal(await explainRecord(table, 0, neverCancelled), null);
    assert.equal(await explainRecord(table, 99, neverCancelled), null);
    assert.equal(await explainRecord(await tableOf([]), 0, neverCancelled), null);
  });
});
