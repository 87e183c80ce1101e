/** Targets on top of {@link Kit}. */

import assert from 'node:assert/strict';
import type { HandleRecord } from '../../../src/core/model/handle';
import { unresolved } from '../../../src/core/model/stackFrame';
import {
  SimulatedTarget,
  type SimulatedTargetOptions,
} from '../../../src/core/simulator/simulatedTarget';
import type { SimulatedProcess } from '../../../src/core/simulator/machine/simulatedProcess';
import type { HandleStore } from '../../../src/core/target/handleStore';
import type { SymbolSource } from '../../../src/core/target/symbolSource';
import type { TraceStore } from '../../../src/core/target/traceStore';
import type { Result } from '../../../src/core/util/result';
import type { Kit } from './machineKit';

/** Symbols that know nothing. */
export const NO_SYMBOLS: SymbolSource = {
  prepare: () => Promise.resolve(),
  resolve: unresolved,
  nearby: () => ({ before: null, after: null }),
  find: () => Promise.resolve(null),
};

/** A user-mode debugger attached to the kit's process. */
export function userTarget(
  kit: Kit,
  options: Partial<SimulatedTargetOptions> = {},
): SimulatedTarget {
  return new SimulatedTarget({
    ...usual(kit),
    viewpoint: { mode: 'user', process: kit.process },
    ...options,
  });
}

/** A kernel debugger that stopped in a process, by default the kit's. */
export function kernelTarget(kit: Kit, currentProcess = kit.process): SimulatedTarget {
  return new SimulatedTarget({ ...usual(kit), viewpoint: { mode: 'kernel', currentProcess } });
}

function usual(kit: Kit) {
  return {
    machine: kit.machine,
    title: 'sample:test',
    description: 'A machine for tests.',
    debuggerStyle: 'modern' as const,
    symbols: NO_SYMBOLS,
  };
}

/** The value of a result that must be a success. */
export function valueOf<T>(result: Result<T>): T {
  assert.ok(result.ok, result.ok ? '' : result.problem.message);
  return result.value;
}

/** The code of a result that must be a failure. */
export function codeOf(result: Result<unknown>): string {
  assert.ok(!result.ok);
  return result.problem.code;
}

/** The handle store of a process. */
export async function storeOf(
  target: SimulatedTarget,
  process: SimulatedProcess,
): Promise<HandleStore> {
  return valueOf(await target.handles(process.processId, 'process'));
}

/** The trace store of a process. */
export async function tracesOf(
  target: SimulatedTarget,
  process: SimulatedProcess,
): Promise<TraceStore> {
  return valueOf(await target.traces(process.processId));
}

/** The record of one handle of the kit's process. */
export async function recordOf(
  target: SimulatedTarget,
  kit: Kit,
  handle: number,
): Promise<HandleRecord> {
  const store = await storeOf(target, kit.process);
  const records = await store.page(0, store.count, { isCancelled: false });
  const record = records.find(({ value }) => value === BigInt(handle));
  assert.ok(record !== undefined, `handle ${handle.toString(16)} is listed`);
  return record;
}
