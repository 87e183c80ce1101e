/** Reads whole samples through the target interface, for tests. */

import assert from 'node:assert/strict';
import { openSample } from '../../../src/core/script/samples/catalog';
import type { HandleRecord } from '../../../src/core/model/handle';
import { handleValue } from '../../../src/core/model/identifiers';
import type { HandleTrace } from '../../../src/core/model/handleTrace';
import type { HandleTableSelector, Target } from '../../../src/core/target/target';
import { neverCancelled } from '../../../src/core/util/cancellation';
import { describeProblem } from '../../../src/core/util/problem';

/** Opens a built-in sample; fails the test when it cannot. */
export function open(name: string): Target {
  const opened = openSample(name);
  assert.ok(opened.ok, opened.ok ? '' : describeProblem(opened.problem));
  return opened.value;
}

/** The handle table of the current process, or the kernel's. */
export async function tableOf(target: Target, table: HandleTableSelector = 'process') {
  const found = await target.handles(target.currentProcessId(), table);
  assert.ok(found.ok);
  return found.value;
}

/** Every handle of a process. */
export async function allHandles(target: Target, processId = target.currentProcessId()) {
  const found = await target.handles(processId, 'process');
  assert.ok(found.ok);
  return found.value.page(0, found.value.count, neverCancelled);
}

/** One handle of the current process. */
export async function handle(target: Target, value: number): Promise<HandleRecord> {
  const record = (await allHandles(target)).find((row) => row.value === handleValue(value));
  assert.ok(record !== undefined, `handle ${value.toString(16)}`);
  return record;
}

/** Every trace record of the current process, newest first. */
export async function allTraces(target: Target): Promise<readonly HandleTrace[]> {
  const found = await target.traces(target.currentProcessId());
  assert.ok(found.ok);
  const rows = Array.from({ length: found.value.count }, (_, row) => row);
  return found.value.records(rows, neverCancelled);
}

/** A record's stack as `module!symbol+0x1f`. */
export function frames(target: Target, trace: HandleTrace): readonly string[] {
  return trace.stack.map((place) => {
    const { module, symbol, displacement } = target.symbols.resolve(place);
    return `${module ?? ''}!${symbol ?? ''}+0x${displacement.toString(16)}`;
  });
}

/** A record's stack without displacements. */
export function functionNames(target: Target, trace: HandleTrace): readonly string[] {
  return frames(target, trace).map((frame) => frame.replace(/\+0x.*$/, ''));
}

/** Everything a debugger can see of the handles, traces, processes and USER handles, as one text. */
export async function everything(target: Target): Promise<string> {
  const parts: unknown[] = [target.info, target.processes(), target.modules()];
  parts.push(await userEverything(target));
  for (const { processId } of target.processes()) {
    parts.push(target.threads(processId));
    if (target.capabilities.handles) {
      parts.push(await allHandles(target, processId));
    }
    const traces = await target.traces(processId);
    if (traces.ok) {
      parts.push(await allTraces(target));
    }
  }
  return JSON.stringify(parts, (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString(16) : value,
  );
}

/** The place, the users, the newest records and the bytes of the USER handle table; nothing where there is none. */
async function userEverything(target: Target): Promise<readonly unknown[]> {
  const { userHandles } = target;
  if (userHandles === null) {
    return [];
  }
  const place = await userHandles.locate(neverCancelled);
  assert.ok(place.ok, place.ok ? '' : describeProblem(place.problem));
  const { sharedInfo, bounds } = place.value;
  const at = bounds?.aheList.address ?? sharedInfo?.address;
  assert.ok(at !== undefined);
  const bytes = await target.readMemory(at, 0x1000, neverCancelled);
  assert.ok(bytes.ok);
  const traces = userHandles.traces();
  return [
    place.value,
    userHandles.guiProcesses(),
    userHandles.guiThreads(),
    Buffer.from(bytes.value.bytes).toString('hex'),
    traces.ok ? await traces.value.records([0, 1, 2, 3], neverCancelled) : traces.problem,
  ];
}
