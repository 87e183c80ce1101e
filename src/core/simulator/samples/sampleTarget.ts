/** Opens a sample as a target: the machine at its first stop, seen by the sample's debugger. */

import { address } from '../../model/identifiers';
import { SimulatedTarget, type ProgramStop } from '../simulatedTarget';
import type { Target } from '../../target/target';
import type { Sample, SampleStop } from './sample';

/** Runs the sample's program to its first stop and looks at it. */
export function sampleTarget(sample: Sample): Target {
  const { machine, context, viewpoint, debuggerStyle, process, thread, steps } = sample.open();
  return new SimulatedTarget({
    machine,
    viewpoint:
      viewpoint === 'user'
        ? { mode: 'user', process }
        : { mode: 'kernel', currentProcess: process },
    title: `sample:${sample.name}`,
    description: sample.description,
    debuggerStyle,
    symbols: context.modules.symbols(viewpoint),
    modules: context.modules.modules(
      viewpoint === 'kernel' && process.peb === address(0) ? 'system' : viewpoint,
    ),
    stop: programStop({ description: 'The sample is at its first stop.', thread }),
    ...(steps === null ? {} : { steps: programStops(steps) }),
  });
}

function programStop({ description, thread, exception }: SampleStop): ProgramStop {
  const place = { threadId: thread.threadId, processId: thread.process.processId };
  return exception === undefined
    ? { reason: 'breakpoint', description, ...place }
    : {
        reason: 'exception',
        description,
        ...place,
        exception: { ...exception, ...place, firstChance: true, parameters: [] },
      };
}

function* programStops(
  steps: Iterator<SampleStop, void, void>,
): Generator<ProgramStop, void, undefined> {
  for (let step = steps.next(); step.done !== true; step = steps.next()) {
    yield programStop(step.value);
  }
}
