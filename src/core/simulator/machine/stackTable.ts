/** Distinct stacks, each once, by number. */

import type { FrameList } from './machineTypes';
import type { ThreadStack } from './threadStack';

/** Numbers for stacks, from 0. What has a number keeps it. */
export class StackTable {
  private readonly stacks: Uint32Array[] = [];
  /** Numbers of the stacks with a hash. */
  private readonly numbers = new Map<number, number[]>();
  private readonly scratch: Uint32Array;

  /** `depth`: frames that are kept of a stack. */
  constructor(depth: number) {
    this.scratch = new Uint32Array(depth * 2);
  }

  /** Distinct stacks. */
  get count(): number {
    return this.stacks.length;
  }

  /** The stack of a number as pairs of words (low, high), innermost first; empty for others. */
  at(number: number): FrameList {
    return this.stacks[number] ?? NO_FRAMES;
  }

  /** The number of a stack: frames of the kernel, then those of a thread, innermost first. */
  numberOf(kernelFrames: FrameList, stack: ThreadStack | null): number {
    const { scratch } = this;
    let length = Math.min(kernelFrames.length, scratch.length);
    for (let index = 0; index < length; index++) {
      scratch[index] = kernelFrames[index] ?? 0;
    }
    if (stack !== null) {
      const { stackWords } = stack;
      for (let frame = stack.depth - 1; frame >= 0 && length < scratch.length; frame--) {
        scratch[length++] = stackWords[frame * 2] ?? 0;
        scratch[length++] = stackWords[frame * 2 + 1] ?? 0;
      }
    }
    let hash = length;
    for (let index = 0; index < length; index++) {
      hash = (Math.imul(hash, 31) + (scratch[index] ?? 0)) | 0;
    }
    return this.find(hash, length) ?? this.add(hash, length);
  }

  private find(hash: number, length: number): number | null {
    for (const number of this.numbers.get(hash) ?? []) {
      if (this.equals(number, length)) {
        return number;
      }
    }
    return null;
  }

  private add(hash: number, length: number): number {
    const number = this.stacks.push(this.scratch.slice(0, length)) - 1;
    const known = this.numbers.get(hash);
    if (known === undefined) {
      this.numbers.set(hash, [number]);
    } else {
      known.push(number);
    }
    return number;
  }

  private equals(number: number, length: number): boolean {
    const stack = this.stacks[number];
    if (stack?.length !== length) {
      return false;
    }
    for (let index = 0; index < length; index++) {
      if (stack[index] !== this.scratch[index]) {
        return false;
      }
    }
    return true;
  }
}

const NO_FRAMES = new Uint32Array(0);
