import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HandleTable } from '../../../src/core/analysis/handleTable';
import { OwnCode } from '../../../src/core/analysis/traces/ownFrames';
import { countOperations } from '../../../src/core/analysis/traces/traceQueries';
import { neverCancelled } from '../../../src/core/util/cancellation';
import { generateDump, type DumpTruth } from '../../support/generateDump';
import { handlesOf, openDump, tracesOf } from '../../support/openDump';
import { describeWithShared } from '../../support/shared';
import { found, queryOf, work } from './tables';

describeWithShared('the table of a dump by an independent writer', (shared) => {
  let table: HandleTable;
  let truth: DumpTruth;

  before(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'handle-lens-'));
    try {
      const options = ['--handles', '6000', '--operations', '3000', '--seed', '7', '--sites', '20'];
      const generated = generateDump(shared, folder, options);
      truth = generated.truth;
      const target = await openDump(new Uint8Array(readFileSync(generated.path)));
      table = new HandleTable({
        handles: await handlesOf(target),
        traces: await tracesOf(target),
        symbols: target.symbols,
        code: new OwnCode(target.modules(), 8),
        pointerSize: 8,
        yieldNow: work().yieldNow,
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('groups as many handles of each type as were written', async () => {
    const view = await table.view(
      { query: queryOf(''), group: 'type', sort: null },
      neverCancelled,
    );
    assert.ok(view.ok);
    const { groups } = view.value;
    const counts = groups.page(0, groups.count).map(({ label, count }) => [label, count] as const);
    assert.deepEqual(Object.fromEntries(counts), truth.byType);
  });

  it('has as many names and attributes as were written', async () => {
    assert.equal((await found(table, '-name:none')).length, truth.named);
    assert.equal((await found(table, 'attr:inherit')).length, truth.inherit);
    assert.equal((await found(table, 'attr:protect')).length, truth.protect);
  });

  it('reads the same names at once as record by record', async () => {
    const names = await table.names(neverCancelled);
    const records = await table.source.handles.page(0, table.count, neverCancelled);
    records.forEach((record, row) => {
      assert.equal(names.name(row), record.name);
    });
  });

  it('reads the same stacks at once as record by record', async () => {
    const traces = await table.traces(neverCancelled);
    const store = await table.traceStore(neverCancelled);
    assert.ok(traces !== null && store !== null);
    assert.deepEqual(countOperations(traces.columns), {
      open: truth.operations.OPEN,
      close: truth.operations.CLOSE,
      badref: truth.operations.BADREF,
    });
    await traces.stacks.load([0], work());
    const rows = Array.from({ length: store.count }, (_, row) => row);
    for (const record of await store.records(rows, neverCancelled)) {
      assert.deepEqual(traces.stacks.table.frames(traces.stacks.stackOf(record.row)), record.stack);
    }
    assert.equal(traces.stacks.table.count, 20);
  });

  it('finds its own modules, not those of Windows, as the places that opened handles', async () => {
    const sites = await table.sites(neverCancelled);
    assert.ok(sites !== null);
    for (let site = 1; site <= sites.count; site++) {
      assert.match(sites.facts(site)?.label ?? '', /^(leaky|plugin)\+0x/);
    }
  });
});
