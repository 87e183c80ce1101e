/** Registry keys: RegOpenKeyEx, RegCreateKeyEx, RegQueryValueEx, RegCloseKey. */

import { failedBy } from '../machine/insertHandle';
import type {
  HandleOutcome,
  ReferenceOutcome,
  ServiceOutcome,
  SimulatedHandle,
} from '../machine/machineTypes';
import type { Caller } from './caller';
import { keyWriteTime, nativeKeyPath, openAttributes, type HandleOptions } from './names';

/** KEY_READ. */
export const KEY_READ = 0x2_0019;
/** KEY_WRITE. */
export const KEY_WRITE = 0x2_0006;
/** KEY_ALL_ACCESS. */
export const KEY_ALL_ACCESS = 0xf_003f;
/** KEY_QUERY_VALUE. */
export const KEY_QUERY_VALUE = 0x1;

/** KEY_NOTIFY. */
const KEY_NOTIFY = 0x10;

/** Options of {@link regOpenKeyExW} and {@link regCreateKeyExW}. */
export interface KeyOptions extends HandleOptions {
  /** `HKLM\SOFTWARE\…`, a native path, or with {@link parent} a path below it. It need not exist beforehand. */
  readonly path: string;
  /** An open key. */
  readonly parent?: SimulatedHandle;
  /** Default KEY_READ. */
  readonly desiredAccess?: number;
}

/** RegOpenKeyExW: each call makes a key body of its own. A bad parent handle is a bad reference. */
export function regOpenKeyExW(caller: Caller, options: KeyOptions): HandleOutcome {
  return openKey(caller, 'RegOpenKeyExW', options);
}

/** RegCreateKeyExW. */
export function regCreateKeyExW(caller: Caller, options: KeyOptions): HandleOutcome {
  return openKey(caller, 'RegCreateKeyExW', options);
}

/** NtOpenKey, as ntdll itself opens keys while a process starts. The path is native or begins with a root's name. */
export function ntOpenKey(caller: Caller, options: KeyOptions): HandleOutcome {
  const path = nativeKeyPath(options.path);
  return caller.native('NtOpenKey', (thread, service) =>
    caller.machine.services.create(thread, service, {
      type: 'Key',
      name: path,
      desiredAccess: options.desiredAccess ?? KEY_READ,
      attributes: openAttributes(options),
      body: { kind: 'key', path, lastWriteTime: keyWriteTime(path) },
    }),
  );
}

/** RegQueryValueExW: needs KEY_QUERY_VALUE. Reads no data. */
export function regQueryValueExW(caller: Caller, handle: SimulatedHandle): ReferenceOutcome {
  return caller.call('RegQueryValueExW', (thread, service) =>
    caller.machine.services.reference(thread, service, {
      handle,
      type: 'Key',
      access: KEY_QUERY_VALUE,
    }),
  );
}

/** RegNotifyChangeKeyValue: needs KEY_NOTIFY. Nothing ever changes. */
export function regNotifyChangeKeyValue(caller: Caller, handle: SimulatedHandle): ReferenceOutcome {
  return caller.call('RegNotifyChangeKeyValue', (thread, service) =>
    caller.machine.services.reference(thread, service, { handle, type: 'Key', access: KEY_NOTIFY }),
  );
}

/** RegCloseKey. */
export function regCloseKey(caller: Caller, handle: SimulatedHandle): ServiceOutcome {
  return caller.call('RegCloseKey', (thread, service) =>
    caller.machine.services.close(thread, handle, service),
  );
}

function openKey(caller: Caller, functionName: string, options: KeyOptions): HandleOutcome {
  return caller.call(functionName, (thread, service) => {
    const { services } = caller.machine;
    let path = nativeKeyPath(options.path);
    if (options.parent !== undefined) {
      const parent = services.reference(thread, service, {
        handle: options.parent,
        type: 'Key',
        access: 0,
      });
      if (parent.object?.body.kind !== 'key') {
        return failedBy(parent);
      }
      path = `${parent.object.body.path}\\${options.path}`;
    }
    return services.create(thread, service, {
      type: 'Key',
      name: path,
      desiredAccess: options.desiredAccess ?? KEY_READ,
      attributes: openAttributes(options),
      body: { kind: 'key', path, lastWriteTime: keyWriteTime(path) },
    });
  });
}
