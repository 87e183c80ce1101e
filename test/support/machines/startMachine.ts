/** Builds the machine of a test: a Windows version whose kernel frames come from the module catalog. */

import { catalogProfile } from '../../../src/core/simulator/catalog/catalogProfile';
import { CatalogKernelFrames } from '../../../src/core/simulator/catalog/kernelFrames';
import type { ModuleImage } from '../../../src/core/simulator/catalog/moduleImage';
import { ModuleSet } from '../../../src/core/simulator/catalog/moduleSet';
import {
  kernelModules,
  systemModules,
  type ModuleVariation,
} from '../../../src/core/simulator/catalog/systemModules';
import { Machine } from '../../../src/core/simulator/machine/machine';
import type { MachineOptions } from '../../../src/core/simulator/machine/machineTypes';
import type { SimulatedProcess } from '../../../src/core/simulator/machine/simulatedProcess';
import { windowsProfile, type ProfileId } from '../../../src/core/windows/profiles';
import {
  Caller,
  programContext,
  type ProgramContext,
} from '../../../src/core/simulator/win32/caller';

/** What a test may want otherwise than usual. */
export interface SampleMachineOptions {
  readonly profile: ProfileId;
  /** The program's own modules; they come first in the list of modules. */
  readonly program?: readonly ModuleImage[];
  readonly variation?: ModuleVariation;
  /** Where the kernel image lies. */
  readonly kernelBase?: bigint;
  readonly machine?: Omit<MachineOptions, 'profile' | 'kernelFrames'>;
}

/** A machine with the modules of the process that is looked at. */
export interface SampleMachine {
  readonly machine: Machine;
  readonly context: ProgramContext;
}

/** Starts a machine. */
export function startMachine(options: SampleMachineOptions): SampleMachine {
  const modules = new ModuleSet([
    ...(options.program ?? []),
    ...systemModules(options.profile, options.variation),
    ...kernelModules(options.profile, options.kernelBase, options.variation?.functions),
  ]);
  const machine = new Machine({
    ...options.machine,
    profile: windowsProfile(options.profile),
    kernelFrames: new CatalogKernelFrames(catalogProfile(options.profile), modules),
  });
  return { machine, context: programContext(machine, modules) };
}

/** The first thread of a process, made when there is none, as a caller. */
export function firstThread(context: ProgramContext, process: SimulatedProcess): Caller {
  const thread = process.threads[0] ?? context.machine.createThread(process);
  return new Caller(context, thread);
}
