/** The moments of a log, and the one that is looked at. */

import type { HandleSummary } from '../../model/handleColumns';
import type { LogAccess, LogMoment, LogRemainder, LogTotalCheck } from '../../target/logAccess';
import { fail, ok, type Result } from '../../util/result';
import type { LogModel } from './logModel';
import { countsAt, describeMoment, sortIntoMoments, type Moment } from './moments';
import type { ProcessNumbers } from './processNumbers';

/** What a target tells about its log. */
export class LogMoments implements LogAccess {
  readonly format: string;
  readonly encoding: string;
  readonly lines: number;
  readonly all: readonly Moment[];
  readonly moments: readonly LogMoment[];
  readonly totals: readonly LogTotalCheck[];
  readonly unused: readonly string[];
  /** Grows each time another moment is looked at. */
  generation = 0;
  private index: number;

  constructor(
    private readonly model: LogModel,
    private readonly numbers: ProcessNumbers,
    readonly bytes: number,
  ) {
    this.unused = model.unused;
    this.format = model.format;
    this.encoding = model.encoding;
    this.lines = model.lines;
    this.all = sortIntoMoments(model.answers);
    this.moments = this.all.map(describeMoment);
    this.totals = model.answers.flatMap(({ totals }) => totals);
    this.index = this.all.length - 1;
  }

  get remainders(): readonly LogRemainder[] {
    return this.model.notes.list();
  }

  get remaindersLeftOut(): number {
    return this.model.notes.leftOut;
  }

  get currentMoment(): number {
    return this.index + 1;
  }

  /** The moment that is looked at. */
  get current(): Moment {
    return this.all[this.index] ?? { number: 0, answers: [] };
  }

  counts(processId: number): HandleSummary | null {
    const scope = this.numbers.scopeOf(processId);
    return scope === null ? null : (countsAt(this.all, this.currentMoment, scope)?.counts ?? null);
  }

  selectMoment(number: number): Result<LogMoment> {
    const moment = this.moments[number - 1];
    if (moment === undefined) {
      return fail({
        code: 'no-moment',
        message: `The log has no moment ${number}.`,
        hint: `It has ${this.moments.length}, numbered from 1; ".moment" lists them.`,
      });
    }
    if (number - 1 !== this.index) {
      this.index = number - 1;
      this.generation++;
    }
    return ok(moment);
  }
}
