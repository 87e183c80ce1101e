/** Recognises byte sequences that were seen before, without making strings of them. */

import { DistinctIndex, hashUnits } from '../../util/distinctIndex';

const FIRST_ROOM = 4096;
/** Bytes of which a hash is made; what differs only behind them is told apart all the same. */
const HASHED = 24;

/** Numbers for distinct sequences: 1, 2, 3 … */
export class ByteInterner {
  private readonly index = new DistinctIndex();
  private pool = new Uint8Array(FIRST_ROOM);
  /** Where each sequence starts in {@link pool}, by number from 1; the next one's start is its end. */
  private readonly starts: number[] = [0];
  private asked: Uint8Array = new Uint8Array();
  private from = 0;
  private length = 0;
  private hash = 0;

  /** `most`: sequences that are kept. */
  constructor(private readonly most: number) {}

  /** The number of a sequence that was added; 0 for others. */
  find(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    const hashed = length < HASHED ? end : start + HASHED;
    this.asked = bytes;
    this.from = start;
    this.length = length;
    this.hash = hashUnits(bytes, start, hashed);
    return this.index.find(this.hash, this.equalsAsked);
  }

  /** Adds the sequence that {@link find} was last asked for; 0 when no more are kept. */
  add(): number {
    const { asked, from, length, starts } = this;
    if (this.index.count >= this.most) {
      return 0;
    }
    const start = starts.at(-1) ?? 0;
    if (start + length > this.pool.length) {
      const larger = new Uint8Array(Math.max(start + length, this.pool.length * 2));
      larger.set(this.pool.subarray(0, start));
      this.pool = larger;
    }
    this.pool.set(asked.subarray(from, from + length), start);
    starts.push(start + length);
    return this.index.add(this.hash);
  }

  private readonly equalsAsked = (number: number): boolean => {
    const { pool, asked, from, length } = this;
    const start = this.starts[number - 1] ?? 0;
    if ((this.starts[number] ?? 0) - start !== length) {
      return false;
    }
    for (let at = 0; at < length; at++) {
      if (pool[start + at] !== asked[from + at]) {
        return false;
      }
    }
    return true;
  };
}
