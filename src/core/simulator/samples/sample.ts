/** What a built-in sample is that is no script: a name, a sentence, and a light machine that has run a program. */

import type { LightMachine } from '../light/lightMachine';

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
  open(): LightSession;
}
