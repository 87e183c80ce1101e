/** Processes: OpenProcess, CreateProcess. */

import type {
  CreateProcessOutcome,
  HandleOutcome,
  ProcessPlacement,
  SimulatedHandle,
  ThreadOptions,
} from '../machine/machineTypes';
import type { Caller } from './caller';
import { openAttributes, type HandleOptions } from './names';
import { STATUS_INVALID_CID } from './threads';

/** PROCESS_QUERY_LIMITED_INFORMATION. */
export const PROCESS_QUERY_LIMITED_INFORMATION = 0x1000;
/** PROCESS_DUP_HANDLE. */
export const PROCESS_DUP_HANDLE = 0x40;

/** Options of {@link openProcess}. */
export interface OpenProcessOptions extends HandleOptions {
  readonly processId: number;
  readonly desiredAccess: number;
}

/** OpenProcess. An unknown id fails with STATUS_INVALID_CID. */
export function openProcess(caller: Caller, options: OpenProcessOptions): HandleOutcome {
  return caller.call('OpenProcess', (thread, service) => {
    const object = caller.machine.process(options.processId)?.object ?? null;
    if (object === null) {
      return { status: STATUS_INVALID_CID, raised: false, handle: 0, object: null };
    }
    return caller.machine.services.openObject(thread, service, {
      object,
      desiredAccess: options.desiredAccess,
      attributes: openAttributes(options),
    });
  });
}

/** Options of {@link createProcessW}. */
export interface CreateProcessOptions {
  /** Image name such as `badhandle.exe`. */
  readonly image: string;
  /** bInheritHandles; default false. */
  readonly inheritHandles?: boolean;
  /** PROC_THREAD_ATTRIBUTE_HANDLE_LIST, Windows Vista and later. */
  readonly handleList?: readonly SimulatedHandle[];
  readonly user?: string;
  readonly sessionId?: number;
  /** A free value of the CID table, multiple of 4; default the next free one. */
  readonly processId?: number;
  /** The first thread. */
  readonly initialThread?: ThreadOptions;
  /** Fixed places, for reproducing a known session. */
  readonly placement?: ProcessPlacement;
}

/** CreateProcessW: the caller gets a process and a thread handle. */
export function createProcessW(
  caller: Caller,
  options: CreateProcessOptions,
): CreateProcessOutcome {
  return caller.call('CreateProcessW', (thread, service) =>
    caller.machine.services.createProcess(thread, service, { ...options.placement, ...options }),
  );
}
