import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HandleTable } from '../../../../src/core/analysis/handleTable';
import { findLeakSites, type LeakSites } from '../../../../src/core/analysis/leaks/leakSites';
import { NO_HISTORY } from '../../../../src/core/analysis/leaks/siteHistory';
import { tellBlindSpots } from '../../../../src/core/analysis/leaks/tellBlindSpots';
import { reportSite } from '../../../../src/core/analysis/leaks/siteReport';
import { OwnCode } from '../../../../src/core/analysis/traces/ownFrames';
import type { Folding } from '../../../../src/core/analysis/traces/siteFrames';
import { neverCancelled } from '../../../../src/core/util/cancellation';
import { generateDump, type DumpTruth } from '../../../support/generateDump';
import { handlesOf, openDump, tracesOf } from '../../../support/openDump';
import { describeWithShared } from '../../../support/shared';
import { work } from '../tables';

/** What the writer is asked for, and how many of the operations are kept, the newest of them. */
const CASES: readonly { readonly options: readonly string[]; readonly kept: number | null }[] = [
  { options: ['--operations', '4000', '--seed', '3', '--sites', '12'], kept: null },
  {
    options: ['--operations', '6000', '--seed', '11', '--sites', '64', '--threads', '16'],
    kept: null,
  },
  {
    options: ['--operations', '3000', '--seed', '5', '--sites', '200', '--threads', '1'],
    kept: null,
  },
  { options: ['--operations', '5000', '--seed', '8', '--sites', '40'], kept: 4096 },
  { options: ['--operations', '5000', '--seed', '8', '--sites', '40'], kept: 128 },
  { options: ['--operations', '80', '--seed', '4', '--sites', '5', '--threads', '2'], kept: null },
];

/** The same dumps with their operations in either order, which the reader is not told. */
const ORDERED = CASES.flatMap((each) =>
  ['newest', 'oldest'].map((order) => ({
    ...each,
    options: [...each.options, '--order', order],
  })),
);

/** The second frame of the writer's stacks is KERNELBASE + 0x20000 + 0x40 × site. */
function siteNumber(stack: readonly bigint[], truth: DumpTruth): string {
  const base = truth.modules.find(({ name }) => name.endsWith('KERNELBASE.dll'))?.base ?? '0';
  return String(Number((stack[1] ?? 0n) - BigInt(base) - 0x20000n) / 0x40 + 1);
}

interface Written {
  readonly table: HandleTable;
  readonly truth: DumpTruth;
  /** Outstanding opens by number of the site, by a plain walk through the log. */
  readonly expected: ReadonlyMap<string, number>;
}

async function write(shared: string, { options, kept }: (typeof CASES)[number]): Promise<Written> {
  const folder = mkdtempSync(join(tmpdir(), 'handle-lens-'));
  try {
    const generated = generateDump(shared, folder, ['--handles', '500', ...options]);
    const bytes = new Uint8Array(readFileSync(generated.path));
    if (kept !== null) {
      keepOperations(bytes, kept, options.includes('oldest'));
    }
    const target = await openDump(bytes);
    const traces = await tracesOf(target);
    const table = new HandleTable({
      handles: await handlesOf(target),
      traces,
      symbols: target.symbols,
      code: new OwnCode(target.modules(), 8),
      pointerSize: 8,
      yieldNow: work().yieldNow,
    });
    const { truth } = generated;
    const rows = Array.from({ length: traces.count }, (_, at) => traces.count - 1 - at);
    const open = new Map<bigint, string>();
    for (const { handle, operation, stack } of await traces.records(rows, neverCancelled)) {
      if (operation === 'open') {
        open.set(handle, siteNumber(stack, truth));
      } else if (operation === 'close') {
        open.delete(handle);
      }
    }
    const expected = new Map<string, number>();
    for (const site of open.values()) {
      expected.set(site, (expected.get(site) ?? 0) + 1);
    }
    return { table, truth, expected };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Cuts the operation list to its newest entries, as a smaller log would hold. */
function keepOperations(bytes: Uint8Array, kept: number, oldestFirst: boolean): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const directory = view.getUint32(12, true);
  for (let entry = 0; entry < view.getUint32(8, true); entry++) {
    if (view.getUint32(directory + 12 * entry, true) === 18) {
      const list = view.getUint32(directory + 12 * entry + 8, true);
      const entries = list + view.getUint32(list, true);
      const size = view.getUint32(list + 4, true);
      const end = entries + size * view.getUint32(list + 8, true);
      if (oldestFirst) {
        bytes.copyWithin(entries, end - kept * size, end);
      }
      view.setUint32(list + 8, kept, true);
    }
  }
}

async function leaksOf(table: HandleTable, folding: Folding): Promise<LeakSites> {
  const leaks = await findLeakSites(
    table,
    { folding, query: null, suppressions: [], history: NO_HISTORY },
    neverCancelled,
  );
  assert.ok(leaks.ok && leaks.value !== null);
  return leaks.value;
}

function outstandingBySite(leaks: LeakSites, truth: DumpTruth): ReadonlyMap<string, number> {
  const { traces } = leaks.parts;
  return new Map(
    leaks.ranking.map((_, at) => {
      const site = reportSite(leaks, at + 1)!;
      const stack = traces.stacks.table.frames(traces.stacks.stackOf(site.firstOpen.row));
      return [siteNumber(stack, truth), site.outstanding] as const;
    }),
  );
}

const sorted = (counts: ReadonlyMap<string, number>): readonly (readonly [string, number])[] =>
  [...counts].sort(([a], [b]) => Number(a) - Number(b));

describeWithShared('leak sites of dumps by an independent writer', (shared) => {
  for (const each of ORDERED) {
    const title = `${each.options.join(' ')}${each.kept === null ? '' : `, ${each.kept} kept`}`;
    it(`are those that the writer says it leaked (${title})`, async () => {
      const { table, truth, expected } = await write(shared, each);
      for (const folding of [{ kind: 'own' }, { kind: 'stack' }] as const) {
        const leaks = await leaksOf(table, folding);
        const found = outstandingBySite(leaks, truth);
        assert.deepEqual(sorted(found), sorted(expected));
        if (each.kept === null) {
          const leaked = Object.entries(truth.leakedOpensBySite);
          assert.ok(leaked.length > 0);
          for (const [site, count] of leaked) {
            assert.equal(found.get(site), count, `site ${site}`);
          }
          const { OPEN, CLOSE } = truth.operations;
          const total = [...found.values()].reduce((sum, count) => sum + count, 0);
          assert.equal(total, OPEN - CLOSE);
          // The sites that leak are the first of the list, where each has had the time to show.
          if (OPEN < 1000) {
            return;
          }
          const first = [...found.keys()].slice(0, leaked.length);
          assert.deepEqual([...first].sort(), leaked.map(([site]) => site).sort());
        }
      }
    });
  }

  for (const order of ['newest', 'oldest']) {
    it(`say that the log is ${order} first, why, and where it ends`, async () => {
      const written = ORDERED.find(
        ({ kept, options }) => kept === 4096 && options.includes(order),
      )!;
      const { table } = await write(shared, written);
      const { blindSpots } = await leaksOf(table, { kind: 'own' });
      assert.equal(blindSpots.log.orderIsKnown, true);
      assert.match(
        tellBlindSpots(blindSpots).join('\n'),
        new RegExp(`records ${order} first: only in this order \\d+ new values`),
      );
      assert.equal(blindSpots.records, 4096);
      assert.ok(blindSpots.orphanedCloses > 0);
    });
  }
});
