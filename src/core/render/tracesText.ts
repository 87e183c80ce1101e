/** The text of `!htrace` and `!htrace -diff`. */

import type { TraceDiffResult, TracesResult } from '../commands/results';
import type { Address } from '../model/identifiers';
import type { SymbolSource } from '../target/symbolSource';
import { throwIfCancelled, type CancellationToken } from '../util/cancellation';
import { hex0x, hexPadded, hexUpper } from '../util/hex';
import { SEPARATOR, TracePrinter } from './tracePrinter';

/** Rows whose stacks are read together: large enough to be fast, small enough that a page's text dies young. */
const PAGE_ROWS = 1024;
/** Addresses remembered as prepared; the limit only guards against hostile logs. */
const MOST_PREPARED = 200_000;

/** The records, newest first, and how many were parsed and dumped. */
export async function* tracePages(
  result: TracesResult,
  token: CancellationToken,
): AsyncGenerator<readonly string[], void, void> {
  const { target, process } = result;
  const kernel = target.mode === 'kernel';
  if (kernel) {
    const pointer = (value: bigint): string =>
      hexPadded(value, target.pointerSize * 2).toUpperCase();
    yield [
      `Process 0x${pointer(process.kernel?.object ?? 0n)}\nObjectTable 0x${pointer(process.kernel?.objectTable ?? 0n)}\n`,
    ];
  }
  yield* printRows(result, token);
  const blank = kernel || result.rows.length === 0 ? '' : '\n';
  yield [
    `${blank}${SEPARATOR}Parsed 0x${hexUpper(result.parsed)} stack traces.\nDumped 0x${hexUpper(result.dumped)} stack traces.\n`,
  ];
}

/** The outstanding opens, newest first. */
export async function* traceDiffPages(
  result: TraceDiffResult,
  token: CancellationToken,
): AsyncGenerator<readonly string[], void, void> {
  const taken = 'Handle tracing information snapshot successfully taken.\n';
  const counted = `${hex0x(result.newRecords)} new stack traces since the previous snapshot.\n`;
  const ignoring = result.newRecords === 0 ? '' : 'Ignoring handles that were already closed...\n';
  if (result.rows.length === 0) {
    yield [
      `${taken}${counted}${ignoring}No outstanding handles opened since the previous snapshot were detected.\n`,
    ];
    return;
  }
  yield [`${taken}${counted}${ignoring}Outstanding handles opened since the previous snapshot:\n`];
  yield* printRows(result, token);
  yield [
    `${SEPARATOR}Displayed ${hex0x(result.rows.length)} stack traces for outstanding handles opened since the previous snapshot.\n`,
  ];
}

async function* printRows(
  result: TracesResult | TraceDiffResult,
  token: CancellationToken,
): AsyncGenerator<readonly string[], void, void> {
  const printer = new TracePrinter(result.target, result.symbols);
  for await (const traces of tracePageRecords(result, token)) {
    yield traces.map((trace) => printer.record(trace));
  }
}

/** A record with a stack. */
interface Traced {
  /** Return addresses, innermost first. */
  readonly stack: readonly Address[];
}

/** What {@link tracePageRecords} walks: rows of a trace log of whatever kind. */
export interface TraceRows<Trace extends Traced> {
  readonly store: {
    records(rows: ArrayLike<number>, token: CancellationToken): Promise<readonly Trace[]>;
  };
  readonly symbols: SymbolSource;
  readonly rows: Uint32Array;
}

/** Records of the rows, a page at a time, their addresses prepared for resolving. */
export async function* tracePageRecords<Trace extends Traced>(
  { store, symbols, rows }: TraceRows<Trace>,
  token: CancellationToken,
): AsyncGenerator<readonly Trace[], void, void> {
  const prepared = new Set<Address>();
  for (let start = 0; start < rows.length; start += PAGE_ROWS) {
    throwIfCancelled(token);
    const traces = await store.records(rows.subarray(start, start + PAGE_ROWS), token);
    const fresh = freshAddresses(traces, prepared);
    if (fresh.length > 0) {
      await symbols.prepare(fresh, token);
    }
    yield traces;
  }
}

/** Addresses of the records that were not prepared before. */
function freshAddresses(traces: readonly Traced[], prepared: Set<Address>): readonly Address[] {
  if (prepared.size > MOST_PREPARED) {
    prepared.clear();
  }
  const fresh: Address[] = [];
  for (const { stack } of traces) {
    for (const address of stack) {
      if (!prepared.has(address)) {
        prepared.add(address);
        fresh.push(address);
      }
    }
  }
  return fresh;
}
