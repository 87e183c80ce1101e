/** Takes a snapshot of a process: its kernel handles, and its USER handles where the target shows them. */

import {
  takeNamedSnapshot,
  type NamedSnapshot,
  type UserSubject,
} from '../../analysis/compare/namedSnapshot';
import type { ProcessInfo } from '../../model/process';
import type { Target } from '../../target/target';
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
  { name, target, process }: SnapshotOf,
  context: CommandContext,
): Promise<Result<NamedSnapshot>> {
  const { host, state } = context;
  const kernel = listed(await handleTableIn(target, process, context));
  const how = { rules: state.ownCode, yieldNow: () => host.yieldNow() };
  const user = await userSubject({ name, target, process }, how, context);
  // Counts by type can be compared, too.
  const counts = kernel.ok ? null : (target.log?.counts(process.processId) ?? null);
  if (!kernel.ok && user === null && counts === null) {
    return kernel;
  }
  const table = kernel.ok
    ? kernel.value
    : counts === null
      ? unlistedTable(target, kernel.problem, how)
      : countedTable(target, counts, how);
  const subject = { name, target, process, table, user };
  return ok(await takeNamedSnapshot(subject, workOf(context)));
}

async function userSubject(
  { target, process: { processId } }: SnapshotOf,
  how: Parameters<typeof unlistedTable>[2],
  { token }: CommandContext,
): Promise<UserSubject | null> {
  if (target.userHandles === null) {
    return null;
  }
  const model = await userHandlesOrNone({ target, processId, ...how }, token);
  return model.ok ? { table: model.value.table, objects: model.value.objects() } : null;
}
