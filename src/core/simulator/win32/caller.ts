/** The place in a program from which Win32 functions are called: a thread, its process's modules, a return address. */

import type { Address } from '../../model/identifiers';
import { CallPaths, type CallPath } from '../catalog/callPaths';
import { catalogProfile } from '../catalog/catalogProfile';
import type { ModuleSet } from '../catalog/moduleSet';
import { startFrames, type ThreadStart } from '../catalog/startFrames';
import type { Machine } from '../machine/machine';
import type { SimulatedThread } from '../machine/simulatedThread';
import { highWord, lowWord } from '../machine/words';

/** What all callers of one process share. */
export interface ProgramContext {
  readonly machine: Machine;
  readonly modules: ModuleSet;
  readonly paths: CallPaths;
}

/** Makes what the callers of one process share: its modules and the call paths through them. */
export function programContext(machine: Machine, modules: ModuleSet): ProgramContext {
  const paths = new CallPaths(catalogProfile(machine.profile.id), modules);
  return { machine, modules, paths };
}

/**
 * A thread that calls Win32 functions. Frames are written as `module!symbol+0x1f` and must be return addresses in the
 * process's modules; a frame that names something else is a mistake in the program and throws.
 */
export class Caller {
  constructor(
    readonly context: ProgramContext,
    readonly thread: SimulatedThread,
    /** Return address into the program; null: the thread's innermost frame is it. */
    private readonly site: Address | null = null,
  ) {}

  get machine(): Machine {
    return this.context.machine;
  }

  /** The same thread, calling from a place in the program: `createEventW(caller.at('App!main+0x20'), …)`. */
  at(frame: string): Caller {
    return new Caller(this.context, this.thread, this.context.modules.place(frame));
  }

  /** Runs something inside a function that returns to `frame`. */
  within<T>(frame: string, body: () => T): T {
    return this.thread.withFrame(this.context.modules.place(frame), body);
  }

  /**
   * Pushes frames for good, outermost first: what a thread's main loop stands on. Answers with their number, with which
   * {@link leave} takes them away again.
   */
  enter(frames: readonly string[]): number {
    for (const frame of frames) {
      const place = this.context.modules.place(frame);
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

  /** Pushes the frames with which Windows starts a thread, then further ones, outermost first. */
  start(kind: ThreadStart, frames: readonly string[] = []): number {
    return this.enter([...startFrames(this.machine.profile.id, kind), ...frames]);
  }

  /**
   * Calls a Win32 function: puts the return address into the program and the frames of the system's modules on the
   * stack, then runs the service. A function the Windows version does not have throws.
   */
  call<T>(name: string, service: (thread: SimulatedThread, service: string) => T): T {
    return this.through(this.context.paths.path(name), service);
  }

  /** Calls a service of ntdll directly. */
  native<T>(service: string, body: (thread: SimulatedThread, service: string) => T): T {
    return this.through(this.context.paths.direct(service), body);
  }

  private through<T>(path: CallPath, body: (thread: SimulatedThread, service: string) => T): T {
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
