/** The JSON of `!utrace` and `!utrace -diff`. */

import type { UserTraceDiffResult, UserTracesResult } from '../../commands/user/userResults';
import type { UserTrace } from '../../target/userTraceStore';
import type { CancellationToken } from '../../util/cancellation';
import { hex0x } from '../../util/hex';
import { JsonFrames } from '../jsonFrames';
import { profileTypeText } from '../../windows/user/userTypeText';
import { tracePageRecords } from '../tracesText';

/** Everything after the target of `!utrace`: the records with all their frames, then the counts. */
export async function* userTracesJson(
  result: UserTracesResult,
  token: CancellationToken,
): AsyncGenerator<string, void, void> {
  yield `"profile":${JSON.stringify(result.profile)},"traces":[`;
  yield* recordPieces(result, token);
  yield `],"parsed":${result.parsed},"dumped":${result.dumped},"facts":${JSON.stringify(result.store.facts)}`;
}

/** Everything after the target of `!utrace -diff`: how many records are new, and the outstanding creations. */
export async function* userTraceDiffJson(
  result: UserTraceDiffResult,
  token: CancellationToken,
): AsyncGenerator<string, void, void> {
  yield `"profile":${JSON.stringify(result.profile)},"newRecords":${result.newRecords},"outstanding":[`;
  yield* recordPieces(result, token);
  yield ']';
}

async function* recordPieces(
  result: UserTracesResult | UserTraceDiffResult,
  token: CancellationToken,
): AsyncGenerator<string, void, void> {
  const frames = new JsonFrames(result.symbols);
  let separator = '';
  for await (const traces of tracePageRecords(result, token)) {
    if (traces.length > 0) {
      yield separator + traces.map((trace) => recordText(trace, result, frames)).join(',');
      separator = ',';
    }
  }
}

function recordText(
  trace: UserTrace,
  { profile }: UserTracesResult | UserTraceDiffResult,
  frames: JsonFrames,
): string {
  const type = `"type":${trace.type},"typeName":${JSON.stringify(profileTypeText(profile, trace.type))}`;
  return `{"handle":"${hex0x(trace.handle)}","operation":"${trace.operation}",${type},"ownerProcessId":${trace.ownerProcessId},"processId":${trace.processId},"threadId":${trace.threadId},"stack":[${frames.stack(trace.stack)}]}`;
}
