/** Access tokens: OpenProcessToken, OpenThreadToken, DuplicateTokenEx. */

import { PROCESS_QUERY_LIMITED_INFORMATION } from './processes';
import { failedBy } from '../machine/insertHandle';
import type { HandleOutcome, SimulatedHandle } from '../machine/machineTypes';
import { CURRENT_PROCESS } from '../machine/pseudoHandles';
import { STATUS_NO_TOKEN } from '../machine/status';
import type { Caller } from './caller';

/** TOKEN_QUERY. */
export const TOKEN_QUERY = 0x8;
/** TOKEN_ALL_ACCESS. */
export const TOKEN_ALL_ACCESS = 0xf_01ff;
/** PROCESS_QUERY_INFORMATION, which Windows XP wants. */
const PROCESS_QUERY = 0x400;

/** Options of {@link openProcessToken}. */
export interface OpenProcessTokenOptions {
  /** Default the current process. */
  readonly process?: SimulatedHandle;
  /** Default TOKEN_QUERY. */
  readonly desiredAccess?: number;
}

/** OpenProcessToken. */
export function openProcessToken(
  caller: Caller,
  options: OpenProcessTokenOptions = {},
): HandleOutcome {
  return caller.call('OpenProcessToken', (thread, service) => {
    const { services } = caller.machine;
    const process = services.reference(thread, service, {
      handle: options.process ?? CURRENT_PROCESS,
      type: 'Process',
      access: caller.machine.profile.beforeVista
        ? PROCESS_QUERY
        : PROCESS_QUERY_LIMITED_INFORMATION,
    });
    if (process.object?.body.kind !== 'process') {
      return failedBy(process);
    }
    return services.openObject(thread, service, {
      object: caller.machine.tokenOf(process.object.body.process),
      desiredAccess: options.desiredAccess ?? TOKEN_QUERY,
    });
  });
}

/** OpenThreadToken of a thread that does not impersonate: fails with STATUS_NO_TOKEN, as programs expect. */
export function openThreadToken(caller: Caller): HandleOutcome {
  return caller.call('OpenThreadToken', () => ({
    status: STATUS_NO_TOKEN,
    raised: false,
    handle: 0,
    object: null,
  }));
}

/** DuplicateTokenEx: a new token object. */
export function duplicateTokenEx(
  caller: Caller,
  token: SimulatedHandle,
  desiredAccess = TOKEN_ALL_ACCESS,
): HandleOutcome {
  return caller.call('DuplicateTokenEx', (thread, service) => {
    const { services } = caller.machine;
    const source = services.reference(thread, service, {
      handle: token,
      type: 'Token',
      access: 0x2,
    });
    return source.object === null
      ? failedBy(source)
      : services.create(thread, service, { type: 'Token', desiredAccess });
  });
}
