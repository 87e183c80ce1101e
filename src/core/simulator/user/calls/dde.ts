/** Dynamic data exchange: instances, conversations, transactions. */

import { createCall, destroyCall, failed, type UserCaller, type UserOutcome } from './userCaller';

/** DdeInitializeW: the instance. */
export function ddeInitializeW(caller: UserCaller): UserOutcome {
  return createCall(caller, { name: 'DdeInitializeW', type: 'ddeaccess' });
}

/** DdeUninitialize: the instance and its conversations go. */
export function ddeUninitialize(caller: UserCaller, instance: number): UserOutcome {
  return destroyCall(caller, 'DdeUninitialize', 'ddeaccess', instance);
}

/** DdeConnect: a conversation of an instance. */
export function ddeConnect(caller: UserCaller, instance: number): UserOutcome {
  return partCall(caller, { name: 'DdeConnect', whole: 'ddeaccess', part: 'ddeconv' }, instance);
}

/** DdeDisconnect: the conversation and its transactions go. */
export function ddeDisconnect(caller: UserCaller, conversation: number): UserOutcome {
  return destroyCall(caller, 'DdeDisconnect', 'ddeconv', conversation);
}

/** DdeClientTransaction, asynchronous: a transaction of a conversation. */
export function ddeClientTransaction(caller: UserCaller, conversation: number): UserOutcome {
  return partCall(
    caller,
    { name: 'DdeClientTransaction', whole: 'ddeconv', part: 'ddexact' },
    conversation,
  );
}

/** DdeAbandonTransaction. */
export function ddeAbandonTransaction(caller: UserCaller, transaction: number): UserOutcome {
  return destroyCall(caller, 'DdeAbandonTransaction', 'ddexact', transaction);
}

interface PartCall {
  readonly name: string;
  readonly whole: 'ddeaccess' | 'ddeconv';
  readonly part: 'ddeconv' | 'ddexact';
}

/** Makes an object that goes with another. */
function partCall(caller: UserCaller, call: PartCall, whole: number): UserOutcome {
  const { session } = caller;
  return createCall(caller, {
    name: call.name,
    type: call.part,
    before: (gui) => {
      const checked = session.validate(gui, whole, call.whole);
      return 'error' in checked ? failed(checked.error) : null;
    },
    complete: (object) => {
      session.select(whole)?.addPart(object.handle);
      return 0;
    },
  });
}
