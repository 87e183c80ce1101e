/** What is said about the moments of a recording. */

import { NO_ACTOR, type HandleTrace } from '../../model/handleTrace';
import type { Problem } from '../../util/problem';
import { hex0x } from '../../util/hex';

const WORDS = {
  open: 'handle # opened',
  close: 'handle # closed',
  badref: 'bad reference to handle #',
} as const;

/** For example: Operation 12 of 948: handle 0x3c closed by thread 0x1f94. */
export function operationWords(trace: HandleTrace, number: number, recorded: number): string {
  const what = WORDS[trace.operation].replace('#', hex0x(trace.handle));
  const who = trace.threadId === NO_ACTOR ? '' : ` by thread ${hex0x(trace.threadId)}`;
  const end = number === recorded ? '; this is the end of the recording' : '';
  return `Operation ${number} of ${recorded}: ${what}${who}${end}`;
}

/** Before the first operation. */
export function startWords(recorded: number): string {
  return `Before the first of ${recorded} recorded operations`;
}

/** There is nothing further in a direction. */
export function nothingFurther(backwards: boolean): Problem {
  return backwards
    ? {
        code: 'recording-start',
        message: 'This is the start of the recording: nothing was recorded before.',
        hint: 'g goes on to the next bad reference, !tt to any operation.',
      }
    : {
        code: 'recording-end',
        message: 'This is the end of the recording: a dump cannot run on.',
        hint: 'g- goes back to the last bad reference, !tt to any operation.',
      };
}

/** There is no such operation. */
export function noOperation(number: number, recorded: number): Problem {
  return {
    code: 'no-operation',
    message: `There is no operation ${number}: ${recorded} were recorded.`,
    hint: 'They are numbered from 1, the oldest; 0 is the moment before it.',
  };
}

/** The dump has one operation list, and it is empty. */
export const NOTHING_RECORDED: Problem = {
  code: 'recording-empty',
  message: 'The dump has a list of operations on handles, but there is none in it.',
  hint: 'There is only the moment at which the dump was written.',
};

/** Memory and USER handles are of the end. */
export const OF_THE_END: Problem = {
  code: 'moment-without-memory',
  message: 'The memory of the process is recorded as it was at the end, not at this moment.',
  hint: 'Go to the end first: !tt says how many operations there are.',
};
