/** Why a log cannot answer a question, and what would have to be in it. */

import type { HandleSummary } from '../../model/handleColumns';
import type { ProcessInfo } from '../../model/process';
import type { HandleTableSelector } from '../../target/target';
import { hex0x } from '../../util/hex';
import type { Problem } from '../../util/problem';
import type { LogMoments } from './logMoments';
import { countsAt } from './moments';
import type { LogAnswer, LogModel, LogScope } from './logModel';

/** A log prints no memory that could be read. */
export const NO_MEMORY: Problem = {
  code: 'log-no-memory',
  message: 'A log holds no memory of the process.',
  hint: 'Open a dump to read memory.',
};

/** There is no such process, or no such table. */
export function noProcess(
  processes: readonly ProcessInfo[],
  processId: number,
  table: HandleTableSelector,
): Problem {
  if (table === 'cid') {
    return {
      code: 'log-no-table',
      message: 'The log holds no table of process and thread ids.',
      hint: 'Use the real debugger for flag 20 of !handle.',
    };
  }
  if (table === 'kernel') {
    return {
      code: 'log-no-table',
      message: "The log holds nothing of the kernel's own handle table.",
      hint: 'It would have to hold the answer of "!handle 0 13" or of a kernel handle.',
    };
  }
  const known = processes.map((each) => hex0x(each.processId)).join(', ');
  return {
    code: 'no-process',
    message: `The log says nothing about a process ${hex0x(processId)}.`,
    hint: `It knows: ${known}.`,
  };
}

/** The log lists no handles of a process, or none up to the moment that is looked at. */
export function noHandles(scope: LogScope, moments: LogMoments, model: LogModel): Problem {
  const counted = countsAt(moments.all, moments.currentMoment, scope);
  if (counted !== null) {
    return onlyCounted(counted.counts);
  }
  const later = laterMoment(scope, moments, 'handles');
  if (later !== null) {
    return {
      code: 'log-no-handles-yet',
      message: `The log lists no handles of this process up to moment ${moments.currentMoment}.`,
      hint: `".moment ${later}" goes to the first moment that has some.`,
    };
  }
  return {
    code: 'log-no-handles',
    message: `The ${model.format} lists no handles of this process.`,
    hint: stopsOnly(moments) ?? handlesHint(scope, moments, model),
  };
}

function handlesHint(scope: LogScope, moments: LogMoments, { mode }: LogModel): string {
  if (mode === 'kernel') {
    return 'Add the answer of "!handle 0 3" for the process to the log.';
  }
  const hasTraces = laterMoment(scope, moments, 'traces') !== null;
  return `Add the answer of "!handle 0 f" to the log${hasTraces ? '; the traces are there' : ''}.`;
}

/** What there is in a log that holds nothing but places at which a tool stopped the program; null for all others. */
function stopsOnly({ all }: LogMoments): string | null {
  const answers = all.flatMap((moment) => moment.answers);
  return answers.length > 0 && answers.every(({ kind }) => kind === 'stop')
    ? 'It holds the places where the program was stopped: ".moment" lists them, "k" shows the stack of the one that is looked at.'
    : null;
}

/** Types that are named in a message. */
const MOST_NAMED = 5;

/** The log tells how many handles there are of each type, and no more. */
function onlyCounted({ total, byType }: HandleSummary): Problem {
  const largest = [...byType].sort((a, b) => b[1] - a[1]);
  const named = largest.slice(0, MOST_NAMED).map(([type, count]) => `${type} ${count}`);
  const rest = largest.length > MOST_NAMED ? ', …' : '';
  return {
    code: 'log-only-counts',
    message: `The log counts the handles of this process without listing them: ${total} in all${named.length === 0 ? '' : ` (${named.join(', ')}${rest})`}.`,
    hint: '"!handle 0 0" shows all counts. A list needs more than a summary: "!handle 0 f" in a debugger, "handle -a -p <pid>" of Sysinternals.',
  };
}

/** The log lists no traces of a process, or none up to the moment that is looked at. */
export function noTraces(scope: LogScope, moments: LogMoments, model: LogModel): Problem {
  const later = laterMoment(scope, moments, 'traces');
  if (later !== null) {
    return {
      code: 'log-no-traces-yet',
      message: `The log lists no handle traces of this process up to moment ${moments.currentMoment}.`,
      hint: `".moment ${later}" goes to the first moment that has some.`,
    };
  }
  return {
    code: 'log-no-traces',
    message: `The ${model.format} holds no handle traces of this process.`,
    hint:
      stopsOnly(moments) ?? 'Traces come from "!htrace" in a debugger: add its answer to the log.',
  };
}

/** Number of the first moment with answers of a kind about a scope; null when there is none. */
function laterMoment(scope: LogScope, { all }: LogMoments, kind: LogAnswer['kind']): number | null {
  const found = all.find(({ answers }) =>
    answers.some((answer) => answer.kind === kind && answer.scope === scope),
  );
  return found?.number ?? null;
}
