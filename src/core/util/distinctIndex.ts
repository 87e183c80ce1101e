/** Finds equal items among many by their hash; the items themselves are kept by whoever asks. */

import type { Utf16Units } from './utf16';

/** Longest search for one item: bounds the work when somebody crafts items with equal hashes. */
const MAXIMUM_PROBES = 128;
const FIRST_SLOTS = 1024;
const HASH_PRIME = 0x0100_0193;

/** Numbers for distinct items: 1, 2, 3 … in the order they are added. */
export class DistinctIndex {
  /** For each slot the number of an item, 0 for none, and behind it its hash: both are in one line of the processor's cache. */
  private slots = new Uint32Array(FIRST_SLOTS * 2);
  private items = 0;
  /** Nobody reads it, but what is not kept is not looked at. */
  fetched = 0;

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
    let slot = (wanted << 1) & last;
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

  /**
   * Looks at the slots of many hashes, so that the processor fetches them all at once: in a large index it would wait for
   * each by itself.
   */
  fetch(hashes: Uint32Array, count: number): void {
    const { slots } = this;
    const last = slots.length - 1;
    let seen = 0;
    for (let at = 0; at < count; at++) {
      seen |= slots[((hashes[at] ?? 0) << 1) & last] ?? 0;
    }
    this.fetched = seen;
  }

  /** Adds an item by its hash and returns its number. */
  add(hash: number): number {
    if (this.items * 8 >= this.slots.length * 3) {
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
  let slot = (hash << 1) & last;
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

/** A hash of the units of a text, the end excluded; the same whether they are kept in bytes or not. */
export function hashUnits(units: Utf16Units, start: number, end: number): number {
  let hash = end - start;
  let at = start;
  // Four at a time: each multiplication has to wait for the one before.
  for (; at + 4 <= end; at += 4) {
    const fourth = units[at + 3] ?? 0;
    const four =
      (units[at] ?? 0) ^
      ((units[at + 1] ?? 0) << 8) ^
      ((units[at + 2] ?? 0) << 16) ^
      ((fourth << 24) | (fourth >>> 8));
    hash = Math.imul(((hash << 5) | (hash >>> 27)) ^ four, HASH_PRIME);
  }
  for (; at < end; at++) {
    hash = Math.imul(((hash << 5) | (hash >>> 27)) ^ (units[at] ?? 0), HASH_PRIME);
  }
  return mixHash(hash);
}
