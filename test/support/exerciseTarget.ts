/** Asks a target for everything it has, as a curious user would. */

import assert from 'node:assert/strict';
import { address, type Address } from '../../src/core/model/identifiers';
import type { Target } from '../../src/core/target/target';
import { openUserHandleTable } from '../../src/core/userHandles/openUserTable';
import { UserOwners } from '../../src/core/userHandles/owners';
import { summariseTable } from '../../src/core/userHandles/summary';
import { neverCancelled } from '../../src/core/util/cancellation';

/** How much a target gave. */
export interface Exercise {
  readonly handles: number;
  readonly traces: number;
  readonly frames: number;
}

/** Uses every member of a target. Fails when something throws or two answers contradict each other. */
export async function exerciseTarget(target: Target): Promise<Exercise> {
  const processId = target.currentProcessId();
  const handles = await exerciseHandles(target, processId);
  const { traces, addresses } = await exerciseTraces(target, processId);
  const threads = target.threads(processId);
  assert.ok(threads.some(({ threadId }) => threadId === target.currentThreadId()));
  const frames: Address[] = [];
  for (const { threadId } of threads.slice(0, 50)) {
    frames.push(...(await target.callStack(threadId, neverCancelled)));
  }
  const modules = target.modules();
  const places = [...addresses, ...frames, ...modules.flatMap(({ base }) => base ?? [])];
  await target.symbols.prepare(places, neverCancelled);
  for (const at of places) {
    assert.ok(target.symbols.resolve(at).displacement >= 0n);
    target.symbols.nearby(at);
  }
  await target.symbols.find(`${modules[0]?.name ?? ''}!NtClose`, neverCancelled);
  for (const at of [0n, 0x1000n, 2n ** 64n - 8n, ...places.slice(0, 20)]) {
    const memory = await target.readMemory(address(at), 4096, neverCancelled);
    assert.ok(!memory.ok || memory.value.bytes.length + memory.value.unreadable === 4096);
  }
  await exerciseUserHandles(target);
  target.exception();
  const processes = target.processes();
  assert.ok(processes.some((process) => process.processId === processId));
  assert.ok(target.info.mode === 'kernel' || processes.length === 1);
  assert.ok(target.info.description.length > 0);
  assert.ok(target.problems.length < 300, `${target.problems.length} problems`);
  assert.ok(target.problems.every(({ message }) => message.length > 10));
  return { handles, traces, frames: frames.length };
}

async function exerciseUserHandles(target: Target): Promise<void> {
  const opened = await openUserHandleTable(target, neverCancelled);
  if (opened.ok && target.userHandles !== null) {
    const table = opened.value;
    const { inUse, free, unreadable } = summariseTable(
      table,
      new UserOwners(table, target.userHandles),
    );
    assert.equal(inUse + free + unreadable, table.entries);
  } else {
    assert.ok(opened.ok || opened.problem.message.length > 10);
  }
}

async function exerciseHandles(target: Target, processId: number): Promise<number> {
  const result = await target.handles(processId, 'process');
  assert.equal(result.ok, target.capabilities.handles);
  if (!result.ok) {
    return 0;
  }
  const store = result.value;
  const records = await store.page(0, store.count, neverCancelled);
  const columns = await store.columns(neverCancelled);
  assert.equal(columns.count, store.count);
  assert.equal(records.length, store.count);
  assert.equal(columns.summarise().total, store.count);
  records.forEach((record, row) => {
    assert.equal(columns.value(row), record.value);
    assert.equal(columns.typeName(row), record.type);
  });
  return records.length;
}

async function exerciseTraces(
  target: Target,
  processId: number,
): Promise<{ readonly traces: number; readonly addresses: readonly Address[] }> {
  const result = await target.traces(processId);
  const isOff = target.info.liveness === 'live' && !result.ok;
  assert.ok(isOff || result.ok === target.capabilities.traces);
  if (!result.ok) {
    return { traces: 0, addresses: [] };
  }
  const store = result.value;
  const rows = Uint32Array.from({ length: Math.min(store.count, 5000) }, (_, row) => row);
  const records = await store.records(rows, neverCancelled);
  const columns = await store.columns(neverCancelled);
  assert.equal(columns.count, store.count);
  for (const { row, handle, stack } of records) {
    assert.equal(columns.handle(row), handle);
    assert.ok(stack.length <= 32);
  }
  return { traces: store.count, addresses: records.slice(0, 100).flatMap(({ stack }) => stack) };
}
