/** The JSON of `!htrace` and `!htrace -diff`. */

import type { TraceDiffResult, TracesResult } from '../commands/results';
import type { HandleTrace } from '../model/handleTrace';
import type { Address } from '../model/identifiers';
import type { SymbolSource } from '../target/symbolSource';
import type { CancellationToken } from '../util/cancellation';
import { hex0x } from '../util/hex';
import { frameValue } from './jsonText';
import { tracePageRecords } from './tracesText';

/** A leak repeats few addresses; the limit only guards against hostile logs. */
const MOST_CACHED_FRAMES = 200_000;

/** Everything after the target of `!htrace`: the records with all their frames, then the counts. */
export async function* tracesJson(
  result: TracesResult,
  token: CancellationToken,
): AsyncGenerator<string, void, void> {
  yield `"processId":${result.process.processId},"traces":[`;
  yield* recordPieces(result, token);
  yield `],"parsed":${result.parsed},"dumped":${result.dumped},"facts":${JSON.stringify(result.store.facts)}`;
}

/** Everything after the target of `!htrace -diff`: how many records are new, and the outstanding opens. */
export async function* traceDiffJson(
  result: TraceDiffResult,
  token: CancellationToken,
): AsyncGenerator<string, void, void> {
  yield `"processId":${result.process.processId},"newRecords":${result.newRecords},"outstanding":[`;
  yield* recordPieces(result, token);
  yield ']';
}

async function* recordPieces(
  result: TracesResult | TraceDiffResult,
  token: CancellationToken,
): AsyncGenerator<string, void, void> {
  const printer = new TraceJsonPrinter(result.symbols);
  let separator = '';
  for await (const traces of tracePageRecords(result, token)) {
    if (traces.length > 0) {
      yield separator + traces.map((trace) => printer.record(trace)).join(',');
      separator = ',';
    }
  }
}

/** Writes records, keeping the text of every frame. */
class TraceJsonPrinter {
  private readonly frames = new Map<Address, string>();

  constructor(private readonly symbols: SymbolSource) {}

  record(trace: HandleTrace): string {
    const end = trace.stack.findIndex((address) => address === 0n);
    const stack = end === -1 ? trace.stack : trace.stack.slice(0, end);
    const frames = stack.map((address) => this.frame(address)).join(',');
    return `{"handle":"${hex0x(trace.handle)}","operation":"${trace.operation}","processId":${trace.processId},"threadId":${trace.threadId},"stack":[${frames}]}`;
  }

  private frame(address: Address): string {
    let text = this.frames.get(address);
    if (text === undefined) {
      text = JSON.stringify(frameValue(this.symbols.resolve(address)));
      if (this.frames.size >= MOST_CACHED_FRAMES) {
        this.frames.clear();
      }
      this.frames.set(address, text);
    }
    return text;
  }
}
