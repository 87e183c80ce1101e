/** Which frames of a stack make its site: how stacks are folded, and how recursion is taken out of them. */

import { pickFrames, type FrameOwner } from './ownFrames';

/**
 * How stacks become sites.
 * - `own`: by the program's own frames (those of no known module, else all, where a stack has none).
 * - `stack`: by all frames.
 * - `top`: by the innermost frames that are not plumbing (the kernel, ntdll, kernelbase …); all, where there is nothing else.
 */
export type Folding =
  | { readonly kind: 'own' | 'stack' }
  | {
      readonly kind: 'top';
      /** How many frames, at least 1. */
      readonly frames: number;
    };

/** Own frames: what views group by. */
export const OWN_FRAMES: Folding = { kind: 'own' };

/** What folding has to know about a frame. */
export interface FoldedFrame {
  readonly owner: FrameOwner;
  /** Two frames with the same text are in the same function. */
  readonly functionName: string;
}

/** The part of a stack that makes its site. */
export interface SiteFrames {
  /** Indexes of the frames, innermost first; empty for an empty stack. */
  readonly frames: readonly number[];
  /** Index of the frame to blame; -1 for an empty stack. */
  readonly named: number;
  readonly owner: FrameOwner;
  /** The stack was cut off inside a recursion: who started it is not known. */
  readonly isOpenEnded: boolean;
}

/** Picks the frames of a site. `isCut`: the stack has as many frames as the log can hold, so that there may be more. */
export function siteFrames(
  stack: readonly FoldedFrame[],
  folding: Folding,
  isCut: boolean,
): SiteFrames {
  const picked = pickFrames(stack.map((frame) => frame.owner));
  const unfolded = foldRecursion(stack, framesFor(stack, folding, picked.site), isCut);
  const frames = folding.kind === 'top' ? unfolded.kept.slice(0, folding.frames) : unfolded.kept;
  return {
    frames,
    named: picked.named,
    owner: picked.owner,
    isOpenEnded: unfolded.isOpenEnded && frames.length === unfolded.kept.length,
  };
}

function framesFor(
  stack: readonly FoldedFrame[],
  folding: Folding,
  own: readonly number[],
): readonly number[] {
  if (folding.kind === 'own') {
    return own;
  }
  const all = stack.map((_, index) => index);
  if (folding.kind === 'stack') {
    return all;
  }
  const telling = all.filter((index) => stack[index]?.owner !== 'plumbing');
  return telling.length === 0 ? all : telling;
}

/**
 * Takes recursion out: from each function on, everything up to its outermost frame is left out, so that a stack is the
 * same however deep the recursion was. Of a stack that was cut off, frames at the outer end that belong to the recursion
 * are left out too.
 */
function foldRecursion(
  stack: readonly FoldedFrame[],
  indexes: readonly number[],
  isCut: boolean,
): { readonly kept: readonly number[]; readonly isOpenEnded: boolean } {
  const nameAt = (place: number): string => stack[indexes[place] ?? -1]?.functionName ?? '';
  const outermost = new Map<string, number>();
  indexes.forEach((_, place) => outermost.set(nameAt(place), place));
  if (outermost.size === indexes.length) {
    return { kept: indexes, isOpenEnded: false };
  }
  const kept: number[] = [];
  const erased = new Set<string>();
  /** Frames up to here are known to be outside the recursion. */
  let certain = 0;
  for (let place = 0; place < indexes.length; place++) {
    const belongs = erased.has(nameAt(place));
    kept.push(indexes[place] ?? 0);
    certain = belongs ? certain : kept.length;
    const end = outermost.get(nameAt(place)) ?? place;
    for (; place < end; place++) {
      erased.add(nameAt(place + 1));
    }
  }
  return isCut ? { kept: kept.slice(0, certain), isOpenEnded: true } : { kept, isOpenEnded: false };
}
