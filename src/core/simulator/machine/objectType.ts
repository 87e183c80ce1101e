/** An object type of a machine: facts, index, statistics and its objects. */

import type { ObjectTypeFacts } from '../../windows/objectTypes';
import type { Journal } from './journal';
import type { KernelObject } from './kernelObject';
import { ObjectList } from './objectList';

/** OBJECT_TYPE. The object that represents it is made when the machine starts. */
export class ObjectType {
  /** Open handles to objects of the type. */
  totalHandles = 0;
  /** Its living objects. */
  readonly living: ObjectList;
  /** The Type object; null only while the machine starts. */
  typeObject: KernelObject | null = null;

  /** Bytes of the object header: the distance from header to body. */
  readonly headerSize: number;
  /** Bytes of an object's body. */
  readonly bodySize: number;

  constructor(
    readonly facts: ObjectTypeFacts,
    /** Index in ObTypeIndexTable; null before Windows 7. */
    readonly index: number | null,
    sizes: { readonly header: number; readonly body: number },
    /** Told of changes of its objects. */
    readonly journal: Journal,
  ) {
    this.headerSize = sizes.header;
    this.bodySize = sizes.body;
    this.living = new ObjectList(journal);
  }

  get name(): string {
    return this.facts.name;
  }

  /** Living objects of the type. */
  get totalObjects(): number {
    return this.living.count;
  }
}
