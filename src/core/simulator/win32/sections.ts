/** File mappings: CreateFileMapping, OpenFileMapping. */

import { address } from '../../model/identifiers';
import type { HandleOutcome, ReferenceOutcome, SimulatedHandle } from '../machine/machineTypes';
import type { Caller } from './caller';
import { createAttributes, objectPath, openAttributes, type HandleOptions } from './names';

/** STANDARD_RIGHTS_REQUIRED | SECTION_QUERY | SECTION_MAP_WRITE | SECTION_MAP_READ: what a writable mapping gets. */
export const SECTION_READ_WRITE = 0xf_0007;
/** The same without the right to write. */
export const SECTION_READ_ONLY = 0xf_0005;
/** SEC_COMMIT. */
export const SEC_COMMIT = 0x800_0000;

/** Options of {@link createFileMappingW}. */
export interface CreateFileMappingOptions extends HandleOptions {
  /** Bytes; default one page. */
  readonly size?: number;
  /** PAGE_READONLY instead of PAGE_READWRITE. */
  readonly readOnly?: boolean;
  /** See {@link objectPath}; absent: unnamed. */
  readonly name?: string;
  /** SEC_* bits; default SEC_COMMIT. */
  readonly sectionAttributes?: number;
}

/** CreateFileMappingW. */
export function createFileMappingW(
  caller: Caller,
  options: CreateFileMappingOptions = {},
): HandleOutcome {
  return caller.call('CreateFileMappingW', (thread, service) =>
    caller.machine.services.create(thread, service, {
      type: 'Section',
      desiredAccess: options.readOnly === true ? SECTION_READ_ONLY : SECTION_READ_WRITE,
      attributes: createAttributes(options),
      name: options.name === undefined ? null : objectPath(caller, options.name),
      body: {
        kind: 'section',
        baseAddress: address(0),
        attributes: options.sectionAttributes ?? SEC_COMMIT,
        size: BigInt(options.size ?? 0x1000),
      },
    }),
  );
}

/** Options of {@link openFileMappingW}. */
export interface OpenFileMappingOptions extends HandleOptions {
  readonly name: string;
  /** FILE_MAP_* rights, which are section rights. */
  readonly desiredAccess: number;
}

/** OpenFileMappingW. */
export function openFileMappingW(caller: Caller, options: OpenFileMappingOptions): HandleOutcome {
  return caller.call('OpenFileMappingW', (thread, service) =>
    caller.machine.services.open(thread, service, {
      type: 'Section',
      name: objectPath(caller, options.name),
      desiredAccess: options.desiredAccess,
      attributes: openAttributes(options),
    }),
  );
}

/** FILE_MAP_READ. */
export const FILE_MAP_READ = 0x4;
/** FILE_MAP_WRITE. */
export const FILE_MAP_WRITE = 0x2;

/**
 * MapViewOfFile: needs FILE_MAP_WRITE for a view that can be written, whatever else is asked for, as FILE_MAP_ALL_ACCESS means the same here
 * (documented); else FILE_MAP_READ. No memory is mapped. What a view that is copied on write needs is not checked against Windows.
 */
export function mapViewOfFile(
  caller: Caller,
  handle: SimulatedHandle,
  desiredAccess = FILE_MAP_READ,
): ReferenceOutcome {
  return caller.call('MapViewOfFile', (thread, service) =>
    caller.machine.services.reference(thread, service, {
      handle,
      type: 'Section',
      access: (desiredAccess & FILE_MAP_WRITE) !== 0 ? FILE_MAP_WRITE : FILE_MAP_READ,
    }),
  );
}
