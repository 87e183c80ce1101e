/** `!utrace -enable`, `-snapshot`, `-diff` and `-disable`: live targets only. */

import type { UserTracingControl } from '../../target/userHandles';
import type { Problem } from '../../util/problem';
import { fail, ok, type Result } from '../../util/result';
import { evaluateCount } from '../argumentList';
import type { CommandContext } from '../command';
import { errorResult, headerOf } from '../defineCommand';
import type { CommandResult } from '../results';
import { openUserTraces, userHandleAccess, type OpenedUserTraces } from './userAccess';
import { diffUserTraces } from './userTraceDiff';

/** Starts tracing with at least the given number of slots and takes the first snapshot. */
export async function enableUserTracing(
  context: CommandContext,
  slotsText: string | undefined,
): Promise<CommandResult> {
  const control = tracingControl(context, 'USER handle tracing cannot be enabled here');
  if (!control.ok) {
    return errorResult(context, control.problem);
  }
  const slots = slotsText === undefined ? ok(0) : await evaluateCount(slotsText, context);
  if (!slots.ok) {
    return errorResult(context, slots.problem);
  }
  const enabled = control.value.enable(slots.value);
  if (!enabled.ok) {
    return errorResult(context, enabled.problem);
  }
  const taken = await readSnapshot(context);
  return taken.ok
    ? {
        ...headerOf(context),
        kind: 'userTracing',
        action: 'enable',
        slots: enabled.value.slots,
      }
    : errorResult(context, taken.problem);
}

/** Takes the snapshot that the next `-diff` compares with. */
export async function takeUserSnapshot(context: CommandContext): Promise<CommandResult> {
  const control = tracingControl(context, 'A snapshot is of no use here');
  const taken = control.ok ? await readSnapshot(context) : control;
  return taken.ok
    ? { ...headerOf(context), kind: 'userTracing', action: 'snapshot', slots: null }
    : errorResult(context, taken.problem);
}

/** Stops tracing; the log and the snapshot are dropped. */
export function disableUserTracing(context: CommandContext): CommandResult {
  const control = tracingControl(context, 'USER handle tracing cannot be disabled here');
  if (!control.ok) {
    return errorResult(context, control.problem);
  }
  const disabled = control.value.disable();
  if (!disabled.ok) {
    return errorResult(context, disabled.problem);
  }
  context.state.userSnapshot = null;
  return { ...headerOf(context), kind: 'userTracing', action: 'disable', slots: null };
}

/** Compares with the last snapshot and replaces it. */
export async function diffUserSnapshot(context: CommandContext): Promise<CommandResult> {
  const control = tracingControl(context, 'There is nothing to compare here');
  if (!control.ok) {
    return errorResult(context, control.problem);
  }
  const before = context.state.userSnapshot;
  const taken = await readSnapshot(context);
  if (!taken.ok) {
    return errorResult(context, taken.problem);
  }
  if (before === null) {
    return errorResult(context, NO_SNAPSHOT);
  }
  const { store, profile } = taken.value;
  const diff = diffUserTraces(before, store.facts, await store.columns(context.token));
  return diff === null
    ? errorResult(context, TOO_LARGE)
    : {
        ...headerOf(context),
        kind: 'userTraceDiff',
        profile,
        store,
        symbols: context.target.symbols,
        newRecords: diff.newRecords,
        rows: diff.outstanding,
      };
}

const NO_SNAPSHOT: Problem = {
  code: 'no-snapshot',
  message: 'No snapshot had been taken to compare with; this command has taken one now.',
  hint: 'Let the program run, then use "!utrace -diff" again. "!utrace -enable" and "!utrace -snapshot" take one too.',
};

const TOO_LARGE: Problem = {
  code: 'diff-too-large',
  message: 'The log no longer holds every record made since the snapshot.',
  hint: 'Please start over with "!utrace -snapshot" and compare sooner, or make the log larger with "!utrace -enable <Max_Traces>".',
};

/** The switch of the trace; `what` says what fails when there is none, because nothing runs. */
function tracingControl(context: CommandContext, what: string): Result<UserTracingControl> {
  const access = userHandleAccess(context);
  if (!access.ok) {
    return access;
  }
  const { control } = access.value;
  return control === null
    ? fail({
        code: 'not-on-dump',
        message: `${what}: nothing runs in this target.`,
        hint: 'A sample whose program runs, such as sample:user-menu-leak, can be traced; on real Windows event tracing records these handles (docs/user-handles.md).',
      })
    : ok(control);
}

/** Reads the log and remembers how far it got. */
async function readSnapshot(context: CommandContext): Promise<Result<OpenedUserTraces>> {
  const opened = await openUserTraces(context);
  if (opened.ok) {
    context.state.userSnapshot = opened.value.store.facts.recorded;
  }
  return opened;
}
