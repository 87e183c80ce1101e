/** The text of `!life` and `!why`. */

import type {
  Generation,
  HandleLife,
  LifeObject,
  LifeRecord,
} from '../../analysis/life/handleLife';
import type { BadReferenceStory } from '../../analysis/life/whyBad';
import { FAMILY_WORDS, type FamilyWords } from '../../analysis/traces/familyWords';
import type { HandleFamily } from '../../analysis/traces/handleFamily';
import type { LifeResult, WhyResult } from '../../commands/life/lifeResults';
import { NO_ACTOR } from '../../model/handleTrace';
import type { HandleValue } from '../../model/identifiers';
import { hex, hex0x } from '../../util/hex';
import { numberedProcess } from '../../model/processWords';
import { escapeText } from '../escapeText';
import { formatFrame } from '../formatFrame';
import { threadText } from '../leaks/siteLines';
import { shortenMiddle } from '../textTable';

/** Characters of each of two stacks side by side. */
const COLUMN = 58;
const BAD_REFERENCE = '*** BAD REFERENCE ***';

/** `!life` as one line. */
export function lifeLine({ life }: LifeResult): string {
  const { generations } = life;
  const bad = generations.reduce(
    (sum, each) => sum + each.badReferences.length,
    life.earlyBadReferences.length,
  );
  const parts = [
    generations.length === 1 ? 'one use' : `${generations.length} uses`,
    bad === 1 ? 'one bad reference' : `${bad} bad references`,
  ];
  return `${handleText(life.family, life.handle)}: ${parts.join(' and ')} on record, ${nowText(life)}`;
}

function handleText(family: HandleFamily, handle: HandleValue): string {
  return `${family === 'USER' ? 'USER handle' : 'Handle'} ${hex0x(handle)}`;
}

function nowText({ family, isOpen, generations }: HandleLife): string {
  const { open } = FAMILY_WORDS[family];
  const object = generations.at(-1)?.object ?? null;
  return isOpen
    ? `now ${open} as ${object === null ? 'an object' : objectText(object)}`
    : `not ${open} now`;
}

/** `!life`: each use of the value, oldest first. */
export function lifeChunks(result: LifeResult): readonly string[] {
  const { life } = result;
  const words = FAMILY_WORDS[life.family];
  return [
    `${lifeLine(result)}\n`,
    ...life.earlyBadReferences.map((record) => `     ${recordText(record, words)}\n`),
    ...life.generations.map((generation, at) => generationText(generation, at + 1, words)),
    ...othersText(result),
    ...result.notes.map((note) => `Note: ${escapeText(note)}\n`),
  ];
}

function generationText(generation: Generation, number: number, words: FamilyWords): string {
  const { open, close, object, badReferences, isOpen } = generation;
  const what = object === null ? 'type not recorded' : objectText(object);
  const closed = close ?? { trace: { row: -1 } };
  // A row is smaller the newer the record is.
  const whileOpen = badReferences.filter(({ trace }) => trace.row > closed.trace.row);
  const afterwards = badReferences.filter(({ trace }) => trace.row <= closed.trace.row);
  const end = isOpen
    ? `still ${words.open}`
    : close === null
      ? `${words.closed}, but that is not on record`
      : recordText(close, words);
  return [
    `${String(number).padStart(3)}  ${what}`,
    `     ${open === null ? `${words.opened} before the log begins, or the record was overwritten` : recordText(open, words)}`,
    ...(close === null ? badReferences : whileOpen).map(
      (record) => `     ${recordText(record, words)}`,
    ),
    `     ${end}`,
    ...(close === null ? [] : afterwards).map((record) => `     ${recordText(record, words)}`),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

function objectText({ type, name, from, source }: LifeObject): string {
  const what = name === null ? escapeText(type) : `${escapeText(type)} ${escapeText(name)}`;
  switch (from) {
    case 'table':
    case 'record':
      return what;
    case 'snapshot':
      return `${what} (by snapshot ${source})`;
    case 'call':
      return `${what} (by its opening call ${source})`;
  }
}

function recordText(
  { trace, sequence, place, duplicates }: LifeRecord,
  { labels }: FamilyWords,
): string {
  const { operation } = trace;
  const number = sequence === null ? `row ${trace.row}` : `record ${sequence}`;
  const where = place === null ? 'no stack recorded' : formatFrame(place);
  const how = duplicates && operation === 'open' ? ' by duplication' : '';
  return `${operation === 'badref' ? BAD_REFERENCE : labels[operation]}${how}  ${number}, ${actorText(trace)}: ${where}`;
}

/** Who made a record, as far as it tells. */
function actorText({ threadId, processId }: LifeRecord['trace']): string {
  const known = [
    ...(threadId === NO_ACTOR ? [] : [`thread ${hex(threadId)}`]),
    ...(processId === NO_ACTOR ? [] : [`process ${hex(processId)}`]),
  ];
  return known.length === 0 ? 'thread and process not recorded' : known.join(', ');
}

function othersText({ others }: LifeResult): readonly string[] {
  if (others === null) {
    return [];
  }
  return others.length === 0
    ? ['No other process has a handle to the object.\n']
    : [
        'Handles of other processes to the same object:\n',
        ...others.map(
          ({ process, handle }) =>
            `     ${hex0x(handle)} in ${escapeText(numberedProcess(process))}\n`,
        ),
      ];
}

/** `!why` as one line. */
export function whyLine({ handle, stories, total, notes }: WhyResult): string {
  const [first] = stories;
  if (first === undefined) {
    return escapeText(notes[0] ?? 'No bad reference.');
  }
  const of = handle === null ? '' : ` of ${hex0x(handle)}`;
  return total === 1
    ? escapeText(first.reference.text)
    : `${total} bad references${of}; the newest: ${escapeText(first.reference.text)}`;
}

/** `!why`: the story of each bad reference with its stacks side by side. */
export function whyChunks(result: WhyResult): readonly string[] {
  const { stories, total, notes } = result;
  return [
    ...stories.map(storyText),
    ...(total > stories.length
      ? [`… ${total - stories.length} older ones: add -all to explain them\n`]
      : []),
    ...notes.map((note) => `${stories.length === 0 ? '' : 'Note: '}${escapeText(note)}\n`),
  ];
}

function storyText(story: BadReferenceStory): string {
  const { reference, record } = story;
  const words = FAMILY_WORDS[reference.family];
  const other = story.closed ?? story.opened ?? story.reopened;
  const right =
    other === null
      ? []
      : [
          stackTitle(other, `${story.closed === null ? words.opened : words.closed} by`),
          ...stackLines(other),
        ];
  const left = [
    stackTitle(record, reference.kind === 'closed twice' ? `${words.closed} again by` : 'used by'),
    ...stackLines(record),
  ];
  return [
    `${handleText(reference.family, record.trace.handle)}: ${reference.title}`,
    `  ${escapeText(reference.text)}`,
    ...sideBySide(left, right),
    ...(story.closed === null || story.opened === null
      ? []
      : [`  ${words.opened} at ${placeText(story.opened)}`]),
    ...(story.reopened === null ? [] : [`  ${words.opened} again at ${placeText(story.reopened)}`]),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

function stackTitle({ trace }: LifeRecord, verb: string): string {
  return `${verb} ${threadText(trace.threadId)}`;
}

function stackLines({ frames }: LifeRecord): readonly string[] {
  return frames.length === 0 ? ['(no stack recorded)'] : frames.map(formatFrame);
}

function placeText({ place, trace }: LifeRecord): string {
  const where = place === null ? '(no stack recorded)' : formatFrame(place);
  return `${where} by ${threadText(trace.threadId)}`;
}

/** Two lists of lines in two columns; one column when the second is empty. */
function sideBySide(left: readonly string[], right: readonly string[]): readonly string[] {
  if (right.length === 0) {
    return left.map((line) => `    ${line}`);
  }
  const lines: string[] = [];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const first = shortenMiddle(left[at] ?? '', COLUMN).padEnd(COLUMN);
    lines.push(`    ${first} | ${shortenMiddle(right[at] ?? '', COLUMN)}`.trimEnd());
  }
  return lines;
}
