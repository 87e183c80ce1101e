/** Real minidumps against the values that an independent reader wrote down. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openMinidump } from '../../../src/core/dump/openMinidump';
import { MemoryByteSource } from '../../../src/core/util/byteSource';
import { neverCancelled } from '../../../src/core/util/cancellation';
import { exerciseTarget } from '../../support/exerciseTarget';
import {
  allHandles,
  codesOf,
  handlesOf,
  openDump,
  problemOf,
  refusalOf,
} from '../../support/openDump';
import { describeWithShared } from '../../support/shared';
import { patch, type Fields } from '../../support/struct';

/** The parts of an expected file that are compared. */
interface Expected {
  readonly streams: readonly {
    readonly type: number;
    readonly size: number;
    readonly rva: string;
  }[];
  readonly arch: string | null;
  readonly os: { readonly major: number; readonly minor: number; readonly build: number } | null;
  readonly pid: number | null;
  readonly threads: number | null;
  readonly modules: number | null;
  readonly exception: {
    readonly threadId: number;
    readonly code: string;
    readonly address: string;
  } | null;
  readonly memory: { readonly ranges: number } | null;
  readonly handles: readonly {
    readonly handle: string;
    readonly type: string | null;
    readonly name: string | null;
    readonly attributes: string;
    readonly grantedAccess: string;
    readonly handleCount: number;
    readonly pointerCount: number;
  }[];
  readonly handlesByType: Readonly<Record<string, number>>;
}

const WITH_HANDLES = ['sentry-crashpad', 'breakpad-tiny-exe-with-cet-xsave'];
const WINDOWS = [
  ...WITH_HANDLES,
  'sentry-minidump',
  'syzygy-notepad-64bit',
  'lldb-fizzbuzz_no_heap',
];

describeWithShared('real minidumps', (shared) => {
  const dumps = join(shared, 'dumps');
  const bytesOf = (name: string): Uint8Array =>
    new Uint8Array(readFileSync(join(dumps, `${name}.dmp`)));
  const expectedOf = (name: string): Expected =>
    JSON.parse(readFileSync(join(dumps, `${name}.expected.json`), 'utf8')) as Expected;

  for (const name of WINDOWS) {
    it(`${name} gives system, process, threads, modules and exception`, async () => {
      const expected = expectedOf(name);
      const target = await openDump(bytesOf(name));
      assert.equal(target.info.architecture, expected.arch);
      const { major, minor, build } = target.info.windows ?? { major: 0, minor: 0, build: 0 };
      assert.deepEqual(
        { major, minor, build },
        {
          major: expected.os?.major,
          minor: expected.os?.minor,
          build: expected.os?.build,
        },
      );
      assert.equal(target.currentProcessId(), expected.pid);
      assert.equal(target.threads(target.currentProcessId()).length, expected.threads);
      assert.equal(target.modules().length, expected.modules);
      const exception = target.exception();
      assert.equal(exception?.threadId, expected.exception?.threadId);
      assert.equal(
        exception === null ? undefined : `0x${exception.code.toString(16)}`,
        expected.exception?.code,
      );
      assert.equal(
        exception === null ? undefined : `0x${exception.address.toString(16)}`,
        expected.exception?.address,
      );
      const memory = target.parts.find((part) => part.name === 'MemoryList');
      assert.equal(memory?.note, `memory ranges: ${expected.memory?.ranges ?? 0}`);
      assert.equal(target.parts.length, expected.streams.filter(({ type }) => type !== 0).length);
      assert.deepEqual(target.problems, []);
      await exerciseTarget(target);
    });
  }

  for (const name of WITH_HANDLES) {
    it(`${name} lists exactly the handles that it has`, async () => {
      const expected = expectedOf(name);
      const target = await openDump(bytesOf(name));
      const records = await allHandles(target);
      assert.deepEqual(
        records.map((record) => ({
          handle: `0x${record.value.toString(16)}`,
          type: record.type,
          name: record.name,
          attributes: `0x${record.attributes?.toString(16)}`,
          grantedAccess: `0x${record.grantedAccess?.toString(16)}`,
          handleCount: record.handleCount,
          pointerCount: record.pointerCount,
          objectInfo: record.objectInfo,
        })),
        expected.handles,
      );
      const summary = (await (await handlesOf(target)).columns(neverCancelled)).summarise();
      const { '(no type name)': None, ...types } = expected.handlesByType;
      assert.deepEqual(Object.fromEntries(summary.byType), { ...types, None });
      assert.equal(summary.total, expected.handles.length);
      assert.equal(
        problemOf(await target.traces(target.currentProcessId())).code,
        'no-handle-operations',
      );
    });
  }

  for (const name of WINDOWS.filter((candidate) => !WITH_HANDLES.includes(candidate))) {
    it(`${name} says that it has no handles`, async () => {
      const target = await openDump(bytesOf(name));
      assert.equal(
        problemOf(await target.handles(target.currentProcessId(), 'process')).code,
        'no-handle-data',
      );
    });
  }

  it('of Linux are refused by name', async () => {
    const problem = await refusalOf(bytesOf('rust-minidump-linux-mini'));
    assert.equal(problem.code, 'minidump-foreign');
    assert.match(problem.message, /Linux/);
  });

  for (const name of readdirSync(join(dumps, 'malformed')).filter((file) =>
    file.endsWith('.dmp'),
  )) {
    it(`that are malformed neither crash nor go unexplained: ${name}`, async () => {
      const bytes = new Uint8Array(readFileSync(join(dumps, 'malformed', name)));
      const opened = await openMinidump(new MemoryByteSource(bytes), { token: neverCancelled });
      if (opened.ok) {
        await exerciseTarget(opened.value);
      } else {
        assert.ok(opened.problem.message.length > 20 && opened.problem.hint !== undefined);
      }
    });
  }

  it('with padding after the module count list their modules', async () => {
    const target = await openDump(bytesOf('malformed/lldb-module-list-padded'));
    assert.deepEqual(
      target.modules().map(({ name, base }) => [name, base]),
      [
        ['a', 0x1000n],
        ['b', 0x5000n],
      ],
    );
  });

  describe('broken on purpose', () => {
    for (const name of WITH_HANDLES) {
      const expected = expectedOf(name);
      const stream = expected.streams.findIndex(({ type }) => type === 12);
      const rva = Number(expected.streams[stream]?.rva);
      const entry = (bytes: Uint8Array): number =>
        new DataView(bytes.buffer, bytes.byteOffset).getUint32(12, true) + stream * 12;

      /** The codes of the problems and the number of handles after a change to the handle stream. */
      async function damaged(change: (bytes: Uint8Array) => Uint8Array): Promise<{
        readonly codes: readonly string[];
        readonly count: number;
        readonly refusal: string | null;
      }> {
        const target = await openDump(change(bytesOf(name)));
        const handles = await target.handles(target.currentProcessId(), 'process');
        if (!handles.ok) {
          return { codes: codesOf(target), count: 0, refusal: handles.problem.code };
        }
        await exerciseTarget(target);
        return { codes: codesOf(target), count: handles.value.count, refusal: null };
      }
      const header = (fields: Fields) => (bytes: Uint8Array) => {
        patch(bytes, rva, fields);
        return bytes;
      };

      it(`${name} cut in the middle of its descriptors gives those before`, async () => {
        const { count } = await damaged((bytes) => bytes.slice(0, rva + 16 + 32 * 20 + 7));
        assert.equal(count, 20);
      });

      it(`${name} with 4294967295 descriptors gives its own`, async () => {
        const { codes, count } = await damaged(header({ u32: { 8: 0xffff_ffff } }));
        assert.equal(count, expected.handles.length);
        assert.deepEqual(codes, ['handle-count']);
      });

      for (const size of [0, 24, 33]) {
        it(`${name} with descriptors of ${size} bytes is read by the size of the stream`, async () => {
          const { codes, count } = await damaged(header({ u32: { 4: size } }));
          assert.equal(count, expected.handles.length);
          assert.deepEqual(codes, ['handle-descriptor-size']);
        });
      }

      it(`${name} with descriptors of 48 bytes gives what fits`, async () => {
        const { codes, count } = await damaged(header({ u32: { 4: 48 } }));
        assert.equal(count, Math.floor((expected.handles.length * 32) / 48));
        assert.ok(codes.includes('handle-count'));
      });

      for (const size of [0, 20]) {
        it(`${name} with a header of ${size} bytes is read and reported`, async () => {
          const { codes, count } = await damaged(header({ u32: { 0: size } }));
          assert.ok(count >= expected.handles.length - 1);
          assert.ok(codes.includes(size === 0 ? 'handle-header-size' : 'handle-count'));
        });
      }

      it(`${name} with a type name past the end shows the handle without a type`, async () => {
        const { codes, count } = await damaged(header({ u32: { 24: 0x7fff_fff0 } }));
        assert.equal(count, expected.handles.length);
        assert.deepEqual(codes, ['string-outside-file']);
      });

      it(`${name} with too small a size in the directory gives what fits`, async () => {
        const { codes, count } = await damaged((bytes) => {
          patch(bytes, entry(bytes), { u32: { 4: 16 + 32 * 5 + 31 } });
          return bytes;
        });
        assert.equal(count, 5);
        assert.deepEqual(codes, ['handle-count']);
      });

      it(`${name} with two handle streams reads the first`, async () => {
        const memoryList = expected.streams.findIndex(({ type }) => type === 5);
        assert.ok(memoryList > stream);
        const { codes, count } = await damaged((bytes) => {
          patch(bytes, entry(bytes) + (memoryList - stream) * 12, { u32: { 0: 12 } });
          return bytes;
        });
        assert.deepEqual(codes, ['stream-duplicate']);
        assert.equal(count, expected.handles.length);
      });
    }
  });
});
