/** The living objects of a type, each at a place of its own, and what a journal keeps of them. */

import { Journalled, type Change, type Journal } from './journal';
import type { ChangingCounts, KernelObject } from './kernelObject';

/** An object; or, where there is none, the place of the next hole. */
type Slot = KernelObject | number;

/** Behind the last hole. */
const NO_HOLE = -1;
const FIRST_ROOM = 16;

/** Objects by place. A place whose object is gone is given to one of the next. */
export class ObjectList extends Journalled {
  /**
   * What is at each place. Behind the list is what was there before time went back: it is found again when time goes
   * forward, and an array that grows and shrinks by ten thousands of places would be copied over and over.
   */
  readonly slots: Slot[] = [];
  /** Places of the list. */
  length = 0;
  /** The hole that is filled next. */
  hole = NO_HOLE;
  /** Objects in the list. */
  count = 0;
  /** By place: the stretch of the journal in which it last told of a change. */
  private told = new Int32Array(FIRST_ROOM);
  private kept: ObjectsChange | null = null;

  constructor(readonly journal: Journal) {
    super();
  }

  /** An object's counts are about to change, for the first time in this stretch of the journal. */
  keepCounts(object: KernelObject): void {
    this.change?.addCounts(object);
  }

  /** Gives an object a place. */
  add(object: KernelObject): number {
    const { slots, hole, change } = this;
    const place = hole === NO_HOLE ? this.length : hole;
    this.touch(change, place);
    this.count++;
    if (hole === NO_HOLE) {
      this.length++;
    } else {
      this.hole = Number(slots[hole]);
    }
    slots[place] = object;
    return place;
  }

  /** Takes an object out. */
  remove({ listPlace }: KernelObject): void {
    this.touch(this.change, listPlace);
    this.slots[listPlace] = this.hole;
    this.hole = listPlace;
    this.count--;
  }

  /** All objects, in the order of their places. */
  *all(): Generator<KernelObject, void, void> {
    for (let place = 0; place < this.length; place++) {
      const slot = this.slots[place];
      if (typeof slot === 'object') {
        yield slot;
      }
    }
  }

  /** What is kept in this stretch of the journal; null while nobody wants it. */
  private get change(): ObjectsChange | null {
    const { journal } = this;
    if (this.kept?.epoch !== journal.epoch && journal.epoch !== 0) {
      this.kept = new ObjectsChange(this, journal.epoch);
      journal.keep(this.kept);
    }
    return this.kept;
  }

  private touch(change: ObjectsChange | null, place: number): void {
    if (change === null || !change.covers(place)) {
      return;
    }
    if (place >= this.told.length) {
      const wider = new Int32Array(Math.max(this.slots.length, this.told.length * 2));
      wider.set(this.told);
      this.told = wider;
    }
    if (this.told[place] !== change.epoch) {
      this.told[place] = change.epoch;
      change.addSlot(place, this.slots[place] ?? NO_HOLE);
    }
  }
}

/** Numbers that say how an object was: references in two words; handles, and behind them a bit that says whether it was deleted. */
const COUNTS = 3;
const WORD = 0x1_0000_0000;

/** How a list was, and the counts of some of its objects. */
class ObjectsChange implements Change {
  readonly born = 0;
  private hole: number;
  private count: number;
  private length: number;
  /** Places that there were at the beginning, those behind the list included. */
  private readonly known: number;
  private places = new Uint32Array(FIRST_ROOM);
  private contents: Slot[] = [];
  private objects: KernelObject[] = [];
  private counts = new Uint32Array(FIRST_ROOM * COUNTS);

  constructor(
    private readonly list: ObjectList,
    /** Stretch of the journal in which it begins. */
    readonly epoch: number,
  ) {
    this.hole = list.hole;
    this.count = list.count;
    this.length = list.length;
    this.known = list.slots.length;
  }

  get subject(): object {
    return this.list;
  }

  get bytes(): number {
    return 400 + this.contents.length * 12 + this.objects.length * 8 + this.counts.byteLength;
  }

  /** True for places that there were at the beginning. */
  covers(place: number): boolean {
    return place < this.known;
  }

  addSlot(place: number, content: Slot): void {
    const at = this.contents.push(content) - 1;
    if (at >= this.places.length) {
      this.places = resized(this.places, at * 2 + 1);
    }
    this.places[at] = place;
  }

  addCounts(object: KernelObject): void {
    const at = this.room(object);
    writeCounts(this.counts, at, object);
  }

  /** Where the counts of one more object are written. */
  private room(object: KernelObject): number {
    const at = this.objects.push(object) * COUNTS - COUNTS;
    if (at >= this.counts.length) {
      this.counts = resized(this.counts, at * 2 + COUNTS);
    }
    return at;
  }

  seal(): void {
    this.contents = this.contents.slice();
    this.places = resized(this.places, this.contents.length);
    this.objects = this.objects.slice();
    this.counts = resized(this.counts, this.objects.length * COUNTS);
  }

  /** Only the first time that something is told of counts, and nothing of objects that came since. */
  absorb(later: ObjectsChange): void {
    const places = new Set(this.places);
    later.places.forEach((place, index) => {
      if (this.covers(place) && !places.has(place)) {
        this.addSlot(place, later.contents[index] ?? NO_HOLE);
      }
    });
    const objects = new Set(this.objects);
    later.objects.forEach((object, index) => {
      if (object.born < this.epoch && !objects.has(object)) {
        const at = this.room(object);
        this.counts.set(later.counts.subarray(index * COUNTS, (index + 1) * COUNTS), at);
      }
    });
    this.seal();
  }

  exchange(): void {
    this.exchangeList();
    const { objects, counts } = this;
    for (let index = 0, at = 0; index < objects.length; index++, at += COUNTS) {
      const object: ChangingCounts | undefined = objects[index];
      if (object !== undefined) {
        const { handleCount, pointerCount, deleted } = object;
        readCounts(counts, at, object);
        writeCounts(counts, at, { handleCount, pointerCount, deleted });
      }
    }
  }

  private exchangeList(): void {
    const { list, hole, count, length, places, contents } = this;
    const { slots } = list;
    this.hole = list.hole;
    this.count = list.count;
    this.length = list.length;
    list.hole = hole;
    list.count = count;
    list.length = length;
    for (let index = 0; index < contents.length; index++) {
      const place = places[index] ?? 0;
      const present = slots[place] ?? NO_HOLE;
      slots[place] = contents[index] ?? NO_HOLE;
      contents[index] = present;
    }
  }
}

function writeCounts(counts: Uint32Array, at: number, object: ChangingCounts): void {
  counts[at] = object.pointerCount >>> 0;
  counts[at + 1] = Math.floor(object.pointerCount / WORD);
  counts[at + 2] = object.handleCount * 2 + (object.deleted ? 1 : 0);
}

function readCounts(counts: Uint32Array, at: number, object: ChangingCounts): void {
  const low = counts[at] ?? 0;
  const high = (counts[at + 1] ?? 0) | 0;
  const handles = counts[at + 2] ?? 0;
  // A product is a float to the engine even when it is 0: a million objects would change their shape.
  object.pointerCount = high === 0 ? low : low + high * WORD;
  object.handleCount = handles >>> 1;
  object.deleted = (handles & 1) === 1;
}

/** A copy with room for so many numbers. */
function resized(numbers: Uint32Array<ArrayBuffer>, length: number): Uint32Array<ArrayBuffer> {
  const copy = new Uint32Array(length);
  copy.set(numbers.subarray(0, length));
  return copy;
}
