/** The way from a command to the USER handles of its target, or to the sentence that says why there is none. */

import type { Target } from '../../target/target';
import type { UserHandleAccess } from '../../target/userHandles';
import type { UserTraceStore } from '../../target/userTraceStore';
import { keptUserHandles, type UserHandles } from '../../userHandles/keptUserHandles';
import type { Problem } from '../../util/problem';
import { fail, ok, type Result } from '../../util/result';
import type { UserProfileId } from '../../windows/user/userProfileId';
import { evaluateArgument } from '../argumentList';
import type { CommandContext } from '../command';

/** Which targets have a USER handle table, for people whose target has none. */
const WHERE_TO_FIND =
  'Samples whose names begin with user- have one (sample:user-menu-leak, for example), and so has a user-mode dump with full memory (.dump /ma) of Windows 7 or later.';

const FOR_SCRIPTS =
  'A script has one when it calls functions of the windowing system such as CreateWindowExW, or says "windows on;" in its block "machine".';

/** The USER handles of the target; the problem says that it has none and which targets do. */
export function userHandleAccess({ target }: CommandContext): Result<UserHandleAccess> {
  const { userHandles } = target;
  return userHandles === null ? fail(noUserHandles(target)) : ok(userHandles);
}

/** Says that a target has none, and which have. */
export function noUserHandles({ info, program }: Pick<Target, 'info' | 'program'>): Problem {
  return {
    code: 'no-user-handles',
    message: `${info.title} has no USER handle table.`,
    hint: program === undefined ? WHERE_TO_FIND : FOR_SCRIPTS,
  };
}

/** Opens the session's table; the problem says which memory, export or layout is missing. */
export async function openUserHandles(context: CommandContext): Promise<Result<UserHandles>> {
  const access = userHandleAccess(context);
  if (!access.ok) {
    return access;
  }
  context.host.progress('Reading the USER handle table');
  return await keptUserHandles(context.target, context.token);
}

/** The trace log and the version whose type numbers it uses; null when the table was not found. */
export interface OpenedUserTraces {
  readonly store: UserTraceStore;
  readonly profile: UserProfileId | null;
}

/** Opens the trace log of the session's USER handles. */
export async function openUserTraces(context: CommandContext): Promise<Result<OpenedUserTraces>> {
  const access = userHandleAccess(context);
  if (!access.ok) {
    return access;
  }
  context.host.progress('Reading the trace log of USER handles');
  const store = access.value.traces();
  if (!store.ok) {
    return store;
  }
  const place = await access.value.locate(context.token);
  return ok({ store: store.value, profile: place.ok ? place.value.profile : null });
}

/**
 * A USER handle as typed: 32 bits, since only they carry meaning; a 64-bit value must extend them by zeros or by the
 * sign (user-handles.md 4.1). The problem of anything larger says how to look up an address.
 */
export async function evaluateUserHandle(
  text: string,
  context: CommandContext,
): Promise<Result<number>> {
  const value = await evaluateArgument(text, context);
  if (!value.ok) {
    return value;
  }
  const low = BigInt.asUintN(32, value.value);
  const isExtended =
    value.value === low || BigInt.asIntN(64, value.value) === BigInt.asIntN(32, low);
  return isExtended
    ? ok(Number(low))
    : fail({
        code: 'not-a-handle',
        message: `'${text}' is 0x${BigInt.asUintN(64, value.value).toString(16)}, but a USER handle has 32 bits.`,
        hint: `If it is the address of an entry or an object: !dhe -a ${text}`,
      });
}
