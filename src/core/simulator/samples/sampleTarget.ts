/** Opens a sample as a target: the machine at its first stop, seen by the sample's debugger. */

import { address } from '../../model/identifiers';
import { SimulatedTarget, type ProgramStop } from '../simulatedTarget';
import { SERVER_MODULE } from '../user/userModules';
import type { Target } from '../../target/target';
import { LightTarget } from '../light/lightTarget';
import type { LightSession, Sample, SampleSession, SampleStop, StopThread } from './sample';

/** Runs the sample's program to its first stop and looks at it. */
export function sampleTarget(sample: Sample): Target {
  const session = sample.open();
  return 'light' in session ? lightTarget(sample, session) : fullTarget(sample, session);
}

function lightTarget(sample: Sample, session: LightSession): Target {
  const { light, debuggerStyle, thread, steps } = session;
  return new LightTarget({
    machine: light,
    title: `sample:${sample.name}`,
    description: sample.description,
    debuggerStyle,
    stop: programStop(firstStop(thread)),
    ...(steps === null ? {} : { steps: programStops(steps) }),
  });
}

function fullTarget(sample: Sample, session: SampleSession): Target {
  const { machine, context, viewpoint, debuggerStyle, process, thread, steps, userSession } =
    session;
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
    modules: context.modules
      .modules(viewpoint === 'kernel' && process.peb === address(0) ? 'system' : viewpoint)
      .filter(({ name }) => name !== SERVER_MODULE),
    stop: programStop(firstStop(thread)),
    ...(userSession === undefined ? {} : { userSession }),
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
