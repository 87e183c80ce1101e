/** Reads a target's USER handle table the way every command does: from its memory. */

import assert from 'node:assert/strict';
import { examineUserHandle } from '../../src/core/userHandles/examine';
import { openUserHandleTable } from '../../src/core/userHandles/openUserTable';
import { UserOwners } from '../../src/core/userHandles/owners';
import type { ObjectReader } from '../../src/core/userHandles/userObject';
import type { UserHandleAccess } from '../../src/core/target/userHandles';
import { verdictText } from '../../src/core/userHandles/verdict';
import type { Target } from '../../src/core/target/target';
import { neverCancelled } from '../../src/core/util/cancellation';

/** The decoded table of a target, with everything that reading its objects needs. */
export async function readUserTable(
  target: Pick<Target, 'userHandles' | 'readMemory'>,
): Promise<ObjectReader & { readonly access: UserHandleAccess }> {
  const access = target.userHandles;
  assert.ok(access !== null);
  const opened = await openUserHandleTable(target, neverCancelled);
  assert.ok(opened.ok, opened.ok ? '' : opened.problem.message);
  const table = opened.value;
  return { table, access, memory: target, owners: new UserOwners(table, access) };
}

/** The verdict on a handle in its fixed words, with the object looked at. */
export async function verdictOn(target: Target, handle: number): Promise<string> {
  const reader = await readUserTable(target);
  return verdictText((await examineUserHandle(reader, handle, neverCancelled)).verdict);
}
