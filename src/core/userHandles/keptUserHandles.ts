/** A target's USER handle table with the owners of its entries: read once for each state of the target, for all who ask. */

import type { Target } from '../target/target';
import type { UserHandleAccess } from '../target/userHandles';
import type { CancellationToken } from '../util/cancellation';
import { ok, type Result } from '../util/result';
import { SharedLoad } from '../util/sharedLoad';
import { openUserHandleTable } from './openUserTable';
import { UserOwners } from './owners';
import type { ObjectReader } from './userObject';

/** A session's USER handles, opened: the table, who owns what, and how to read objects. */
export interface UserHandles extends ObjectReader {
  readonly access: UserHandleAccess;
}

/** The table of one state. */
interface KnownTable {
  readonly generation: number;
  readonly load: SharedLoad<Result<UserHandles>>;
}

const known = new WeakMap<Target, KnownTable>();

/** Opens the table as it stands now; the problem says which memory, export or layout is missing. Throws CancelledError. */
export async function keptUserHandles(
  target: Target,
  token: CancellationToken,
): Promise<Result<UserHandles>> {
  const { generation } = target;
  let table = known.get(target);
  if (table?.generation !== generation) {
    table = { generation, load: new SharedLoad((cancellation) => open(target, cancellation)) };
    known.set(target, table);
  }
  return await table.load.get(token);
}

async function open(target: Target, token: CancellationToken): Promise<Result<UserHandles>> {
  const opened = await openUserHandleTable(target, token);
  const { userHandles: access } = target;
  if (!opened.ok || access === null) {
    return opened as Result<never>;
  }
  const table = opened.value;
  return ok({ table, access, owners: new UserOwners(table, access), memory: target });
}
