/**
 * Regular expressions in time linear in the text, whatever the expression and the text: names come from files that
 * nobody vouches for, and a backtracking matcher could be made to run for hours.
 */

import { fail, ok, type Result } from '../../util/result';
import type { Utf16Units } from '../../util/utf16';
import { UNITS } from './charSet';
import { parseRegex, type RegexMistake } from './regexParser';
import { compileProgram, type RegexProgram } from './regexProgram';
import type { TextMatcher } from './textMatcher';

/** States that are kept before starting over. */
const MAXIMUM_STATES = 2000;
const UNKNOWN = -1;
/** The state in which a match is certain. */
const MATCHED = 0;

/** Compiles an expression into a matcher that looks for it anywhere in a text, letter case ignored. */
export function compileRegex(source: string): Result<TextMatcher, RegexMistake> {
  const node = parseRegex(source);
  if (!node.ok) {
    return node;
  }
  const program = compileProgram(node.value);
  return program === null
    ? fail({ at: 0, message: 'its repetitions make it too large.' })
    : ok(new LinearRegex(program));
}

/** Where in the text the automaton is. */
type Place = 'start' | 'inside' | 'end' | 'both';

/** A deterministic automaton that is built while it runs. */
class LinearRegex implements TextMatcher {
  readonly needle = '';
  readonly isPlain = false;
  /** Units that no set tells apart share a class. */
  private readonly classOf = new Uint16Array(UNITS);
  /** One unit of each class. */
  private readonly members: readonly number[];
  private readonly classes: number;
  /** Next state by state and class. */
  private transitions: Int32Array;
  /** Steps of each state, by number. */
  private states: Int32Array[] = [];
  private numbers = new Map<string, number>();
  /** 1 where the text may end, 2 where it may not, 0 where nobody asked yet. */
  private readonly endings = new Uint8Array(MAXIMUM_STATES);
  private readonly marks: Uint32Array;
  private mark = 0;
  private initial = UNKNOWN;
  private emptyAnswer: boolean | null = null;

  constructor(private readonly program: RegexProgram) {
    this.members = this.divideUnits();
    this.classes = this.members.length;
    this.marks = new Uint32Array(program.steps.length);
    this.transitions = new Int32Array(0);
    this.startOver();
  }

  test(folded: Utf16Units, from: number, to: number): boolean {
    if (from === to) {
      return this.matchesEmpty();
    }
    let state = this.begin();
    for (let at = from; at < to && state !== MATCHED; at++) {
      const unitClass = this.classOf[folded[at] ?? 0] ?? 0;
      const next = this.transitions[state * this.classes + unitClass] ?? UNKNOWN;
      state = next === UNKNOWN ? this.follow(state, unitClass) : next;
    }
    return state === MATCHED || this.mayEnd(state);
  }

  /** An empty text begins and ends at once. */
  private matchesEmpty(): boolean {
    if (this.emptyAnswer === null) {
      this.mark++;
      this.emptyAnswer = this.spread(this.program.first, [], 'both');
    }
    return this.emptyAnswer;
  }

  /** The class of each unit; returns one unit of each class. */
  private divideUnits(): readonly number[] {
    const borders = new Set<number>([0]);
    for (const step of this.program.steps) {
      if (step.kind === 'set') {
        for (const [first, last] of step.set.ranges) {
          borders.add(first);
          borders.add(last + 1);
        }
      }
    }
    borders.delete(UNITS);
    const members = [...borders].sort((a, b) => a - b);
    members.forEach((first, index) => {
      this.classOf.fill(index, first, members[index + 1] ?? UNITS);
    });
    return members;
  }

  private startOver(): void {
    this.states = [new Int32Array(0)];
    this.numbers = new Map();
    this.endings.fill(0);
    this.initial = UNKNOWN;
    this.transitions = new Int32Array(16 * this.classes).fill(UNKNOWN);
  }

  private begin(): number {
    if (this.initial === UNKNOWN) {
      const steps: number[] = [];
      this.mark++;
      this.initial = this.spread(this.program.first, steps, 'start')
        ? MATCHED
        : this.stateOf(steps);
    }
    return this.initial;
  }

  /** Works out where a state goes on a class of units. */
  private follow(state: number, unitClass: number): number {
    const unit = this.members[unitClass] ?? 0;
    const steps: number[] = [];
    this.mark++;
    let matched = false;
    for (const index of this.states[state] ?? []) {
      const step = this.program.steps[index];
      if (step?.kind === 'set' && holds(step.set.ranges, unit)) {
        matched ||= this.spread(step.next, steps, 'inside');
      }
    }
    matched ||= this.spread(this.program.first, steps, 'inside');
    if (matched) {
      this.transitions[state * this.classes + unitClass] = MATCHED;
      return MATCHED;
    }
    if (this.states.length >= MAXIMUM_STATES) {
      this.startOver();
      return this.stateOf(steps);
    }
    const next = this.stateOf(steps);
    this.transitions[state * this.classes + unitClass] = next;
    return next;
  }

  /** Adds a step and all that follow without reading a unit. True when the expression has matched. */
  private spread(first: number, steps: number[], place: Place): boolean {
    const pending = [first];
    for (let index = pending.pop(); index !== undefined; index = pending.pop()) {
      if (this.marks[index] === this.mark) {
        continue;
      }
      this.marks[index] = this.mark;
      const step = this.program.steps[index];
      switch (step?.kind) {
        case 'match':
          return true;
        case 'fork':
          pending.push(step.other, step.next);
          break;
        case 'start':
        case 'end':
          if (step.kind === place || place === 'both') {
            pending.push(step.next);
          } else if (step.kind === 'end') {
            steps.push(index);
          }
          break;
        case 'set':
          steps.push(index);
          break;
        case undefined:
          break;
      }
    }
    return false;
  }

  private stateOf(steps: number[]): number {
    const sorted = Int32Array.from(steps).sort();
    const key = sorted.join();
    const known = this.numbers.get(key);
    if (known !== undefined) {
      return known;
    }
    const number = this.states.length;
    this.states.push(sorted);
    this.numbers.set(key, number);
    if ((number + 1) * this.classes > this.transitions.length) {
      const larger = new Int32Array(Math.max(number + 1, number * 2) * this.classes).fill(UNKNOWN);
      larger.set(this.transitions);
      this.transitions = larger;
    }
    return number;
  }

  /** Does the expression match when the text ends in this state? */
  private mayEnd(state: number): boolean {
    let ending = this.endings[state] ?? 0;
    if (ending === 0) {
      this.mark++;
      const ends = (this.states[state] ?? []).some((index) => {
        const step = this.program.steps[index];
        return step?.kind === 'end' && this.spread(step.next, [], 'end');
      });
      ending = ends ? 1 : 2;
      this.endings[state] = ending;
    }
    return ending === 1;
  }
}

function holds(ranges: readonly (readonly [number, number])[], unit: number): boolean {
  return ranges.some(([first, last]) => first <= unit && unit <= last);
}
