import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  CHANGE_ATTRIBUTES,
  CHANGE_HANDLE_COUNT,
  CHANGE_NAME,
  diffTables,
  type TableDiff,
} from '../../../src/core/analysis/table/tableDiff';
import { typeGrowth } from '../../../src/core/analysis/table/typeGrowth';
import type { HandleRecord } from '../../../src/core/model/handle';
import { NameColumnBuilder } from '../../../src/core/model/nameColumnBuilder';
import { neverCancelled } from '../../../src/core/util/cancellation';
import { fakeHandle, fakeTrace } from '../../support/fakeTarget';
import { columnsOf, found, tableOf, work } from './tables';

function snapshotOf(
  handles: readonly HandleRecord[],
  generation: Uint32Array | null = null,
): Parameters<typeof diffTables>[0] {
  const builder = new NameColumnBuilder(handles.length);
  handles.forEach(({ name }, row) => {
    builder.id[row] = builder.addText(name);
  });
  return { columns: columnsOf(handles), names: builder.finish(), generation };
}

interface Story {
  readonly added: readonly string[];
  readonly closed: readonly string[];
  readonly changed: readonly string[];
}

function tell(
  diff: TableDiff,
  before: readonly HandleRecord[],
  now: readonly HandleRecord[],
): Story {
  const value = (handles: readonly HandleRecord[], row: number): string =>
    handles[row]?.value.toString(16) ?? '?';
  return {
    added: Array.from(diff.added, (row) => value(now, row)),
    closed: Array.from(diff.closed, (row) => value(before, row)),
    changed: Array.from(diff.changed, (row, at) => `${value(now, row)}:${diff.changes[at] ?? 0}`),
  };
}

async function compare(
  before: readonly HandleRecord[],
  now: readonly HandleRecord[],
): Promise<Story> {
  return tell(await diffTables(snapshotOf(before), snapshotOf(now), work()), before, now);
}

const SAME: Story = { added: [], closed: [], changed: [] };

describe('comparing two tables', () => {
  it('finds nothing when nothing happened, whatever the order of the rows', async () => {
    const handles = [fakeHandle(4, 'Event'), fakeHandle(8, 'File', { name: '\\a' })];
    assert.deepEqual(await compare(handles, handles.toReversed()), SAME);
    assert.deepEqual(await compare([], []), SAME);
  });

  it('finds new and closed handles', async () => {
    assert.deepEqual(
      await compare(
        [fakeHandle(4, 'Event'), fakeHandle(8, 'File')],
        [fakeHandle(8, 'File'), fakeHandle(0xc, 'Key')],
      ),
      { added: ['c'], closed: ['4'], changed: [] },
    );
  });

  it('counts a value that stands for another type as closed and new', async () => {
    assert.deepEqual(await compare([fakeHandle(4, 'Event')], [fakeHandle(4, 'File')]), {
      added: ['4'],
      closed: ['4'],
      changed: [],
    });
  });

  it('counts a value with another granted access as closed and new', async () => {
    const before = [fakeHandle(4, 'Event', { grantedAccess: 1 })];
    assert.deepEqual(await compare(before, [fakeHandle(4, 'Event', { grantedAccess: 2 })]), {
      added: ['4'],
      closed: ['4'],
      changed: [],
    });
  });

  it('counts a value with another name as closed and new', async () => {
    const named = [fakeHandle(4, 'Event', { name: '\\a' })];
    const reused = { added: ['4'], closed: ['4'], changed: [] };
    assert.deepEqual(await compare(named, [fakeHandle(4, 'Event', { name: '\\b' })]), reused);
    assert.deepEqual(await compare(named, [fakeHandle(4, 'Event')]), reused);
    assert.deepEqual(
      await compare([fakeHandle(4, 'File')], [fakeHandle(4, 'File', { name: '\\b' })]),
      reused,
    );
  });

  it('takes a file with another name as renamed', async () => {
    assert.deepEqual(
      await compare(
        [fakeHandle(4, 'File', { name: '\\a' })],
        [fakeHandle(4, 'File', { name: '\\b' })],
      ),
      { ...SAME, changed: [`4:${CHANGE_NAME}`] },
    );
  });

  it('finds changed attributes and handle counts, and passes over pointer counts', async () => {
    assert.deepEqual(
      await compare(
        [fakeHandle(4, 'Event'), fakeHandle(8, 'Event'), fakeHandle(0xc, 'Event')],
        [
          fakeHandle(4, 'Event', { attributes: 1 }),
          fakeHandle(8, 'Event', { handleCount: 3, attributes: 2 }),
          fakeHandle(0xc, 'Event', { pointerCount: 1 }),
        ],
      ),
      {
        ...SAME,
        changed: [`4:${CHANGE_ATTRIBUTES}`, `8:${CHANGE_ATTRIBUTES | CHANGE_HANDLE_COUNT}`],
      },
    );
  });

  it('counts a value that was opened anew by the trace log as closed and new', async () => {
    const handles = [fakeHandle(4, 'Event'), fakeHandle(8, 'Event'), fakeHandle(0xc, 'Event')];
    const diff = await diffTables(
      snapshotOf(handles, Uint32Array.from([1, 0, 5])),
      snapshotOf(handles, Uint32Array.from([2, 2, 3])),
      work(),
    );
    assert.deepEqual(tell(diff, handles, handles), { added: ['4'], closed: ['4'], changed: [] });
    assert.equal(diff.reused, 1);
  });

  it('does not compare names that were not read', async () => {
    const before = snapshotOf([fakeHandle(4, 'Event', { name: '\\a' })]);
    const now = snapshotOf([fakeHandle(4, 'Event', { name: '\\b' })]);
    const diff = await diffTables({ ...before, names: null }, now, work());
    assert.deepEqual([diff.added.length, diff.closed.length], [0, 0]);
  });

  it('compares 64-bit values by both halves', async () => {
    assert.deepEqual(
      await compare(
        [fakeHandle(0xffff_ffff_8000_0004n, 'Key')],
        [fakeHandle(0x8000_0004, 'Key'), fakeHandle(0xffff_ffff_8000_0004n, 'Key')],
      ),
      { ...SAME, added: ['80000004'] },
    );
  });

  it('agrees with a comparison handle by handle', async () => {
    const row = fc.record({
      value: fc.nat(30),
      type: fc.constantFrom('Event', 'File', null),
      name: fc.constantFrom(null, '\\a', '\\b'),
      grantedAccess: fc.nat(1),
      attributes: fc.nat(1),
      handleCount: fc.nat(1),
    });
    const rows = fc.uniqueArray(row, { selector: ({ value }) => value, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(rows, rows, async (older, newer) => {
        const before = older.map(({ value, type, ...more }) => fakeHandle(value * 4, type, more));
        const now = newer.map(({ value, type, ...more }) => fakeHandle(value * 4, type, more));
        const story = await compare(before, now);
        const expected = naive(before, now);
        assert.deepEqual(
          [new Set(story.added), new Set(story.closed), new Set(story.changed)],
          [new Set(expected.added), new Set(expected.closed), new Set(expected.changed)],
        );
        assert.equal(story.added.length, expected.added.length);
        assert.equal(story.closed.length, expected.closed.length);
      }),
      { numRuns: 300 },
    );
  });

  function naive(before: readonly HandleRecord[], now: readonly HandleRecord[]): Story {
    const story = { added: [] as string[], closed: [] as string[], changed: [] as string[] };
    for (const handle of now) {
      const value = handle.value.toString(16);
      const old = before.find((each) => each.value === handle.value);
      const renamed = old?.name !== handle.name;
      const canRename = handle.type === 'File' && old?.name !== null && handle.name !== null;
      if (
        old === undefined ||
        (old.type !== null && handle.type !== null && old.type !== handle.type) ||
        old.grantedAccess !== handle.grantedAccess ||
        (renamed && !canRename)
      ) {
        story.added.push(value);
        if (old !== undefined) {
          story.closed.push(value);
        }
        continue;
      }
      const bits =
        (old.attributes === handle.attributes ? 0 : CHANGE_ATTRIBUTES) |
        (old.handleCount === handle.handleCount ? 0 : CHANGE_HANDLE_COUNT) |
        (renamed ? CHANGE_NAME : 0);
      if (bits !== 0) {
        story.changed.push(`${value}:${bits}`);
      }
    }
    const open = new Set(now.map(({ value }) => value));
    story.closed.push(
      ...before.filter(({ value }) => !open.has(value)).map(({ value }) => value.toString(16)),
    );
    return story;
  }
});

describe('comparing a table with the previous stop', () => {
  const before = [fakeHandle(4, 'Event'), fakeHandle(8, 'File'), fakeHandle(0xc, 'Key')];
  const now = [
    fakeHandle(4, 'Event', { handleCount: 5 }),
    fakeHandle(0xc, 'Key'),
    fakeHandle(0x10, 'File'),
  ];

  it('lets queries find new and changed handles, and closed ones with their last facts', async () => {
    const previous = await tableOf(before);
    const table = await tableOf(now);
    const diff = await table.compareWith(previous, neverCancelled);
    assert.deepEqual(await found(table, 'state:new'), ['10']);
    assert.deepEqual(await found(table, 'state:changed'), ['4']);
    assert.deepEqual(await found(table, 'state:same'), ['c']);
    assert.deepEqual(await found(table, 'state:closed'), []);
    assert.deepEqual(await found(previous, 'state:closed type:File'), ['8']);
    assert.deepEqual(await found(previous, '-state:closed'), ['4', 'c']);
    assert.deepEqual([...diff.changedFrom], [0]);
  });

  it('knows from the traces that a value was closed and opened again', async () => {
    const open = fakeTrace('open', 4);
    const previous = await tableOf(before, { traces: [open] });
    const table = await tableOf(before, {
      traces: [fakeTrace('open', 4), fakeTrace('close', 4), open],
    });
    await table.compareWith(previous, neverCancelled);
    assert.deepEqual(await found(table, 'state:new'), ['4']);
    assert.deepEqual(await found(previous, 'state:closed'), ['4']);
  });
});

describe('the growth of types', () => {
  const summary = (types: Readonly<Record<string, number>>): Parameters<typeof typeGrowth>[0] => ({
    total: Object.values(types).reduce((sum, count) => sum + count, 0),
    byType: new Map(Object.entries(types)),
  });

  it('is told against the previous stop, with the history of all', () => {
    const growth = typeGrowth(summary({ Event: 9, Key: 2 }), [
      summary({ Event: 1, File: 3 }),
      summary({ Event: 4, File: 3, Key: 2 }),
    ]);
    assert.deepEqual(growth, [
      { type: 'Event', count: 9, previous: 4, growth: 5, history: [1, 4, 9], rises: 2 },
      { type: 'Key', count: 2, previous: 2, growth: 0, history: [0, 2, 2], rises: 0 },
      { type: 'File', count: 0, previous: 3, growth: -3, history: [3, 3, 0], rises: 0 },
    ]);
  });

  it('is nothing at the first stop', () => {
    assert.deepEqual(typeGrowth(summary({ Event: 2 }), []), [
      { type: 'Event', count: 2, previous: null, growth: 0, history: [2], rises: 0 },
    ]);
  });
});
