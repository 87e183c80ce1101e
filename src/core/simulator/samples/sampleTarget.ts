/** Opens a sample as a target: the machine at its first stop, seen by the sample's debugger. */

import type { ProgramStop } from '../simulatedTarget';
import type { Target } from '../../target/target';
import { LightTarget } from '../light/lightTarget';
import type { Sample, SampleStop, StopThread } from './sample';

/** Runs the sample's program to its first stop and looks at it. */
export function sampleTarget(sample: Sample): Target {
  const { light, debuggerStyle, thread, steps } = sample.open();
  return new LightTarget({
    machine: light,
    title: `sample:${sample.name}`,
    description: sample.description,
    debuggerStyle,
    stop: programStop(firstStop(thread)),
    ...(steps === null ? {} : { steps: programStops(steps) }),
  });
}

function firstStop(thread: StopThread): SampleStop {
  return { description: 'The sample is at its first stop.', thread };
}

function programStop({
  description,
  thread,
}: SampleStop): ProgramStop & { readonly processId: number } {
  return {
    reason: 'breakpoint',
    description,
    threadId: thread.threadId,
    processId: thread.process.processId,
  };
}

function* programStops(
  steps: Iterator<SampleStop, void, void>,
): Generator<ProgramStop, void, undefined> {
  for (let step = steps.next(); step.done !== true; step = steps.next()) {
    yield programStop(step.value);
  }
}
