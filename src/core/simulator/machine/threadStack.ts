/** The user-mode return addresses that a trace record would find on a thread's stack. */

import type { Address } from '../../model/identifiers';
import { fromWords, highWord, lowWord } from './words';

/** Return addresses a stack starts with room for. */
const INITIAL_DEPTH = 64;

/** A stack of return addresses. */
export class ThreadStack {
  /** Return addresses as (low, high) words, outermost first; {@link depth} of them count. */
  stackWords = new Uint32Array(INITIAL_DEPTH * 2);
  /** Return addresses on the stack. */
  depth = 0;

  /** Pushes a return address, given as two words. */
  pushFrame(low: number, high: number): void {
    if (this.depth * 2 === this.stackWords.length) {
      const larger = new Uint32Array(this.stackWords.length * 2);
      larger.set(this.stackWords);
      this.stackWords = larger;
    }
    this.stackWords[this.depth * 2] = low;
    this.stackWords[this.depth * 2 + 1] = high;
    this.depth++;
  }

  /** Removes the innermost return address; an empty stack stays empty. */
  popFrame(): void {
    if (this.depth > 0) {
      this.depth--;
    }
  }

  /** Runs something with one more return address on the stack, which is removed again whatever happens. */
  withFrame<T>(returnAddress: bigint, body: () => T): T {
    this.pushFrame(lowWord(returnAddress), highWord(returnAddress));
    try {
      return body();
    } finally {
      this.popFrame();
    }
  }

  /** The return addresses, innermost first. */
  frames(): readonly Address[] {
    const frames: Address[] = [];
    for (let position = this.depth - 1; position >= 0; position--) {
      const low = this.stackWords[position * 2] ?? 0;
      frames.push(fromWords(low, this.stackWords[position * 2 + 1] ?? 0));
    }
    return frames;
  }
}
