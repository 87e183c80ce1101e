/** The HandleData stream: where the handle descriptors are and how they are laid out (domain.md 5.2). */

import { hex0x } from '../util/hex';
import type { Problem } from '../util/problem';
import { fail, ok, type Result } from '../util/result';
import type { RecordRun } from '../util/sequentialReads';
import { placeOf, readStream, type DumpFile, type StreamRange } from './dumpFile';

const HEADER_SIZE = 16;
/** MINIDUMP_HANDLE_DESCRIPTOR, the shortest. */
const DESCRIPTOR_SIZE = 32;
/** MINIDUMP_HANDLE_DESCRIPTOR_2, with object information. */
export const DESCRIPTOR_2_SIZE = 40;
/** More than a handle table can hold (domain.md 1.2). */
const MAXIMUM_HANDLES = 2 ** 24;
/** Longer descriptors than this are damage: each known field takes 4 or 8 bytes. */
const MAXIMUM_STRIDE = 4096;

/**
 * Reads the header of the stream. Fails when no descriptor can be found; counts beyond the bytes are cut down and
 * reported.
 */
export async function readHandleData(
  file: DumpFile,
  stream: StreamRange,
): Promise<Result<RecordRun>> {
  const view = await readStream(file, stream, HEADER_SIZE);
  if (!view.has(0, HEADER_SIZE)) {
    return fail(broken(stream, `has ${stream.size} bytes, its header alone takes ${HEADER_SIZE}.`));
  }
  const declared = view.u32(8);
  const start = headerSize(file, stream, view.u32(0));
  if (start > stream.size) {
    return fail(broken(stream, `declares a header of ${start} bytes and has ${stream.size}.`));
  }
  const stride = descriptorSize(file, stream, {
    declared: view.u32(4),
    fits: declared === 0 ? 0 : (stream.size - start) / declared,
  });
  if (stride === null) {
    return fail(
      broken(stream, `declares descriptors of ${view.u32(4)} bytes; the shortest known have 32.`),
    );
  }
  const room = Math.floor((stream.size - start) / stride);
  const count = Math.min(declared, room, MAXIMUM_HANDLES);
  if (count < declared) {
    file.problems.add('handle-count', placeOf(stream, 8), () => ({
      message: `HandleData declares ${declared} handles of ${stride} bytes; it holds ${count}, which are shown.`,
      hint: 'The dump is cut off or damaged; record it again to have all handles.',
    }));
  }
  return ok({ offset: stream.offset + start, stride, count });
}

function broken(stream: StreamRange, what: string): Problem {
  return {
    code: 'handle-data-broken',
    message: `The handle stream of the dump cannot be read: it ${what}`,
    where: placeOf(stream),
    hint: 'The dump is damaged; record it again with .dump /mh or procdump -ma.',
  };
}

/** SizeOfHeader, or the real size when what is declared cannot be. */
function headerSize(file: DumpFile, stream: StreamRange, declared: number): number {
  if (declared >= HEADER_SIZE) {
    return declared;
  }
  file.problems.add('handle-header-size', placeOf(stream), () => ({
    message: `HandleData declares a header of ${declared} bytes; it is read as ${HEADER_SIZE}.`,
    hint: 'The dump is damaged there; do not rely on its handles.',
  }));
  return HEADER_SIZE;
}

/**
 * SizeOfDescriptor. One that cannot be (too short, no multiple of 4, absurdly long) is replaced by a known size when the
 * size of the stream agrees with that exactly; null when it does not.
 */
function descriptorSize(
  file: DumpFile,
  stream: StreamRange,
  size: { readonly declared: number; readonly fits: number },
): number | null {
  const { declared, fits } = size;
  if (declared >= DESCRIPTOR_SIZE && declared % 4 === 0 && declared <= MAXIMUM_STRIDE) {
    return declared;
  }
  if (fits !== DESCRIPTOR_SIZE && fits !== DESCRIPTOR_2_SIZE) {
    return null;
  }
  file.problems.add('handle-descriptor-size', placeOf(stream, 4), () => ({
    message: `HandleData declares descriptors of ${declared} bytes, which cannot be; by the size of the stream they have ${hex0x(fits)}.`,
    hint: 'The dump is damaged there; do not rely on its handles.',
  }));
  return fits;
}
