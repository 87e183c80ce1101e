/** Files: CreateFile, FindFirstFile, GetTempFileName, ReadFile, WriteFile. */

import type { HandleOutcome, ReferenceOutcome, SimulatedHandle } from '../machine/machineTypes';
import type { Caller } from './caller';
import { nativeFilePath, openAttributes, type HandleOptions } from './names';

/** GENERIC_READ. */
export const GENERIC_READ = 0x8000_0000;
/** GENERIC_WRITE. */
export const GENERIC_WRITE = 0x4000_0000;
/** SYNCHRONIZE | FILE_READ_ATTRIBUTES: what CreateFile adds to what is asked for. */
const ALWAYS_ASKED = 0x10_0080;
/** FILE_LIST_DIRECTORY | SYNCHRONIZE: what FindFirstFile opens a directory with. */
const FIND_ACCESS = 0x10_0001;

/** Options of the create functions. */
export interface CreateFileOptions extends HandleOptions {
  /** A path as programs write it, see {@link nativeFilePath}. It need not exist: the simulated disk has every file. */
  readonly path: string;
  /** Rights, generic ones included; default GENERIC_READ. */
  readonly desiredAccess?: number;
}

/** CreateFileW: each call makes a file object of its own. */
export function createFileW(caller: Caller, options: CreateFileOptions): HandleOutcome {
  return createFile(caller, 'CreateFileW', options);
}

/** CreateFileA. */
export function createFileA(caller: Caller, options: CreateFileOptions): HandleOutcome {
  return createFile(caller, 'CreateFileA', options);
}

/** FindFirstFileW: the find handle keeps the directory open until FindClose. */
export function findFirstFileW(caller: Caller, directory: string): HandleOutcome {
  return caller.call('FindFirstFileW', (thread, service) =>
    caller.machine.services.open(thread, service, {
      type: 'File',
      name: nativeFilePath(caller, directory),
      desiredAccess: FIND_ACCESS,
    }),
  );
}

/** GetTempFileNameW: creates the file and closes it again at once, as published traces show. Answers with its open. */
export function getTempFileNameW(caller: Caller, path: string): HandleOutcome {
  const opened = caller.call('GetTempFileNameW/open', (thread, service) =>
    caller.machine.services.create(thread, service, {
      type: 'File',
      name: nativeFilePath(caller, path),
      desiredAccess: GENERIC_READ | ALWAYS_ASKED,
    }),
  );
  if (opened.handle !== 0) {
    caller.call('GetTempFileNameW/close', (thread, service) =>
      caller.machine.services.close(thread, opened.handle, service),
    );
  }
  return opened;
}

/** NtOpenFile, as ntdll itself opens the current directory: with exactly the rights that are asked for. */
export function ntOpenFile(caller: Caller, options: CreateFileOptions): HandleOutcome {
  return caller.native('NtOpenFile', (thread, service) =>
    caller.machine.services.open(thread, service, {
      type: 'File',
      name: nativeFilePath(caller, options.path),
      desiredAccess: options.desiredAccess ?? GENERIC_READ,
      attributes: openAttributes(options),
    }),
  );
}

/** ReadFile: needs FILE_READ_DATA. Moves no data. */
export function readFile(caller: Caller, handle: SimulatedHandle): ReferenceOutcome {
  return caller.call('ReadFile', (thread, service) =>
    caller.machine.services.reference(thread, service, { handle, type: 'File', access: 0x1 }),
  );
}

/** WriteFile: needs FILE_WRITE_DATA or FILE_APPEND_DATA; the former is what is checked. Moves no data. */
export function writeFile(caller: Caller, handle: SimulatedHandle): ReferenceOutcome {
  return caller.call('WriteFile', (thread, service) =>
    caller.machine.services.reference(thread, service, { handle, type: 'File', access: 0x2 }),
  );
}

/** DeviceIoControl, also what sockets are used with: needs no particular right. */
export function deviceIoControl(caller: Caller, handle: SimulatedHandle): ReferenceOutcome {
  return caller.call('DeviceIoControl', (thread, service) =>
    caller.machine.services.reference(thread, service, { handle, type: 'File', access: 0 }),
  );
}

function createFile(
  caller: Caller,
  functionName: string,
  options: CreateFileOptions,
): HandleOutcome {
  return caller.call(functionName, (thread, service) =>
    caller.machine.services.create(thread, service, {
      type: 'File',
      name: nativeFilePath(caller, options.path),
      desiredAccess: ((options.desiredAccess ?? GENERIC_READ) | ALWAYS_ASKED) >>> 0,
      attributes: openAttributes(options),
    }),
  );
}
