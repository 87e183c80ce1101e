import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { findNameSpaces } from '../../../src/core/analysis/table/nameSpaces';
import { orderNames } from '../../../src/core/analysis/table/nameOrder';
import {
  bucketSize,
  classifyByColumn,
  RowGroups,
} from '../../../src/core/analysis/table/rowGroups';
import type { QueryGroup, QuerySort } from '../../../src/core/analysis/query/querySyntax';
import type { HandleRecord } from '../../../src/core/model/handle';
import { address } from '../../../src/core/model/identifiers';
import { NameColumnBuilder } from '../../../src/core/model/nameColumnBuilder';
import type { NameColumn } from '../../../src/core/model/nameColumn';
import { neverCancelled } from '../../../src/core/util/cancellation';
import { foldCase } from '../../../src/core/util/foldCase';
import { fakeHandle, fakeTrace } from '../../support/fakeTarget';
import { found, grouped, queryOf, tableOf, work } from './tables';

function namesOf(texts: readonly string[]): NameColumn {
  const builder = new NameColumnBuilder(texts.length);
  texts.forEach((text, row) => {
    builder.id[row] = builder.addText(text);
  });
  return builder.finish();
}

const HANDLES: readonly HandleRecord[] = [
  fakeHandle(0x4, 'Key', { name: '\\REGISTRY\\MACHINE' }),
  fakeHandle(0x8, 'Event'),
  fakeHandle(0xc, 'Event', { name: '\\Sessions\\1\\BaseNamedObjects\\Ready', handleCount: 9 }),
  fakeHandle(0x10, null),
  fakeHandle(0x14, 'ALPC Port', { name: '\\Registry\\USER' }),
  fakeHandle(0x18, 'Event', { name: 'Default', handleCount: 3 }),
];

describe('groups of handles', () => {
  it('by type stand by size, then by name, and keep their rows in order', async () => {
    assert.deepEqual(await grouped(await tableOf(HANDLES), 'type'), [
      'Event: 8 c 18',
      'ALPC Port: 14',
      'Key: 4',
      'No type recorded: 10',
    ]);
  });

  it('by type are known before their rows are, and the same', async () => {
    const types = fc.constantFrom('Event', 'event', 'Key', 'None', null);
    await fc.assert(
      fc.asyncProperty(fc.array(types, { maxLength: 30 }), async (all) => {
        const table = await tableOf(all.map((type, row) => fakeHandle(4 * row + 4, type)));
        const request = { query: queryOf(''), group: 'type', sort: null } as const;
        const view = await table.view(request, neverCancelled);
        assert.ok(view.ok);
        const { groups } = view.value;
        assert.deepEqual(
          await table.outlineTypes(neverCancelled),
          groups
            .page(0, groups.count)
            .map(({ key, label, count, query }) => ({ key, label, count, query })),
        );
      }),
      { numRuns: 50 },
    );
  });

  it('by name go by the directory of the name, letter case ignored', async () => {
    assert.deepEqual(await grouped(await tableOf(HANDLES), 'name'), [
      '\\REGISTRY\\…: 4 14',
      'Unnamed: 8 10',
      '\\Sessions\\1\\BaseNamedObjects\\…: c',
      'Relative names: 18',
    ]);
  });

  it('can be one group of all', async () => {
    assert.deepEqual(await grouped(await tableOf(HANDLES), 'flat'), [
      'All handles: 4 8 c 10 14 18',
    ]);
  });

  it('hold only what the query finds, and are absent when they would be empty', async () => {
    assert.deepEqual(await grouped(await tableOf(HANDLES), 'type', 'count>2'), ['Event: c 18']);
    assert.deepEqual(await grouped(await tableOf(HANDLES), 'flat', 'count>99'), []);
    assert.deepEqual(await grouped(await tableOf([]), 'type'), []);
  });

  it('are those the query asks for, whatever the view would show', async () => {
    assert.deepEqual(await grouped(await tableOf(HANDLES), 'type', 'group:flat count>2'), [
      'All handles: c 18',
    ]);
  });

  it('each have a query that finds exactly their handles', async () => {
    const table = await tableOf([
      ...HANDLES,
      fakeHandle(0x20, 'Directory', { name: '\\KnownDlls' }),
      fakeHandle(0x24, 'File', { name: '\\a+b (c)\\"d"' }),
      fakeHandle(0x28, 'None', { name: 'none' }),
    ]);
    for (const group of ['type', 'name', 'flat'] as const) {
      const view = await table.view({ query: queryOf(''), group, sort: null }, neverCancelled);
      assert.ok(view.ok);
      const { groups } = view.value;
      const columns = await table.columns(neverCancelled);
      for (let index = 0; index < groups.count; index++) {
        const rows = groups.rows.rows(index);
        assert.deepEqual(
          await found(table, groups.group(index)?.query ?? 'missing'),
          Array.from(rows, (row) => columns.value(row).toString(16)),
        );
      }
    }
  });

  it('keep their keys when other handles come and go', async () => {
    const before = await tableOf(HANDLES);
    const after = await tableOf([fakeHandle(0x1, 'Zebra'), ...HANDLES.slice(1)]);
    for (const group of ['type', 'name', 'flat'] as const) {
      const request = { query: queryOf(''), group, sort: null };
      const first = await before.view(request, neverCancelled);
      const second = await after.view(request, neverCancelled);
      assert.ok(first.ok && second.ok);
      const keys = second.value.groups.page(0, 100).map(({ key }) => key);
      const kept = first.value.groups.page(0, 100).filter(({ key }) => keys.includes(key));
      assert.ok(kept.length >= first.value.groups.count - 1);
      for (const { key, label } of kept) {
        const index = second.value.groups.indexOf(key);
        assert.equal(foldCase(second.value.groups.group(index)?.label ?? ''), foldCase(label));
      }
    }
  });

  it('are paged, and there is none beyond the last', async () => {
    const view = await (
      await tableOf(HANDLES)
    ).view({ query: queryOf(''), group: 'type', sort: null }, neverCancelled);
    assert.ok(view.ok);
    const { groups, shown, total } = view.value;
    assert.deepEqual(
      groups.page(1, 2).map(({ label }) => label),
      ['ALPC Port', 'Key'],
    );
    assert.deepEqual([groups.page(9, 5), groups.group(-1), groups.indexOf('x')], [[], null, -1]);
    assert.deepEqual([shown, total], [6, 6]);
  });
});

describe('groups of handles by who opened them', () => {
  const handles = [0x4, 0x8, 0xc, 0x10, 0x14].map((value) => fakeHandle(value, 'Event'));
  const symbols = {
    '10': 'ntdll!NtCreateEvent+0x14',
    '18': 'ntdll!NtOpenEvent+0x14',
    '20': 'KERNELBASE!CreateEventW+0x8',
    '30': 'app!CreateWorker+0x5',
    '38': 'app!main+0x20',
    '40': 'plugin!Init+0x10',
  };
  const traces = [
    fakeTrace('open', 0x4, [0x10, 0x20, 0x30, 0x38]),
    fakeTrace('open', 0x8, [0x18, 0x30, 0x38], { processId: 0x99 }),
    fakeTrace('open', 0xc, [0x10, 0x20, 0x40, 0x38]),
    fakeTrace('open', 0x10, []),
  ];

  it('fold stacks that differ in system frames only, and name the first own frame', async () => {
    assert.deepEqual(await grouped(await tableOf(handles, { traces, symbols }), 'site'), [
      'app!CreateWorker+0x5: 4 8',
      'plugin!Init+0x10: c',
      'No stack recorded: 10',
      'Opening not recorded: 14',
    ]);
  });

  it('go by the process of the opening thread', async () => {
    assert.deepEqual(await grouped(await tableOf(handles, { traces, symbols }), 'process'), [
      'Process 0x17e8: 4 c 10',
      'Process 0x99: 8',
      'Opening not recorded: 14',
    ]);
  });

  it('go by the opening thread', async () => {
    const others = traces.map((trace, at) => ({ ...trace, threadId: at < 2 ? 0x1230 : 0x1234 }));
    assert.deepEqual(await grouped(await tableOf(handles, { traces: others, symbols }), 'thread'), [
      'Thread 0x1230: 4 8',
      'Thread 0x1234: c 10',
      'Opening not recorded: 14',
    ]);
  });

  it('are one group when there are no traces', async () => {
    for (const group of ['site', 'process', 'thread'] as const) {
      assert.deepEqual(await grouped(await tableOf(handles), group), [
        'Opening not recorded: 4 8 c 10 14',
      ]);
    }
  });

  it('have keys that do not depend on where modules are loaded', async () => {
    const shift = 0x7ff6_0000_0000;
    const movedSymbols = Object.fromEntries(
      Object.entries(symbols).map(([where, text]) => [
        (parseInt(where, 16) + shift).toString(16),
        text,
      ]),
    );
    const movedTraces = traces.map((trace) => ({
      ...trace,
      stack: trace.stack.map((where) => address(where + BigInt(shift))),
    }));
    const keys = async (options: Parameters<typeof tableOf>[1]): Promise<readonly string[]> => {
      const table = await tableOf(handles, options);
      const view = await table.view(
        { query: queryOf(''), group: 'site', sort: null },
        neverCancelled,
      );
      assert.ok(view.ok);
      return view.value.groups.page(0, 10).map(({ key }) => key);
    };
    assert.deepEqual(
      await keys({ traces: movedTraces, symbols: movedSymbols }),
      await keys({ traces, symbols }),
    );
  });
});

describe('dividing rows into groups', () => {
  it('puts each row into one group, in order, and finds it there', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(9), { maxLength: 100 }), async (numbers) => {
        const column = Uint32Array.from(numbers);
        const rows = Uint32Array.from(numbers.keys());
        const groups = await RowGroups.build(work(), rows, {
          limit: 10,
          classify: classifyByColumn(column),
          compare: (a, b) => a.number - b.number,
        });
        assert.equal(groups.count, new Set(numbers).size);
        assert.equal(groups.total, numbers.length);
        const seen: number[] = [];
        for (let group = 0; group < groups.count; group++) {
          const members = [...groups.rows(group)];
          assert.deepEqual(
            members,
            [...rows].filter((row) => column[row] === groups.numberOf(group)),
          );
          assert.equal(groups.groupWith(groups.numberOf(group)), group);
          members.forEach((row, place) => {
            assert.deepEqual(groups.find(row), { group, place });
          });
          seen.push(...members);
        }
        assert.deepEqual(
          seen.sort((a, b) => a - b),
          [...rows],
        );
        assert.equal(groups.find(numbers.length), null);
      }),
    );
  });

  it('cuts a long group into buckets that cover it', async () => {
    const rows = Uint32Array.from({ length: 25 }, (_, row) => row * 2);
    const groups = await RowGroups.build(work(), rows, {
      limit: 1,
      classify: (_, numbers) => numbers.fill(0),
      compare: () => 0,
    });
    assert.deepEqual(groups.buckets(0, 10), [
      { start: 0, count: 10, firstRow: 0, lastRow: 18 },
      { start: 10, count: 10, firstRow: 20, lastRow: 38 },
      { start: 20, count: 5, firstRow: 40, lastRow: 48 },
    ]);
    assert.deepEqual(groups.buckets(0, 3, 20, 4), [
      { start: 20, count: 3, firstRow: 40, lastRow: 44 },
      { start: 23, count: 1, firstRow: 46, lastRow: 46 },
    ]);
    assert.deepEqual([...groups.rows(0, 23, 10)], [46, 48]);
    assert.deepEqual([...groups.rows(0, -5, 2)], [0, 2]);
    assert.deepEqual([...groups.rows(1)], []);
  });

  it('chooses bucket sizes that leave at most a hundred buckets', () => {
    assert.deepEqual([bucketSize(1000), bucketSize(1001), bucketSize(10_000)], [0, 100, 100]);
    assert.deepEqual([bucketSize(10_001), bucketSize(500_000)], [1000, 10_000]);
    assert.equal(bucketSize(50, 20), 100);
  });
});

describe('sorting handles', () => {
  async function sorted(
    sort: QuerySort,
    handles: readonly HandleRecord[],
    group: QueryGroup = 'flat',
    options: Parameters<typeof tableOf>[1] = {},
  ): Promise<readonly string[]> {
    return grouped(await tableOf(handles, options), group, `sort:${sort}`);
  }

  it('by value, type, name and handle count keeps the order of equal ones', async () => {
    const reversed = HANDLES.toReversed();
    assert.deepEqual(await sorted('value', reversed), ['All handles: 4 8 c 10 14 18']);
    assert.deepEqual(await sorted('type', reversed), ['All handles: 14 18 c 8 4 10']);
    assert.deepEqual(await sorted('name', reversed), ['All handles: 4 14 c 18 10 8']);
    assert.deepEqual(await sorted('handleCount', reversed), ['All handles: c 18 14 10 8 4']);
    assert.deepEqual(await sorted('count', reversed), ['All handles: 18 14 10 c 8 4']);
  });

  it('by value compares both halves', async () => {
    const wide = [fakeHandle(0xffff_ffff_8000_0004n, 'Key'), fakeHandle(0x9000_0000, 'Key')];
    assert.deepEqual(await sorted('value', wide), ['All handles: 90000000 ffffffff80000004']);
  });

  it('by age puts the newest first and those of unknown age last', async () => {
    const traces = [fakeTrace('open', 0x10), fakeTrace('open', 0x8), fakeTrace('open', 0x18)];
    assert.deepEqual(await sorted('newest', HANDLES, 'flat', { traces }), [
      'All handles: 10 8 18 4 c 14',
    ]);
    assert.deepEqual(await sorted('newest', HANDLES), ['All handles: 4 8 c 10 14 18']);
  });

  it('orders the groups too: by name, or by their first rows', async () => {
    assert.deepEqual(await sorted('type', HANDLES, 'type'), [
      'ALPC Port: 14',
      'Event: 8 c 18',
      'Key: 4',
      'No type recorded: 10',
    ]);
    assert.deepEqual(await sorted('handleCount', HANDLES, 'type'), [
      'Event: c 18 8',
      'Key: 4',
      'No type recorded: 10',
      'ALPC Port: 14',
    ]);
    assert.deepEqual(await sorted('name', HANDLES, 'name'), [
      '\\REGISTRY\\…: 4 14',
      '\\Sessions\\1\\BaseNamedObjects\\…: c',
      'Unnamed: 8 10',
      'Relative names: 18',
    ]);
  });
});

describe('the order of names', () => {
  it('is that of their folded units, equal ones as first seen', async () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'A', 'b', '\\', 'ä', '\0'),
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(text, { maxLength: 120 }), async (texts) => {
        const names = namesOf(texts);
        const ranks = await orderNames(names, work());
        const ids = Array.from({ length: names.distinct }, (_, at) => at + 1);
        const expected = ids.toSorted((a, b) => {
          const [first, second] = [foldCase(names.text(a) ?? ''), foldCase(names.text(b) ?? '')];
          return first < second ? -1 : first > second ? 1 : a - b;
        });
        assert.deepEqual(
          ids.toSorted((a, b) => (ranks[a] ?? 0) - (ranks[b] ?? 0)),
          expected,
        );
        assert.equal(ranks[0], names.distinct + 1);
      }),
    );
  });
});

describe('the directories of names', () => {
  const cases: readonly (readonly [name: string, directory: string | number])[] = [
    ['\\Device\\HarddiskVolume3\\x', '\\Device'],
    ['\\DEVICE\\CNG', '\\Device'],
    ['\\Sessions\\1\\BaseNamedObjects\\a\\b', '\\Sessions\\1\\BaseNamedObjects'],
    ['\\Sessions\\1\\BaseNamedObjects', '\\Sessions\\1'],
    ['\\Sessions\\1', '\\Sessions'],
    ['\\KnownDlls', ''],
    ['\\', ''],
    ['Default', 1],
  ];
  for (const [name, directory] of cases) {
    it(`puts ${name} into ${directory === 1 ? 'no directory' : directory || 'the root'}`, async () => {
      const spaces = await findNameSpaces(namesOf(['\\Device\\First', name]), work());
      const space = spaces.spaceOf[2] ?? -1;
      assert.equal(directory === 1 ? space : spaces.directories[space], directory);
      assert.equal(spaces.spaceOf[0], 0);
    });
  }

  it('are no more than 4096, however many there are', async () => {
    const texts = Array.from({ length: 5000 }, (_, at) => `\\Dir${at}\\x`);
    const spaces = await findNameSpaces(namesOf(texts), work());
    assert.equal(spaces.directories.length, 4096);
    assert.equal(spaces.spaceOf[5000], 2);
  });
});
