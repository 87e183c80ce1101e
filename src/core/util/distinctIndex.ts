/** Finds equal items among many by their hash; the items themselves are kept by whoever asks. */

/** Longest search for one item: bounds the work when somebody crafts items with equal hashes. */
const MAXIMUM_PROBES = 128;
const FIRST_SLOTS = 1024;

/** Numbers for distinct items: 1, 2, 3 … in the order they are added. */
export class DistinctIndex {
  private slots = new Uint32Array(FIRST_SLOTS);
  private hashes = new Uint32Array(FIRST_SLOTS / 2);
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
    const { slots, hashes } = this;
    const mask = slots.length - 1;
    const wanted = hash >>> 0;
    let slot = wanted & mask;
    for (let probe = 0; probe < MAXIMUM_PROBES; probe++) {
      const item = slots[slot] ?? 0;
      if (item === 0) {
        return 0;
      }
      if (hashes[item - 1] === wanted && isEqual(item)) {
        return item;
      }
      slot = (slot + 1) & mask;
    }
    return 0;
  }

  /** Adds an item by its hash and returns its number. */
  add(hash: number): number {
    if (this.items === this.hashes.length) {
      this.grow();
    }
    this.hashes[this.items] = hash >>> 0;
    this.items++;
    this.place(this.items);
    return this.items;
  }

  private place(item: number): void {
    const { slots, hashes } = this;
    const mask = slots.length - 1;
    let slot = (hashes[item - 1] ?? 0) & mask;
    for (let probe = 0; probe < MAXIMUM_PROBES; probe++) {
      if (slots[slot] === 0) {
        slots[slot] = item;
        return;
      }
      slot = (slot + 1) & mask;
    }
  }

  private grow(): void {
    const hashes = new Uint32Array(this.hashes.length * 2);
    hashes.set(this.hashes);
    this.hashes = hashes;
    this.slots = new Uint32Array(this.slots.length * 2);
    for (let item = 1; item <= this.items; item++) {
      this.place(item);
    }
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
