/** The functions of a script that a thread is in, as expressions are evaluated in them. */

import { FRAME_WORDS, type ScriptThread } from '../run/engineState';
import type { SnippetPlace } from './snippet';

/** A function that a thread is in. */
export interface FramePlace extends SnippetPlace {
  readonly statement: number;
}

/** The innermost function of a thread. */
export function innermostPlace(thread: ScriptThread): FramePlace {
  const { function: number, pc, base, statement } = thread;
  return { thread, function: number, pc, base, statement };
}

/** All functions that a thread is in, innermost first. */
export function framePlaces(thread: ScriptThread): readonly FramePlace[] {
  const places: FramePlace[] = [innermostPlace(thread)];
  for (let at = thread.frames.length - FRAME_WORDS; at >= 0; at -= FRAME_WORDS) {
    places.push({
      thread,
      pc: thread.frames[at] ?? 0,
      base: thread.frames[at + 1] ?? 0,
      function: thread.frames[at + 2] ?? 0,
      statement: thread.frames[at + 3] ?? 0,
    });
  }
  return places;
}
