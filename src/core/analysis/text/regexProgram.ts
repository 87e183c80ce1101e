/** Turns a regular expression into the steps of a nondeterministic automaton. */

import { assertNever } from '../../util/assertNever';
import type { CharSet } from './charSet';
import type { RegexNode } from './regexParser';

/** One step; targets are indexes of steps. */
export type RegexStep =
  | { readonly kind: 'set'; readonly set: CharSet; readonly next: number }
  | { readonly kind: 'fork'; readonly next: number; readonly other: number }
  | { readonly kind: 'start' | 'end'; readonly next: number }
  | { readonly kind: 'match' };

/** Most steps of one expression; counted repetitions multiply. */
const MAXIMUM_STEPS = 4000;

/** An automaton; it starts at step `first`. */
export interface RegexProgram {
  readonly steps: readonly RegexStep[];
  readonly first: number;
}

/** The automaton of an expression; null when its repetitions make it too large. */
export function compileProgram(node: RegexNode): RegexProgram | null {
  const writer = new ProgramWriter();
  const first = writer.write(node, writer.add({ kind: 'match' }));
  return writer.isFull ? null : { steps: writer.steps, first };
}

/** Writes the steps back to front: each part is given where to go on. */
class ProgramWriter {
  readonly steps: RegexStep[] = [];
  isFull = false;

  add(step: RegexStep): number {
    if (this.steps.length >= MAXIMUM_STEPS) {
      this.isFull = true;
      return 0;
    }
    this.steps.push(step);
    return this.steps.length - 1;
  }

  /** Writes a part that goes on at `next`; returns where it begins. */
  write(node: RegexNode, next: number): number {
    if (this.isFull) {
      return 0;
    }
    switch (node.kind) {
      case 'set':
        return this.add({ kind: 'set', set: node.set, next });
      case 'start':
      case 'end':
        return this.add({ kind: node.kind, next });
      case 'sequence':
        return node.parts.reduceRight((after, part) => this.write(part, after), next);
      case 'choice': {
        const [first, ...others] = node.parts.map((part) => this.write(part, next));
        return others.reduce(
          (begin, other) => this.add({ kind: 'fork', next: begin, other }),
          first ?? next,
        );
      }
      case 'repeat':
        return this.repeat(node, next);
      default:
        return assertNever(node);
    }
  }

  private repeat(node: RegexNode & { readonly kind: 'repeat' }, next: number): number {
    let begin = next;
    if (node.max === Infinity) {
      const fork = this.add({ kind: 'fork', next, other: next });
      const body = this.write(node.part, fork);
      this.steps[fork] = { kind: 'fork', next: body, other: next };
      begin = fork;
    } else {
      for (let count = node.min; count < node.max && !this.isFull; count++) {
        begin = this.add({ kind: 'fork', next: this.write(node.part, begin), other: next });
      }
    }
    for (let count = 0; count < node.min && !this.isFull; count++) {
      begin = this.write(node.part, begin);
    }
    return begin;
  }
}
