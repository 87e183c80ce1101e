/** Opens minidumps in tests, and counts what reading them costs. */

import assert from 'node:assert/strict';
import { openMinidump } from '../../src/core/dump/openMinidump';
import type { HandleRecord } from '../../src/core/model/handle';
import type { HandleStore } from '../../src/core/target/handleStore';
import type { Target } from '../../src/core/target/target';
import type { TraceStore } from '../../src/core/target/traceStore';
import { MemoryByteSource, type ByteSource } from '../../src/core/util/byteSource';
import { neverCancelled } from '../../src/core/util/cancellation';
import { describeProblem, type Problem } from '../../src/core/util/problem';
import type { Result } from '../../src/core/util/result';
import type { DumpBuilder } from './dumpBuilder';

/** The value of a success; fails the test with the problem otherwise. */
export function valueOf<T>(result: Result<T>): T {
  assert.ok(result.ok, result.ok ? '' : describeProblem(result.problem));
  return result.value;
}

/** The problem of a failure; fails the test when it is a success. */
export function problemOf(result: Result<unknown>): Problem {
  assert.ok(!result.ok, 'it should have failed');
  return result.problem;
}

/** Opens a dump that must open. */
export async function openDump(dump: DumpBuilder | Uint8Array | ByteSource): Promise<Target> {
  return valueOf(await openMinidump(sourceOf(dump), { token: neverCancelled }));
}

/** The problem with which a file does not open. */
export async function refusalOf(dump: DumpBuilder | Uint8Array | ByteSource): Promise<Problem> {
  return problemOf(await openMinidump(sourceOf(dump), { token: neverCancelled }));
}

/** The handles of the dump's process. */
export async function handlesOf(target: Target): Promise<HandleStore> {
  return valueOf(await target.handles(target.currentProcessId(), 'process'));
}

/** All handle records of the dump's process. */
export async function allHandles(target: Target): Promise<readonly HandleRecord[]> {
  const store = await handlesOf(target);
  return store.page(0, store.count, neverCancelled);
}

/** The traces of the dump's process. */
export async function tracesOf(target: Target): Promise<TraceStore> {
  return valueOf(await target.traces(target.currentProcessId()));
}

/** The codes of a target's problems. */
export function codesOf(target: Target): readonly string[] {
  return target.problems.map(({ code }) => code);
}

/** A byte source that counts how often and how much is read. */
export class CountingSource implements ByteSource {
  calls = 0;
  bytes = 0;
  isClosed = false;

  constructor(private readonly inner: ByteSource) {}

  get name(): string {
    return this.inner.name;
  }

  get size(): number {
    return this.inner.size;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const bytes = await this.inner.read(offset, length);
    this.calls++;
    this.bytes += bytes.length;
    return bytes;
  }

  close(): Promise<void> {
    this.isClosed = true;
    return this.inner.close();
  }
}

function sourceOf(dump: DumpBuilder | Uint8Array | ByteSource): ByteSource {
  if (dump instanceof Uint8Array) {
    return new MemoryByteSource(dump, 'test.dmp');
  }
  return 'source' in dump ? dump.source() : dump;
}
