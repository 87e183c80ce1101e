/** One handle as plain data, made only for the rows somebody looks at. */

import type { Address, HandleValue } from './identifiers';
import type { ObjectInfo } from './objectInfo';

/** OBJ_PROTECT_CLOSE: the handle cannot be closed. */
export const ATTRIBUTE_PROTECT_CLOSE = 0x1;
/** OBJ_INHERIT: child processes may inherit the handle. */
export const ATTRIBUTE_INHERIT = 0x2;
/** OBJ_AUDIT_OBJECT_CLOSE: closing the handle is audited. */
export const ATTRIBUTE_AUDIT = 0x4;

/** Bits of {@link HandleColumns.unrecorded}: facts that a target may not have recorded of a handle. */
export const UNRECORDED_ATTRIBUTES = 0x1;
export const UNRECORDED_ACCESS = 0x2;
export const UNRECORDED_HANDLE_COUNT = 0x4;
export const UNRECORDED_POINTER_COUNT = 0x8;
export const UNRECORDED_NAME = 0x10;

/** What only a kernel debugger sees of a handle. A fact that the target did not record is null. */
export interface KernelHandleFacts {
  /** Address of the object body. */
  readonly object: Address | null;
  /** Address of the OBJECT_HEADER. */
  readonly objectHeader: Address | null;
  /** Address of the OBJECT_TYPE. */
  readonly typeObject: Address | null;
  /** Address of the HANDLE_TABLE_ENTRY. */
  readonly entry: Address | null;
  /** Address of the object's directory; 0 for files, keys and objects that have none. */
  readonly directory: Address | null;
  /**
   * The name as a kernel debugger prints it: last component of a named object, file name with `{Volume}`, upper-case
   * registry path on XP. Null when the object has no name.
   */
  readonly displayName: string | null;
}

/** One open handle. */
export interface HandleRecord {
  readonly value: HandleValue;
  /** Object type as the object manager spells it; null when the target did not record it. */
  readonly type: string | null;
  /** Full object name; null when it has none or none was recorded. */
  readonly name: string | null;
  /** Present when the target does not say whether the object has a name; {@link name} is then null. */
  readonly nameUnrecorded?: true;
  /** OBJ_* bits as the target reports them; null when it did not record them. */
  readonly attributes: number | null;
  /** Granted access mask, 32 bits; null when the target did not record it. */
  readonly grantedAccess: number | null;
  /**
   * Open handles to the object, as the target reports it (a live user-mode debugger's own duplicate included); null when it
   * did not record it.
   */
  readonly handleCount: number | null;
  /**
   * Pointer count as the target reports it (about 32768 per handle on Windows 8.1 and later); null when it did not record it.
   */
  readonly pointerCount: number | null;
  /** Object-specific facts; empty when there are none. */
  readonly objectInfo: readonly ObjectInfo[];
  /** True when the type has object-specific facts but the handle's access did not allow the query. */
  readonly objectInfoRefused: boolean;
  /** Present when the target does not say whether there are object-specific facts; {@link objectInfo} is then empty. */
  readonly objectInfoUnrecorded?: true;
  /** Present on kernel-mode targets. */
  readonly kernel?: KernelHandleFacts;
}

/** The bits of {@link HandleColumns.unrecorded} for a record. */
export function unrecordedBits(record: HandleRecord): number {
  return (
    (record.attributes === null ? UNRECORDED_ATTRIBUTES : 0) |
    (record.grantedAccess === null ? UNRECORDED_ACCESS : 0) |
    (record.handleCount === null ? UNRECORDED_HANDLE_COUNT : 0) |
    (record.pointerCount === null ? UNRECORDED_POINTER_COUNT : 0) |
    (record.nameUnrecorded === true ? UNRECORDED_NAME : 0)
  );
}

/** A free entry of a handle table, as a kernel debugger lists it. */
export interface FreeHandleEntry {
  readonly value: HandleValue;
  readonly entry: Address;
  /** The entry's next-free field as it stands in memory; null when the target does not tell. */
  readonly nextEntry: bigint | null;
}

/** A handle of which nothing but the value is known, or the type as well. */
export function unknownHandle(value: HandleValue, type: string | null): HandleRecord {
  return {
    value,
    type,
    name: null,
    nameUnrecorded: true,
    attributes: null,
    grantedAccess: null,
    handleCount: null,
    pointerCount: null,
    objectInfo: [],
    objectInfoRefused: false,
    objectInfoUnrecorded: true,
  };
}
