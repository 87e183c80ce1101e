/** Accelerator tables. */

import { createCall, destroyCall, type UserCaller, type UserOutcome } from './userCaller';

/** Bytes of an accelerator; ACCEL of the SDK. */
const ACCELERATOR_SIZE = 6;

/** CreateAcceleratorTableW with so many accelerators. */
export function createAcceleratorTableW(caller: UserCaller, count = 1): UserOutcome {
  return createCall(caller, {
    name: 'CreateAcceleratorTableW',
    type: 'acceltable',
    request: { moreBytes: count * ACCELERATOR_SIZE },
  });
}

/** LoadAcceleratorsW of a resource with so many accelerators. */
export function loadAcceleratorsW(caller: UserCaller, count = 1): UserOutcome {
  return createCall(caller, {
    name: 'LoadAcceleratorsW',
    type: 'acceltable',
    request: { moreBytes: count * ACCELERATOR_SIZE },
  });
}

/** DestroyAcceleratorTable. */
export function destroyAcceleratorTable(caller: UserCaller, table: number): UserOutcome {
  return destroyCall(caller, 'DestroyAcceleratorTable', 'acceltable', table);
}
