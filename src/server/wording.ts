/** Sentences that several features share. */

import { explainBadReference, type BadReferenceStory } from '../core/log/badReference';
import type { HandleEntry, PlacedTrace } from '../core/log/handleIndex';
import type { LogTrace } from '../core/log/logEvents';
import type { TraceOperation } from '../core/model/handleTrace';
import { hex0x } from '../core/util/hex';
import { describeFrame, ownFrame } from './ownFrames';

const OPERATIONS: Readonly<Record<TraceOperation, string>> = {
  open: 'open',
  close: 'close',
  badref: 'bad reference',
};

/** `open`, `close`, `bad reference`, or the word that stands in the log. */
export function operationWord(record: LogTrace): string {
  return record.operation === null ? record.operationText : OPERATIONS[record.operation];
}

/** `open of handle 0x3c`, `bad reference to handle 0x3c`. */
export function operationOnHandle(record: LogTrace): string {
  const word = record.operation === 'badref' ? 'to' : 'of';
  return `${operationWord(record)} ${word} handle ${hex0x(record.handle)}`;
}

/** `thread 0xb54 in courier!Route::finish+0x57`; parts that the log lacks are left out. */
export function actor(record: LogTrace): string {
  const frame =
    ownFrame(record.frames) ?? record.frames.find(({ symbol }) => symbol !== null) ?? null;
  const thread = record.threadId === null ? '' : `thread ${hex0x(record.threadId)}`;
  const place = frame === null ? '' : `in ${describeFrame(frame)}`;
  return [thread, place].filter((part) => part !== '').join(' ');
}

/** ` by …` where the log names an actor, empty otherwise. */
export function byActor(record: LogTrace): string {
  const who = actor(record);
  return who === '' ? '' : who.startsWith('in ') ? ` ${who}` : ` by ${who}`;
}

/** Who did it in the few words of an outline: the first own frame, else the thread. */
export function shortActor(record: LogTrace): string {
  const frame = ownFrame(record.frames);
  return frame === null ? actor(record) : describeFrame(frame);
}

/** `3 opens`, `1 open`. */
export function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

/** Line number as people count. */
export function lineName(record: LogTrace): string {
  return `line ${record.lines.first + 1}`;
}

/** A bad reference in words, and the records the words refer to. */
export interface BadReferenceWords {
  readonly code: 'bad-reference' | 'double-close';
  readonly sentences: readonly string[];
  readonly related: readonly { readonly record: LogTrace; readonly message: string }[];
}

/** Explains a bad reference in sentences. */
export function badReferenceWords(bad: PlacedTrace, entry: HandleEntry): BadReferenceWords {
  const story = explainBadReference(bad, entry);
  const isDouble = story.cause.kind === 'closedBefore' && story.cause.isClose;
  const call = story.service === null ? '' : ` in ${story.service}`;
  const subject = isDouble ? 'Second close of handle' : 'Bad reference to handle';
  const head = `${subject} ${hex0x(bad.record.handle)}${isDouble ? '' : call}: ${causeWords(story)}.`;
  const sentences = [head];
  if (story.reopened !== null) {
    sentences.push(
      `The value was opened again at ${lineName(story.reopened)}: it now stands for another object.`,
    );
  }
  if (story.isCut) {
    sentences.push('Something is left out of the log here, so a record may be missing.');
  }
  return {
    code: isDouble ? 'double-close' : 'bad-reference',
    sentences,
    related: relatedTo(story),
  };
}

function causeWords({ cause }: BadReferenceStory): string {
  switch (cause.kind) {
    case 'closedBefore':
      return `closed already at ${lineName(cause.close)}${byActor(cause.close)}`;
    case 'openHere':
      return (
        `the newest record before it is the open at ${lineName(cause.open)}${byActor(cause.open)}, ` +
        'so its close is missing here or the reference was made in another process'
      );
    case 'neverValid':
      return cause.meaning === null
        ? 'it is never valid; most likely the call that should have returned a handle failed and its result was not checked'
        : `it stands for ${cause.meaning} and is in no handle table`;
    case 'neverOpened':
      return (
        'no older record of this value is here; it was opened before tracing began, its records were overwritten, ' +
        'or it never was a handle of this process'
      );
  }
}

function relatedTo({ cause, reopened }: BadReferenceStory): BadReferenceWords['related'] {
  const related: { record: LogTrace; message: string }[] = [];
  if (cause.kind === 'closedBefore') {
    related.push({ record: cause.close, message: `Closed here${byActor(cause.close)}` });
    if (cause.open !== null) {
      related.push({ record: cause.open, message: `Opened here${byActor(cause.open)}` });
    }
  }
  if (cause.kind === 'openHere') {
    related.push({ record: cause.open, message: `Opened here${byActor(cause.open)}` });
  }
  if (reopened !== null) {
    related.push({ record: reopened, message: `Opened again here${byActor(reopened)}` });
  }
  return related;
}
