/** The tables whose leak sites are ranked together: the kernel handles of a process, and its USER handles. */

import { HandleTable } from '../../analysis/handleTable';
import { FAMILY_NAMES } from '../../analysis/leaks/leakRanking';
import { OwnCode, type OwnCodeRules } from '../../analysis/traces/ownFrames';
import type { WorkProgress } from '../../analysis/work';
import type { Target } from '../../target/target';
import { keptUserHandles, type UserHandles } from '../../userHandles/keptUserHandles';
import { UserHandleStore } from '../../userHandles/userHandleStore';
import { UserLifeRecords } from '../../userHandles/userLifeRecords';
import type { CancellationToken } from '../../util/cancellation';
import { describeProblem, type Problem } from '../../util/problem';
import { fail, ok, type Result } from '../../util/result';

/** Whose handles, and how they are worked on. */
export interface LeakTableRequest {
  readonly target: Target;
  readonly processId: number;
  /** Whose code is whose. */
  readonly rules: OwnCodeRules;
  readonly yieldNow: () => Promise<void>;
  readonly report?: (progress: WorkProgress) => void;
}

/** Tables with a trace log. */
export interface LeakTables {
  /** Kernel handles first; at least one. */
  readonly tables: readonly HandleTable[];
  /** Why one of them is missing, a sentence each. */
  readonly remarks: readonly string[];
}

/** The table of USER handles of a process in one state of a target. */
interface KnownTable {
  readonly generation: number;
  readonly rules: OwnCodeRules;
  readonly table: Result<HandleTable | null>;
}

const known = new WeakMap<Target, Map<number, KnownTable>>();

/**
 * Adds the USER handles to the kernel handles of a process. Fails with the problem of the kernel handles where neither
 * have a trace log. `kernel`: the kernel handles, or why there are no records of them.
 */
export async function leakTables(
  request: LeakTableRequest,
  kernel: Result<HandleTable>,
  token: CancellationToken,
): Promise<Result<LeakTables>> {
  const user = await userLeakTable(request, token);
  const tables = [kernel, user].flatMap((table) =>
    table.ok && table.value !== null ? [table.value] : [],
  );
  if (tables.length === 0 && !kernel.ok) {
    return kernel;
  }
  return ok({
    tables,
    remarks: [
      ...(kernel.ok ? [] : [`${FAMILY_NAMES.kernel}: ${describeProblem(kernel.problem)}`]),
      ...(user.ok ? [] : [`${FAMILY_NAMES.USER}: ${describeProblem(user.problem)}`]),
    ],
  });
}

/** Null where the process does not use the windowing system, or nothing can have been recorded of it. */
async function userLeakTable(
  request: LeakTableRequest,
  token: CancellationToken,
): Promise<Result<HandleTable | null>> {
  const { target, processId, rules } = request;
  const { generation, userHandles } = target;
  const isGui = userHandles?.guiProcesses().some((each) => each.processId === processId) ?? false;
  if (!isGui || target.info.liveness === 'dump') {
    return ok(null);
  }
  const ofTarget = known.get(target) ?? new Map<number, KnownTable>();
  known.set(target, ofTarget);
  const before = ofTarget.get(processId);
  if (before?.generation === generation && before.rules === rules) {
    return before.table;
  }
  const table = await makeTable(request, token);
  ofTarget.set(processId, { generation, rules, table });
  return table;
}

async function makeTable(
  { target, processId, rules, yieldNow, report }: LeakTableRequest,
  token: CancellationToken,
): Promise<Result<HandleTable>> {
  const log = target.userHandles?.traces() ?? fail(NO_TRACES);
  if (!log.ok) {
    return log;
  }
  const handles = await keptUserHandles(target, token);
  if (!handles.ok) {
    return handles;
  }
  const traces = await UserLifeRecords.open(
    log.value,
    { processId, version: handles.value.table.profile.version },
    token,
  );
  const { pointerSize } = target.info;
  return ok(
    new HandleTable({
      family: 'USER',
      handles: new UserHandleStore(
        handles.value.table,
        indexesOf(handles.value, processId, traces.created),
      ),
      traces,
      symbols: target.symbols,
      code: new OwnCode(target.modules(), pointerSize, rules),
      pointerSize,
      yieldNow,
      ...(report === undefined ? {} : { report }),
    }),
  );
}

const NO_TRACES: Problem = { code: 'no-user-handles', message: 'There are none.' };

/** Entries in use that the process owns, and those that it made and somebody else, or nobody, owns now. */
function indexesOf(
  { table, owners }: UserHandles,
  processId: number,
  created: ReadonlySet<number>,
): Uint32Array {
  const indexes = new Uint32Array(table.columns.count);
  let count = 0;
  for (let index = 0; index < indexes.length; index++) {
    if (
      table.isInUse(index) &&
      (owners.processIdOf(index) === processId || created.has(table.handle(index)))
    ) {
      indexes[count++] = index;
    }
  }
  return indexes.slice(0, count);
}
