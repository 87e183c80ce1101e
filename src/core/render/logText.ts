/** The text of `.moment` and `.loginfo`. */

import type { LogInfoResult, MomentsResult } from '../commands/results';
import type { LogMoment, RemainderKind } from '../target/logAccess';
import { escapeText } from './escapeText';

/** The moments, one per line; the one that is looked at has a point in front. */
export function momentChunks({ moments, current }: MomentsResult): readonly string[] {
  const width = String(moments.length).length;
  return moments.map((moment) => {
    const mark = moment.number === current ? '.' : ' ';
    const number = String(moment.number).padStart(width);
    return `${mark} ${number}  line ${moment.line}: ${escapeText(moment.title)} (${momentContents(moment)})\n`;
  });
}

/** `33 handles, 12 trace records`. */
export function momentContents({ handles, traces, counted: total }: LogMoment): string {
  const parts = [
    total === null || handles !== null ? '' : `${counted(total, 'handle')}, only counted`,
    handles === null ? '' : counted(handles, 'handle'),
    traces === null ? '' : counted(traces, 'trace record'),
  ];
  const said = parts.filter((each) => each !== '').join(', ');
  return said === '' ? 'a stack' : said;
}

const KINDS: Readonly<Record<RemainderKind, string>> = {
  unread: 'in an answer, not understood',
  refused: 'left out',
  cut: 'the author left something out',
  chatter: 'symbol loader',
  other: 'other text, not read',
};

/** What the log is, the totals that were checked, and every line that is no fact. */
export function logInfoChunks({ log }: LogInfoResult): readonly string[] {
  const { totals, remainders } = log;
  const agreeing = totals.filter(({ outcome }) => outcome === 'equal').length;
  const head = [
    `${log.format}, ${log.encoding}: ${counted(log.lines, 'line')}, ${counted(log.bytes, 'byte')}`,
    `${counted(log.moments.length, 'moment')}; number ${log.currentMoment} is looked at`,
    totals.length === 0
      ? 'The log prints no totals that could be checked'
      : `${agreeing} of ${counted(totals.length, 'printed total')} agree with what was read`,
    ...(log.unused.length === 0 ? [] : [`Not kept: ${escapeText(log.unused.join(', '))}`]),
  ];
  return [
    head.map((line) => `${line}\n`).join(''),
    ...totals
      .filter(({ outcome }) => outcome !== 'equal')
      .map(
        ({ line, what, printed, found, outcome }) =>
          `line ${line}: ${printed} ${escapeText(what)} printed, ${found} read${outcome === 'cut' ? '; the author left some out' : ''}\n`,
      ),
    remainders.length === 0
      ? 'Every line was understood\n'
      : 'Lines that are no facts of the target:\n',
    ...remainders.map(({ kind, first, last, text }) => {
      const where = first === last ? `line ${first}` : `lines ${first} to ${last}`;
      const what = text === '' ? '' : `: ${escapeText(text)}`;
      return `${where} (${KINDS[kind]})${what}\n`;
    }),
    ...(log.remaindersLeftOut > 0
      ? [`and ${counted(log.remaindersLeftOut, 'more stretch', 'more stretches')} of lines\n`]
      : []),
  ];
}

function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`;
}
