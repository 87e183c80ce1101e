/** From the windowing system's answers to what its functions return. */

import { handleCall, type UserOutcome } from '../../../simulator/user/calls/userCaller';
import { userType } from '../../../windows/user/userTypes';
import type { UserTypeId } from '../../../windows/user/userTypeTable';
import { builtIn, type BuiltIn, type BuiltInDescription, type Call } from '../builtIn';

/** The value, or 0 with the last error. */
export function answer(call: Call, outcome: UserOutcome): number {
  return outcome.lastError === 0 ? outcome.value : call.fail(outcome.lastError, 0);
}

/** Why a handle that a function is given is none of the type; null when it is one, or 0. The refusal is recorded. */
export function badHandle(
  call: Call,
  name: string,
  type: UserTypeId,
  handle: number,
): UserOutcome | null {
  const checked = handle === 0 ? null : handleCall(call.userCaller, { name, type, handle });
  return checked === null || checked.lastError === 0 ? null : checked;
}

/** What a function of the windowing system is described by. */
export interface UserFunction extends Omit<
  BuiltInDescription,
  'run' | 'opens' | 'windowing' | 'paths'
> {
  /** The type it is about. */
  readonly type: UserTypeId | 'any';
  /** It makes an object of the type. */
  readonly makes?: boolean;
  readonly run: (call: Call) => UserOutcome;
}

/** Completes a description. */
export function userFunction({ type, makes, run, ...description }: UserFunction): BuiltIn {
  return builtIn({
    ...description,
    ...(makes === true && type !== 'any' ? { opens: userType(type).name } : {}),
    windowing: type,
    run: (call) => answer(call, run(call)),
  });
}

/** A destroying function: one parameter, TRUE when it worked. */
export function destroyer(
  signature: string,
  type: UserTypeId,
  run: (call: Call) => UserOutcome,
): BuiltIn {
  const [, closes = ''] = /(\w+)\)$/.exec(signature) ?? [];
  const { name } = userType(type);
  return userFunction({
    signature,
    summary: `Destroys a USER object of type ${name}.`,
    type,
    closes,
    run,
  });
}

/** The second object goes with the first, as menus and child windows do with their window. */
export function attach(call: Call, whole: number, part: number): void {
  const { session } = call.userCaller;
  if (part !== 0) {
    session.select(whole)?.addPart(part);
  }
}
