import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { loadNames } from '../../../src/core/analysis/table/loadNames';
import { NameColumnBuilder } from '../../../src/core/model/nameColumnBuilder';
import { neverCancelled } from '../../../src/core/util/cancellation';
import { foldCase } from '../../../src/core/util/foldCase';
import { DumpBuilder } from '../../support/dumpBuilder';
import { FakeTarget, fakeHandle } from '../../support/fakeTarget';
import { codesOf, handlesOf, openDump } from '../../support/openDump';
import { work } from './tables';

const anyText = fc.string({ unit: 'binary', maxLength: 30 });
/** Every UTF-16 unit, lone surrogates too. */
const anyUnits = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 30 })
  .map((units) => String.fromCharCode(...units));

/** What lists of other tools hold. */
const asciiName = fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 30 });

describe('folding letter case', () => {
  it('keeps the length of every text', () => {
    fc.assert(
      fc.property(anyUnits, (text) => {
        assert.equal(foldCase(text).length, text.length);
      }),
    );
  });

  it('folds a part of a text like the same part of the folded text', () => {
    fc.assert(
      fc.property(anyText, anyText, (first, second) => {
        assert.equal(foldCase(`${first}\n${second}`), `${foldCase(first)}\n${foldCase(second)}`);
      }),
    );
  });

  it('makes the final sigma and the dotted capital I comparable', () => {
    assert.equal(foldCase('ΟΔΟΣ'), foldCase('οδος'));
    assert.equal(foldCase('İx'), 'ix');
  });
});

describe('a column of names', () => {
  function build(texts: readonly (string | null)[], budget?: number): NameColumnBuilder {
    const builder = new NameColumnBuilder(texts.length, budget);
    texts.forEach((text, row) => {
      builder.id[row] = builder.addText(text);
    });
    return builder;
  }

  it('gives back the name of every row, whatever characters it has', () => {
    fc.assert(
      fc.property(fc.array(fc.option(anyUnits), { maxLength: 200 }), (texts) => {
        const column = build(texts).finish();
        assert.deepEqual(
          texts.map((_, row) => column.name(row)),
          texts.map((text) => (text === '' ? null : text)),
        );
      }),
    );
  });

  it('keeps each distinct text once, over many chunks', () => {
    const texts = Array.from({ length: 5000 }, (_, row) => `\\Device\\Disk${row % 2500}`);
    const column = build(texts).finish();
    assert.equal(column.distinct, 2500);
    assert.equal(column.chunks.length, 3);
    assert.deepEqual(
      texts.map((_, row) => column.name(row)),
      texts,
    );
  });

  it('numbers a name alike however it comes: as text, as UTF-16, as ASCII, alone or with many', () => {
    fc.assert(
      fc.property(
        fc.array(anyUnits),
        fc.uniqueArray(asciiName, { maxLength: 300 }),
        (odd, names) => {
          const builder = build(odd);
          const bytes = new TextEncoder().encode(names.join(''));
          const starts = new Uint32Array(names.length);
          const ends = new Uint32Array(names.length);
          let at = 0;
          names.forEach((name, index) => {
            starts[index] = at;
            ends[index] = at += name.length;
          });
          const ids = new Uint32Array(names.length);
          builder.addAllAscii(bytes, { count: names.length, starts, ends, ids });
          names.forEach((name, index) => {
            const wide = new DataView(Uint16Array.from(name, (unit) => unit.charCodeAt(0)).buffer);
            assert.equal(builder.addText(name), ids[index]);
            assert.equal(builder.addUtf16(wide, 0, wide.byteLength), ids[index]);
            assert.equal(builder.addAscii(bytes, starts[index] ?? 0, ends[index] ?? 0), ids[index]);
          });
          const column = builder.finish();
          assert.deepEqual(
            Array.from(ids, (id) => column.text(id)),
            names,
          );
        },
      ),
    );
  });

  it('folds names without changing them', () => {
    const column = build(['\\Device\\CNG']).finish();
    assert.equal(column.folded(1), '\\device\\cng');
    assert.equal(column.text(1), '\\Device\\CNG');
  });

  it('gives back every text as it was after it was folded', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(anyUnits, fc.string()), { maxLength: 50 }), (texts) => {
        const column = build(texts).finish();
        assert.deepEqual(
          texts.map((_, row) => column.folded(column.id[row] ?? 0)),
          texts.map((text) => foldCase(text)),
        );
        assert.deepEqual(
          texts.map((_, row) => column.name(row)),
          texts.map((text) => (text === '' ? null : text)),
        );
      }),
    );
  });

  it('has texts that are longer than what is decoded at a time', () => {
    const text = 'Ab'.repeat(5000);
    const column = build([text, 'c']).finish();
    assert.equal(column.folded(1), text.toLowerCase());
    assert.deepEqual([column.name(0), column.name(1)], [text, 'c']);
  });

  it('has no text for numbers that do not exist', () => {
    const column = build(['a', 'b']).finish();
    assert.deepEqual([column.text(0), column.text(3), column.text(5000)], [null, null, null]);
    assert.deepEqual([column.folded(0), column.folded(3)], ['', '']);
  });

  it('leaves texts out when the budget is used up, and says so', () => {
    const builder = build(['abc', 'defg', 'abc', 'hi'], 5);
    assert.equal(builder.isExhausted, true);
    const column = builder.finish();
    assert.deepEqual(
      [0, 1, 2, 3].map((row) => column.name(row)),
      ['abc', null, 'abc', 'hi'],
    );
  });
});

describe('loading the names of a table', () => {
  it('pages through a store that cannot read them at once, resting between the pages', async () => {
    const handles = Array.from({ length: 2500 }, (_, row) =>
      fakeHandle(row * 4 + 4, 'File', { name: row % 3 === 0 ? null : `\\File${row}` }),
    );
    const target = new FakeTarget({ handles });
    const store = await target.handles(target.currentProcessId(), 'process');
    assert.ok(store.ok);
    const counted = work();
    const reports: number[] = [];
    const names = await loadNames(store.value, {
      token: counted.token,
      yieldNow: counted.yieldNow,
      report: ({ done }) => reports.push(done),
    });
    assert.deepEqual(
      handles.map((_, row) => names.name(row)),
      handles.map(({ name }) => name),
    );
    assert.equal(counted.rests, 3);
    assert.deepEqual(reports, [1024, 2048, 2500]);
  });

  it('reads those of a dump as its records have them', async () => {
    const dump = new DumpBuilder().systemInfo();
    const long = `\\Device\\${'x'.repeat(2000)}`;
    dump.handles(
      ['\\Device\\CNG', undefined, long, '\\KernelObjects\\Ünïcode', long, '\\Device\\CNG'].map(
        (name, row) => ({
          value: row * 4 + 4,
          type: 'File',
          ...(name === undefined ? {} : { name }),
        }),
      ),
    );
    const store = await handlesOf(await openDump(dump));
    const names = await loadNames(store, work());
    const records = await store.page(0, store.count, neverCancelled);
    assert.deepEqual(
      records.map((_, row) => names.name(row)),
      records.map(({ name }) => name),
    );
    assert.equal(names.distinct, 3);
  });

  it('reports names of a dump that lie outside the file and leaves them out', async () => {
    const dump = new DumpBuilder().systemInfo();
    dump.handles([
      { value: 4, type: 'File', name: 0xfff_ffff },
      { value: 8, type: 'File', name: '\\Good' },
    ]);
    const target = await openDump(dump);
    const names = await loadNames(await handlesOf(target), work());
    assert.deepEqual([names.name(0), names.name(1)], [null, '\\Good']);
    assert.ok(codesOf(target).includes('string-outside-file'));
  });

  it('does not let overlapping strings of a dump multiply the file', async () => {
    const dump = new DumpBuilder().systemInfo();
    // Each two bytes begin a "string" that declares the same large length.
    const length = 0x8000;
    const words = new Uint32Array(length).fill(length);
    const rva = dump.add(new Uint8Array(words.buffer));
    dump.handles(
      Array.from({ length: 8000 }, (_, row) => ({ value: row * 4 + 4, name: rva + row * 4 })),
    );
    const target = await openDump(dump);
    const names = await loadNames(await handlesOf(target), work());
    const units = names.chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    assert.ok(units < 2 ** 20 + dump.build().length, `${units} units`);
  });
});
