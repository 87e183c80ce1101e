/** Cuts a query into terms, words between them and parentheses. */

import { fail, ok, type Result } from '../../util/result';
import {
  queryProblem,
  type QueryOperator,
  type QueryProblem,
  type QueryValue,
} from './querySyntax';

/** A term before its field is known to exist. */
export interface TermToken {
  readonly kind: 'term';
  readonly at: number;
  /** Null for a text that is looked for everywhere. */
  readonly field: {
    readonly name: string;
    readonly operator: QueryOperator;
    /** Where the operator starts. */
    readonly operatorAt: number;
  } | null;
  readonly values: readonly QueryValue[];
}

/** A piece of a query; `at` counts units from 0. */
export type QueryToken =
  { readonly kind: 'open' | 'close' | 'not' | 'and' | 'or'; readonly at: number } | TermToken;

/** Longest query, units. */
export const MAXIMUM_QUERY = 4096;

const FIELD = /([A-Za-z]+)(!=|!~|<=|>=|[:=~<>])/y;
const BARE = /[^\s()"|]+/y;
const BLANK = /\s/;
const STRAY_OPERATOR = /(!=|!~|[:=~<>]+)/y;
const KEYWORDS: ReadonlyMap<string, 'and' | 'or' | 'not'> = new Map([
  ['and', 'and'],
  ['or', 'or'],
  ['not', 'not'],
]);

/** The tokens of a query, or what is wrong with it and where. */
export function tokenizeQuery(text: string): Result<readonly QueryToken[], QueryProblem> {
  if (text.length > MAXIMUM_QUERY) {
    return fail(
      queryProblem(MAXIMUM_QUERY, text.length - MAXIMUM_QUERY, {
        code: 'query-too-long',
        message: `The query has ${text.length} characters; at most ${MAXIMUM_QUERY} are read.`,
        hint: 'Shorten it, for example with wildcards.',
      }),
    );
  }
  return new Lexer(text).run();
}

type Step = Result<number, QueryProblem>;

class Lexer {
  private readonly tokens: QueryToken[] = [];

  constructor(private readonly text: string) {}

  run(): Result<readonly QueryToken[], QueryProblem> {
    let at = 0;
    while (at < this.text.length) {
      const step = this.step(at);
      if (!step.ok) {
        return step;
      }
      at = step.value;
    }
    return ok(this.tokens);
  }

  /** Reads one token; returns where the next one starts. */
  private step(at: number): Step {
    const char = this.text.charAt(at);
    if (BLANK.test(char)) {
      return ok(at + 1);
    }
    if (char === '(' || char === ')') {
      this.tokens.push({ kind: char === '(' ? 'open' : 'close', at });
      return ok(at + 1);
    }
    if (char === '-' || (char === '!' && !/[=~]/.test(this.text.charAt(at + 1)))) {
      return this.negation(at);
    }
    return this.term(at);
  }

  private negation(at: number): Step {
    const next = this.text.charAt(at + 1);
    if (next === '' || next === ')' || BLANK.test(next)) {
      return fail(
        queryProblem(at, 1, {
          code: 'query-negation',
          message: `There is nothing directly after '${this.text.charAt(at)}' that it could negate.`,
          hint: 'Write -type:File, or "-" in quotes to look for the character.',
        }),
      );
    }
    this.tokens.push({ kind: 'not', at });
    return ok(at + 1);
  }

  private term(at: number): Step {
    const field = this.match(FIELD, at);
    if (field === null) {
      const stray = this.match(STRAY_OPERATOR, at);
      if (stray !== null) {
        return fail(
          queryProblem(at, stray[0].length, {
            code: 'query-operator',
            message: `There is no field directly before '${stray[0]}'.`,
            hint: 'Write it without blanks: count>2. To look for the characters, put them in quotes.',
          }),
        );
      }
    }
    const name = field?.[1] ?? '';
    const valuesAt = at + (field?.[0].length ?? 0);
    const values: QueryValue[] = [];
    const end = this.values(valuesAt, values);
    if (!end.ok) {
      return end;
    }
    const keyword = field === null ? this.keyword(values) : undefined;
    this.tokens.push(
      keyword === undefined
        ? {
            kind: 'term',
            at,
            field:
              field === null
                ? null
                : { name, operator: field[2] as QueryOperator, operatorAt: at + name.length },
            values,
          }
        : { kind: keyword, at },
    );
    return end;
  }

  private keyword(values: readonly QueryValue[]): 'and' | 'or' | 'not' | undefined {
    const [only] = values;
    return values.length === 1 && only?.quoted === false
      ? KEYWORDS.get(only.text.toLowerCase())
      : undefined;
  }

  /** Reads `value|value|…`; returns where it ends. */
  private values(from: number, values: QueryValue[]): Step {
    for (let at = from; ; at++) {
      const end = this.value(at, values);
      if (!end.ok) {
        return end;
      }
      at = end.value;
      const next = this.text.charAt(at);
      if (next !== '|') {
        return next === '' || next === '(' || next === ')' || BLANK.test(next)
          ? end
          : fail(
              queryProblem(at, 1, {
                code: 'query-quote',
                message: 'A quoted text must stand alone.',
                hint: 'Put a blank around it, or the whole value in quotes. A quote inside quotes is written twice.',
              }),
            );
      }
    }
  }

  private value(at: number, values: QueryValue[]): Step {
    if (this.text.charAt(at) === '"') {
      return this.quoted(at, values);
    }
    const bare = this.match(BARE, at);
    if (bare === null) {
      return fail(
        queryProblem(at, 1, {
          code: 'query-value',
          message:
            at < this.text.length ? 'A value is missing here.' : 'A value is missing at the end.',
          hint: 'Write the value directly after the field, without a blank: type:File. Values with blanks or parentheses go in quotes.',
        }),
      );
    }
    values.push({ text: bare[0], quoted: false, at });
    return ok(at + bare[0].length);
  }

  private quoted(at: number, values: QueryValue[]): Step {
    let text = '';
    for (let from = at + 1; ;) {
      const end = this.text.indexOf('"', from);
      if (end === -1) {
        return fail(
          queryProblem(at, this.text.length - at, {
            code: 'query-quote',
            message: 'The quote that starts here does not end.',
            hint: 'Close it with ". A quote inside quotes is written twice.',
          }),
        );
      }
      text += this.text.slice(from, end);
      if (this.text.charAt(end + 1) !== '"') {
        values.push({ text, quoted: true, at });
        return ok(end + 1);
      }
      text += '"';
      from = end + 2;
    }
  }

  private match(pattern: RegExp, at: number): RegExpExecArray | null {
    pattern.lastIndex = at;
    return pattern.exec(this.text);
  }
}
