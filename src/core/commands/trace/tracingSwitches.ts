/** `!htrace -enable`, `-snapshot`, `-diff` and `-disable`: user mode, live targets. */

import type { ProcessInfo } from '../../model/process';
import type { TraceStore } from '../../target/traceStore';
import type { Problem } from '../../util/problem';
import { fail, ok, type Result } from '../../util/result';
import { evaluateCount } from '../argumentList';
import type { CommandContext } from '../command';
import type { TraceSnapshot } from '../debuggerState';
import { errorResult, headerOf } from '../defineCommand';
import { currentProcess } from '../resolveProcess';
import type { CommandResult } from '../results';
import { openTraces } from './openTraces';
import { diffTraces } from './traceDiff';

/** Starts tracing with at least the given number of slots and takes the first snapshot. */
export async function enableTracing(
  context: CommandContext,
  slotsText: string | undefined,
): Promise<CommandResult> {
  const { control } = context.target;
  const process = currentProcess(context);
  if (!process.ok) {
    return errorResult(context, process.problem);
  }
  if (control === null) {
    return errorResult(context, notSwitched(context, 'enabled'));
  }
  const slots = slotsText === undefined ? ok(0) : await evaluateCount(slotsText, context);
  if (!slots.ok) {
    return errorResult(context, slots.problem);
  }
  const enabled = control.enableTracing(process.value.processId, slots.value);
  if (!enabled.ok) {
    return errorResult(context, enabled.problem);
  }
  const taken = await readSnapshot(context, process.value);
  if (!taken.ok) {
    return errorResult(context, taken.problem);
  }
  return { ...headerOf(context), kind: 'tracing', action: 'enable', slots: enabled.value.slots };
}

/** Takes the snapshot that the next `-diff` compares with. */
export async function takeSnapshot(context: CommandContext): Promise<CommandResult> {
  const process = liveProcess(context, 'A dump is a single moment, so a snapshot is of no use');
  if (!process.ok) {
    return errorResult(context, process.problem);
  }
  const taken = await readSnapshot(context, process.value);
  return taken.ok
    ? { ...headerOf(context), kind: 'tracing', action: 'snapshot', slots: null }
    : errorResult(context, taken.problem);
}

/** Stops tracing; the log and the snapshot are dropped. */
export function disableTracing(context: CommandContext): CommandResult {
  const { control } = context.target;
  const process = currentProcess(context);
  if (!process.ok) {
    return errorResult(context, process.problem);
  }
  if (control === null) {
    return errorResult(context, notSwitched(context, 'disabled'));
  }
  const disabled = control.disableTracing(process.value.processId);
  if (!disabled.ok) {
    return errorResult(context, disabled.problem);
  }
  context.state.snapshots.delete(process.value.processId);
  return { ...headerOf(context), kind: 'tracing', action: 'disable', slots: null };
}

/** Compares with the last snapshot and replaces it. */
export async function diffSnapshot(context: CommandContext): Promise<CommandResult> {
  const process = liveProcess(context, 'A dump is a single moment, so there is nothing to compare');
  if (!process.ok) {
    return errorResult(context, process.problem);
  }
  const older = context.state.snapshots.get(process.value.processId);
  const taken = await readSnapshot(context, process.value);
  if (!taken.ok) {
    return errorResult(context, taken.problem);
  }
  if (older === undefined) {
    return errorResult(context, context.target.log === undefined ? NO_SNAPSHOT : NO_EARLIER);
  }
  const diff = diffTraces(older, taken.value.snapshot);
  if (diff === null) {
    return errorResult(context, TOO_LARGE);
  }
  return {
    ...headerOf(context),
    kind: 'traceDiff',
    process: process.value,
    store: taken.value.store,
    symbols: context.target.symbols,
    newRecords: diff.newRecords,
    rows: diff.outstanding,
  };
}

const NO_SNAPSHOT: Problem = {
  code: 'no-snapshot',
  message: 'No snapshot had been taken to compare with; this command has taken one now.',
  hint: 'Let the program run, then use "!htrace -diff" again. "!htrace -enable" and "!htrace -snapshot" take one too.',
};

const NO_EARLIER: Problem = {
  code: 'no-snapshot',
  message:
    'No snapshot had been taken to compare with; this command has taken one of this moment now.',
  hint: '".moment 1" goes to the first moment, "!htrace -snapshot" remembers it, ".moment" with a later number goes on, and "!htrace -diff" compares.',
};

const TOO_LARGE: Problem = {
  code: 'diff-too-large',
  message: 'The difference between the two snapshots is too large.',
  hint: 'Please start over with "!htrace -snapshot" and compare sooner, or make the log larger with "!htrace -enable <Max_Traces>".',
};

/** Why tracing cannot be switched in a target that only tells what was. */
function notSwitched({ target }: CommandContext, what: string): Problem {
  return target.log === undefined
    ? notOnDump(`Handle tracing cannot be ${what} on a dump`)
    : {
        code: 'not-on-log',
        message: `Handle tracing cannot be ${what} in a log: nothing runs in it.`,
        hint: '"!htrace" lists the traces that were printed.',
      };
}

/** Why a switch that changes or compares does not apply to a dump, and what works instead. */
function notOnDump(what: string): Problem {
  return {
    code: 'not-on-dump',
    message: `${what}: nothing runs in it.`,
    hint: 'If traces were recorded in it, "!htrace" lists them; to record some, enable Application Verifier (Handles) or tracing for the process and then write the dump with .dump /mh.',
  };
}

/** The current process, where there is more than one moment: of a live target or a log. */
function liveProcess(context: CommandContext, why: string): Result<ProcessInfo> {
  const { info, log } = context.target;
  return log === undefined && info.liveness === 'dump'
    ? fail(notOnDump(why))
    : currentProcess(context);
}

/** Reads the log and remembers it as the process's newest snapshot. */
async function readSnapshot(
  context: CommandContext,
  process: ProcessInfo,
): Promise<Result<{ readonly store: TraceStore; readonly snapshot: TraceSnapshot }>> {
  const store = await openTraces(context, process);
  if (!store.ok) {
    return store;
  }
  const columns = await store.value.columns(context.token);
  const snapshot: TraceSnapshot = { recorded: store.value.facts.recorded, columns };
  context.state.snapshots.set(process.processId, snapshot);
  return ok({ store: store.value, snapshot });
}
