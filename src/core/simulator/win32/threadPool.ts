/** The thread pool: what CreateThreadpool and CreateThreadpoolWait open behind the scenes. */

import { address, type Address } from '../../model/identifiers';
import { numberFromText } from '../catalog/hashText';
import type { HandleOutcome, SimulatedHandle } from '../machine/machineTypes';
import { defaultBody, type WorkerFactoryBody } from '../machine/objectBody';
import type { Caller } from './caller';

/** What worker factories are usually granted. */
const WORKER_FACTORY_ACCESS = 0xf_00ff;
/** SYNCHRONIZE | TIMER_MODIFY_STATE. */
const TIMER_ACCESS = 0x10_0002;
/** WaitCompletionPacket: SET_STATE. */
const PACKET_ACCESS = 0x1;
const ALL_ACCESS = 0x1f_0003;
/** 67 seconds in 100 ns units, relative. */
const IDLE_TIMEOUT = -670_000_000n;

/** Options of {@link createThreadpool}. */
export interface CreateThreadpoolOptions {
  /** Threads at most; default 768, as for the process's default pool. */
  readonly maximum?: number;
  /** Workers that exist and wait; default 0. */
  readonly workers?: number;
  /** Made by ntdll for itself (TpAllocPool), so that no Win32 function is on the stack; default false. */
  readonly internal?: boolean;
}

/** The handles of a thread pool; a version that has no such object answers with fewer. */
export interface ThreadpoolHandles {
  readonly completionPort: SimulatedHandle;
  readonly workerFactory: SimulatedHandle;
  /** On Windows 8 and later two IRTimers, each followed by its WaitCompletionPacket; on Windows 7 one Timer. */
  readonly timers: readonly SimulatedHandle[];
}

/**
 * CreateThreadpool, which is also how the process's default pool comes into being: a completion port, a worker factory
 * and the timer queues. Windows Vista and later; on Windows XP it throws.
 */
export function createThreadpool(
  caller: Caller,
  options: CreateThreadpoolOptions = {},
): ThreadpoolHandles {
  const functionName = options.internal === true ? 'TpAllocPool' : 'CreateThreadpool';
  const make = (type: string, desiredAccess: number): HandleOutcome =>
    caller.call(`${functionName}/${type}`, (thread, service) =>
      caller.machine.services.create(thread, service, {
        type,
        desiredAccess,
        ...(type === 'TpWorkerFactory' ? { body: workerFactory(caller, options) } : {}),
      }),
    );
  const completionPort = make('IoCompletion', ALL_ACCESS).handle;
  const workerFactoryHandle = make('TpWorkerFactory', WORKER_FACTORY_ACCESS).handle;
  const timers =
    caller.machine.objects.type('IRTimer') === null
      ? [make('Timer', TIMER_ACCESS).handle]
      : [0, 1].flatMap(() => [
          make('IRTimer', TIMER_ACCESS).handle,
          make('WaitCompletionPacket', PACKET_ACCESS).handle,
        ]);
  return { completionPort, workerFactory: workerFactoryHandle, timers };
}

/** CreateThreadpoolWait: a WaitCompletionPacket; an Event on Windows 7, whose pool waits with threads of its own. */
export function createThreadpoolWait(caller: Caller): HandleOutcome {
  const type = caller.machine.objects.type('WaitCompletionPacket') === null ? 'Event' : null;
  return caller.call('CreateThreadpoolWait', (thread, service) =>
    caller.machine.services.create(thread, service, {
      type: type ?? 'WaitCompletionPacket',
      desiredAccess: type === null ? PACKET_ACCESS : ALL_ACCESS,
    }),
  );
}

function workerFactory(caller: Caller, options: CreateThreadpoolOptions): WorkerFactoryBody {
  const base = defaultBody('TpWorkerFactory');
  if (base.kind !== 'workerFactory') {
    throw new Error('A worker factory has a body of its own.');
  }
  const { process } = caller.thread;
  const workers = options.workers ?? 0;
  return {
    ...base,
    threadIdleTimeout: IDLE_TIMEOUT,
    boundObjectCount: 1,
    workerMaximum: options.maximum ?? 768,
    waitingWorkers: workers,
    totalWorkers: workers,
    startRoutine: startRoutine(caller),
    pool: poolAddress(caller),
    workerProcessId: process.processId,
    stackReserve: 0x10_0000n,
    stackCommit: 0x1000n,
  };
}

function startRoutine(caller: Caller): Address {
  return caller.context.modules.place('ntdll!TppWorkerThread');
}

/** A place on the process heap, made up but stable. */
function poolAddress(caller: Caller): Address {
  const { processId, image } = caller.thread.process;
  const offset = BigInt(numberFromText(`${image}/${processId}/pool`, 0x100, 0xffff)) * 0x10n;
  return address(
    (caller.machine.profile.pointerSize === 4 ? 0x3d_0000n : 0x1f4_6ce2_0000n) + offset,
  );
}
