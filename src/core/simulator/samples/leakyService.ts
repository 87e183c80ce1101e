/** Sample `leaky-service`: a Windows 10 service that leaks handles in three ways and misuses two; what newcomers open. */

import { startMachine } from './sampleMachine';
import { useHandles } from '../win32/useHandles';
import type { Sample, SampleStop } from './sample';
import type { SimulatedProcess } from '../machine/simulatedProcess';
import { Caller, type ProgramContext } from '../win32/caller';
import type { ProcessOptions } from '../machine/machineTypes';
import { createProcessW } from '../win32/processes';
import { orderModules } from './orders/orderModules';
import { closeTwice, rotateJournal, serveRound, stopAtStaleHandle } from './orders/orderRequests';
import { startOrderService, type OrderService } from './orders/orderService';
import { startModernProcess } from './orders/processStart';

/** Rounds that are over when the debugger attaches. */
const ROUNDS_BEFORE = 6;
/** Rounds after which a new journal is begun. */
const ROUNDS_PER_JOURNAL = 2;
/** A service without windows: what it loads besides its own modules. */
const LIBRARIES = [
  'ntdll',
  'KERNEL32',
  'KERNELBASE',
  'ucrtbase',
  'msvcrt',
  'sechost',
  'ADVAPI32',
  'RPCRT4',
  'combase',
  'bcryptPrimitives',
  'WS2_32',
  'mswsock',
  'bcrypt',
];

const SERVICE_PROCESS_ID = 0x1f3c;

/** The sample: 200 handles of 15 types at the first stop, traced since the process started. */
export const leakyService: Sample = {
  name: 'leaky-service',
  description:
    'Windows 10 x64, user-mode debugger: a leaking service with 200 handles, traced; try !handle, then !htrace -snapshot, g, !htrace -diff.',
  open: () => {
    const { machine, context } = startMachine({
      profile: '10-22h2-x64',
      program: orderModules(),
      variation: { only: LIBRARIES },
    });
    const started = startSystem(context);
    const main = new Caller(
      context,
      started.service.threads[0] ?? machine.createThread(started.service),
    );
    machine.services.enableTracing(started.service, 0);
    startModernProcess(main);
    const service = startOrderService(main);
    useHandles(main);
    for (let round = 1; round <= ROUNDS_BEFORE; round++) {
      serveRound(service, started.client.processId);
    }
    // Just before the stop, so that their records are the first that !htrace shows.
    closeTwice(service);
    rotateJournal(service);
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

/** Each step is one more round of requests; they never end. A new journal is begun after every second one. */
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
    if (round % ROUNDS_PER_JOURNAL === 0) {
      yield* stopAtStaleHandle(service);
    }
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
  const start = (image: string, processId: number, more: Partial<ProcessOptions> = {}) =>
    machine.createProcess({ sessionId: 0, ...more, image, processId });
  const session = start('smss.exe', 0x1c0, { parent: machine.system, sessionId: null });
  start('csrss.exe', 0x25c, { parent: session });
  const init = start('wininit.exe', 0x2b8, { parent: session });
  const services = start('services.exe', 0x304, { parent: init });
  start('lsass.exe', 0x314, { parent: init });
  start('svchost.exe', 0x3a8, { parent: services });
  const shell = start('explorer.exe', 0x1264, { sessionId: 1, user: 'Clerk' });
  const client = start('OrderDesk.exe', 0x1b90, { parent: shell, sessionId: 1 });
  const manager = new Caller(context, machine.createThread(services, { threadId: 0x308 }));
  const { process } = createProcessW(manager, {
    image: 'OrderService.exe',
    processId: SERVICE_PROCESS_ID,
    initialThread: { threadId: SERVICE_PROCESS_ID + 4 },
  });
  if (process === null) {
    throw new Error('The sample process could not be created.');
  }
  return { service: process, client };
}
