/** Timers, by the identifiers that programs know them by. */

import { killTimer, setTimer } from '../../../simulator/user/calls/timers';
import { failed, succeeded, type UserOutcome } from '../../../simulator/user/calls/userCaller';
import { ERROR_INVALID_PARAMETER } from '../answers';
import type { Call } from '../builtIn';
import { attach, badHandle } from './answer';

/** A timer by what its program calls it. */
function timerKey(call: Call, id: number): string {
  return `${String(call.userCaller.thread.threadId)}/${String(call.number(0))}/${String(id)}`;
}

/** Handle of a timer that still runs; 0 when there is none. */
function runningTimer(call: Call, id: number): number {
  const { session } = call.userCaller;
  return session.select(session.timers.get(timerKey(call, id)) ?? 0)?.handle ?? 0;
}

/** Without a window Windows chooses the identifier of a timer that it does not know: here the first free one. */
function timerId(call: Call): number {
  const wanted = call.number(1);
  if (wanted !== 0 && (call.number(0) !== 0 || runningTimer(call, wanted) !== 0)) {
    return wanted;
  }
  const { session, thread } = call.userCaller;
  let id = (session.timersInUse.get(thread.threadId) ?? 0) + 1;
  while (runningTimer(call, id) !== 0) {
    id++;
  }
  session.timersInUse.set(thread.threadId, id);
  return id;
}

/** A timer goes with its window. The same one started again only gets another time. */
export function startTimer(call: Call): UserOutcome {
  const { userCaller } = call;
  const window = call.number(0);
  const bad = badHandle(call, 'SetTimer', 'window', window);
  if (bad !== null) {
    return bad;
  }
  const id = timerId(call);
  if (runningTimer(call, id) !== 0) {
    return succeeded(id);
  }
  const outcome = setTimer(userCaller);
  if (outcome.lastError !== 0) {
    return outcome;
  }
  userCaller.session.timers.set(timerKey(call, id), outcome.value);
  attach(call, window, outcome.value);
  return succeeded(id);
}

/** A timer that does not run is refused. */
export function stopTimer(call: Call): UserOutcome {
  const { userCaller } = call;
  const id = call.number(1);
  const handle = runningTimer(call, id);
  const { session, thread } = userCaller;
  session.timers.delete(timerKey(call, id));
  const inUse = session.timersInUse.get(thread.threadId) ?? 0;
  if (call.number(0) === 0 && id <= inUse) {
    session.timersInUse.set(thread.threadId, id - 1);
  }
  return handle === 0 ? failed(ERROR_INVALID_PARAMETER) : killTimer(userCaller, handle);
}
