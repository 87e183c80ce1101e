/** Reads the seventeen lines about a thread pool's worker factory (output-formats 1.6). */

import { address, type Address } from '../../model/identifiers';
import type { WorkerFactoryInfo } from '../../model/objectInfo';
import { readSymbolText, type SymbolText } from '../frameLine';

/** The patterns of the lines, in their order; the first group is the number. */
const PATTERNS: readonly RegExp[] = [
  /^Thread creation timeout: (-?\d{1,20}) x100ns$/,
  /^Thread creation retry timeout: (-?\d{1,20}) x100ns$/,
  /^Thread idle timeout: (-?\d{1,20}) x100ns$/,
  /^Bound object count: (-?\d{1,10})$/,
  /^Worker minimum: (-?\d{1,10}) thread\(s\)$/,
  /^Worker maximum: (-?\d{1,10}) thread\(s\)$/,
  /^Pending workers: (-?\d{1,10}) thread\(s\) being created$/,
  /^Waiting workers: (-?\d{1,10}) thread\(s\) waiting$/,
  /^Total workers: (-?\d{1,10}) thread\(s\) in the pool$/,
  /^Release count: (-?\d{1,10}) thread release\(s\) pending$/,
  /^Idle goal: (-?\d{1,10}) more idle thread\(s\) required$/,
  /^Start routine: ([0-9a-f]{1,16}) :/i,
  /^Pool: !tp pool ([0-9a-f]{1,16})$/i,
  /^Worker Process: 0x([0-9a-f]{1,16})$/i,
  /^Worker stack reserve: 0x([0-9a-f]{1,16}) bytes$/i,
  /^Worker stack commit: 0x([0-9a-f]{1,16}) bytes$/i,
  /^Last thread creation status: 0x([0-9a-f]{1,8})$/i,
];
/** The first pattern whose number is hexadecimal. */
const FIRST_HEXADECIMAL = 11;

/** The factory whose lines start at `at`, and how many there are; null when one is missing. */
export function readWorkerFactory(
  lines: readonly string[],
  at: number,
): { readonly info: WorkerFactoryInfo; readonly lines: number } | null {
  const values: bigint[] = [];
  for (const [index, pattern] of PATTERNS.entries()) {
    const digits = pattern.exec(lines[at + index] ?? '')?.[1];
    if (digits === undefined) {
      return null;
    }
    values.push(BigInt(index < FIRST_HEXADECIMAL ? digits : `0x${digits}`));
  }
  const value = (index: number): bigint => values[index] ?? 0n;
  const number = (index: number): number => Number(value(index));
  return {
    lines: PATTERNS.length,
    info: {
      kind: 'workerFactory',
      threadCreationTimeout: value(0),
      threadCreationRetryTimeout: value(1),
      threadIdleTimeout: value(2),
      boundObjectCount: number(3),
      workerMinimum: number(4),
      workerMaximum: number(5),
      pendingWorkers: number(6),
      waitingWorkers: number(7),
      totalWorkers: number(8),
      releaseCount: number(9),
      idleGoal: number(10),
      startRoutine: address(value(11)),
      pool: address(value(12)),
      workerProcessId: number(13),
      stackReserve: value(14),
      stackCommit: value(15),
      lastThreadCreationStatus: number(16),
    },
  };
}

const START_ROUTINE = /^Start routine: ([0-9a-f]{1,16}) : (.+)$/i;

/** The start routine's address and name, when a line names it; null for other lines. */
export function startRoutineIn(
  line: string,
): { readonly address: Address; readonly symbol: SymbolText } | null {
  const found = line.startsWith('Start routine:') ? START_ROUTINE.exec(line) : null;
  return found === null
    ? null
    : {
        address: address(BigInt(`0x${found[1] ?? '0'}`)),
        symbol: readSymbolText(found[2] ?? ''),
      };
}
