/** Yardsticks: programs that only read the same part of the file and walk its bytes in a plain loop. */

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { timed, type BenchTask } from './benchTask';

interface Range {
  readonly offset: number;
  readonly length: number;
}

const HANDLE_DATA = 12;
const HANDLE_OPERATIONS = 18;
const PIECE = 1024 * 1024;

/** Reads a range piece by piece and adds up its bytes. */
function walk(file: number, { offset, length }: Range): number {
  const bytes = Buffer.allocUnsafeSlow(PIECE);
  let sum = 0;
  for (let done = 0; done < length;) {
    const read = readSync(file, bytes, 0, Math.min(PIECE, length - done), offset + done);
    if (read === 0) {
      break;
    }
    for (let index = 0; index < read; index++) {
      sum = (sum + (bytes[index] ?? 0)) | 0;
    }
    done += read;
  }
  return sum;
}

/** Where a stream is; empty when the dump has none. */
function streamRange(file: number, wanted: number): Range {
  const header = Buffer.alloc(32);
  readSync(file, header, 0, 32, 0);
  const count = header.readUInt32LE(8);
  const directory = Buffer.alloc(12 * count);
  readSync(file, directory, 0, directory.length, header.readUInt32LE(12));
  for (let index = 0; index < count; index++) {
    if (directory.readUInt32LE(12 * index) === wanted) {
      return {
        offset: directory.readUInt32LE(12 * index + 8),
        length: directory.readUInt32LE(12 * index + 4),
      };
    }
  }
  return { offset: 0, length: 0 };
}

/** A yardstick over the parts of the dump that `choose` names; its value is in milliseconds. */
function yardstick(choose: (file: number) => readonly Range[]): BenchTask {
  return async ({ dump }) => {
    let sum = 0;
    let bytes = 0;
    const milliseconds = await timed(() => {
      const file = openSync(dump, 'r');
      for (const range of choose(file)) {
        sum += walk(file, range);
        bytes += range.length;
      }
      closeSync(file);
      return Promise.resolve();
    });
    return { value: milliseconds, details: { bytes, sum } };
  };
}

/** The descriptors of all handles: what a summary is made from. */
export const walkHandles = yardstick((file) => [streamRange(file, HANDLE_DATA)]);

/** The first hundred descriptors. */
export const walkFirstRows = yardstick((file) => {
  const { offset, length } = streamRange(file, HANDLE_DATA);
  return [{ offset, length: Math.min(length, 16 + 40 * 100) }];
});

/** All trace records: what an index over them is made from. */
export const walkOperations = yardstick((file) => [streamRange(file, HANDLE_OPERATIONS)]);

/** Everything but the trace records: descriptors, names and object information. */
export const walkHandlesAndNames = yardstick((file) => {
  const { offset, length } = streamRange(file, HANDLE_OPERATIONS);
  return [
    { offset: 0, length: offset },
    { offset: offset + length, length: fstatSync(file).size - offset - length },
  ];
});
