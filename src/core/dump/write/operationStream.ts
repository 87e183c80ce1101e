/** The HandleOperationList stream of a minidump that is written (domain.md 5.5). */

import { TRACE_OPERATIONS, type HandleTrace } from '../../model/handleTrace';
import type { TraceStore } from '../../target/traceStore';
import { MAXIMUM_DEPTH, OPERATION_HEADER } from '../handleOperations';
import type { DumpOutput } from './dumpOutput';
import { listHeader, type WrittenStream } from './handleStream';
import { inBatches, type WriteProgress } from './writeProgress';

const HEADER_SIZE = 16;
const OPERATION_SIZE = OPERATION_HEADER + MAXIMUM_DEPTH * 8;
/** Records that are written together; bounds the memory. */
const BATCH = 2048;

/** Writes all records, the newest first, as readers assume; stacks beyond 32 frames are cut. */
export async function writeOperations(
  store: TraceStore,
  output: DumpOutput,
  host: WriteProgress,
): Promise<WrittenStream> {
  const rva = output.reserve(HEADER_SIZE + store.count * OPERATION_SIZE);
  const bytes = new Uint8Array(BATCH * OPERATION_SIZE);
  let count = 0;
  await inBatches(
    host,
    { what: 'Writing traces', count: store.count, size: BATCH },
    async (first, length) => {
      const rows = Uint32Array.from({ length }, (_, index) => first + index);
      const records = await store.records(rows, host.token);
      const used = bytes.subarray(0, records.length * OPERATION_SIZE);
      used.fill(0);
      encode(records, new DataView(bytes.buffer));
      await output.put(rva + HEADER_SIZE + count * OPERATION_SIZE, used);
      count += records.length;
    },
  );
  await output.put(rva, listHeader(OPERATION_SIZE, count));
  return { rva, size: HEADER_SIZE + count * OPERATION_SIZE, count, leftOut: lost(store) };
}

function encode(records: readonly HandleTrace[], view: DataView): void {
  records.forEach(({ handle, operation, processId, threadId, stack }, index) => {
    const at = index * OPERATION_SIZE;
    const depth = Math.min(stack.length, MAXIMUM_DEPTH);
    view.setBigUint64(at, handle, true);
    view.setUint32(at + 8, processId, true);
    view.setUint32(at + 0xc, threadId, true);
    view.setUint32(at + 0x10, TRACE_OPERATIONS.indexOf(operation), true);
    view.setUint32(at + 0x18, depth, true);
    for (let frame = 0; frame < depth; frame++) {
      view.setBigUint64(at + OPERATION_HEADER + frame * 8, stack[frame] ?? 0n, true);
    }
  });
}

/** What the log says about itself: a minidump has only its records. */
function lost({ facts }: TraceStore): readonly string[] {
  return facts.lost === null || facts.lost === 0
    ? []
    : [`That ${facts.lost} older trace records were overwritten before.`];
}
