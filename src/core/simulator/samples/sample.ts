/** What a built-in sample is: a name, a sentence, and a machine that has run a program. */

import type { LightMachine } from '../light/lightMachine';
import type { Machine } from '../machine/machine';
import type { SimulatedProcess } from '../machine/simulatedProcess';
import type { SimulatedThread } from '../machine/simulatedThread';
import type { UserSession } from '../user/userSession';
import type { ProgramContext } from '../win32/caller';

/** A thread as a stop names it. */
export interface StopThread {
  readonly threadId: number;
  readonly process: { readonly processId: number };
}

/** One more stretch of the program: runs until the next stop. */
export interface SampleStop {
  /** One sentence for people: what happened until here. */
  readonly description: string;
  /** The thread the debugger finds itself in. */
  readonly thread: StopThread;
}

/** A machine at its first stop. */
export interface SampleSession {
  readonly machine: Machine;
  readonly context: ProgramContext;
  /** The windowing system of the session; absent: none is simulated. */
  readonly userSession?: UserSession;
  /** What kind of debugger looks. */
  readonly viewpoint: 'user' | 'kernel';
  readonly debuggerStyle: 'modern' | 'xp';
  /** The process and the thread the debugger is in. */
  readonly process: SimulatedProcess;
  readonly thread: SimulatedThread;
  /** What `g` runs; null: the program is done. */
  readonly steps: Iterator<SampleStop, void, void> | null;
}

/** A light machine at its first stop, always seen by a kernel debugger. */
export interface LightSession {
  readonly light: LightMachine;
  readonly debuggerStyle: 'modern' | 'win7' | 'xp';
  readonly thread: StopThread;
  readonly steps: Iterator<SampleStop, void, void> | null;
}

/** A built-in sample. */
export interface Sample {
  /** As in `sample:<name>`. */
  readonly name: string;
  /** One sentence that says what it shows and what to try. */
  readonly description: string;
  /** Builds the machine and runs the program up to its first stop; the same every time. */
  open(): SampleSession | LightSession;
}
