/** The text of `!tt` on a recording: where it stands, and what it cannot know. */

import type { RecordingMoment } from '../target/recording';
import { hex0x } from '../util/hex';

const DONE = { open: 'the open of', close: 'the close of', badref: 'a bad reference to' } as const;

/** Where the recording stands, in one line. */
export function momentLine({ operations, recorded, last }: RecordingMoment): string {
  const where =
    operations === recorded
      ? `The end: all ${recorded} recorded operations are done`
      : `${operations} of ${recorded} recorded operations are done`;
  return last === null
    ? where
    : `${where}, the last was ${DONE[last.operation]} handle ${hex0x(last.handle)}`;
}

/** The same with what the records leave open, a line each. */
export function momentText(moment: RecordingMoment): string {
  const { orderIsKnown, orderReason, withoutTime, contradictions } = moment;
  const notes = [
    ...(orderIsKnown
      ? orderReason === undefined
        ? []
        : [orderReason]
      : [
          'The order of the records is not known, and nothing in them shows it; newest first is assumed, as debuggers do.',
        ]),
    ...(withoutTime > 0
      ? [
          `${withoutTime} ${withoutTime === 1 ? 'handle was' : 'handles were'} opened before the first record, at a time that is not known: shown at every moment.`,
        ]
      : []),
    ...(contradictions > 0
      ? [
          `${contradictions} times a handle was closed or opened again without a record in between: what lies between is a guess.`,
        ]
      : []),
  ];
  return [momentLine(moment), ...notes].map((line) => `${line}\n`).join('');
}
