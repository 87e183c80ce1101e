/** Measurements of reading logs: how fast, and how much memory a log of a gigabyte takes. */

import { closeSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLog } from '../../src/core/log/target/openLog';
import type { Target } from '../../src/core/target/target';
import type { ByteSource } from '../../src/core/util/byteSource';
import { neverCancelled } from '../../src/core/util/cancellation';
import { openFileByteSource } from '../../src/node/fileByteSource';
import { BenchLogSource, writeBenchLog, type BenchText } from './benchLogText';
import { measured, type BenchOutcome, type BenchTask } from './benchTask';

const LOG_BYTES = 256e6;
const HUGE_BYTES = 1024 ** 3;
const PIECE = 1024 * 1024;

async function opened(source: ByteSource): Promise<Target> {
  const target = await openLog(source, { token: neverCancelled });
  if (!target.ok) {
    throw new Error(target.problem.message);
  }
  return target.value;
}

/** Megabytes per second of processor time: a log is written, read and removed again. */
async function speedOf(
  read: (path: string) => Promise<void>,
  form?: Parameters<typeof writeBenchLog>[2],
): Promise<BenchOutcome> {
  const path = join(tmpdir(), `handle-lens-bench-${process.pid}.log`);
  try {
    writeBenchLog(path, LOG_BYTES, form);
    const { value: clockMs, cpuMs } = await measured(() => read(path));
    const megabytes = statSync(path).size / 1e6;
    return { value: (megabytes / cpuMs) * 1000, details: { megabytes, clockMs, cpuMs } };
  } finally {
    rmSync(path, { force: true });
  }
}

async function readFile(path: string): Promise<void> {
  const source = await openFileByteSource(path);
  if (!source.ok) {
    throw new Error(source.problem.message);
  }
  await (await opened(source.value)).close();
}

/** Opens a debugger log. */
export const readLog: BenchTask = () => speedOf(readFile);
/** The same as PowerShell writes it. */
export const readWideLog: BenchTask = () => speedOf(readFile, { encoding: 'utf16le' });
/** Opens a log of a kernel debugger. */
export const readKernelLog: BenchTask = () => speedOf(readFile, { kind: 'kernel' });
/** Opens a list without quotation marks, and one in which all cells have them. */
export const readTsv: BenchTask = () => speedOf(readFile, { kind: 'tsv' });
export const readCsv: BenchTask = () => speedOf(readFile, { kind: 'csv' });

/** The yardstick: adds up the bytes of the same log. */
export const walkLog: BenchTask = () =>
  speedOf((path) => {
    const file = openSync(path, 'r');
    const bytes = new Uint8Array(PIECE);
    let sum = 0;
    for (let read = readSync(file, bytes); read > 0; read = readSync(file, bytes)) {
      for (let at = 0; at < read; at++) {
        sum = (sum + (bytes[at] ?? 0)) | 0;
      }
    }
    closeSync(file);
    return sum === 0 ? Promise.reject(new Error('The log is empty.')) : Promise.resolve();
  });

/** Opens a log that is made while it is read; what counts is the memory. Seconds, the making included. */
function huge(kind: BenchText, bytes: number): BenchTask {
  return async () => {
    let count = 0;
    const { value } = await measured(async () => {
      const target = await opened(new BenchLogSource(kind, bytes));
      for (const { handles, traces } of target.log?.moments ?? []) {
        count += (handles ?? 0) + (traces ?? 0);
      }
    });
    return { value: value / 1000, details: { count } };
  };
}

export const hugeWindbgLog: BenchTask = huge('windbg', HUGE_BYTES);
export const hugeList: BenchTask = huge('tsv', HUGE_BYTES);
export const hugeJson: BenchTask = huge('json', HUGE_BYTES / 4);
