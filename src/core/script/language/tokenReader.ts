/** Walks over the tokens of a script and collects what is wrong with them. */

import type { Identifier, ScriptProblem, Span } from './syntax';
import { readTokens, type Token } from './tokens';
import { isTypeName } from './typeNames';

/** Most problems that one text is given; more help nobody. */
const MOST_PROBLEMS = 200;

/** The tokens of one text, with a position. */
export class TokenReader {
  readonly problems: ScriptProblem[] = [];
  private readonly tokens: readonly Token[];
  private readonly structs = new Set<string>();
  private position = 0;

  constructor(private readonly text: string) {
    this.tokens = readTokens(text).tokens;
  }

  /** The token `distance` after the next one. */
  peek(distance = 0): Token {
    const token = this.tokens[Math.min(this.position + distance, this.tokens.length - 1)];
    if (token === undefined) {
      throw new RangeError('A text has at least the token at its end.');
    }
    return token;
  }

  /** True when the next token is this punctuator or word. */
  at(text: string, distance = 0): boolean {
    const token = this.peek(distance);
    return token.text === text && token.kind !== 'string';
  }

  get atEnd(): boolean {
    return this.peek().kind === 'end';
  }

  /** Takes the next token. At the end it stays there. */
  next(): Token {
    const token = this.peek();
    this.position = Math.min(this.position + 1, this.tokens.length - 1);
    return token;
  }

  /** Takes the next token if it is this one. */
  accept(text: string): boolean {
    if (!this.at(text)) {
      return false;
    }
    this.next();
    return true;
  }

  /** Takes this token, or says that it is missing behind the previous one. */
  expect(text: string, behind: string): boolean {
    if (this.accept(text)) {
      return true;
    }
    this.missing(text, behind);
    return false;
  }

  /** End of the token taken last. */
  get lastEnd(): number {
    return this.tokens[this.position - 1]?.end ?? 0;
  }

  /** Position in the list of tokens: does it grow? */
  get place(): number {
    return this.position;
  }

  /** True when the next token stands on a later line than the previous one. */
  get onNewLine(): boolean {
    return this.text.slice(this.lastEnd, this.peek().start).includes('\n');
  }

  /** Says what is wrong with a span. */
  report(span: Span, code: string, message: string): void {
    const last = this.problems.at(-1);
    const again = last !== undefined && last.start === span.start;
    if (!again && this.problems.length < MOST_PROBLEMS) {
      this.problems.push({
        code,
        severity: 'error',
        message,
        start: span.start,
        end: Math.max(span.end, span.start + 1),
      });
    }
  }

  /** Says that a token is missing after the one taken last. */
  missing(text: string, behind: string): void {
    const end = this.lastEnd;
    const found = this.atEnd ? 'the file ends here' : `"${this.peek().text}" stands there`;
    this.report(
      { start: Math.max(0, end - 1), end: Math.max(1, end) },
      'missing-token',
      `"${text}" is missing behind ${behind}; ${found}.`,
    );
  }

  /** Takes a name; says what is wrong when there is none. */
  identifier(what: string): Identifier | null {
    const token = this.peek();
    if (token.kind === 'identifier') {
      this.next();
      return { name: token.text, start: token.start, end: token.end };
    }
    this.report(
      token,
      'missing-name',
      this.atEnd
        ? `The file ends where ${what} is expected.`
        : `"${token.text}" stands where ${what} is expected.`,
    );
    return null;
  }

  /** A struct of the script is a type from here on. */
  declareStruct(name: string): void {
    this.structs.add(name);
  }

  /** True for the name of a type. */
  isType(name: string): boolean {
    return isTypeName(name) || this.structs.has(name);
  }

  /** True where a declaration begins: a type, or two names one after the other, perhaps with stars between them. */
  get atDeclaration(): boolean {
    const first = this.peek();
    if (first.kind !== 'identifier') {
      return false;
    }
    if (first.text === 'const' || first.text === 'static' || first.text === 'struct') {
      return true;
    }
    let distance = 1;
    while (this.at('*', distance)) {
      distance++;
    }
    const name = this.peek(distance);
    if (name.kind !== 'identifier') {
      return false;
    }
    return distance === 1 || this.isType(first.text) || this.beginsDeclarator(distance + 1);
  }

  private beginsDeclarator(distance: number): boolean {
    return ['=', ';', ',', '['].some((text) => this.at(text, distance));
  }
}
