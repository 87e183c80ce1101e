/** One kernel object: header facts, name and body. */

import type { Address } from '../../model/identifiers';
import type { ObjectBody } from './objectBody';
import type { ObjectType } from './objectType';
import type { ObjectSecurity } from './accessCheck';
import type { SimulatedProcess } from './simulatedProcess';
import { addHigh, addLow, fromWords } from './words';

/** Where an object lives in the simulated kernel's memory. */
export interface ObjectPlacement {
  /** Address of the OBJECT_HEADER in two words. */
  readonly headerLow: number;
  readonly headerHigh: number;
  /** Offset of the pool block; -1 for objects at a place that was asked for. */
  readonly blockOffset: number;
  /** Bytes of the pool block. */
  readonly blockSize: number;
}

/** A block of paged pool with the characters of a name. */
export interface NameBuffer {
  readonly low: number;
  readonly high: number;
  /** Offset of the block in its pool. */
  readonly offset: number;
  /** Bytes of the block. */
  readonly size: number;
}

/** An object of the object manager. Only the {@link ObjectManager} changes the counts. */
export class KernelObject {
  readonly headerLow: number;
  readonly headerHigh: number;
  readonly blockOffset: number;
  readonly blockSize: number;
  /** Open handles in all processes. */
  handleCount = 0;
  /** References, prepaid ones included; 1 while its creator holds it. */
  pointerCount = 1;
  /** Last component of the name; null when it is in no directory. */
  name: string | null = null;
  /** Where the characters of the name lie. */
  nameBuffer: NameBuffer | null = null;
  /** The directory that holds it. */
  directory: KernelObject | null = null;
  /** OBJECT_FLAG_* bits. */
  flags = 0;
  /** INFO_* bits: the sub-headers it was made with. */
  infoMask = 0;
  /** Who may get what; null = everybody everything. */
  security: ObjectSecurity | null = null;
  /** The only process that may open it, for exclusive objects. */
  exclusiveProcess: SimulatedProcess | null = null;
  /** Neighbours in the list of the type's objects. */
  previousOfType: KernelObject | null = null;
  nextOfType: KernelObject | null = null;
  /** True once the last reference was given up. */
  deleted = false;

  constructor(
    readonly type: ObjectType,
    readonly body: ObjectBody,
    placement: ObjectPlacement,
  ) {
    this.headerLow = placement.headerLow;
    this.headerHigh = placement.headerHigh;
    this.blockOffset = placement.blockOffset;
    this.blockSize = placement.blockSize;
  }

  /** Address of the OBJECT_HEADER. */
  get headerAddress(): Address {
    return fromWords(this.headerLow, this.headerHigh);
  }

  /** Address of the body: what kernel debuggers call the object. */
  get bodyAddress(): Address {
    return fromWords(this.bodyLow, this.bodyHigh);
  }

  /** Lower word of the body's address. */
  get bodyLow(): number {
    return addLow(this.headerLow, this.type.headerSize);
  }

  /** Upper word of the body's address. */
  get bodyHigh(): number {
    return addHigh(this.headerLow, this.headerHigh, this.type.headerSize);
  }
}
