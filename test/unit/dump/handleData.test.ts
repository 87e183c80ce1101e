/** The HandleData stream: descriptors of every size, wrong headers, wrong counts. */

import assert from 'node:assert/strict';
import { handleValue } from '../../../src/core/model/identifiers';
import {
  CancellationSource,
  CancelledError,
  neverCancelled,
} from '../../../src/core/util/cancellation';
import { DumpBuilder, type HandleSpec, type HandleStreamOptions } from '../../support/dumpBuilder';
import { allHandles, codesOf, handlesOf, openDump, problemOf } from '../../support/openDump';
import { struct } from '../../support/struct';

const THREE: readonly HandleSpec[] = [
  {
    value: 4,
    type: 'Event',
    name: '\\BaseNamedObjects\\A',
    attributes: 2,
    access: 0x1f0003,
    handleCount: 1,
    pointerCount: 557_056,
  },
  { value: 8, type: 'ALPC Port', access: 0x1f0001 },
  { value: 12, access: 0x804, handleCount: 0, pointerCount: 0 },
];

const dumpOf = (handles: readonly HandleSpec[], options?: HandleStreamOptions): DumpBuilder =>
  new DumpBuilder().systemInfo().handles(handles, options);

describe('the handles of a minidump', () => {
  for (const stride of [32, 40, 48, 64]) {
    it(`are read from descriptors of ${stride} bytes`, async () => {
      const target = await openDump(dumpOf(THREE, { stride }));
      assert.deepEqual(target.problems, []);
      assert.equal(target.capabilities.handles, true);
      assert.deepEqual(await allHandles(target), [
        {
          value: 4n,
          type: 'Event',
          name: '\\BaseNamedObjects\\A',
          attributes: 2,
          grantedAccess: 0x1f0003,
          handleCount: 1,
          pointerCount: 557_056,
          objectInfo: [],
          objectInfoRefused: false,
        },
        {
          value: 8n,
          type: 'ALPC Port',
          name: null,
          attributes: 0,
          grantedAccess: 0x1f0001,
          handleCount: 2,
          pointerCount: 65535,
          objectInfo: [],
          objectInfoRefused: false,
        },
        {
          value: 12n,
          type: null,
          name: null,
          attributes: 0,
          grantedAccess: 0x804,
          handleCount: 0,
          pointerCount: 0,
          objectInfo: [],
          objectInfoRefused: false,
        },
      ]);
    });
  }

  it('start behind a longer header', async () => {
    const target = await openDump(dumpOf(THREE, { headerSize: 24 }));
    assert.deepEqual(
      (await allHandles(target)).map(({ value }) => value),
      [4n, 8n, 12n],
    );
    assert.deepEqual(target.problems, []);
  });

  it('are the same in columns and in records', async () => {
    const store = await handlesOf(await openDump(dumpOf(THREE)));
    const columns = await store.columns(neverCancelled);
    const records = await store.page(0, store.count, neverCancelled);
    records.forEach((record, row) => {
      assert.equal(columns.value(row), record.value);
      assert.equal(columns.typeName(row), record.type);
      assert.equal(columns.attributes[row], record.attributes);
      assert.equal(columns.grantedAccess[row], record.grantedAccess);
      assert.equal(columns.handleCount[row], record.handleCount);
      assert.equal(columns.pointerCount[row], record.pointerCount);
    });
    assert.equal(columns.valueHigh, null);
  });

  it('are counted by type, those without a type under None', async () => {
    const store = await handlesOf(await openDump(dumpOf([...THREE, { value: 16, type: 'Event' }])));
    const columns = await store.columns(neverCancelled);
    assert.deepEqual(columns.summarise(), {
      total: 4,
      byType: new Map([
        ['None', 1],
        ['Event', 2],
        ['ALPC Port', 1],
      ]),
    });
  });

  it('number their types by first occurrence, whatever page was read before', async () => {
    const store = await handlesOf(await openDump(dumpOf(THREE)));
    await store.records([1], neverCancelled);
    const columns = await store.columns(neverCancelled);
    assert.deepEqual(columns.typeNames, ['', 'Event', 'ALPC Port']);
  });

  it('keep values above 32 bits', async () => {
    const store = await handlesOf(
      await openDump(dumpOf([{ value: 4 }, { value: 0xffff_ffff_8000_0004n }])),
    );
    const columns = await store.columns(neverCancelled);
    assert.equal(columns.value(1), 0xffff_ffff_8000_0004n);
    assert.equal(columns.find(handleValue(0xffff_ffff_8000_0004n)), 1);
    assert.equal((await store.records([1], neverCancelled))[0]?.value, 0xffff_ffff_8000_0004n);
  });

  it('are none when the list is empty', async () => {
    const store = await handlesOf(await openDump(dumpOf([])));
    assert.equal(store.count, 0);
    assert.equal((await store.columns(neverCancelled)).count, 0);
    assert.deepEqual(await store.page(0, 100, neverCancelled), []);
  });

  it('have no kernel table and no free entries', async () => {
    const store = await handlesOf(await openDump(dumpOf(THREE)));
    assert.equal(store.kernelTable, null);
    assert.deepEqual(await store.freeEntries(neverCancelled), []);
  });
});

describe('pages of handles', () => {
  const many = Array.from({ length: 10_000 }, (_, index) => ({
    value: 4 + index * 4,
    type: `Type${index % 7}`,
    ...(index % 3 === 0 ? { name: `\\Name${index}` } : {}),
  }));

  it('are clipped to the table', async () => {
    const store = await handlesOf(await openDump(dumpOf(THREE)));
    const values = async (start: number, length: number): Promise<bigint[]> =>
      (await store.page(start, length, neverCancelled)).map(({ value }) => value);
    assert.deepEqual(await values(1, 100), [8n, 12n]);
    assert.deepEqual(await values(-1, 2), [4n]);
    assert.deepEqual(await values(3, 5), []);
    assert.deepEqual(await values(0, -1), []);
  });

  it('give chosen rows in the order asked for and leave out rows outside the table', async () => {
    const store = await handlesOf(await openDump(dumpOf(many)));
    const rows = [9999, 3, -1, 10_000, 0.5, 3];
    const records = await store.records(rows, neverCancelled);
    assert.deepEqual(
      records.map(({ value, type, name }) => [value, type, name]),
      [
        [40_000n, 'Type3', '\\Name9999'],
        [16n, 'Type3', '\\Name3'],
        [16n, 'Type3', '\\Name3'],
      ],
    );
  });

  it('longer than a batch are whole', async () => {
    const records = await allHandles(await openDump(dumpOf(many)));
    assert.equal(records.length, many.length);
    records.forEach((record, index) => {
      assert.equal(record.value, BigInt(many[index]?.value ?? 0));
      assert.equal(record.type, `Type${index % 7}`);
      assert.equal(record.name, index % 3 === 0 ? `\\Name${index}` : null);
    });
  });

  it('stop when they are cancelled', async () => {
    const store = await handlesOf(await openDump(dumpOf(many)));
    const source = new CancellationSource();
    source.cancel();
    await assert.rejects(store.page(0, 10, source.token), CancelledError);
    await assert.rejects(store.columns(source.token), CancelledError);
  });

  it('are read again after a cancelled load', async () => {
    const store = await handlesOf(await openDump(dumpOf(many)));
    const source = new CancellationSource();
    source.cancel();
    await assert.rejects(store.columns(source.token), CancelledError);
    assert.equal((await store.columns(neverCancelled)).count, many.length);
  });
});

describe('a dump without handles', () => {
  it('says which stream is missing and how to record it', async () => {
    const target = await openDump(new DumpBuilder().systemInfo());
    const problem = problemOf(await target.handles(0, 'process'));
    assert.equal(problem.code, 'no-handle-data');
    assert.match(problem.message, /HandleData stream \(12\)/);
    assert.match(problem.hint ?? '', /\.dump \/mh.*procdump -ma/);
    assert.equal(target.capabilities.handles, false);
  });
});

describe('a damaged handle stream', () => {
  async function refusal(options: HandleStreamOptions): Promise<string> {
    const target = await openDump(dumpOf(THREE, options));
    assert.equal(target.capabilities.handles, false);
    const problem = problemOf(await target.handles(0, 'process'));
    assert.equal(problem.code, 'handle-data-broken');
    assert.match(problem.where ?? '', /^HandleData at 0x/);
    return problem.message;
  }

  async function accepted(
    options: HandleStreamOptions,
  ): Promise<[readonly bigint[], readonly string[]]> {
    const target = await openDump(dumpOf(THREE, options));
    return [(await allHandles(target)).map(({ value }) => value), codesOf(target)];
  }

  it('gives what is there when it declares 4294967295 handles', async () => {
    assert.deepEqual(await accepted({ declaredCount: 0xffff_ffff }), [
      [4n, 8n, 12n],
      ['handle-count'],
    ]);
  });

  it('gives what is there when its size in the directory is too small', async () => {
    assert.deepEqual(await accepted({ dataSize: 16 + 40 + 39 }), [[4n], ['handle-count']]);
  });

  it('gives what is there when it is cut in the middle of a descriptor', async () => {
    assert.deepEqual(await accepted({ stride: 32, dataSize: 16 + 32 + 5 }), [
      [4n],
      ['handle-count'],
    ]);
  });

  for (const declaredStride of [0, 24, 33]) {
    it(`falls back on the size of the stream when it declares descriptors of ${declaredStride} bytes`, async () => {
      for (const stride of [32, 40]) {
        assert.deepEqual(await accepted({ stride, declaredStride }), [
          [4n, 8n, 12n],
          ['handle-descriptor-size'],
        ]);
      }
    });

    it(`is refused when it declares descriptors of ${declaredStride} bytes and its size does not help`, async () => {
      assert.match(
        await refusal({ declaredStride, dataSize: 100 }),
        new RegExp(`${declaredStride} bytes`),
      );
    });
  }

  it('is read with too long descriptors as far as they fit', async () => {
    const [values, codes] = await accepted({ stride: 32, declaredStride: 48 });
    assert.equal(values[0], 4n);
    assert.equal(values.length, 2);
    assert.equal(codes[0], 'handle-count');
  });

  it('is refused when it declares absurdly long descriptors', async () => {
    assert.match(await refusal({ declaredStride: 0x10000, dataSize: 100 }), /65536 bytes/);
  });

  for (const declaredHeaderSize of [0, 15]) {
    it(`is read behind 16 bytes when it declares a header of ${declaredHeaderSize}`, async () => {
      assert.deepEqual(await accepted({ declaredHeaderSize }), [
        [4n, 8n, 12n],
        ['handle-header-size'],
      ]);
    });
  }

  it('is read where its header says when that is 20', async () => {
    const [values, codes] = await accepted({ declaredHeaderSize: 20 });
    assert.equal(values.length, 2);
    assert.equal(codes[0], 'handle-count');
  });

  it('is refused when its header is longer than the stream', async () => {
    assert.match(await refusal({ declaredHeaderSize: 0xffff }), /header of 65535 bytes/);
  });

  it('is refused when it ends in its header', async () => {
    const target = await openDump(new DumpBuilder().systemInfo().stream(12, struct(12)));
    assert.equal(problemOf(await target.handles(0, 'process')).code, 'handle-data-broken');
  });
});
