/** Checks a target against budgets, a baseline and the rules for leaks: the work behind `handle-lens check`. */

import type { Baseline } from '../../analysis/gate/baseline';
import type { GateConfig } from '../../analysis/gate/gateConfig';
import { gatherGateFacts } from '../../analysis/gate/gateFacts';
import type { GateReport } from '../../analysis/gate/gateReport';
import { judgeGate } from '../../analysis/gate/judgeGate';
import { HandleTable } from '../../analysis/handleTable';
import { OwnCode } from '../../analysis/traces/ownFrames';
import type { WorkProgress } from '../../analysis/work';
import { handlesOrCounts, type AnalysedHandles } from '../../target/handlesOrTraces';
import type { Target } from '../../target/target';
import type { TraceStore } from '../../target/traceStore';
import type { CancellationToken } from '../../util/cancellation';
import { describeProblem } from '../../util/problem';
import { fail, ok, type Result } from '../../util/result';
import { unlistedTable } from '../handleTableOf';
import { leakTables, type LeakTableRequest } from '../leaks/leakTables';
import { parseSuppressions } from '../leaks/parseSuppressions';
import { TOOL_VERSION } from '../toolVersion';
import { noUserHandles } from '../user/userAccess';
import { userHandlesOrNone } from '../user/userHandleModel';
import { openElsewhere } from './openElsewhere';
import { runProgram } from './runProgram';

/** What a check is given. */
export interface CheckOptions {
  readonly config: GateConfig;
  readonly baseline: Baseline | null;
  /** Path of the baseline, for the report. */
  readonly baselinePath: string | null;
  readonly token: CancellationToken;
  readonly progress: (message: string, fraction?: number) => void;
}

/** Checks the process that the target stopped in. Fails when its handles cannot be read or a pattern is wrong. */
export async function checkTarget(
  target: Target,
  options: CheckOptions,
): Promise<Result<GateReport>> {
  const { config, baseline, token } = options;
  const ended = await runProgram(target, options);
  if (!ended.ok) {
    return ended;
  }
  const processes = target.processes();
  const process =
    processes.find(({ processId }) => processId === target.currentProcessId()) ?? processes[0];
  if (process === undefined) {
    return fail({ code: 'no-process', message: 'The target has no process.' });
  }
  const suppressions = parseSuppressions(config.suppress);
  if (!suppressions.ok) {
    return suppressions;
  }
  const { processId } = process;
  const rules = { own: config.ownModules, system: config.systemModules };
  const request = {
    target,
    processId,
    rules,
    yieldNow: () => Promise.resolve(),
    report: ({ what, done, total }: WorkProgress) =>
      options.progress(what, total === 0 ? undefined : done / total),
  };
  const handles = await handlesOrCounts(target, processId, token);
  const traces = await target.traces(processId, token);
  const user = await userTables(request, token);
  if (!handles.ok && !user.ok) {
    return handles;
  }
  const table = handles.ok
    ? kernelTable(handles.value, traces, request)
    : unlistedTable(target, handles.problem, request);
  const traced = await leakTables(request, traces.ok ? ok(table) : traces, token);
  const facts = await gatherGateFacts(
    {
      processId,
      kernel: table,
      user: user.ok ? user.value.process : null,
      session: user.ok ? user.value.session : null,
      traced: traced.ok ? traced.value.tables : [],
      elsewhere: await openElsewhere(target, process, token),
      remarks: [...(traced.ok ? traced.value.remarks : []), ...ended.value.remarks],
      death: ended.value.death,
    },
    suppressions.value,
    token,
  );
  if (!facts.ok) {
    return facts;
  }
  const why = {
    traces: traces.ok ? null : describeProblem(traces.problem),
    user: user.ok ? null : describeProblem(user.problem),
  };
  return ok({
    target: target.info,
    process,
    facts: facts.value,
    verdict: judgeGate(facts.value, config, baseline, why),
    baseline: options.baselinePath,
    toolVersion: TOOL_VERSION,
  });
}

function kernelTable(
  handles: AnalysedHandles,
  traces: Result<TraceStore>,
  { target, rules, yieldNow, report }: LeakTableRequest,
): HandleTable {
  const { pointerSize } = target.info;
  return new HandleTable({
    ...handles,
    traces: traces.ok ? traces.value : null,
    symbols: target.symbols,
    code: new OwnCode(target.modules(), pointerSize, rules),
    pointerSize,
    yieldNow,
    ...(report === undefined ? {} : { report }),
  });
}

/** The USER handles of the process, and those of its session where they were traced. The problem says why there are none. */
async function userTables(
  request: LeakTableRequest,
  token: CancellationToken,
): Promise<Result<{ readonly process: HandleTable | null; readonly session: HandleTable | null }>> {
  if (request.target.userHandles === null) {
    return fail(noUserHandles(request.target));
  }
  const own = await userHandlesOrNone(request, token);
  if (!own.ok) {
    return own;
  }
  const all =
    own.value.untraced === null
      ? await userHandlesOrNone({ ...request, processId: null }, token)
      : null;
  return ok({ process: own.value.table, session: all?.ok === true ? all.value.table : null });
}
