/** The JSON of `!htrace` and `!htrace -diff`. */

import type { TraceDiffResult, TracesResult } from '../commands/results';
import type { HandleTrace } from '../model/handleTrace';
import type { SymbolSource } from '../target/symbolSource';
import type { CancellationToken } from '../util/cancellation';
import { hex0x } from '../util/hex';
import { JsonFrames } from './jsonFrames';
import { tracePageRecords } from './tracesText';

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
  private readonly frames: JsonFrames;

  constructor(symbols: SymbolSource) {
    this.frames = new JsonFrames(symbols);
  }

  record(trace: HandleTrace): string {
    return `{"handle":"${hex0x(trace.handle)}","operation":"${trace.operation}","processId":${trace.processId},"threadId":${trace.threadId},"stack":[${this.frames.stack(trace.stack)}]}`;
  }
}
