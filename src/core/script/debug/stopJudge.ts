/** Decides while a script runs whether it stops: breakpoints, steps, exceptions. */

import type { HandleOperation } from '../../simulator/machine/machine';
import type { UserOperation } from '../../simulator/user/userSession';
import { userType } from '../../windows/user/userTypes';
import { BUILT_INS } from '../functions/catalog';
import type { Engine } from '../run/engine';
import type { ScriptException, ScriptThread } from '../run/engineState';
import type { BreakpointSet, Installed } from './breakpoints';
import { innermostPlace, type FramePlace } from './framePlaces';
import { meetsHits } from './hitCounts';
import type { ProgramValues } from './programValues';
import { endsStep, type StepPlan } from './stepPlan';
import { describeException } from './stopWords';

/** Why the program stops, and in which thread. */
export interface Hit {
  readonly kind:
    'entry' | 'start' | 'step' | 'breakpoint' | 'handle' | 'exception' | 'operation' | 'stop';
  readonly thread: ScriptThread;
  /** What there is to say beside the place; may be empty. */
  readonly text: string;
  /** What was raised; absent at stops for another reason. */
  readonly exception?: ScriptException;
}

/** STATUS_INVALID_HANDLE. */
const INVALID_HANDLE = 0xc000_0008;

/** Judges one run after the other. */
export class StopJudge {
  /** The step under way; null: only breakpoints stop. */
  plan: StepPlan | null = null;
  /** Why the last run stopped; null when nothing did. */
  hit: Hit | null = null;
  /** Nothing stops; where it would have is remembered. */
  remembersOnly = false;
  /** Only statements of this thread are remembered, and nothing else. */
  onlyThread: number | null = null;
  private remembered: (Hit & { readonly position: number }) | null = null;
  private limit = Infinity;
  /** What is wrong with the condition of the breakpoint that stops; empty: nothing. */
  private complaint = '';

  constructor(
    private readonly engine: Engine,
    private readonly breakpoints: BreakpointSet,
    private readonly values: ProgramValues,
    private readonly say: (text: string) => void,
  ) {}

  /** A run begins. `limit`: only places before this position are remembered, and the exception there of which the program died. */
  begin(limit = Infinity): void {
    this.hit = null;
    this.remembered = null;
    this.limit = limit;
  }

  /** The last place at which the run would have stopped, and forgets it. */
  takeRemembered(): (Hit & { readonly position: number }) | null {
    const { remembered } = this;
    this.remembered = null;
    return remembered;
  }

  atStatement(thread: ScriptThread, statement: number): boolean {
    if (this.onlyThread !== null) {
      return (
        thread.sim.threadId === this.onlyThread &&
        this.stop({ kind: 'operation', thread, text: '' })
      );
    }
    const isMarked = this.engine.marks[statement] !== 0;
    if (isMarked && this.anyStops(this.breakpoints.atStatement(statement), thread)) {
      return this.stop({ kind: 'breakpoint', thread, text: this.complaint });
    }
    const { plan } = this;
    const ends = plan !== null && endsStep(this.living(plan), thread, this.engine.depth(thread));
    return ends && this.stop({ kind: 'step', thread, text: '' });
  }

  atCall(thread: ScriptThread, builtIn: number): boolean {
    if (this.onlyThread !== null || !this.anyStops(this.breakpoints.atCall(builtIn), thread)) {
      return false;
    }
    const name = BUILT_INS[builtIn]?.name ?? '';
    const text = this.withComplaint(`Call of ${name}.`);
    if (this.remembersOnly) {
      // The run would stand in front of the call.
      this.remember({ kind: 'breakpoint', thread, text }, this.engine.state.position - 1);
      return false;
    }
    return this.stop({ kind: 'breakpoint', thread, text });
  }

  atException(exception: ScriptException): boolean {
    const { thread, code, text, isFatal } = exception;
    if (this.onlyThread !== null) {
      return false;
    }
    const filters = code === INVALID_HANDLE ? this.breakpoints.forInvalidHandles() : [];
    if (!isFatal && text === '' && !this.anyStops(filters, thread)) {
      return false;
    }
    const words = this.withComplaint(describeException(exception));
    return this.stop({ kind: 'exception', thread, text: words, exception });
  }

  /** The program asks for a stop. */
  atStop(thread: ScriptThread, text: string): boolean {
    return this.onlyThread === null && this.stop({ kind: 'stop', thread, text });
  }

  /** An operation on a handle: the run is interrupted behind the call that does it. */
  atOperation(event: HandleOperation): void {
    const thread = this.engine.state.threads.find(({ sim }) => sim === event.thread);
    const stops = this.breakpoints.forOperation(event);
    if (thread === undefined || this.onlyThread !== null || !this.anyStops(stops, thread)) {
      return;
    }
    const text = this.withComplaint(this.breakpoints.describe(event));
    if (this.stop({ kind: 'handle', thread, text })) {
      this.engine.interrupt(thread);
    }
  }

  /** The same for USER handles. What Windows does by itself, as after the end of a thread, stops nothing. */
  atUserOperation(event: UserOperation): void {
    const threadId = event.thread?.threadId;
    const thread = this.engine.state.threads.find(({ sim }) => sim.threadId === threadId);
    const stops = this.breakpoints.forUserOperation(event);
    if (thread === undefined || this.onlyThread !== null || !this.anyStops(stops, thread)) {
      return;
    }
    const type =
      event.type === null
        ? ''
        : ` (${userType(event.type).name}${event.operation === 'badref' ? ' wanted' : ''})`;
    const text = this.withComplaint(
      `${event.operation.toUpperCase()} of USER handle ${event.handle.toString(16)}${type}.`,
    );
    if (this.stop({ kind: 'handle', thread, text })) {
      this.engine.interrupt(thread);
    }
  }

  /** Notes a stop; false when it is only remembered. */
  private stop(hit: Hit): boolean {
    if (this.remembersOnly) {
      this.remember(hit, this.engine.state.position);
      return false;
    }
    this.hit ??= hit;
    return true;
  }

  private remember(hit: Hit, position: number): void {
    const isDeath = position === this.limit && hit.exception?.isFatal === true;
    if (position < this.limit || isDeath) {
      this.remembered = { ...hit, position };
    }
  }

  /** True when one of the breakpoints stops: its condition holds, it was passed often enough, and it prints nothing instead. */
  private anyStops(installed: readonly Installed[], thread: ScriptThread): boolean {
    this.complaint = '';
    return installed.filter((each) => this.stops(each, thread)).length > 0;
  }

  private stops(each: Installed, thread: ScriptThread): boolean {
    const { condition, message } = each.breakpoint;
    const place = innermostPlace(thread);
    if (!this.holds(condition, place) || !this.isTimely(each)) {
      return false;
    }
    const prints = message !== undefined && message !== '';
    if (prints && !this.remembersOnly) {
      this.say(`${this.values.format(message, place)}\n`);
    }
    return !prints;
  }

  /** A condition that cannot be evaluated holds, so that the user sees where, and why. */
  private holds(condition: string | undefined, place: FramePlace): boolean {
    if (condition === undefined || condition.trim() === '') {
      return true;
    }
    const holds = this.values.holds(condition, place);
    if (!holds.ok) {
      this.complaint = `The condition "${condition}" cannot be evaluated here. ${holds.problem.message}`;
    }
    return !holds.ok || holds.value;
  }

  /** True when a breakpoint was passed as often as it asks for. Backwards it stops where it did on the way here, or would not have been counted. */
  private isTimely({ breakpoint: { hits }, passes }: Installed): boolean {
    if (hits === undefined || hits.trim() === '') {
      return true;
    }
    const { position } = this.engine.state;
    const passed = this.remembersOnly ? passes.numberAt(position) : passes.note(position);
    return passed === null || meetsHits(hits, passed);
  }

  private withComplaint(text: string): string {
    return this.complaint === '' ? text : `${text} ${this.complaint}`;
  }

  /** After going back, the thread of a step is another object with the same id. */
  private living(plan: StepPlan): StepPlan {
    const { threads } = this.engine.state;
    if (threads.includes(plan.thread)) {
      return plan;
    }
    const same = threads.find(({ sim }) => sim.threadId === plan.thread.sim.threadId);
    return same === undefined ? plan : { ...plan, thread: same };
  }
}
