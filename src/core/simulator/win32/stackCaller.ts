/** Where a program stands when it calls a system function: a thread's stack and the place in the program. */

import type { Address } from '../../model/identifiers';
import type { CallPath } from '../catalog/callPaths';
import type { ModuleSet } from '../catalog/moduleSet';
import type { ThreadStack } from '../machine/threadStack';
import { highWord, lowWord } from '../machine/words';

/** A thread that puts the frames of a call on its stack. Frames must lie in the process's modules; others throw. */
export abstract class StackCaller<T extends ThreadStack> {
  protected constructor(
    protected readonly modules: ModuleSet,
    readonly thread: T,
    /** Return address into the program; null: the thread's innermost frame is it. */
    private readonly site: Address | null,
  ) {}

  /** Runs something inside a function that returns to `frame`. */
  within<R>(frame: string, body: () => R): R {
    return this.thread.withFrame(this.modules.place(frame), body);
  }

  /**
   * Pushes frames for good, outermost first: what a thread's main loop stands on. Answers with their number, with which
   * {@link leave} takes them away again.
   */
  enter(frames: readonly string[]): number {
    for (const frame of frames) {
      const place = this.modules.place(frame);
      this.thread.pushFrame(lowWord(place), highWord(place));
    }
    return frames.length;
  }

  /** Pops as many frames as {@link enter} pushed. */
  leave(count: number): void {
    for (let popped = 0; popped < count; popped++) {
      this.thread.popFrame();
    }
  }

  /** Runs something with the call site on the stack: a call whose own frames are not simulated. */
  atSite<R>(body: () => R): R {
    return this.site === null ? body() : this.thread.withFrame(this.site, body);
  }

  /** Runs something with the call site and the frames of a call path on the stack, and takes them away again. */
  protected through<R>(path: CallPath, body: (thread: T, service: string) => R): R {
    const { thread } = this;
    const depth = thread.depth;
    const hidden = this.pushSite(path);
    for (const frame of path.frames) {
      thread.pushFrame(lowWord(frame), highWord(frame));
    }
    try {
      return body(thread, path.service);
    } finally {
      this.leave(thread.depth - (depth - (hidden === null ? 0 : 1)));
      if (hidden !== null) {
        thread.pushFrame(hidden.low, hidden.high);
      }
    }
  }

  /** Puts the call site on the stack; a path that hides its caller leaves it out or takes it away for the time. */
  private pushSite(path: CallPath): { readonly low: number; readonly high: number } | null {
    const { thread, site } = this;
    if (site !== null) {
      if (!path.hidesCaller) {
        thread.pushFrame(lowWord(site), highWord(site));
      }
      return null;
    }
    if (!path.hidesCaller || thread.depth === 0) {
      return null;
    }
    const at = (thread.depth - 1) * 2;
    const hidden = { low: thread.stackWords[at] ?? 0, high: thread.stackWords[at + 1] ?? 0 };
    thread.popFrame();
    return hidden;
  }
}
