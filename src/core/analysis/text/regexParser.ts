/** Reads the regular expressions of queries: a subset that can always be matched in time linear in the text. */

import { fail, ok, type Result } from '../../util/result';
import {
  ANY_BUT_LINE_END,
  complement,
  foldedSet,
  NAMED_SETS,
  singleSet,
  type CharSet,
  type UnitRange,
} from './charSet';

/** A regular expression as a tree. */
export type RegexNode =
  | { readonly kind: 'set'; readonly set: CharSet }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly RegexNode[] }
  /** `max` is Infinity when there is no limit. */
  | {
      readonly kind: 'repeat';
      readonly part: RegexNode;
      readonly min: number;
      readonly max: number;
    }
  | { readonly kind: 'start' | 'end' };

/** What is wrong, and at which unit of the expression. */
export interface RegexMistake {
  readonly at: number;
  readonly message: string;
}

/** Longest expression, units. */
const MAXIMUM_LENGTH = 500;
const MAXIMUM_DEPTH = 30;
const MAXIMUM_REPEAT = 200;

const CONTROL_ESCAPES: ReadonlyMap<string, number> = new Map([
  ['t', 9],
  ['n', 10],
  ['v', 11],
  ['f', 12],
  ['r', 13],
  ['0', 0],
]);

/** Thrown inside the parser only. */
class Mistake extends Error {
  constructor(
    readonly at: number,
    message: string,
  ) {
    super(message);
  }
}

/** Reads an expression. Letter case is ignored; lazy quantifiers are read as greedy ones, since only a match is asked for. */
export function parseRegex(source: string): Result<RegexNode, RegexMistake> {
  if (source.length > MAXIMUM_LENGTH) {
    return fail({
      at: MAXIMUM_LENGTH,
      message: `it has ${source.length} characters, at most ${MAXIMUM_LENGTH} are read.`,
    });
  }
  try {
    return ok(new RegexReader(source).read());
  } catch (error) {
    if (error instanceof Mistake) {
      return fail({
        at: Math.min(error.at, Math.max(0, source.length - 1)),
        message: error.message,
      });
    }
    throw error;
  }
}

class RegexReader {
  private at = 0;
  private depth = 0;

  constructor(private readonly source: string) {}

  read(): RegexNode {
    const node = this.choice();
    if (this.at < this.source.length) {
      throw new Mistake(this.at, 'this parenthesis closes nothing.');
    }
    return node;
  }

  private choice(): RegexNode {
    const parts = [this.sequence()];
    while (this.peek() === '|') {
      this.at++;
      parts.push(this.sequence());
    }
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : { kind: 'choice', parts };
  }

  private sequence(): RegexNode {
    const parts: RegexNode[] = [];
    for (let next = this.peek(); next !== '' && next !== '|' && next !== ')'; next = this.peek()) {
      parts.push(this.quantified());
    }
    return { kind: 'sequence', parts };
  }

  private quantified(): RegexNode {
    const at = this.at;
    const part = this.atom();
    const limits = this.quantifier();
    if (limits === null) {
      return part;
    }
    if (part.kind === 'start' || part.kind === 'end') {
      throw new Mistake(at, 'an anchor cannot be repeated.');
    }
    if (this.peek() === '?') {
      this.at++;
    }
    if (this.quantifier() !== null) {
      throw new Mistake(this.at - 1, 'a repetition cannot be repeated; use parentheses.');
    }
    return { kind: 'repeat', part, ...limits };
  }

  private quantifier(): { readonly min: number; readonly max: number } | null {
    const char = this.peek();
    if (char === '*' || char === '+' || char === '?') {
      this.at++;
      return { min: char === '+' ? 1 : 0, max: char === '?' ? 1 : Infinity };
    }
    const counted = this.match(/\{(\d{1,4})(,(\d{0,4}))?\}/y);
    if (counted === null) {
      return null;
    }
    const min = Number(counted[1]);
    const max = counted[2] === undefined ? min : counted[3] === '' ? Infinity : Number(counted[3]);
    if (max < min) {
      throw new Mistake(this.at - 1, 'the repetition ends before it begins.');
    }
    if (min > MAXIMUM_REPEAT || (max !== Infinity && max > MAXIMUM_REPEAT)) {
      throw new Mistake(this.at - 1, `more than ${MAXIMUM_REPEAT} repetitions cannot be counted.`);
    }
    return { min, max };
  }

  private atom(): RegexNode {
    const at = this.at++;
    const char = this.source.charAt(at);
    switch (char) {
      case '^':
        return { kind: 'start' };
      case '$':
        return { kind: 'end' };
      case '.':
        return { kind: 'set', set: ANY_BUT_LINE_END };
      case '(':
        return this.grouped(at);
      case '[':
        return { kind: 'set', set: this.charClass(at) };
      case '\\':
        return { kind: 'set', set: this.escapedSet(at) };
      case '*':
      case '+':
      case '?':
        throw new Mistake(at, 'there is nothing to repeat.');
      default:
        return { kind: 'set', set: singleSet(char.charCodeAt(0)) };
    }
  }

  private grouped(at: number): RegexNode {
    if (this.match(/\?(:|<[A-Za-z]\w*>)/y) === null && this.peek() === '?') {
      throw new Mistake(this.at, 'look-ahead, look-behind and flags are not available.');
    }
    if (++this.depth > MAXIMUM_DEPTH) {
      throw new Mistake(at, `parentheses are nested more than ${MAXIMUM_DEPTH} deep.`);
    }
    const inner = this.choice();
    this.depth--;
    if (this.peek() !== ')') {
      throw new Mistake(at, 'this parenthesis is not closed.');
    }
    this.at++;
    return inner;
  }

  private escapedSet(at: number): CharSet {
    const char = this.peek();
    const named = NAMED_SETS.get(char.toLowerCase());
    if (named !== undefined) {
      this.at++;
      return foldedSet(named, char !== char.toLowerCase());
    }
    if (/[bB1-9]/.test(char)) {
      throw new Mistake(at, `\\${char} is not available.`);
    }
    return singleSet(this.escapedUnit(at));
  }

  /** A single unit after a backslash. */
  private escapedUnit(at: number): number {
    const code = this.match(/x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})/y);
    if (code !== null) {
      return parseInt(code[1] ?? code[2] ?? '0', 16);
    }
    const char = this.peek();
    if (char === '') {
      throw new Mistake(at, 'a backslash at the end escapes nothing.');
    }
    const control = CONTROL_ESCAPES.get(char);
    if (control === undefined && /[A-Za-z]/.test(char)) {
      throw new Mistake(at, `\\${char} is not known; for the path separator write \\\\.`);
    }
    this.at++;
    return control ?? char.charCodeAt(0);
  }

  private charClass(at: number): CharSet {
    const negated = this.peek() === '^';
    this.at += negated ? 1 : 0;
    const ranges: UnitRange[] = [];
    for (;;) {
      const from = this.at;
      const first = this.classMember(at, ranges);
      if (first === 'end') {
        return foldedSet(ranges, negated);
      }
      if (first === 'set') {
        continue;
      }
      let last = first;
      if (this.peek() === '-' && this.source.charAt(this.at + 1) !== ']') {
        this.at++;
        const end = this.classMember(at, ranges);
        if (typeof end !== 'number' || end < first) {
          throw new Mistake(from, 'this range ends before it begins.');
        }
        last = end;
      }
      ranges.push([first, last]);
    }
  }

  /** One member of a class: a unit, a named set that was added to `ranges`, or the closing bracket. */
  private classMember(opened: number, ranges: UnitRange[]): number | 'set' | 'end' {
    const at = this.at++;
    const char = this.source.charAt(at);
    if (char === '') {
      throw new Mistake(opened, 'this bracket is not closed.');
    }
    if (char === ']') {
      return 'end';
    }
    if (char !== '\\') {
      return char.charCodeAt(0);
    }
    const letter = this.peek();
    const named = NAMED_SETS.get(letter.toLowerCase());
    if (named === undefined) {
      return this.escapedUnit(at);
    }
    this.at++;
    ranges.push(...(letter === letter.toLowerCase() ? named : complement(named)));
    return 'set';
  }

  private peek(): string {
    return this.source.charAt(this.at);
  }

  private match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source);
    this.at += found?.[0].length ?? 0;
    return found;
  }
}
