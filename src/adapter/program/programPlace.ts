/** The program behind a session, and where in it a request means. */

import type { ProgramAccess, ProgramContext } from '../../core/target/program';
import { RequestError } from '../adapterErrors';
import type { Examination } from '../examination';
import { frameNumber, threadOfFrame } from '../stackFrames';
import type { ShownThread } from '../threadList';

/** The program with source; an error on targets that have none. */
export function programOf({ target }: Examination): ProgramAccess {
  if (target.program === undefined) {
    throw new RequestError(
      `${target.info.title} has no source: variables and breakpoints belong to scripts (.hsim).`,
    );
  }
  return target.program;
}

/**
 * Where a request with a frame id is evaluated: in the script's function of that frame, or the nearest one outside it;
 * without an id in the innermost one of the current thread. Null when the frame's thread runs nothing of the script.
 */
export function placeOf(
  examination: Examination,
  frameId: number | undefined,
): ProgramContext | null {
  const thread =
    frameId === undefined ? examination.threads.current() : threadOfFrame(examination, frameId);
  const index = frameId === undefined ? 0 : frameNumber(frameId);
  return placeInThread(examination, thread, index);
}

/** The same for a frame of a thread that is known. */
export function placeInThread(
  { target }: Examination,
  thread: ShownThread,
  index: number,
): ProgramContext | null {
  if (thread.kind === 'trace' || target.program === undefined) {
    return null;
  }
  const { threadId } = thread;
  const frame = target.program.frames(threadId).findIndex((each) => each.index >= index);
  return frame === -1 ? null : { threadId, frame };
}
