/** Takes a snapshot of a process: its kernel handles, and its USER handles where the target shows them. */

import {
  takeNamedSnapshot,
  type NamedSnapshot,
  type UserSubject,
} from '../../analysis/compare/namedSnapshot';
import type { HandleTable } from '../../analysis/handleTable';
import type { OwnCodeRules } from '../../analysis/traces/ownFrames';
import type { Work } from '../../analysis/work';
import type { ProcessInfo } from '../../model/process';
import type { Target } from '../../target/target';
import type { CancellationToken } from '../../util/cancellation';
import { ok, type Result } from '../../util/result';
import type { CommandContext } from '../command';
import { countedTable, handleTableIn, listed, unlistedTable } from '../handleTableOf';
import { userHandlesOrNone } from '../user/userHandleModel';
import { workOf } from '../workOf';

/** Whose handles, and what the snapshot is called. */
export interface SnapshotOf {
  readonly name: string;
  readonly target: Target;
  readonly process: ProcessInfo;
}

/** Takes it. Fails with the problem of the kernel handles where neither kind can be listed. */
export async function takeSnapshot(
  of: SnapshotOf,
  context: CommandContext,
): Promise<Result<NamedSnapshot>> {
  const kernel = listed(await handleTableIn(of.target, of.process, context));
  return await takeSnapshotWith(of, kernel, context.state.ownCode, workOf(context));
}

/** The same with a table of the kernel handles that is there already, or with the problem why they are not listed. */
export async function takeSnapshotWith(
  of: SnapshotOf,
  kernel: Result<HandleTable>,
  rules: OwnCodeRules,
  work: Work,
): Promise<Result<NamedSnapshot>> {
  const { target, process } = of;
  const how = { rules, yieldNow: work.yieldNow };
  const user = await userSubject(of, how, work.token);
  // Counts by type can be compared, too.
  const counts = kernel.ok ? null : (target.log?.counts(process.processId) ?? null);
  if (!kernel.ok && user?.ok !== true && counts === null) {
    return kernel;
  }
  const table = kernel.ok
    ? kernel.value
    : counts === null
      ? unlistedTable(target, kernel.problem, how)
      : countedTable(target, counts, how);
  return ok(await takeNamedSnapshot({ ...of, table, user }, work));
}

async function userSubject(
  { target, process: { processId } }: SnapshotOf,
  how: Parameters<typeof unlistedTable>[2],
  token: CancellationToken,
): Promise<Result<UserSubject> | null> {
  if (target.userHandles === null) {
    return null;
  }
  const model = await userHandlesOrNone({ target, processId, ...how }, token);
  return model.ok ? ok({ table: model.value.table, objects: model.value.objects() }) : model;
}
