/** Checks a target against budgets, a baseline and the rules for leaks: the work behind `handle-lens check`. */

import type { Baseline } from '../../analysis/gate/baseline';
import type { GateConfig } from '../../analysis/gate/gateConfig';
import { gatherGateFacts } from '../../analysis/gate/gateFacts';
import type { GateReport } from '../../analysis/gate/gateReport';
import { judgeGate } from '../../analysis/gate/judgeGate';
import { HandleTable } from '../../analysis/handleTable';
import { OwnCode } from '../../analysis/traces/ownFrames';
import type { Target } from '../../target/target';
import type { CancellationToken } from '../../util/cancellation';
import { describeProblem } from '../../util/problem';
import { fail, ok, type Result } from '../../util/result';
import { leakTables } from '../leaks/leakTables';
import { parseSuppressions } from '../leaks/parseSuppressions';
import { TOOL_VERSION } from '../toolVersion';

/** What a check is given. */
export interface CheckOptions {
  readonly config: GateConfig;
  readonly baseline: Baseline | null;
  /** Path of the baseline, for the report. */
  readonly baselinePath: string | null;
  readonly token: CancellationToken;
  progress(message: string, fraction?: number): void;
}

/** Checks the process that the target stopped in. Fails when its handles cannot be read or a pattern is wrong. */
export async function checkTarget(
  target: Target,
  options: CheckOptions,
): Promise<Result<GateReport>> {
  const { config, baseline, token } = options;
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
  const handles = await target.handles(process.processId, 'process');
  if (!handles.ok) {
    return handles;
  }
  const traces = await target.traces(process.processId, token);
  const { pointerSize } = target.info;
  const rules = { own: config.ownModules, system: config.systemModules };
  const table = new HandleTable({
    handles: handles.value,
    traces: traces.ok ? traces.value : null,
    symbols: target.symbols,
    code: new OwnCode(target.modules(), pointerSize, rules),
    pointerSize,
    yieldNow: () => Promise.resolve(),
    report: ({ what, done, total }) =>
      options.progress(what, total === 0 ? undefined : done / total),
  });
  const traced = await leakTables(
    { target, processId: process.processId, rules, yieldNow: () => Promise.resolve() },
    traces.ok ? ok(table) : traces,
    token,
  );
  const facts = await gatherGateFacts(
    {
      kernel: table,
      traced: traced.ok ? traced.value.tables : [],
      remarks: traced.ok ? traced.value.remarks : [],
    },
    suppressions.value,
    token,
  );
  if (!facts.ok) {
    return facts;
  }
  const whyNoTraces = traces.ok ? null : describeProblem(traces.problem);
  return ok({
    target: target.info,
    process,
    facts: facts.value,
    verdict: judgeGate(facts.value, config, baseline, whyNoTraces),
    baseline: options.baselinePath,
    toolVersion: TOOL_VERSION,
  });
}
