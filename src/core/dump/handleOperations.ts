/** The HandleOperationList stream: where the recorded operations are (domain.md 5.5, dump-facts 17). */

import type { Problem } from '../util/problem';
import { fail, ok, type Result } from '../util/result';
import type { RecordRun } from '../util/sequentialReads';
import { placeOf, readStream, type DumpFile, type StreamRange } from './dumpFile';

const HEADER_SIZE = 16;
/** AVRF_HANDLE_OPERATION up to its return addresses. */
export const OPERATION_HEADER = 0x20;
/** Return addresses of an AVRF_HANDLE_OPERATION. */
export const MAXIMUM_DEPTH = 32;
/** Entries that are ever read; a file below 4 GiB holds fewer. */
const MAXIMUM_OPERATIONS = 2 ** 24;
const MAXIMUM_STRIDE = 4096;

/** Reads the header of the stream. Fails when no entry can be found; too large counts are cut down and reported. */
export async function readHandleOperationList(
  file: DumpFile,
  stream: StreamRange,
): Promise<Result<RecordRun>> {
  const view = await readStream(file, stream, HEADER_SIZE);
  if (!view.has(0, HEADER_SIZE)) {
    return fail(broken(stream, `has ${stream.size} bytes, its header alone takes ${HEADER_SIZE}.`));
  }
  const start = view.u32(0);
  const stride = view.u32(4);
  const declared = view.u32(8);
  if (start < HEADER_SIZE || start > stream.size) {
    return fail(broken(stream, `declares a header of ${start} bytes.`));
  }
  if (stride < OPERATION_HEADER || stride > MAXIMUM_STRIDE || stride % 4 !== 0) {
    return fail(broken(stream, `declares entries of ${stride} bytes; real ones have 288.`));
  }
  const room = Math.floor((stream.size - start) / stride);
  const count = Math.min(declared, room, MAXIMUM_OPERATIONS);
  if (count < declared) {
    file.problems.add('operation-count', placeOf(stream, 8), () => ({
      message: `HandleOperationList declares ${declared} operations; it holds ${count}, which are shown.`,
      hint: 'The dump is cut off or damaged; record it again to have all operations.',
    }));
  }
  return ok({ offset: stream.offset + start, stride, count });
}

function broken(stream: StreamRange, what: string): Problem {
  return {
    code: 'handle-operations-broken',
    message: `The handle operations of the dump cannot be read: the stream ${what}`,
    where: placeOf(stream),
    hint: 'The dump is damaged; record it again.',
  };
}
