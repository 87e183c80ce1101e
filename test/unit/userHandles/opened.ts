/** Opens tables of test images. */

import assert from 'node:assert/strict';
import { openUserHandleTable } from '../../../src/core/userHandles/openUserTable';
import { UserOwners } from '../../../src/core/userHandles/owners';
import type { ObjectReader } from '../../../src/core/userHandles/userObject';
import type { UserHandleTable } from '../../../src/core/userHandles/userTable';
import { neverCancelled } from '../../../src/core/util/cancellation';
import type { Problem } from '../../../src/core/util/problem';
import { buildUserImage, type UserImage, type UserImageSpec } from '../../support/userImage';

/** The table of an image; fails the test when it does not open. */
export async function openTable(image: UserImage): Promise<UserHandleTable> {
  const opened = await openUserHandleTable(image, neverCancelled);
  assert.ok(opened.ok, opened.ok ? '' : opened.problem.message);
  return opened.value;
}

/** The problem with which an image does not open; fails the test when it opens. */
export async function openProblem(image: UserImage): Promise<Problem> {
  const opened = await openUserHandleTable(image, neverCancelled);
  assert.ok(!opened.ok, 'the table opens');
  return opened.problem;
}

/** Builds an image, opens it and makes it ready for reading objects. */
export async function openImage(
  spec: UserImageSpec,
): Promise<ObjectReader & { readonly image: UserImage }> {
  const image = buildUserImage(spec);
  return { ...(await readerOf(image)), image };
}

/** Everything that reading objects of an image needs. */
export async function readerOf(image: UserImage): Promise<ObjectReader> {
  const table = await openTable(image);
  const access = image.userHandles;
  return { table, access, memory: image, owners: new UserOwners(table, access) };
}
