/** Names of objects and types: everything a MINIDUMP_STRING can be. */

import assert from 'node:assert/strict';
import { neverCancelled } from '../../../src/core/util/cancellation';
import { DumpBuilder, type HandleSpec } from '../../support/dumpBuilder';
import { allHandles, codesOf, handlesOf, openDump } from '../../support/openDump';
import { concat, struct, utf16 } from '../../support/struct';

/** A string record that says it has `declared` bytes. */
const text = (declared: number, content: string): Uint8Array =>
  concat([struct(4, { u32: { 0: declared } }), utf16(content), new Uint8Array(2)]);

type Make = (dump: DumpBuilder) => HandleSpec;

async function readOne(make: Make): Promise<{
  readonly type: string | null;
  readonly name: string | null;
  readonly codes: readonly string[];
}> {
  const dump = new DumpBuilder().systemInfo();
  const target = await openDump(dump.handles([make(dump)]));
  const record = (await allHandles(target))[0];
  const columns = await (await handlesOf(target)).columns(neverCancelled);
  assert.equal(columns.typeName(0), record?.type, 'columns and records agree on the type');
  return { type: record?.type ?? null, name: record?.name ?? null, codes: codesOf(target) };
}

describe('the name of an object', () => {
  const names = {
    'with backslashes': '\\Sessions\\1\\BaseNamedObjects\\a\\b',
    'of 300 characters': 'x'.repeat(300),
    'of 5000 characters': 'y'.repeat(5000),
    'of 32767 characters': 'z'.repeat(32767),
    'in Chinese': '\\Device\\HarddiskVolume3\\文件\\说明.txt',
    'with a surrogate pair': 'face 😀',
    'with a lone surrogate': 'broken \ud800 half',
    'with control characters': 'bell\u0007 and \u0000 nul',
  };
  for (const [what, name] of Object.entries(names)) {
    it(`is read ${what}`, async () => {
      assert.deepEqual(await readOne(() => ({ value: 4, type: 'File', name })), {
        type: 'File',
        name,
        codes: [],
      });
    });
  }

  it('is absent when its RVA is 0', async () => {
    assert.equal((await readOne(() => ({ value: 4, name: 0 }))).name, null);
  });

  it('is absent when it is empty', async () => {
    const { name, codes } = await readOne((dump) => ({ value: 4, name: dump.add(text(0, '')) }));
    assert.equal(name, null);
    assert.deepEqual(codes, []);
  });

  it('is absent and reported when it is past the end of the file', async () => {
    const { name, codes } = await readOne(() => ({ value: 4, name: 0xffff_fff0 }));
    assert.equal(name, null);
    assert.deepEqual(codes, ['string-outside-file']);
  });

  it('loses its odd last byte, which is reported', async () => {
    const { name, codes } = await readOne((dump) => ({
      value: 4,
      name: dump.add(text(7, 'abcd')),
    }));
    assert.equal(name, 'abc');
    assert.deepEqual(codes, ['string-odd']);
  });

  it('is cut at the end of the file, which is reported', async () => {
    const { name, codes } = await readOne((dump) => ({
      value: 4,
      name: dump.add(text(0x7000_0000, 'abc')),
    }));
    assert.ok(name?.startsWith('abc'));
    assert.deepEqual(codes, ['string-too-long']);
  });
});

describe('the type of a handle', () => {
  it('is read whole, blanks included', async () => {
    assert.equal((await readOne(() => ({ value: 4, type: 'ALPC Port' }))).type, 'ALPC Port');
  });

  it('is read when it is longer than usual', async () => {
    const type = 'T'.repeat(400);
    assert.deepEqual(await readOne(() => ({ value: 4, type })), { type, name: null, codes: [] });
  });

  it('is not recorded when it is empty', async () => {
    assert.equal((await readOne((dump) => ({ value: 4, type: dump.add(text(0, '')) }))).type, null);
  });

  it('is not recorded when it is past the end of the file, which is reported', async () => {
    const { type, codes } = await readOne(() => ({ value: 4, type: 0x7fff_fff0 }));
    assert.equal(type, null);
    assert.deepEqual(codes, ['string-outside-file']);
  });

  it('loses its odd last byte, which is reported', async () => {
    const { type, codes } = await readOne((dump) => ({
      value: 4,
      type: dump.add(text(11, 'Event!')),
    }));
    assert.equal(type, 'Event');
    assert.deepEqual(codes, ['string-odd']);
  });

  it('is cut to 1024 bytes, which is reported', async () => {
    const { type, codes } = await readOne(() => ({ value: 4, type: 'L'.repeat(600) }));
    assert.equal(type, 'L'.repeat(512));
    assert.deepEqual(codes, ['type-name-too-long']);
  });

  it('is one type however often the dump repeats its text', async () => {
    const dump = new DumpBuilder().systemInfo();
    const handles = Array.from({ length: 20_000 }, (_, index) => ({
      value: 4 + index * 4,
      type: dump.string(index % 2 === 0 ? 'Event' : 'Key', true),
    }));
    const columns = await (
      await handlesOf(await openDump(dump.handles(handles)))
    ).columns(neverCancelled);
    assert.deepEqual(
      columns.summarise().byType,
      new Map([
        ['Event', 10_000],
        ['Key', 10_000],
      ]),
    );
  });

  it('is told from every other of thousands', async () => {
    const handles = Array.from({ length: 30_000 }, (_, index) => ({
      value: 4 + index * 4,
      type: `Type ${index}`,
    }));
    const columns = await (
      await handlesOf(await openDump(new DumpBuilder().systemInfo().handles(handles)))
    ).columns(neverCancelled);
    for (let row = 0; row < handles.length; row++) {
      assert.equal(columns.typeName(row), `Type ${row}`);
    }
  });

  it('is numbered by its first handle, even when it is looked up late', async () => {
    const dump = new DumpBuilder().systemInfo();
    const late = 3000;
    const handles = Array.from({ length: 60_000 }, (_, row) => ({
      value: 4 + row * 4,
      type: dump.string(row === late ? 'Late' : row === 50_000 ? 'Last' : 'Event', true),
    }));
    const columns = await (
      await handlesOf(await openDump(dump.handles(handles)))
    ).columns(neverCancelled);
    assert.deepEqual(columns.typeNames, ['', 'Event', 'Late', 'Last']);
    assert.equal(columns.typeName(late), 'Late');
    assert.equal(columns.typeName(late + 1), 'Event');
    assert.equal(columns.typeName(50_000), 'Last');
  });

  it('is left out, with a report, beyond 65535 different ones', async () => {
    const handles = Array.from({ length: 66_000 }, (_, index) => ({
      value: 4 + index * 4,
      type: `T${index}`,
    }));
    const target = await openDump(new DumpBuilder().systemInfo().handles(handles));
    const columns = await (await handlesOf(target)).columns(neverCancelled);
    assert.equal(columns.typeName(65_534), 'T65534');
    assert.equal(columns.typeName(65_999), null);
    assert.deepEqual(codesOf(target), ['too-many-types']);
  });
});

describe('problems with names', () => {
  it('are listed by place, a few of each kind, and then summed up', async () => {
    const handles = Array.from({ length: 50 }, (_, index) => ({
      value: 4 * index,
      name: 0x4000_0000 + index,
    }));
    const target = await openDump(new DumpBuilder().systemInfo().handles(handles));
    await allHandles(target);
    await allHandles(target);
    assert.equal(target.problems.length, 9);
    assert.equal(target.problems[0]?.where, '0x40000000');
    assert.match(target.problems[8]?.message ?? '', /more problems of the kind/);
  });

  it('bound the text of all types when they overlap each other', async () => {
    const dump = new DumpBuilder().systemInfo();
    const lengths = new Uint32Array(12_000).map((_, index) => 0x1_0000 + index);
    const rva = dump.add(new Uint8Array(lengths.buffer));
    const handles = Array.from({ length: 10_000 }, (_, index) => ({
      value: 4 * index,
      type: rva + index * 4,
    }));
    const target = await openDump(dump.handles(handles));
    const columns = await (await handlesOf(target)).columns(neverCancelled);
    const characters = columns.typeNames.reduce((sum, name) => sum + name.length, 0);
    assert.ok(characters <= 2 * 1024 * 1024, `${characters} characters`);
    assert.ok(codesOf(target).includes('too-many-types'));
  });

  it('bound the text of one page when names overlap each other', async () => {
    const dump = new DumpBuilder().systemInfo();
    const lengths = struct(4 * 40_000, {});
    new Uint32Array(lengths.buffer).fill(0xfffe);
    const rva = dump.add(lengths);
    const handles = Array.from({ length: 4000 }, (_, index) => ({
      value: 4 * index,
      name: rva + index * 4,
    }));
    const target = await openDump(dump.handles(handles));
    const characters = (await allHandles(target)).reduce(
      (sum, { name }) => sum + (name?.length ?? 0),
      0,
    );
    assert.ok(characters <= 4 * 1024 * 1024, `${characters} characters`);
    assert.ok(codesOf(target).includes('strings-too-many'));
  });
});
