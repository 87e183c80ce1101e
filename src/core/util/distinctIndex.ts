/** Finds equal items among many by their hash; the items themselves are kept by whoever asks. */

/** Longest search for one item: bounds the work when somebody crafts items with equal hashes. */
const MAXIMUM_PROBES = 128;
const FIRST_SLOTS = 1024;

/** Numbers for distinct items: 1, 2, 3 … in the order they are added. */
export class DistinctIndex {
  /** For each slot the number of an item, 0 for none, and behind it its hash: both are in one line of the processor's cache. */
  private slots = new Uint32Array(FIRST_SLOTS * 2);
  private items = 0;

  /** How many items were added; also the last number. */
  get count(): number {
    return this.items;
  }

  /**
   * The number of an item with this hash (32 bits) for which `isEqual` says true; 0 when there is none, or when too many
   * others stand in the way: then an equal item may be added a second time.
   */
  find(hash: number, isEqual: (number: number) => boolean): number {
    const { slots } = this;
    const last = slots.length - 1;
    const wanted = hash >>> 0;
    let slot = (wanted * 2) & last;
    for (let probe = 0; probe < MAXIMUM_PROBES; probe++) {
      const item = slots[slot] ?? 0;
      if (item === 0) {
        return 0;
      }
      if (slots[slot + 1] === wanted && isEqual(item)) {
        return item;
      }
      slot = (slot + 2) & last;
    }
    return 0;
  }

  /** Adds an item by its hash and returns its number. */
  add(hash: number): number {
    if (this.items * 4 >= this.slots.length) {
      this.grow();
    }
    this.items++;
    place(this.slots, this.items, hash >>> 0);
    return this.items;
  }

  private grow(): void {
    const { slots } = this;
    const larger = new Uint32Array(slots.length * 2);
    for (let slot = 0; slot < slots.length; slot += 2) {
      const item = slots[slot] ?? 0;
      if (item !== 0) {
        place(larger, item, slots[slot + 1] ?? 0);
      }
    }
    this.slots = larger;
  }
}

function place(slots: Uint32Array, item: number, hash: number): void {
  const last = slots.length - 1;
  let slot = (hash * 2) & last;
  for (let probe = 0; probe < MAXIMUM_PROBES; probe++) {
    if (slots[slot] === 0) {
      slots[slot] = item;
      slots[slot + 1] = hash;
      return;
    }
    slot = (slot + 2) & last;
  }
}

/** Spreads the bits of a hash, so that its low bits depend on all of it. */
export function mixHash(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x7feb_352d);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x846c_a68b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
