/** One handle as plain data, made only for the rows somebody looks at. */

import type { Address, HandleValue } from './identifiers';
import type { ObjectInfo } from './objectInfo';

/** OBJ_PROTECT_CLOSE: the handle cannot be closed. */
export const ATTRIBUTE_PROTECT_CLOSE = 0x1;
/** OBJ_INHERIT: child processes may inherit the handle. */
export const ATTRIBUTE_INHERIT = 0x2;
/** OBJ_AUDIT_OBJECT_CLOSE: closing the handle is audited. */
export const ATTRIBUTE_AUDIT = 0x4;

/** What only a kernel debugger sees of a handle. */
export interface KernelHandleFacts {
  /** Address of the object body. */
  readonly object: Address;
  /** Address of the OBJECT_HEADER. */
  readonly objectHeader: Address;
  /** Address of the OBJECT_TYPE. */
  readonly typeObject: Address;
  /** Address of the HANDLE_TABLE_ENTRY. */
  readonly entry: Address;
  /** Address of the object's directory; 0 for files, keys and objects that have none. */
  readonly directory: Address;
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
  /** OBJ_* bits as the target reports them. */
  readonly attributes: number;
  /** Granted access mask, 32 bits. */
  readonly grantedAccess: number;
  /** Open handles to the object, as the target reports it (a live user-mode debugger's own duplicate included). */
  readonly handleCount: number;
  /** Pointer count as the target reports it (about 32768 per handle on Windows 8.1 and later). */
  readonly pointerCount: number;
  /** Object-specific facts; empty when there are none. */
  readonly objectInfo: readonly ObjectInfo[];
  /** True when the type has object-specific facts but the handle's access did not allow the query. */
  readonly objectInfoRefused: boolean;
  /** Present on kernel-mode targets. */
  readonly kernel?: KernelHandleFacts;
}

/** A free entry of a handle table, as a kernel debugger lists it. */
export interface FreeHandleEntry {
  readonly value: HandleValue;
  readonly entry: Address;
  /** The entry's next-free field as it stands in memory. */
  readonly nextEntry: bigint;
}
