/** Opens logs in tests, from text and from bytes, and asks them for everything. */

import assert from 'node:assert/strict';
import { openLog } from '../../src/core/log/target/openLog';
import type { HandleRecord } from '../../src/core/model/handle';
import type { HandleTrace } from '../../src/core/model/handleTrace';
import type { LogAccess } from '../../src/core/target/logAccess';
import type { Target } from '../../src/core/target/target';
import { MemoryByteSource } from '../../src/core/util/byteSource';
import { neverCancelled } from '../../src/core/util/cancellation';
import type { Result } from '../../src/core/util/result';
import { valueOf } from './openDump';

/** Tries to open a log. */
export function tryLog(log: string | Uint8Array, name = 'test.log'): Promise<Result<Target>> {
  const bytes = typeof log === 'string' ? new TextEncoder().encode(log) : log;
  return openLog(new MemoryByteSource(bytes, name), { token: neverCancelled });
}

/** Opens a log that must open. */
export async function logTarget(log: string | Uint8Array): Promise<Target> {
  return valueOf(await tryLog(log));
}

/** The log behind a target. */
export function accessOf(target: Target): LogAccess {
  assert.ok(target.log !== undefined, 'the target has a log');
  return target.log;
}

/** All handles of a process, the current one unless another is named; empty where the log lists none. */
export async function recordsOf(
  target: Target,
  processId = target.currentProcessId(),
): Promise<readonly HandleRecord[]> {
  const store = await target.handles(processId, 'process');
  return store.ok ? await store.value.page(0, store.value.count, neverCancelled) : [];
}

/** All trace records of a process, the current one unless another is named; empty where the log lists none. */
export async function traceRecordsOf(
  target: Target,
  processId = target.currentProcessId(),
): Promise<readonly HandleTrace[]> {
  const store = await target.traces(processId);
  if (!store.ok) {
    return [];
  }
  const rows = Uint32Array.from({ length: store.value.count }, (_, row) => row);
  return await store.value.records(rows, neverCancelled);
}
