/** What a log is, in words: title, description, parts. */

import type { ProcessInfo } from '../../model/process';
import type { TargetPart } from '../../target/target';
import type { TargetInfo } from '../../target/targetInfo';
import { hex0x } from '../../util/hex';
import type { LogMoments } from './logMoments';
import { recordCount, type LogAnswer, type LogModel } from './logModel';

/** Answers that are listed as parts; the rest is summed up. */
const MOST_ANSWERS = 200;

/** Identity and shape of the log. */
export function logInfo(
  model: LogModel,
  title: string,
  processes: readonly ProcessInfo[],
): TargetInfo {
  return {
    kind: 'log',
    title,
    description: describe(model, processes),
    mode: model.mode,
    liveness: model.liveness,
    architecture: model.architecture,
    pointerSize: model.pointerSize,
    windows: null,
    debuggerStyle: model.debuggerStyle,
    hidesKernelFrames: false,
    simulated: false,
  };
}

/** For example: WinDbg log of a live debugger, process 0x17e8: 165 handles, 12 traces. */
function describe(model: LogModel, processes: readonly ProcessInfo[]): string {
  const { answers, format } = model;
  const counts = [
    countOf(answers, 'handles', 'handle'),
    countOf(answers, 'traces', 'trace record'),
    summaryNote(answers),
  ].filter((each) => each !== '');
  const [first] = processes;
  const named = first === undefined ? '' : processText(first);
  const who = processes.length > 1 ? `${processes.length} processes` : named;
  return `${format}${who === '' ? '' : ` of ${who}`}: ${counts.length === 0 ? 'nothing that was understood' : counts.join(' and ')}`;
}

function processText({ processId, idUnrecorded, image }: ProcessInfo): string {
  const id = idUnrecorded === true ? '' : `process ${hex0x(processId)}`;
  return image === '' ? id : id === '' ? image : `${image} (${id})`;
}

function countOf(answers: readonly LogAnswer[], kind: LogAnswer['kind'], noun: string): string {
  const own = answers.filter((answer) => answer.kind === kind);
  const count = own.reduce((sum, answer) => sum + recordCount(answer), 0);
  return own.length === 0 ? '' : `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `135 handles counted by type` of the newest summary without a list, where nothing lists handles. */
function summaryNote(answers: readonly LogAnswer[]): string {
  const newest = answers.findLast((answer) => answer.kind === 'counts');
  return newest?.kind !== 'counts' || answers.some(({ kind }) => kind === 'handles')
    ? ''
    : `${newest.counts.total} handles counted by type`;
}

/** The text itself, every answer, and what was left over. */
export function logParts(model: LogModel, moments: LogMoments): readonly TargetPart[] {
  const { notes, answers } = model;
  const momentOf = new Map(
    moments.all.flatMap(({ number, answers: own }) => own.map((answer) => [answer, number])),
  );
  const shown = answers.slice(0, MOST_ANSWERS).map((answer) => ({
    name: `Moment ${momentOf.get(answer) ?? 0}, line ${answer.line + 1}`,
    size: null,
    note: answerNote(answer),
  }));
  const rest = answers.length - shown.length;
  const left = (
    [
      ['unread', 'within answers, not understood'],
      ['refused', 'incomplete or contradictory, left out'],
      ['cut', 'where the author of the log left something out'],
      ['chatter', 'of the symbol loader'],
      ['other', 'of other commands, not read'],
    ] as const
  ).flatMap(([kind, what]) => {
    const count = notes.count(kind);
    return count === 0
      ? []
      : [{ name: 'Lines left over', size: null, note: `${count} ${what}; .loginfo lists them` }];
  });
  return [
    { name: model.format, size: moments.bytes, note: `${model.lines} lines, ${model.encoding}` },
    ...shown,
    ...(rest > 0
      ? [{ name: 'More answers', size: null, note: `${rest}; .moment lists them` }]
      : []),
    ...left,
    ...(model.unused.length === 0
      ? []
      : [
          {
            name: 'Not kept',
            size: null,
            note: `${model.unused.join(', ')}: nothing here shows them`,
          },
        ]),
  ];
}

function answerNote(answer: LogAnswer): string {
  const { command, totals } = answer;
  const what = contentsOf(answer);
  const wrong = totals.filter(({ outcome }) => outcome === 'different').length;
  const cut = totals.filter(({ outcome }) => outcome === 'cut').length;
  const checked =
    totals.length === 0
      ? ''
      : wrong > 0
        ? '; its own totals say otherwise'
        : cut > 0
          ? '; its own totals are larger, the author left something out'
          : '; its own totals agree';
  return `${command ?? answer.title ?? 'no command shown'}: ${what}${checked}`;
}

function contentsOf(answer: LogAnswer): string {
  switch (answer.kind) {
    case 'handles':
      return `${answer.rows.count} handles`;
    case 'traces':
      return `${answer.rows.count} trace records${answer.isDiff ? ' of a difference' : ''}`;
    case 'counts':
      return `${answer.counts.total} handles, only counted by type`;
    case 'stop':
      return `a stack of ${answer.stack.length} frames`;
  }
}
