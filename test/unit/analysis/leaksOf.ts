/** Leak sites of a target, folded by own frames. */

import assert from 'node:assert/strict';
import { HandleTable } from '../../../src/core/analysis/handleTable';
import { findLeakSites, type LeakSites } from '../../../src/core/analysis/leaks/leakSites';
import { NO_HISTORY } from '../../../src/core/analysis/leaks/siteHistory';
import { OwnCode } from '../../../src/core/analysis/traces/ownFrames';
import { OWN_FRAMES } from '../../../src/core/analysis/traces/siteFrames';
import { neverCancelled } from '../../../src/core/util/cancellation';
import type { FakeTarget } from '../../support/fakeTarget';
import { work } from './tables';

/** Of a target of 64 bits that has handles and traces. */
export async function leaksOf(target: FakeTarget): Promise<LeakSites> {
  const handles = await target.handles(target.currentProcessId(), 'process');
  const traces = await target.traces();
  assert.ok(handles.ok && traces.ok);
  const table = new HandleTable({
    handles: handles.value,
    traces: traces.value,
    symbols: target.symbols,
    code: new OwnCode(target.modules(), 8),
    pointerSize: 8,
    yieldNow: work().yieldNow,
  });
  const options = { folding: OWN_FRAMES, query: null, suppressions: [], history: NO_HISTORY };
  const leaks = await findLeakSites(table, options, neverCancelled);
  assert.ok(leaks.ok && leaks.value !== null);
  return leaks.value;
}
