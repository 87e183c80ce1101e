/** Random targets for the printer and reader pair: handles of every type, traces, kernel tables. */

import fc from 'fast-check';
import type { FreeHandleEntry, HandleRecord } from '../../../../src/core/model/handle';
import type { HandleTrace } from '../../../../src/core/model/handleTrace';
import { address, handleValue } from '../../../../src/core/model/identifiers';
import type { ObjectInfo } from '../../../../src/core/model/objectInfo';
import type { ProcessInfo } from '../../../../src/core/model/process';
import { mistakenAttributes } from '../../../../src/core/log/target/handleFacts';
import { FakeTarget, fakeHandle, fakeTrace } from '../../../support/fakeTarget';

const word = fc.stringMatching(/^[A-Za-z0-9_.{}:$-]{1,20}$/);
const component = fc.oneof(word, fc.constantFrom('Müller', 'a b', '日本', 'Event: Set', 'x,y'));
const objectName = fc.oneof(
  fc.constant(null),
  fc.array(component, { minLength: 1, maxLength: 6 }).map((all) => `\\${all.join('\\')}`),
);
const mask = fc.integer({ min: 0, max: 0xffff_ffff });
const id = fc.integer({ min: 1, max: 0x3fff_ffff }).map((number) => number * 4);
const small = fc.integer({ min: 0, max: 0x7fff_ffff });
const wide = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
/** Whole seconds between 1900 and 2100. */
const fileTime = fc
  .integer({ min: 9_435_484_800, max: 15_746_918_400 })
  .map((seconds) => BigInt(seconds) * 10_000_000n);

const eventInfo = fc
  .record({ manualReset: fc.boolean(), signalled: fc.boolean() })
  .map((info): ObjectInfo[] => [{ kind: 'event', ...info }]);
const semaphoreInfo = fc
  .record({ count: small, limit: small })
  .map((info): ObjectInfo[] => [{ kind: 'semaphore', ...info }]);
const mutantInfo = fc.oneof(
  fc.constant<ObjectInfo[]>([
    { kind: 'mutant', count: 1, abandoned: null, ownedByCaller: null },
    { kind: 'mutantOwner', processId: 0, threadId: 0 },
  ]),
  fc.record({ processId: id, threadId: id }).map((owner): ObjectInfo[] => [
    { kind: 'mutant', count: 0, abandoned: null, ownedByCaller: null },
    { kind: 'mutantOwner', ...owner },
  ]),
);
const processInfo = fc
  .record({ processId: id, parentProcessId: id, basePriority: fc.integer({ min: 0, max: 31 }) })
  .map((info): ObjectInfo[] => [{ kind: 'process', exitStatus: null, peb: null, ...info }]);
const threadInfo = fc
  .record({
    processId: id,
    threadId: id,
    priority: fc.integer({ min: -31, max: 31 }),
    basePriority: fc.integer({ min: -31, max: 31 }),
  })
  .map((info): ObjectInfo[] => [{ kind: 'thread', exitStatus: null, teb: null, ...info }]);
const sectionInfo = fc
  .record({ baseAddress: wide.map((at) => address(at)), attributes: mask, size: wide })
  .map((info): ObjectInfo[] => [{ kind: 'section', ...info }]);
const keyInfo = fc
  .record({ lastWriteTime: fileTime, keyName: component })
  .map((info): ObjectInfo[] => [{ kind: 'key', ...info }]);
const completionInfo = small.map((depth): ObjectInfo[] => [{ kind: 'ioCompletion', depth }]);
const factoryInfo = fc
  .record({
    threadCreationTimeout: fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }),
    threadIdleTimeout: fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }),
    totalWorkers: small,
    startRoutine: wide.map((at) => address(at)),
    pool: wide.map((at) => address(at)),
    workerProcessId: id,
    stackReserve: wide,
    lastThreadCreationStatus: mask,
  })
  .map((info): ObjectInfo[] => [
    {
      kind: 'workerFactory',
      threadCreationRetryTimeout: 0n,
      boundObjectCount: 1,
      workerMinimum: 0,
      workerMaximum: 768,
      pendingWorkers: 0,
      waitingWorkers: 2,
      releaseCount: 0,
      idleGoal: 0,
      stackCommit: 0x1000n,
      ...info,
    },
  ]);
const none = fc.constant<ObjectInfo[]>([]);

const byType: readonly (readonly [string, fc.Arbitrary<ObjectInfo[]>])[] = [
  ['Event', eventInfo],
  ['Semaphore', semaphoreInfo],
  ['Mutant', mutantInfo],
  ['Process', processInfo],
  ['Thread', threadInfo],
  ['Section', sectionInfo],
  ['Key', keyInfo],
  ['IoCompletion', completionInfo],
  ['TpWorkerFactory', factoryInfo],
  ['File', none],
  ['Directory', none],
  ['ALPC Port', none],
  ['WaitCompletionPacket', none],
];

const facts = fc.record({
  name: objectName,
  attributes: mask,
  grantedAccess: mask,
  handleCount: small,
  pointerCount: small,
});

/** A handle; the value is set by the table. */
const handle = fc
  .constantFrom(...byType)
  .chain(([type, info]) =>
    fc.record({
      facts,
      objectInfo: info,
      objectInfoRefused: fc.boolean(),
      type: fc.constant(type),
    }),
  )
  .map(({ facts: own, objectInfo, objectInfoRefused, type }) =>
    fakeHandle(0, type, {
      ...own,
      objectInfo: objectInfoRefused ? [] : objectInfo,
      objectInfoRefused: objectInfoRefused && objectInfo.length > 0,
    }),
  );

/** Handles of one table with ascending values. */
const handles = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 5 }), handle), { minLength: 1, maxLength: 12 })
  .map((all) => {
    let value = 0;
    return all.map(([gap, record]): HandleRecord => {
      value += gap * 4;
      return { ...record, value: handleValue(value) };
    });
  });

const symbol = fc.tuple(
  fc.constantFrom('ntdll', 'KERNELBASE', 'app', 'a b.exe'),
  fc.constantFrom('NtClose', 'CreateFileW', 'operator!=', 'ILT+825(_main)', null),
  fc.integer({ min: 0, max: 0xffff }),
);

/** Traces over a few addresses, most of them with symbols. */
function traces(bits: bigint): fc.Arbitrary<{
  readonly traces: readonly HandleTrace[];
  readonly symbols: Readonly<Record<string, string>>;
}> {
  const place = fc.bigInt({ min: 0x1_0000n, max: 2n ** bits - 1n });
  return fc
    .tuple(
      fc.uniqueArray(place, { minLength: 1, maxLength: 8 }),
      fc.array(fc.option(symbol), { minLength: 8, maxLength: 8 }),
      fc.array(
        fc.tuple(
          fc.constantFrom('open' as const, 'close' as const, 'badref' as const),
          fc.integer({ min: 1, max: 20 }),
          fc.array(fc.nat({ max: 7 }), { maxLength: 16 }),
          id,
          id,
        ),
        { minLength: 1, maxLength: 8 },
      ),
    )
    .map(([places, names, records]) => ({
      traces: records.map(([operation, value, stack, processId, threadId]) => ({
        ...fakeTrace(operation, value * 4, [], { processId, threadId }),
        stack: stack.map((index) => address(places[index % places.length] ?? 0n)),
      })),
      symbols: Object.fromEntries(
        places.flatMap((at, index) => {
          const named = names[index] ?? null;
          if (named === null) {
            return [];
          }
          const [module, name, displacement] = named;
          const text = `${module}${name === null ? '' : `!${name}`}`;
          return [[at.toString(16), `${text}+0x${displacement.toString(16)}`]];
        }),
      ),
    }));
}

/** User-mode targets: live ones and dumps, of both widths. */
export const userTarget: fc.Arbitrary<FakeTarget> = fc
  .record({ liveness: fc.constantFrom('live' as const, 'dump' as const), wide: fc.boolean() })
  .chain(({ liveness, wide: isWide }) =>
    fc.tuple(fc.constant({ liveness, isWide }), handles, traces(isWide ? 47n : 32n)),
  )
  .map(([{ liveness, isWide }, records, log]) => {
    const info = { liveness, pointerSize: isWide ? (8 as const) : (4 as const) };
    return new FakeTarget({ info, handles: records, ...log });
  });

const kernelStart = 0xffff_8000_0000_0000n;

interface KernelShape {
  readonly isWide: boolean;
  readonly debuggerStyle: 'modern' | 'win7' | 'xp';
}

/** What a kernel debugger sees of a table's handles; `start` is where the kernel begins. */
function kernelRecords(
  records: readonly HandleRecord[],
  { isWide }: KernelShape,
): readonly HandleRecord[] {
  const start = isWide ? kernelStart : 0x8000_0000n;
  return records.map((record, index) => {
    let object = start + BigInt(index + 1) * 0x100n;
    if (
      index === 0 &&
      isWide &&
      mistakenAttributes(address(object)) === ((record.attributes ?? 0) & 7)
    ) {
      object += 0x10n;
    }
    const isNamed = record.name !== null;
    return {
      ...record,
      attributes: (record.attributes ?? 0) & 7,
      kernel: {
        object: address(object),
        objectHeader: address(object - (isWide ? 0x30n : 0x18n)),
        typeObject: address(start + 0x77_0000n),
        entry: address(start + 0x10_0000n + BigInt(index) * 0x10n),
        directory: address(isNamed && index % 2 === 0 ? start + 0x50_0000n : 0n),
        displayName: record.name,
      },
    };
  });
}

/** Kernel-mode targets with one process, of all ages of debuggers. */
export const kernelTarget: fc.Arbitrary<FakeTarget> = fc
  .record({
    isWide: fc.boolean(),
    debuggerStyle: fc.constantFrom('modern' as const, 'win7' as const, 'xp' as const),
  })
  .chain((shape) =>
    fc.tuple(
      fc.constant(shape),
      handles,
      traces(shape.isWide ? 64n : 32n),
      fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 4 }),
      fc.record({ processId: id, session: fc.option(fc.integer({ min: 0, max: 9 })), image: word }),
    ),
  )
  .map(([shape, records, log, gaps, process]) => {
    const start = shape.isWide ? kernelStart : 0x8000_0000n;
    const info: ProcessInfo = {
      processId: process.processId,
      parentProcessId: 0x1e4,
      image: process.image,
      sessionId: process.session,
      kernel: {
        object: address(start + 0x60_0000n),
        peb: address(0x7ffd_f000n),
        directoryBase: address(0x1000n),
        objectTable: address(start + 0x61_0000n),
        handleCount: records.length,
      },
    };
    const values = new Set(records.map(({ value }) => value));
    const free: readonly FreeHandleEntry[] = [...gaps]
      .sort((a, b) => a - b)
      .map((gap) => handleValue(gap * 4))
      .filter((value) => !values.has(value))
      .map((value) => ({ value, entry: address(start + 0x20_0000n), nextEntry: 0xffff_fffen }));
    return new FakeTarget({
      info: {
        mode: 'kernel',
        pointerSize: shape.isWide ? 8 : 4,
        debuggerStyle: shape.debuggerStyle,
      },
      processes: [info],
      handles: new Map([
        [
          info.processId,
          {
            records: kernelRecords(records, shape),
            free,
            kernelTable: {
              table: info.kernel?.objectTable ?? null,
              tableCode: address(start + 0x62_0000n),
              isKernelTable: false,
              count: records.length,
            },
          },
        ],
      ]),
      ...log,
    });
  });
