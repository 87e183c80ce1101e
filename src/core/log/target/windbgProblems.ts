/** What a WinDbg log could not tell or contradicts itself in, as problems with their lines. */

import type { ProblemLog } from '../../util/problemLog';
import { reportNotes } from './lineNotes';
import type { LogAnswer } from './logModel';
import type { WindbgReader } from './windbgReader';

/** Adds the problems of a log that was read to its end; answers of the other mode than `mode` are not shown. */
export function reportWindbg(
  reader: WindbgReader,
  mode: 'user' | 'kernel',
  problems: ProblemLog,
): void {
  reportNotes(reader.notes, problems);
  for (const answer of reader.answers) {
    reportAnswer(answer, problems);
    if (answer.scope.mode !== mode) {
      problems.add('log-other-mode', `line ${answer.line + 1}`, () => ({
        message: `This is the answer of a ${answer.scope.mode}-mode debugger; the log is shown as one of ${mode} mode, as its last answer is.`,
        hint: 'Save it into a file of its own and open that.',
      }));
    }
  }
  if (reader.symbols.isFull) {
    problems.add('log-many-addresses', '', () => ({
      message: 'The log names more addresses than are remembered; some frames show no symbol.',
    }));
  }
  if (reader.namesAreCut) {
    problems.add('log-many-names', '', () => ({
      message: 'The names of the log need more memory than allowed; some are not shown in lists.',
    }));
  }
}

function reportAnswer(answer: LogAnswer, problems: ProblemLog): void {
  const { totals, kind } = answer;
  for (const { line, what, printed, found, outcome } of totals) {
    if (outcome === 'different') {
      problems.add('log-totals-differ', `line ${line}`, () => ({
        message: `The debugger counted ${printed} ${what}, the log has ${found}.`,
        hint: 'A part of the answer is missing or was not understood.',
      }));
    }
  }
  const leftOut = 'rows' in answer ? answer.rows.leftOut : 0;
  if (leftOut > 0) {
    problems.add('log-too-many', kind, () => ({
      message: `${leftOut} ${kind === 'handles' ? 'handles' : 'trace records'} were left out: there are more than are shown.`,
    }));
  }
}
