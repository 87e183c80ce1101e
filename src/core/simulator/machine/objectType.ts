/** An object type of a machine: facts, index, statistics and the list of its objects. */

import type { ObjectTypeFacts } from '../../windows/objectTypes';
import type { Journal } from './journal';
import type { KernelObject } from './kernelObject';

/** OBJECT_TYPE. The object that represents it is made when the machine starts. */
export class ObjectType {
  /** Open handles to objects of the type. */
  totalHandles = 0;
  /** Living objects of the type. */
  totalObjects = 0;
  /** Oldest living object. */
  first: KernelObject | null = null;
  /** Newest living object. */
  last: KernelObject | null = null;
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
  }

  get name(): string {
    return this.facts.name;
  }

  /** Adds a living object at the end of the list. */
  link(object: KernelObject): void {
    object.changeCounts().previousOfType = this.last;
    if (this.last === null) {
      this.first = object;
    } else {
      this.last.changeCounts().nextOfType = object;
    }
    this.last = object;
    this.totalObjects++;
  }

  /** Takes an object out of the list. */
  unlink(object: KernelObject): void {
    const { previousOfType: previous, nextOfType: next } = object;
    if (previous === null) {
      this.first = next;
    } else {
      previous.changeCounts().nextOfType = next;
    }
    if (next === null) {
      this.last = previous;
    } else {
      next.changeCounts().previousOfType = previous;
    }
    const unlinked = object.changeCounts();
    unlinked.previousOfType = null;
    unlinked.nextOfType = null;
    this.totalObjects--;
  }

  /** All living objects, oldest first. */
  *objects(): Generator<KernelObject, void, void> {
    for (let object = this.first; object !== null; object = object.nextOfType) {
      yield object;
    }
  }
}
