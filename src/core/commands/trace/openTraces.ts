/** Opens the trace log of a process, or says in the debugger's words why there is none. */

import type { ProcessInfo } from '../../model/process';
import type { Target } from '../../target/target';
import type { TraceStore } from '../../target/traceStore';
import { hex0x } from '../../util/hex';
import type { Problem } from '../../util/problem';
import { fail, type Result } from '../../util/result';
import type { CommandContext } from '../command';

const NOT_ENABLED = 'Handle tracing is not enabled';

/** The trace log. On live targets the problem always contains "Handle tracing is not enabled" when tracing is off. */
export async function openTraces(
  context: CommandContext,
  process: ProcessInfo,
): Promise<Result<TraceStore>> {
  context.host.progress('Reading the trace log');
  const traces = await context.target.traces(process.processId);
  return traces.ok
    ? traces
    : fail(explainMissingTraces(context.target, process.processId, traces.problem));
}

/** Says in the debugger's words why a process has no trace log, and how it gets one. */
export function explainMissingTraces(
  { info, capabilities }: Target,
  processId: number,
  problem: Problem,
): Problem {
  const { kind, liveness, mode } = info;
  const isToldAlready = kind === 'log' || liveness === 'dump' || !capabilities.traces;
  if (isToldAlready || problem.message.includes(NOT_ENABLED)) {
    return problem;
  }
  return {
    code: problem.code,
    message: `${NOT_ENABLED} for process ${hex0x(processId)}.`,
    hint:
      mode === 'user'
        ? 'Use "!htrace -enable" to enable it.'
        : 'Enable it with Application Verifier (Handles) or from a user-mode debugger with "!htrace -enable".',
  };
}
