/** Event tracing for Windows: EventRegister. */

import type { HandleOutcome } from '../machine/machineTypes';
import type { Caller } from './caller';

/** TRACELOG_REGISTER_GUIDS | WMIGUID_NOTIFICATION: what registrations are granted. */
const REGISTRATION_ACCESS = 0x804;

/** EventRegister: an EtwRegistration, which can be neither named nor duplicated. Windows 7 and later. */
export function eventRegister(caller: Caller): HandleOutcome {
  return caller.call('EventRegister', (thread, service) =>
    caller.machine.services.create(thread, service, {
      type: 'EtwRegistration',
      desiredAccess: REGISTRATION_ACCESS,
    }),
  );
}
