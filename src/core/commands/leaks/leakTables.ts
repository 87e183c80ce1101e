/** The tables whose leak sites are ranked together: the kernel handles of a process, and its USER handles. */

import type { HandleTable } from '../../analysis/handleTable';
import { FAMILY_NAMES } from '../../analysis/leaks/leakRanking';
import type { CancellationToken } from '../../util/cancellation';
import { describeProblem } from '../../util/problem';
import { fail, ok, type Result } from '../../util/result';
import { userHandleModel, type UserModelRequest } from '../user/userHandleModel';

/** Whose handles, and how they are worked on. */
export interface LeakTableRequest extends UserModelRequest {
  readonly processId: number;
}

/** Tables with a trace log. */
export interface LeakTables {
  /** Kernel handles first; at least one. */
  readonly tables: readonly HandleTable[];
  /** Why one of them is missing, a sentence each. */
  readonly remarks: readonly string[];
}

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
  const { target, processId } = request;
  const { userHandles } = target;
  const isGui = userHandles?.guiProcesses().some((each) => each.processId === processId) ?? false;
  if (!isGui || target.info.liveness === 'dump') {
    return ok(null);
  }
  const model = await userHandleModel(request, token);
  if (!model.ok) {
    return model;
  }
  const { table, untraced } = model.value;
  return untraced === null ? ok(table) : fail(untraced);
}
