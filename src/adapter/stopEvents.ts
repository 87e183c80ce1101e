/** Bodies of `stopped` events. */

import type { DebugProtocol } from '@vscode/debugprotocol';
import type { StopInfo } from '../core/target/target';
import { assertNever } from '../core/util/assertNever';
import { describeStatus } from './exceptionInfo';
import type { Examination } from './examination';
import type { ShownThread } from './threadList';

type StopBody = DebugProtocol.StoppedEvent['body'];

/** The stop right after opening: by the exception the target stopped with, else "entry". */
export function entryStop(examination: Examination): StopBody {
  const { target, threads } = examination;
  const exception = target.exception();
  if (exception === null) {
    const isDump = target.info.liveness === 'dump';
    const place =
      target.info.kind === 'log' ? 'In a log' : isDump ? 'Stopped in a dump' : 'Stopped';
    return { reason: 'entry', description: place, ...all(threads.current().id) };
  }
  return {
    reason: 'exception',
    description: 'Stopped by an exception',
    text: describeStatus(exception.code),
    ...all(threads.numberOf(exception.threadId)),
  };
}

/** The stop after the target ran. */
export function stopBody(examination: Examination, stop: StopInfo): StopBody {
  const place = all(examination.threads.numberOf(stop.threadId));
  switch (stop.reason) {
    case 'breakpoint':
      return { reason: 'breakpoint', description: stop.description, ...place };
    case 'exception': {
      const exception = examination.target.exception();
      const text = exception === null ? stop.description : describeStatus(exception.code);
      return { reason: 'exception', description: stop.description, text, ...place };
    }
    case 'moment':
      return { reason: 'goto', description: stop.description, ...place };
    case 'step':
      return { reason: 'step', description: stop.description, ...place };
    case 'ended':
      return { reason: 'pause', description: stop.description, ...place };
    default:
      return assertNever(stop.reason);
  }
}

/** The stop that moves the focus to a thread without anything having run. */
export function focusStop(thread: ShownThread): StopBody {
  return { reason: 'goto', description: thread.name, ...all(thread.id) };
}

/** The stop that tells a client that wanted to pause that nothing runs. */
export function pauseStop(examination: Examination): StopBody {
  return { reason: 'pause', description: 'Stopped', ...all(examination.threads.current().id) };
}

function all(threadId: number): { readonly threadId: number; readonly allThreadsStopped: true } {
  return { threadId, allThreadsStopped: true };
}
