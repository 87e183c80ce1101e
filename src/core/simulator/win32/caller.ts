/** The place in a program from which Win32 functions are called: a thread, its process's modules, a return address. */

import type { Address } from '../../model/identifiers';
import { CallPaths } from '../catalog/callPaths';
import { catalogProfile } from '../catalog/catalogProfile';
import type { ModuleSet } from '../catalog/moduleSet';
import { startFrames, type ThreadStart } from '../catalog/startFrames';
import type { Machine } from '../machine/machine';
import type { SimulatedThread } from '../machine/simulatedThread';
import { StackCaller } from './stackCaller';

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
export class Caller extends StackCaller<SimulatedThread> {
  constructor(
    readonly context: ProgramContext,
    thread: SimulatedThread,
    site: Address | null = null,
  ) {
    super(context.modules, thread, site);
  }

  get machine(): Machine {
    return this.context.machine;
  }

  /** The same thread, calling from a place in the program: `createEventW(caller.at('App!main+0x20'), …)`. */
  at(frame: string): Caller {
    return new Caller(this.context, this.thread, this.context.modules.place(frame));
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
}
