/** A target that refuses every change: what watches and hovers evaluate against, again and again. */

import type { HandleTableSelector, Target, TargetControl } from '../core/target/target';
import type { LogAccess, LogRemainder } from '../core/target/logAccess';
import type { RecordingAccess } from '../core/target/recording';
import type { UserHandleAccess } from '../core/target/userHandles';
import type { Address } from '../core/model/identifiers';
import type { CancellationToken } from '../core/util/cancellation';
import type { Problem } from '../core/util/problem';
import { fail } from '../core/util/result';

const REFUSED: Problem = {
  code: 'read-only-context',
  message: 'This command changes the target and is refused here.',
  hint: 'Type it into the debug console.',
};

const refusingControl: TargetControl = {
  enableTracing: () => fail(REFUSED),
  disableTracing: () => fail(REFUSED),
  closeHandle: () => fail(REFUSED),
  resume: () => Promise.resolve(fail(REFUSED)),
};

/** One for each target: what is kept for it serves every evaluation. */
const made = new WeakMap<Target, Target>();

/** The same target with changes refused. Closing it does nothing: it is not its own. */
export function readOnlyTarget(target: Target): Target {
  const known = made.get(target) ?? refusing(target);
  made.set(target, known);
  return known;
}

function refusing(target: Target): Target {
  return {
    info: target.info,
    capabilities: target.capabilities,
    get problems(): readonly Problem[] {
      return target.problems;
    },
    parts: target.parts,
    symbols: target.symbols,
    control: target.control === null ? null : refusingControl,
    ...(target.log === undefined ? {} : { log: readOnlyLog(target.log) }),
    ...(target.recording === undefined ? {} : { recording: readOnlyRecording(target.recording) }),
    get userHandles(): UserHandleAccess | null {
      return target.userHandles === null ? null : readOnlyUserHandles(target.userHandles);
    },
    get generation(): number {
      return target.generation;
    },
    processes: () => target.processes(),
    currentProcessId: () => target.currentProcessId(),
    currentThreadId: () => target.currentThreadId(),
    threads: (processId: number) => target.threads(processId),
    modules: () => target.modules(),
    callStack: (threadId: number, token: CancellationToken) => target.callStack(threadId, token),
    exception: () => target.exception(),
    handles: (processId: number, table: HandleTableSelector) => target.handles(processId, table),
    traces: (processId: number) => target.traces(processId),
    readMemory: (address: Address, length: number, token: CancellationToken) =>
      target.readMemory(address, length, token),
    close: () => Promise.resolve(),
  };
}

/** The same recording, at the moment that is looked at. */
function readOnlyRecording(recording: RecordingAccess): RecordingAccess {
  return {
    moment: (host) => recording.moment(host),
    move: () => Promise.resolve(fail(REFUSED)),
  };
}

/** The same log, at the moment that is looked at. */
function readOnlyLog(log: LogAccess): LogAccess {
  return {
    format: log.format,
    encoding: log.encoding,
    lines: log.lines,
    bytes: log.bytes,
    moments: log.moments,
    totals: log.totals,
    remaindersLeftOut: log.remaindersLeftOut,
    get currentMoment(): number {
      return log.currentMoment;
    },
    get remainders(): readonly LogRemainder[] {
      return log.remainders;
    },
    unused: log.unused,
    counts: (processId: number) => log.counts(processId),
    selectMoment: () => fail(REFUSED),
  };
}

function readOnlyUserHandles(access: UserHandleAccess): UserHandleAccess {
  return {
    locate: (token: CancellationToken) => access.locate(token),
    guiProcesses: () => access.guiProcesses(),
    guiThreads: () => access.guiThreads(),
    desktopName: (desktop: Address) => access.desktopName(desktop),
    traces: () => access.traces(),
    control:
      access.control === null
        ? null
        : { enable: () => fail(REFUSED), disable: () => fail(REFUSED) },
  };
}
