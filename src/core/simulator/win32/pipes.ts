/** Pipes: CreateNamedPipe and CreatePipe. */

import type { HandleOutcome } from '../machine/machineTypes';
import type { Caller } from './caller';
import { nativeFilePath, openAttributes, type HandleOptions } from './names';

/** What the server end of a two-way pipe is granted. */
const SERVER_ACCESS = 0x12_019f;
/** What the reading end of an anonymous pipe is granted. */
const READ_ACCESS = 0x12_0189;
/** What the writing end of an anonymous pipe is granted. */
const WRITE_ACCESS = 0x12_0196;

/** Options of {@link createNamedPipeW}. */
export interface CreateNamedPipeOptions extends HandleOptions {
  /** `\\.\pipe\name`. */
  readonly name: string;
  readonly desiredAccess?: number;
}

/** CreateNamedPipeW: one instance of the pipe, an object of type File. */
export function createNamedPipeW(caller: Caller, options: CreateNamedPipeOptions): HandleOutcome {
  return caller.call('CreateNamedPipeW', (thread, service) =>
    caller.machine.services.create(thread, service, {
      type: 'File',
      name: nativeFilePath(caller, options.name),
      desiredAccess: options.desiredAccess ?? SERVER_ACCESS,
      attributes: openAttributes(options),
    }),
  );
}

/** The two ends that {@link createPipe} makes. */
export interface PipeEnds {
  readonly read: HandleOutcome;
  readonly write: HandleOutcome;
}

/** CreatePipe: an anonymous pipe, that is one without a name below `\Device\NamedPipe`. */
export function createPipe(caller: Caller, options: HandleOptions = {}): PipeEnds {
  const end = (functionName: string, desiredAccess: number): HandleOutcome =>
    caller.call(functionName, (thread, service) =>
      caller.machine.services.create(thread, service, {
        type: 'File',
        name: '\\Device\\NamedPipe',
        desiredAccess,
        attributes: openAttributes(options),
      }),
    );
  return {
    read: end('CreatePipe/read', READ_ACCESS),
    write: end('CreatePipe/write', WRITE_ACCESS),
  };
}
