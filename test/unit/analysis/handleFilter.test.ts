import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { parseQuery } from '../../../src/core/analysis/query/queryParser';
import type { HandleRecord } from '../../../src/core/model/handle';
import {
  CancellationSource,
  CancelledError,
  neverCancelled,
} from '../../../src/core/util/cancellation';
import { accessNames } from '../../../src/core/windows/accessLabels';
import { fakeHandle, fakeTrace } from '../../support/fakeTarget';
import { CountedWork, found, queryOf, tableOf } from './tables';

const HANDLES: readonly HandleRecord[] = [
  fakeHandle(0x4, 'Event', { handleCount: 1 }),
  fakeHandle(0x8, 'File', {
    name: '\\Device\\HarddiskVolume3\\logs\\App.LOG',
    grantedAccess: 0x120089,
    attributes: 2,
  }),
  fakeHandle(0x3c, 'Key', { name: '\\REGISTRY\\MACHINE\\Software', grantedAccess: 0x20019 }),
  fakeHandle(0x1c0, 'File', { name: '\\Device\\CNG', grantedAccess: 0x100001, attributes: 1 }),
  fakeHandle(0x3c4, null, { grantedAccess: 0x804, pointerCount: 9 }),
  fakeHandle(0x1000, 'ALPC Port', { name: 'none', handleCount: 7 }),
];

describe('filtering handles by what they show', () => {
  const table = tableOf(HANDLES);
  const cases: readonly (readonly [query: string, handles: readonly string[], why: string])[] = [
    ['', ['4', '8', '3c', '1c0', '3c4', '1000'], 'shows everything without a query'],
    ['cng', ['1c0'], 'looks for words in names'],
    ['eve', ['4'], 'looks for words in types'],
    ['3c', ['3c', '3c4'], 'looks for words in handle values'],
    ['0x3c', ['3c', '3c4'], 'takes 0x as the beginning of a handle value'],
    ['0x1c', ['1c0'], 'does not find 0x in the middle of a value'],
    ['0', ['4', '8', '3c', '1c0', '3c4', '1000'], 'finds the 0 of 0x everywhere'],
    ['00', ['1000'], 'finds zeros in values'],
    ['modifystate', ['4'], 'looks for words in access rights'],
    ['WRITE_DAC', ['4', '1000'], 'knows the SDK names of access rights'],
    ['*.log', ['8'], 'lets wildcards cover the last part of a name'],
    ['3?', ['3c'], 'lets wildcards cover a value'],
    ['0x3*', ['3c', '3c4'], 'lets wildcards cover a value with its 0x'],
    ['"*"', [], 'takes * in quotes as itself'],
    ['cng|event', ['4', '1c0'], 'takes alternatives'],
    ['type:file', ['8', '1c0'], 'compares types whatever their letter case'],
    ['type:fil', [], 'wants the whole type'],
    ['type:*port', ['1000'], 'takes wildcards in types'],
    ['type="ALPC Port"', ['1000'], 'compares types with blanks in quotes'],
    ['type:none', ['3c4'], 'finds handles without a type'],
    ['type!=File', ['4', '3c', '3c4', '1000'], 'finds handles of other types'],
    ['type~"^(file|key)$"', ['8', '3c', '1c0'], 'takes regular expressions for types'],
    ['name:device', ['8', '1c0'], 'looks for parts of names'],
    ['name:app.*', ['8'], 'lets wildcards cover the last part in name:'],
    ['name="\\Device\\CNG"', ['1c0'], 'compares whole names'],
    ['name:none', ['4', '3c4'], 'finds handles without a name'],
    ['name:"none"', ['1000'], 'finds a name that is "none" when it is quoted'],
    ['name!~"device"', ['4', '3c', '3c4', '1000'], 'finds names that do not match'],
    ['access:0x2', ['4', '1000'], 'finds masks with a bit'],
    ['access:0x120089', ['8'], 'wants all bits of a mask'],
    ['access=0x20019', ['3c'], 'compares whole masks'],
    ['access=20019', ['3c'], 'reads masks as hexadecimal'],
    ['access:read', ['4', '8', '3c', '1c0', '1000'], 'finds rights by a part of their label'],
    ['access=ReadEA', ['8'], 'finds rights by their whole label'],
    ['access:file_read_attributes', ['8'], 'knows rights with the prefix of their type'],
    ['access:add', [], 'takes a word of hexadecimal letters as a word'],
    ['attr:inherit', ['8'], 'finds inheritable handles'],
    ['attr:inherit|protect', ['8', '1c0'], 'finds handles with one of two attributes'],
    ['attr:none', ['4', '3c', '3c4', '1000'], 'finds handles without attributes'],
    ['attr!=protect', ['4', '8', '3c', '3c4', '1000'], 'finds handles without one attribute'],
    ['count>2', ['1000'], 'compares handle counts'],
    ['count:1|7', ['4', '1000'], 'takes alternative counts'],
    ['pointers<10', ['3c4'], 'compares pointer counts'],
    ['value:3c', ['3c'], 'compares handle values'],
    ['handle:3d', ['3c'], 'ignores the tag bits of a handle value'],
    ['value:3c|1000', ['3c', '1000'], 'takes alternative values'],
    ['value>=0x1c0 value<1000', ['1c0', '3c4'], 'compares handle values by size'],
    ['value:1*0', ['1c0', '1000'], 'takes wildcards in values'],
    ['value!=4', ['8', '3c', '1c0', '3c4', '1000'], 'finds all values but one'],
    ['-type:File -name:none', ['3c', '1000'], 'leaves out what is negated'],
    ['type:File or count>2', ['8', '1c0', '1000'], 'finds what meets one of two conditions'],
    ['state:new', [], 'knows of no new handles before a comparison'],
    ['state:same|new type:Key', ['3c'], 'takes every handle as unchanged before a comparison'],
  ];
  for (const [query, handles, why] of cases) {
    it(`${why}: ${query}`, async () => {
      assert.deepEqual(await found(await table, query), handles);
    });
  }

  it('finds 64-bit handle values by digits, wildcards and size', async () => {
    const wide = await tableOf([
      fakeHandle(0xffff_ffff_8000_0abcn, 'Key'),
      fakeHandle(0xabc, 'Key'),
    ]);
    assert.deepEqual(await found(wide, 'abc'), ['ffffffff80000abc', 'abc']);
    assert.deepEqual(await found(wide, '0xabc'), ['abc']);
    assert.deepEqual(await found(wide, 'f80000'), ['ffffffff80000abc']);
    assert.deepEqual(await found(wide, 'value:f*c'), ['ffffffff80000abc']);
    assert.deepEqual(await found(wide, 'value>ffffffff'), ['ffffffff80000abc']);
    assert.deepEqual(await found(wide, 'value:0xffffffff80000abc'), ['ffffffff80000abc']);
  });

  it('finds nothing in an empty table', async () => {
    assert.deepEqual(await found(await tableOf([]), 'type:File or x or count>0'), []);
  });
});

describe('filtering handles by who opened them', () => {
  const handles = [0x4, 0x8, 0xc, 0x10].map((value) => fakeHandle(value, 'Event'));
  const traces = [
    fakeTrace('badref', 0x10, [], { threadId: 0x9 }),
    fakeTrace('open', 0x8, [0x20, 0x30], { threadId: 0x1230, processId: 0x44 }),
    fakeTrace('close', 0x8, [0x20], { threadId: 0x77 }),
    fakeTrace('open', 0x4, [0x20, 0x40], { threadId: 0x88 }),
    fakeTrace('open', 0x8, [0x50], { threadId: 0x88 }),
    fakeTrace('close', 0xc, [0x20], { threadId: 0x88 }),
    fakeTrace('open', 0xc, [0x30], { threadId: 0x1230 }),
  ];
  const symbols = {
    '20': 'ntdll!NtCreateEvent+0x14',
    '30': 'app!CreateWorker+0x5',
    '40': 'plugin!Init+0x10',
    '50': 'app!Old',
  };
  const table = tableOf(handles, { traces, symbols });
  const cases: readonly (readonly [query: string, handles: readonly string[], why: string])[] = [
    ['openedBy:app!create*', ['8'], 'looks in every frame of the opening stack'],
    ['openedBy:createworker', ['8'], 'looks for a part of a symbol'],
    ['openedBy:plugin', ['4'], 'looks for a module'],
    ['openedBy=init', ['4'], 'compares a whole symbol'],
    ['openedBy:*event', ['4', '8'], 'lets wildcards cover the symbol alone'],
    ['openedBy~"^app!"', ['8'], 'takes regular expressions for frames'],
    ['openedBy:old', [], 'does not look at stacks of earlier uses of the value'],
    ['openedBy!=plugin', ['8', 'c', '10'], 'finds all that a module did not open'],
    ['thread:1230', ['8'], 'compares the thread, hexadecimal'],
    ['thread:0n4656', ['8'], 'takes a decimal thread'],
    ['process:44', ['8'], 'compares the process'],
    ['thread<1000', ['4'], 'knows no thread of handles whose open is not recorded'],
    ['last:badref', ['10'], 'finds values whose newest record is a bad reference'],
    ['last:open', ['4', '8'], 'finds values whose newest record is an open'],
    ['last:close', ['c'], 'finds values whose newest record is a close'],
    ['generation>1', ['8', 'c'], 'finds values that were in use before'],
    ['badrefs>0', ['10'], 'finds values that somebody used while they were not open'],
    ['badrefs=0', ['4', '8', 'c'], 'takes a value without bad references for one with none'],
    ['age>1', ['4'], 'counts the records since a handle was opened'],
  ];
  for (const [query, expected, why] of cases) {
    it(`${why}: ${query}`, async () => {
      assert.deepEqual(await found(await table, query), expected);
    });
  }

  it('says that it needs traces where there are none, and points at the field', async () => {
    const result = await (
      await tableOf(handles)
    ).select(queryOf('type:Event (x or thread:4)'), neverCancelled);
    assert.ok(!result.ok);
    assert.deepEqual([result.problem.code, result.problem.column], ['query-no-traces', 18]);
    assert.match(result.problem.hint ?? '', /!htrace -enable/);
  });
});

describe('filtering many handles', () => {
  const record = fc.record({
    value: fc.oneof(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 1, max: 0x3fff_ffff })),
    type: fc.constantFrom('Event', 'File', 'Key', null),
    name: fc.option(fc.string({ unit: fc.constantFrom('a', 'B', '\\', '1', '.'), maxLength: 6 })),
    grantedAccess: fc.constantFrom(0x1f0003, 0x120089, 0x20019, 0x100000, 0),
    handleCount: fc.nat(3),
  });

  it('finds what a look at each record finds', async () => {
    const word = fc.string({
      unit: fc.constantFrom('a', 'b', '\\', '1', 'e', '0', 'f'),
      minLength: 1,
      maxLength: 3,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { maxLength: 40 }),
        word,
        word,
        async (rows, first, second) => {
          const handles = rows.map(({ value, type, ...more }) =>
            fakeHandle(value * 4, type, { ...more, name: more.name === '' ? null : more.name }),
          );
          const query = `"${first}" or (count>1 -name:"${second}")`;
          const expected = handles.filter((handle) => {
            const name = handle.name?.toLowerCase();
            const shown = [
              `0x${handle.value.toString(16)}`,
              handle.type?.toLowerCase() ?? '',
              name ?? '',
              ...accessNames(handle.type, handle.grantedAccess ?? 0).map((each) =>
                each.toLowerCase(),
              ),
            ];
            return (
              shown.some((text) => text.includes(first)) ||
              ((handle.handleCount ?? 0) > 1 && name?.includes(second) !== true)
            );
          });
          // SDK names have words of their own: leave out rows that only they can match.
          const values = await found(await tableOf(handles), query);
          const missing = expected.filter((handle) => !values.includes(handle.value.toString(16)));
          assert.deepEqual(missing, []);
          assert.ok(values.length >= expected.length);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('rests between steps and can be cancelled', async () => {
    const handles = Array.from({ length: 300_000 }, (_, row) => fakeHandle(row * 4 + 4, 'Event'));
    const counted = new CountedWork();
    const table = await tableOf(handles, { work: counted });
    await table.columns(neverCancelled);
    counted.rests = 0;
    const all = await table.select(queryOf('type:Event'), neverCancelled);
    assert.equal(all.ok && all.value.length, 300_000);
    assert.ok(counted.rests >= 2, `${counted.rests} rests`);
    const source = new CancellationSource();
    source.cancel();
    await assert.rejects(table.select(queryOf('type:Event'), source.token), CancelledError);
  });

  it('takes regular expressions that would never end elsewhere', async () => {
    const name = `\\${'a'.repeat(30_000)}!`;
    const table = await tableOf([fakeHandle(4, 'File', { name })]);
    assert.deepEqual(await found(table, 'name~"(a+)+$"'), []);
    assert.ok(parseQuery('name~"(a+)+$"').ok);
  });
});
