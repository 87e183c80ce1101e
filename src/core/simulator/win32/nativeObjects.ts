/** Objects that only native programs and the system's own start-up open: directories, symbolic links, keyed events. */

import type { HandleOutcome, SimulatedHandle } from '../machine/machineTypes';
import type { Caller } from './caller';

/** OBJ_CASE_INSENSITIVE. */
const OBJ_CASE_INSENSITIVE = 0x40;
/** DIRECTORY_QUERY | DIRECTORY_TRAVERSE. */
export const DIRECTORY_READ = 0x3;
/** KEYEDEVENT_ALL_ACCESS. */
const KEYED_EVENT_ALL_ACCESS = 0xf_0003;

/** What the functions of this file are told. */
export interface NativeOptions {
  /** Full path in the object namespace. */
  readonly path: string;
  readonly desiredAccess: number;
  /** OBJ_* bits; default case insensitive. */
  readonly attributes?: number;
}

/** NtOpenDirectoryObject. */
export function ntOpenDirectoryObject(caller: Caller, options: NativeOptions): HandleOutcome {
  return openNative(caller, 'NtOpenDirectoryObject', { ...options, type: 'Directory' });
}

/** NtCreateDirectoryObject. */
export function ntCreateDirectoryObject(caller: Caller, options: NativeOptions): HandleOutcome {
  return caller.native('NtCreateDirectoryObject', (thread, service) =>
    caller.machine.services.create(thread, service, {
      type: 'Directory',
      name: options.path,
      desiredAccess: options.desiredAccess,
      attributes: options.attributes ?? OBJ_CASE_INSENSITIVE,
    }),
  );
}

/** NtOpenSymbolicLinkObject: opens the link itself. */
export function ntOpenSymbolicLinkObject(caller: Caller, options: NativeOptions): HandleOutcome {
  const attributes = (options.attributes ?? OBJ_CASE_INSENSITIVE) | 0x100;
  return openNative(caller, 'NtOpenSymbolicLinkObject', {
    ...options,
    attributes,
    type: 'SymbolicLink',
  });
}

/** NtCreateSymbolicLinkObject. */
export function ntCreateSymbolicLinkObject(
  caller: Caller,
  options: NativeOptions & { readonly target: string },
): HandleOutcome {
  return caller.native('NtCreateSymbolicLinkObject', (thread, service) =>
    caller.machine.services.create(thread, service, {
      type: 'SymbolicLink',
      name: options.path,
      desiredAccess: options.desiredAccess,
      attributes: options.attributes ?? OBJ_CASE_INSENSITIVE,
      body: { kind: 'symbolicLink', target: options.target },
    }),
  );
}

/** NtCreateKeyedEvent; without a path it has no name. */
export function ntCreateKeyedEvent(caller: Caller, path: string | null = null): HandleOutcome {
  return caller.native('NtCreateKeyedEvent', (thread, service) =>
    caller.machine.services.create(thread, service, {
      type: 'KeyedEvent',
      name: path,
      desiredAccess: KEYED_EVENT_ALL_ACCESS,
    }),
  );
}

/** NtOpenKeyedEvent. */
export function ntOpenKeyedEvent(caller: Caller, options: NativeOptions): HandleOutcome {
  return openNative(caller, 'NtOpenKeyedEvent', { ...options, type: 'KeyedEvent' });
}

/** QueryDosDeviceW: opens the directory of devices and a link in it, and closes both again. */
export function queryDosDeviceW(caller: Caller, device: string): HandleOutcome {
  const directory = openFrom(caller, 'QueryDosDeviceW/directory', {
    type: 'Directory',
    path: '\\GLOBAL??',
    desiredAccess: DIRECTORY_READ,
  });
  const link = openFrom(caller, 'QueryDosDeviceW/link', {
    type: 'SymbolicLink',
    path: `\\GLOBAL??\\${device}`,
    desiredAccess: 0x1,
    attributes: 0x140,
  });
  [link.handle, directory.handle]
    .filter((handle: SimulatedHandle) => handle !== 0)
    .forEach((handle) =>
      caller.native('NtClose', (thread, service) =>
        caller.machine.services.close(thread, handle, service),
      ),
    );
  return link;
}

function openNative(
  caller: Caller,
  service: string,
  options: NativeOptions & { readonly type: string },
): HandleOutcome {
  return caller.native(service, (thread, name) => open(caller, { thread, service: name }, options));
}

function openFrom(
  caller: Caller,
  functionName: string,
  options: NativeOptions & { readonly type: string },
): HandleOutcome {
  return caller.call(functionName, (thread, service) => open(caller, { thread, service }, options));
}

function open(
  caller: Caller,
  call: { readonly thread: Caller['thread']; readonly service: string },
  options: NativeOptions & { readonly type: string },
): HandleOutcome {
  return caller.machine.services.open(call.thread, call.service, {
    type: options.type,
    name: options.path,
    desiredAccess: options.desiredAccess,
    attributes: options.attributes ?? OBJ_CASE_INSENSITIVE,
  });
}
