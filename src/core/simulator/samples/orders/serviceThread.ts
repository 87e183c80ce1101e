/** A thread of the sample service that waits between two pieces of work. */

import type { SimulatedHandle } from '../../machine/machineTypes';
import type { Caller } from '../../win32/caller';

/** The frames of a thread that waits for an object, outermost first, above the function that waits. */
const WAITING = ['KERNELBASE!WaitForSingleObjectEx+0x8e', 'ntdll!NtWaitForSingleObject+0x14'];

/** A thread with its stack: the functions it always stands in, and while it is idle those of a wait. */
export class ServiceThread {
  private readonly waiting: readonly string[];

  /** `loop` are the frames of the thread's own functions, outermost first; `waits` is where it waits. */
  constructor(
    readonly caller: Caller,
    loop: readonly string[],
    waits: string,
    /** The event that wakes it; 0 for a thread that waits for something else. */
    readonly wake: SimulatedHandle = 0,
  ) {
    this.waiting = [waits, ...WAITING];
    caller.enter(loop);
    caller.enter(this.waiting);
  }

  /** Wakes the thread for one piece of work and lets it wait again. */
  run<T>(work: (caller: Caller) => T): T {
    this.caller.leave(this.waiting.length);
    try {
      return work(this.caller);
    } finally {
      this.caller.enter(this.waiting);
    }
  }

  /** Shows a debugger the thread in the middle of its work: it stands in `frames`, outermost first, while `stop` lasts. */
  *standingIn<T>(frames: readonly string[], stop: T): Generator<T, void, void> {
    this.caller.leave(this.waiting.length);
    this.caller.enter(frames);
    yield stop;
    this.caller.leave(frames.length);
    this.caller.enter(this.waiting);
  }
}
