/** The processes that the machine block describes and the program starts, each once, in their order. */

import type { SimulatedProcess } from '../../simulator/machine/simulatedProcess';
import type { ProcessSetting } from '../compile/machineSettings';
import type { PlannedProcess } from '../functions/builtIn';
import type { Engine } from './engine';
import {
  kernelProcess,
  placement,
  processNamed,
  processOptions,
  sessionOf,
  threadOptions,
} from './machinePlaces';
import { isSameFile } from './scriptModules';

/** Where the next process of an image lies, and its ids; empty where the block says nothing. */
export function plannedProcess(engine: Engine, image: string): PlannedProcess {
  const wanted = nextOf(engine, image);
  if (wanted === undefined) {
    return {};
  }
  const { processId, threadId } = wanted;
  return {
    placement: placement(wanted),
    ...(processId === null ? {} : { processId }),
    ...(threadId === null ? {} : { threadId }),
  };
}

/** Makes the next process of an image with its first thread; nobody has a handle to it. Null when there is none. */
export function makeListed(
  engine: Engine,
  image: string,
  starter: SimulatedProcess,
): SimulatedProcess | null {
  const wanted = nextOf(engine, image);
  if (wanted === undefined) {
    return null;
  }
  const { machine } = engine.context;
  const session = sessionOf(wanted);
  const parent = wanted.parent === null ? null : processNamed(machine, wanted.parent);
  const process =
    kernelProcess(machine, image) ??
    machine.createProcess({
      ...processOptions(wanted),
      parent: parent ?? starter,
      sessionId: session === undefined ? starter.sessionId : session,
    });
  machine.createThread(process, threadOptions(wanted));
  return process;
}

/** The number of the function that the next process of an image runs, which counts as started; -1 for none. */
export function takeListed(engine: Engine, image: string): number {
  const { processes } = engine.program.settings;
  // An image that is started again runs what it ran the last time.
  const wanted = nextOf(engine, image) ?? listedOf(engine, image).at(-1);
  if (wanted === undefined) {
    return -1;
  }
  engine.state.started.push(processes.indexOf(wanted));
  return engine.program.functions.findIndex(({ name }) => name === wanted.main);
}

function nextOf(engine: Engine, image: string): ProcessSetting | undefined {
  const { processes } = engine.program.settings;
  return listedOf(engine, image).find(
    (each) => !engine.state.started.includes(processes.indexOf(each)),
  );
}

function listedOf({ program }: Engine, image: string): readonly ProcessSetting[] {
  return program.settings.processes.filter(
    (each) => each.main !== null && isSameFile(each.image, image),
  );
}
