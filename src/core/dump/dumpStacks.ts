/** The stacks of all handle operations of a dump in one go, for folding them by stack. */

import { StackTable, type StackColumn } from '../model/stackColumn';
import { readSequentially, type RecordRun } from '../util/sequentialReads';
import type { DumpFile } from './dumpFile';
import { MAXIMUM_DEPTH, OPERATION_HEADER } from './handleOperations';

/** Where an AVRF_HANDLE_OPERATION has its number of frames, bytes. */
const DEPTH = 0x18;

/**
 * Reads the stacks of all records. `entries` says which entries of the stream are records, in the order of the stream; null when
 * all are. `oldestFirst`: the last of them is row 0.
 */
export async function readStackColumn(
  file: DumpFile,
  run: RecordRun,
  log: {
    readonly count: number;
    readonly entries: Uint32Array | null;
    readonly oldestFirst: boolean;
  },
): Promise<StackColumn> {
  const { count, entries, oldestFirst } = log;
  const id = new Uint32Array(count);
  const table = new StackTable();
  const room = Math.floor((run.stride - OPERATION_HEADER) / 8);
  /** Records read. */
  let read = 0;
  await readSequentially(file.source, run, file.token, (view, first, length) => {
    for (let entry = first, at = 0; entry < first + length && read < count; entry++) {
      if (entries === null || entries[read] === entry) {
        const depth = Math.min(view.getUint32(at + DEPTH, true), MAXIMUM_DEPTH, room);
        id[oldestFirst ? count - 1 - read : read] = table.addFrom(
          view,
          at + OPERATION_HEADER,
          depth,
        );
        read++;
      }
      at += run.stride;
    }
  });
  return { id, table };
}
