/** A program's message loop: what its first thread stands in between two pieces of work. */

import type { UserCaller } from '../../user/calls/userCaller';

/** The loop of one thread. It waits from the start. */
export class MessageLoop {
  private waiting = 0;

  constructor(
    readonly main: UserCaller,
    /** The function that waits, as `app!MessageLoop+0x2e`. */
    private readonly place: string,
  ) {
    this.rest();
  }

  /** Runs something with the frames of a dispatched message below it, outermost first; then the thread waits again. */
  handle<T>(frames: readonly string[], body: () => T): T {
    this.wake();
    const depth = this.main.enter(frames);
    const result = body();
    this.main.leave(depth);
    this.rest();
    return result;
  }

  /** Stops waiting. */
  wake(): void {
    this.main.leave(this.waiting);
    this.waiting = 0;
  }

  /** Waits for the next message. */
  rest(): void {
    this.wake();
    this.waiting = this.main.enter([this.place]) + this.main.wait('GetMessageW');
  }
}
