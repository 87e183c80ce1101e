/** Stacks of many trace records: each distinct stack once, as 32-bit halves of its addresses. */

import { DistinctIndex, mixHash } from '../util/distinctIndex';
import { address, type Address } from './identifiers';

/** Number of the empty stack. */
export const NO_STACK = 0;

/** More frames than any tracer records (domain.md 4.1, 5.5). */
const MAXIMUM_FRAMES = 64;
const PRIME = 0x9e37_79b1;

/** Distinct stacks, numbered from 1; 0 is the empty stack. */
export class StackTable {
  private readonly index = new DistinctIndex();
  /** Low and high halves of the addresses of all stacks, one stack after another. */
  private words = new Uint32Array(4096);
  /** Where each stack starts in {@link words}, by number; the next one's start is the end. */
  private starts = new Uint32Array(256);
  private readonly added = new Uint32Array(MAXIMUM_FRAMES * 2);
  private addedLength = 0;
  private readonly wide = new BigUint64Array(1);
  private readonly halves = new Uint32Array(this.wide.buffer);
  private readonly isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

  /** How many distinct stacks there are; also the last number. */
  get count(): number {
    return this.index.count;
  }

  /** The number of a stack, innermost frame first; frames beyond 64 are left out. */
  add(stack: readonly Address[]): number {
    const depth = Math.min(stack.length, MAXIMUM_FRAMES);
    const { added, wide, halves } = this;
    const low = this.isLittleEndian ? 0 : 1;
    let hash = 0;
    for (let frame = 0; frame < depth; frame++) {
      wide[0] = stack[frame] ?? 0n;
      added[frame * 2] = halves[low] ?? 0;
      added[frame * 2 + 1] = halves[1 - low] ?? 0;
      hash = hashFrame(hash, halves[low] ?? 0, halves[1 - low] ?? 0);
    }
    return this.commit(depth, hash);
  }

  /** The number of a stack whose addresses are given as halves, low before high; frames beyond 64 are left out. */
  addHalves(halves: ArrayLike<number>, depth: number): number {
    const { added } = this;
    const most = Math.min(depth, MAXIMUM_FRAMES);
    let hash = 0;
    for (let at = 0; at < most * 2; at += 2) {
      const low = halves[at] ?? 0;
      const high = halves[at + 1] ?? 0;
      added[at] = low;
      added[at + 1] = high;
      hash = hashFrame(hash, low, high);
    }
    return this.commit(most, hash);
  }

  /** The number of `depth` little-endian 64-bit addresses at `offset`, up to the first 0; the caller checks the bounds. */
  addFrom(view: DataView, offset: number, depth: number): number {
    const { added } = this;
    const most = Math.min(depth, MAXIMUM_FRAMES);
    let frame = 0;
    let hash = 0;
    for (let at = offset; frame < most; frame++, at += 8) {
      const low = view.getUint32(at, true);
      const high = view.getUint32(at + 4, true);
      if (low === 0 && high === 0) {
        break;
      }
      added[frame * 2] = low;
      added[frame * 2 + 1] = high;
      hash = hashFrame(hash, low, high);
    }
    return this.commit(frame, hash);
  }

  /** How many frames a stack has. */
  depth(id: number): number {
    return this.isStack(id) ? (this.end(id) - this.start(id)) / 2 : 0;
  }

  /** The addresses of a stack, innermost first; empty for 0 and numbers that do not exist. */
  frames(id: number): readonly Address[] {
    const frames: Address[] = [];
    if (this.isStack(id)) {
      for (let at = this.start(id); at < this.end(id); at += 2) {
        const low = this.words[at] ?? 0;
        const high = this.words[at + 1] ?? 0;
        frames.push(address(high === 0 ? low : (BigInt(high) << 32n) | BigInt(low)));
      }
    }
    return frames;
  }

  private isStack(id: number): boolean {
    return id > NO_STACK && id <= this.count;
  }

  private start(id: number): number {
    return this.starts[id - 1] ?? 0;
  }

  private end(id: number): number {
    return this.starts[id] ?? 0;
  }

  private commit(depth: number, hash: number): number {
    if (depth === 0) {
      return NO_STACK;
    }
    this.addedLength = depth * 2;
    const mixed = mixHash(hash ^ depth);
    const known = this.index.find(mixed, this.equalsAdded);
    return known === 0 ? this.keep(mixed) : known;
  }

  private readonly equalsAdded = (id: number): boolean => {
    const { words, added, addedLength } = this;
    const start = this.start(id);
    if (this.end(id) - start !== addedLength) {
      return false;
    }
    for (let at = 0; at < addedLength; at++) {
      if (words[start + at] !== added[at]) {
        return false;
      }
    }
    return true;
  };

  private keep(hash: number): number {
    const id = this.index.add(hash);
    const start = this.start(id);
    const end = start + this.addedLength;
    this.words = grown(this.words, end);
    this.starts = grown(this.starts, id + 1);
    this.words.set(this.added.subarray(0, this.addedLength), start);
    this.starts[id] = end;
    return id;
  }
}

/** A running hash over the halves of addresses. */
function hashFrame(hash: number, low: number, high: number): number {
  const mixed = Math.imul(hash ^ low, PRIME) + high;
  return mixed ^ (mixed >>> 15);
}

/** The stack of each record of a trace log. */
export interface StackColumn {
  /** Number of the stack of each row of the log. */
  readonly id: Uint32Array;
  readonly table: StackTable;
}

/** The same numbers in an array of at least `length` elements. */
function grown(array: Uint32Array<ArrayBuffer>, length: number): Uint32Array<ArrayBuffer> {
  if (length <= array.length) {
    return array;
  }
  const larger = new Uint32Array(Math.max(length, array.length * 2));
  larger.set(array);
  return larger;
}
