/** Walking through the recorded operations of a dump, with the commands that step through a program. */

import type { MotionHost, ProgramMotion } from '../../target/program';
import type { RecordingAccess, RecordingMotion } from '../../target/recording';
import type { CommandContext } from '../command';
import { errorResult, headerOf } from '../defineCommand';
import { rememberStop } from '../keptTable';
import type { CommandResult } from '../results';

/** Goes to another moment; null when the target is no recording. `remembers`: what changes is told against this moment. */
export async function walkRecording(
  context: CommandContext,
  motion: ProgramMotion,
  remembers = true,
): Promise<CommandResult | null> {
  const { recording } = context.target;
  if (recording === undefined) {
    return null;
  }
  if (motion.kind === 'step' && motion.depth === 'out') {
    return errorResult(context, {
      code: 'recording-without-calls',
      message: 'A recording has operations on handles, no calls that one could leave.',
      hint: 'p and p- go from one operation to the next, g and g- from one bad reference to the next.',
    });
  }
  if (remembers) {
    await rememberStop(context);
  }
  return await walk(context, recording, motion);
}

async function walk(
  context: CommandContext,
  recording: RecordingAccess,
  motion: RecordingMotion,
): Promise<CommandResult> {
  context.host.progress('Reading the recorded operations');
  const stop = await recording.move(motion, motionHost(context));
  if (!stop.ok) {
    return errorResult(context, stop.problem);
  }
  context.state.currentThreadId = stop.value.threadId;
  return { ...headerOf(context), kind: 'resumed', stop: stop.value };
}

function motionHost({ host, token }: CommandContext): MotionHost {
  return { token, yieldNow: () => host.yieldNow() };
}

/** Says where the recording stands; null when the target is none. */
export async function showMoment(context: CommandContext): Promise<CommandResult | null> {
  const { recording } = context.target;
  if (recording === undefined) {
    return null;
  }
  const moment = await recording.moment(motionHost(context));
  return moment.ok
    ? { ...headerOf(context), kind: 'recordingMoment', moment: moment.value }
    : errorResult(context, moment.problem);
}
