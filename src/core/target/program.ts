/** A target that runs a program whose source is known: it can be stepped through, forwards and backwards. */

import type { TraceOperation } from '../model/handleTrace';
import type { Address } from '../model/identifiers';
import type { CancellationToken } from '../util/cancellation';
import type { Result } from '../util/result';
import type { StopInfo } from './target';

/** A file of the program's source. */
export interface ProgramSource {
  /** As the host names it. */
  readonly path: string;
  readonly text: string;
}

/** A span of source; lines and columns from 1, the end exclusive. */
export interface ProgramPlace {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Where the program is on its time line. */
export interface ProgramMoment {
  /** Instructions executed since the start. */
  readonly position: number;
  /** The furthest position that was reached. */
  readonly furthest: number;
  /** Operations on handles up to now. */
  readonly operations: number;
  /** Operations on handles in all that was recorded. */
  readonly recorded: number;
}

/** How a program is to run. */
export type ProgramMotion =
  | { readonly kind: 'continue'; readonly backwards: boolean }
  | {
      readonly kind: 'step';
      readonly depth: 'in' | 'over' | 'out';
      readonly backwards: boolean;
      readonly threadId: number;
    }
  /** To the statement that carries out an operation on a handle, numbered from 1. */
  | { readonly kind: 'operation'; readonly number: number };

/** What running needs from the shell. */
export interface MotionHost {
  readonly token: CancellationToken;
  /** Lets the shell do other things during long work. */
  yieldNow(): Promise<void>;
}

/** Where a program is to stop. Texts that are absent or empty say nothing. */
export type ProgramBreakpoint = {
  /** An expression of the program's language. */
  readonly condition?: string;
  /** `5` stops at the fifth time, `>= 5` from then on, `% 5` at every fifth. */
  readonly hits?: string;
  /** Printed instead of stopping; `{expression}` is replaced by its value. */
  readonly message?: string;
} & (
  | { readonly kind: 'line'; readonly path: string; readonly line: number }
  | { readonly kind: 'function'; readonly name: string }
  | {
      readonly kind: 'handle';
      readonly subject: HandleSubject;
      readonly operations: readonly TraceOperation[];
    }
  | { readonly kind: 'invalidHandle' }
);

/** Which handles a breakpoint is about. */
export type HandleSubject =
  /** `family`: only handles of that kind; null for both. */
  | {
      readonly kind: 'value';
      readonly value: number;
      readonly family: 'kernel' | 'USER' | null;
      /** Kernel handles: only of this process; absent for all. */
      readonly processId?: number;
    }
  /** The end of an object's name; USER objects have none. */
  | { readonly kind: 'name'; readonly name: string }
  | {
      readonly kind: 'type';
      readonly type: string;
      readonly family: 'kernel' | 'USER' | null;
    };

/** What became of a breakpoint that was set. */
export interface BreakpointState {
  readonly isVerified: boolean;
  /** Why it is not, in one sentence. */
  readonly message: string | null;
  /** Where it really is. */
  readonly place: ProgramPlace | null;
}

/** A function that a thread is in. */
export interface ProgramFrame {
  readonly function: string;
  readonly place: ProgramPlace;
  /** Where it stands in the thread's call stack, from 0. */
  readonly index: number;
}

/** A value of the program as people read it. */
export interface ProgramValue {
  /** For example `0x7c` or `"go"`. */
  readonly text: string;
  /** What a handle refers to, for example `Event (auto reset, signalled) "go"`; null for others. */
  readonly refersTo: string | null;
  readonly type: string;
  /** The handle value; null for others. */
  readonly handle: number | null;
  /** The value of a handle of the windowing system, 32 bits; null for others. */
  readonly userHandle: number | null;
  /** True when there is more below it: fields, elements, what a pointer points to. */
  readonly hasParts: boolean;
  /** An expression that has this value. */
  readonly expression: string;
}

/** A named value. */
export interface ProgramVariable extends ProgramValue {
  readonly name: string;
}

/** In which function something is evaluated. */
export interface ProgramContext {
  readonly threadId: number;
  /** Number of the frame, 0 the innermost. */
  readonly frame: number;
}

/** A variable as it is written in one line of source. */
export interface InlineValue {
  readonly line: number;
  readonly name: string;
  readonly value: ProgramValue;
}

/** The source, the state and the time of a program. */
export interface ProgramAccess {
  readonly sources: readonly ProgramSource[];
  /** Where an address lies in the source; null outside. */
  sourceOf(address: Address): ProgramPlace | null;
  moment(): ProgramMoment;
  /** Runs the program; a problem says why it cannot. */
  run(motion: ProgramMotion, host: MotionHost): Promise<Result<StopInfo>>;
  /** Replaces the breakpoints of a group, such as all of one file. */
  setBreakpoints(
    group: string,
    breakpoints: readonly ProgramBreakpoint[],
  ): readonly BreakpointState[];
  /** All breakpoints that are set, with their groups. */
  breakpoints(): readonly (readonly [string, ProgramBreakpoint])[];
  /** Lines of a file at which the program can stop. */
  breakpointLines(path: string): readonly number[];
  /** Functions of the source that a thread is in, innermost first. */
  frames(threadId: number): readonly ProgramFrame[];
  locals(context: ProgramContext): readonly ProgramVariable[];
  globals(context: ProgramContext): readonly ProgramVariable[];
  /** The last error of a thread, in numbers and words. */
  lastError(threadId: number): ProgramValue;
  /** What is below a value. */
  parts(expression: string, context: ProgramContext): readonly ProgramVariable[];
  /** Evaluates an expression; with side effects it may assign and call. */
  evaluate(text: string, context: ProgramContext, sideEffects: boolean): Result<ProgramValue>;
  /** True when a line is meant for the program and not for the debugger: an assignment, a call, a name. */
  understands(text: string, context: ProgramContext): boolean;
  /** Told of each line that the program or a breakpoint prints, and of the statement that does so; null: nobody listens. */
  onOutput: ((text: string, place: ProgramPlace | null) => void) | null;
}
