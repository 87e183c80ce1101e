/** The stacks of all handle operations of a dump in one go, for folding them by stack. */

import { StackTable, type StackColumn } from '../model/stackColumn';
import { readSequentially, type RecordRun } from '../util/sequentialReads';
import type { DumpFile } from './dumpFile';
import { MAXIMUM_DEPTH, OPERATION_HEADER } from './handleOperations';

/** Where an AVRF_HANDLE_OPERATION has its number of frames, bytes. */
const DEPTH = 0x18;

/**
 * Reads the stacks of all records. `entries` says which entry of the stream each row of the log is; null when they are
 * the same.
 */
export async function readStackColumn(
  file: DumpFile,
  run: RecordRun,
  log: { readonly count: number; readonly entries: Uint32Array | null },
): Promise<StackColumn> {
  const { count, entries } = log;
  const id = new Uint32Array(count);
  const table = new StackTable();
  const room = Math.floor((run.stride - OPERATION_HEADER) / 8);
  let row = 0;
  await readSequentially(file.source, run, file.token, (view, first, length) => {
    for (let entry = first, at = 0; entry < first + length && row < count; entry++) {
      if (entries === null || entries[row] === entry) {
        const depth = Math.min(view.getUint32(at + DEPTH, true), MAXIMUM_DEPTH, room);
        id[row] = table.addFrom(view, at + OPERATION_HEADER, depth);
        row++;
      }
      at += run.stride;
    }
  });
  return { id, table };
}
