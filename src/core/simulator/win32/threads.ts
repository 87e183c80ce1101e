/** Threads: CreateThread, _beginthreadex, OpenThread, and their end. */

import type { HandleOutcome, ServiceOutcome } from '../machine/machineTypes';
import type { SimulatedThread } from '../machine/simulatedThread';
import { Caller } from './caller';
import { openAttributes, type HandleOptions } from './names';

/** STATUS_INVALID_CID: no process or thread of that id. */
export const STATUS_INVALID_CID = 0xc000_000b;

/** Options of the create functions. */
export interface CreateThreadOptions extends HandleOptions {
  /** The start routine as `module!symbol`. */
  readonly start: string;
  /** Thread description (SetThreadDescription). */
  readonly name?: string;
  readonly desiredAccess?: number;
  /** Default the process's base priority. */
  readonly priority?: number;
  /** A free value of the CID table, multiple of 4; default the next free one. */
  readonly threadId?: number;
}

/** Answer of the create functions. */
export interface CreateThreadOutcome extends HandleOutcome {
  /** The new thread as a caller whose stack holds the frames of a starting thread; null on failure. */
  readonly caller: Caller | null;
}

/** CreateThread. */
export function createThread(caller: Caller, options: CreateThreadOptions): CreateThreadOutcome {
  return makeThread(caller, 'CreateThread', options);
}

/** _beginthreadex of the C runtime. */
export function beginThreadEx(caller: Caller, options: CreateThreadOptions): CreateThreadOutcome {
  return makeThread(caller, '_beginthreadex', options);
}

/** Options of {@link openThread}. */
export interface OpenThreadOptions extends HandleOptions {
  readonly threadId: number;
  readonly desiredAccess: number;
}

/** OpenThread. An unknown id fails with {@link STATUS_INVALID_CID}. */
export function openThread(caller: Caller, options: OpenThreadOptions): HandleOutcome {
  return caller.call('OpenThread', (thread, service) => {
    const found = findThread(caller, options.threadId);
    if (found === undefined || found.object === null) {
      return { status: STATUS_INVALID_CID, raised: false, handle: 0, object: null };
    }
    return caller.machine.services.openObject(thread, service, {
      object: found.object,
      desiredAccess: options.desiredAccess,
      attributes: openAttributes(options),
    });
  });
}

/** The thread returns from its start routine: it ends, handles to it stay open. */
export function endThread(caller: Caller, exitStatus = 0): ServiceOutcome {
  caller.machine.services.exitThread(caller.thread, exitStatus);
  return { status: 0, raised: false };
}

function makeThread(
  caller: Caller,
  functionName: string,
  options: CreateThreadOptions,
): CreateThreadOutcome {
  const { context, machine } = caller;
  const outcome = caller.call(functionName, (thread, service) =>
    machine.services.createThread(thread, service, {
      attributes: openAttributes(options),
      ...(options.desiredAccess === undefined ? {} : { desiredAccess: options.desiredAccess }),
      options: {
        startAddress: context.modules.place(options.start),
        name: options.name ?? null,
        ...(options.priority === undefined ? {} : { priority: options.priority }),
        ...(options.threadId === undefined ? {} : { threadId: options.threadId }),
      },
    }),
  );
  const body = outcome.object?.body;
  if (body?.kind !== 'thread') {
    return { ...outcome, caller: null };
  }
  const created = new Caller(context, body.thread);
  created.start('thread');
  return { ...outcome, caller: created };
}

function findThread(caller: Caller, threadId: number): SimulatedThread | undefined {
  return caller.machine
    .processes()
    .flatMap((process) => process.threads)
    .find((thread) => thread.threadId === threadId);
}
