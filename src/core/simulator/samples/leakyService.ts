/** Sample `leaky-service`: a Windows 10 service that leaks handles in three ways and misuses two; what newcomers open. */

import { startMachine } from './sampleMachine';
import type { Sample, SampleStop } from './sample';
import type { SimulatedProcess } from '../machine/simulatedProcess';
import { Caller, type ProgramContext } from '../win32/caller';
import { createProcessW } from '../win32/processes';
import { orderModules } from './orders/orderModules';
import { closeTwice, rotateJournal, serveRound } from './orders/orderRequests';
import { startOrderService, type OrderService } from './orders/orderService';
import { startModernProcess } from './orders/processStart';

/** Rounds that are over when the debugger attaches. */
const ROUNDS_BEFORE = 6;
/** After this round the journal was rotated, and a transaction closed twice. */
const EVENTFUL_ROUND = 3;

/** The sample: 200 handles of 15 types at the first stop, traced since the process started. */
export const leakyService: Sample = {
  name: 'leaky-service',
  description:
    'Windows 10 x64, user-mode debugger: a leaking service with 200 handles, traced; try !handle, then !htrace -snapshot, g, !htrace -diff.',
  open: () => {
    const { machine, context } = startMachine({
      profile: '10-22h2-x64',
      program: orderModules(),
    });
    const started = startSystem(context);
    const main = new Caller(
      context,
      started.service.threads[0] ?? machine.createThread(started.service),
    );
    machine.services.enableTracing(started.service, 0);
    startModernProcess(main);
    const service = startOrderService(main);
    for (let round = 1; round <= ROUNDS_BEFORE; round++) {
      serveRound(service, started.client.processId);
      if (round === EVENTFUL_ROUND) {
        rotateJournal(service);
        closeTwice(service);
      }
    }
    return {
      machine,
      context,
      viewpoint: 'user',
      debuggerStyle: 'modern',
      process: started.service,
      thread: service.listener.caller.thread,
      steps: rounds(service, started.client.processId),
    };
  },
};

/** Each step is one more round of requests; they never end. */
function* rounds(
  service: OrderService,
  clientProcessId: number,
): Generator<SampleStop, void, void> {
  for (let round = ROUNDS_BEFORE + 1; ; round++) {
    const before = service.served;
    serveRound(service, clientProcessId);
    yield {
      description: `OrderService served round ${String(round)}: ${String(service.served - before)} more requests.`,
      thread: service.listener.caller.thread,
    };
  }
}

interface StartedSystem {
  readonly service: SimulatedProcess;
  /** The program whose requests are served. */
  readonly client: SimulatedProcess;
}

/** The processes around the service, and the service itself, started by the service control manager. */
function startSystem(context: ProgramContext): StartedSystem {
  const { machine } = context;
  const session = machine.createProcess({
    image: 'smss.exe',
    parent: machine.system,
    sessionId: null,
  });
  const start = (image: string, parent: SimulatedProcess, sessionId: number): SimulatedProcess =>
    machine.createProcess({ image, parent, sessionId });
  start('csrss.exe', session, 0);
  const init = start('wininit.exe', session, 0);
  const services = start('services.exe', init, 0);
  start('lsass.exe', init, 0);
  start('svchost.exe', services, 0);
  const shell = machine.createProcess({
    image: 'explorer.exe',
    parent: session,
    sessionId: 1,
    user: 'Clerk',
  });
  const client = start('OrderDesk.exe', shell, 1);
  const manager = new Caller(context, machine.createThread(services));
  const { process } = createProcessW(manager, { image: 'OrderService.exe' });
  if (process === null) {
    throw new Error('The sample process could not be created.');
  }
  return { service: process, client };
}
