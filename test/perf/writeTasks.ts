/** Measurements of writing minidumps: a million handles and as many trace records, from one file into another. */

import { closeSync, openSync, readSync, rmSync, statSync, writeSync } from 'node:fs';
import { openMinidump } from '../../src/core/dump/openMinidump';
import { saveMinidump } from '../../src/core/dump/write/saveMinidump';
import { neverCancelled } from '../../src/core/util/cancellation';
import type { Result } from '../../src/core/util/result';
import { openFileByteSink } from '../../src/node/fileByteSink';
import { openFileByteSource } from '../../src/node/fileByteSource';
import { measured, type BenchOutcome, type BenchTask } from './benchTask';

const PIECE = 1024 * 1024;

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) {
    throw new Error(result.problem.message);
  }
  return result.value;
}

/** Megabytes per second of a file that `write` makes; it is removed again. */
async function speedOf(path: string, write: () => Promise<void>): Promise<BenchOutcome> {
  try {
    const { value: milliseconds, cpuMs } = await measured(write);
    const megabytes = statSync(path).size / 1e6;
    return { value: (megabytes / milliseconds) * 1000, details: { megabytes, cpuMs } };
  } finally {
    rmSync(path, { force: true });
  }
}

/** Opens the dump and writes it again, handle by handle; megabytes of the new file per second. */
export const writeDumpAgain: BenchTask = ({ dump }) => {
  const path = `${dump}.${process.pid}.written`;
  return speedOf(path, async () => {
    const source = valueOf(await openFileByteSource(dump));
    const target = valueOf(await openMinidump(source, { token: neverCancelled }));
    valueOf(
      await saveMinidump(target, {
        path,
        overwrite: false,
        openSink: openFileByteSink,
        writer: 'bench',
        token: neverCancelled,
        yieldNow: () => Promise.resolve(),
        progress: () => undefined,
      }),
    );
    await target.close();
  });
};

/** The yardstick: copies the bytes of the same file in pieces; megabytes per second. */
export const copyDump: BenchTask = ({ dump }) => {
  const path = `${dump}.${process.pid}.copied`;
  return speedOf(path, () => {
    const from = openSync(dump, 'r');
    const to = openSync(path, 'wx');
    const bytes = Buffer.allocUnsafeSlow(PIECE);
    for (let read = readSync(from, bytes); read > 0; read = readSync(from, bytes)) {
      writeSync(to, bytes, 0, read);
    }
    closeSync(from);
    closeSync(to);
    return Promise.resolve();
  });
};
