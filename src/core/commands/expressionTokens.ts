/** Cuts MASM-style expressions into numbers, names and operators. */

import { fail, ok, type Result } from '../util/result';

/** Radix of numbers without prefix. */
export type Radix = 8 | 10 | 16;

/** A piece of an expression; `start` is its offset in the text. */
export type ExpressionToken =
  | {
      readonly kind: 'number';
      readonly value: bigint;
      readonly split: boolean;
      readonly start: number;
    }
  | { readonly kind: 'name'; readonly text: string; readonly start: number }
  | { readonly kind: 'operator'; readonly text: string; readonly start: number }
  | { readonly kind: 'end'; readonly start: number };

/** Words that stand for operators, and the symbol each is treated as. */
const WORD_OPERATORS: ReadonlyMap<string, string> = new Map([
  ['mod', '%'],
  ['and', '&'],
  ['or', '|'],
  ['xor', '^'],
  ['not', 'not'],
  ['hi', 'hi'],
  ['low', 'low'],
  ['by', 'by'],
  ['wo', 'wo'],
  ['dwo', 'dwo'],
  ['qwo', 'qwo'],
  ['poi', 'poi'],
]);

const OPERATOR = /^(?:>>>|<<|>>|<=|>=|==|!=|[-+*/%&|^~()<>=])/;
const WORD = /^(?:[\w@$`?]|![A-Za-z_?$@]|::|\.(?=\w))+/;
const DIGITS: Readonly<Record<Radix | 2, RegExp>> = {
  2: /^[01`]+$/,
  8: /^[0-7`]+$/,
  10: /^[0-9`]+$/,
  16: /^[0-9a-f`]+$/,
};
const PREFIXES: ReadonlyMap<string, Radix | 2> = new Map([
  ['0x', 16],
  ['0n', 10],
  ['0t', 8],
  ['0y', 2],
]);

/** The tokens of an expression, closed by an `end` token. Fails at the first character that fits nowhere. */
export function tokenizeExpression(text: string, radix: Radix): Result<ExpressionToken[]> {
  const tokens: ExpressionToken[] = [];
  let start = 0;
  while (start < text.length) {
    const rest = text.slice(start);
    const blank = /^\s+/.exec(rest)?.[0];
    if (blank !== undefined) {
      start += blank.length;
      continue;
    }
    const word = WORD.exec(rest)?.[0];
    if (word !== undefined) {
      const token = readWord(word, start, radix);
      if (token === null) {
        return unresolved(rest);
      }
      tokens.push(token);
      start += word.length;
      continue;
    }
    const operator = OPERATOR.exec(rest)?.[0];
    if (operator === undefined) {
      return unresolved(rest);
    }
    tokens.push({ kind: 'operator', text: operator, start });
    start += operator.length;
  }
  tokens.push({ kind: 'end', start });
  return ok(tokens);
}

/** Failure in the debugger's words: what could not be understood, from its first character on. */
export function unresolved(rest: string): Result<never> {
  const shown = rest.length > 60 ? `${rest.slice(0, 60)}...` : rest;
  return fail({
    code: 'expression',
    message: `Couldn't resolve error at '${shown}'`,
    hint: '- write numbers as 3c, 0x3c, 0n60 or 3ch, symbols as module!name, and combine them with + - * / % & | ^ << >> ( ).',
  });
}

/** A number, a word operator or a name; null for a malformed number. */
function readWord(word: string, start: number, radix: Radix): ExpressionToken | null {
  const lower = word.toLowerCase();
  const value = readNumber(lower, radix);
  if (value !== null) {
    return { kind: 'number', value, split: lower.includes('`'), start };
  }
  const operator = WORD_OPERATORS.get(lower);
  if (operator !== undefined) {
    return { kind: 'operator', text: operator, start };
  }
  return /^[0-9`]/.test(word) ? null : { kind: 'name', text: word, start };
}

/** The value of a number word in lower case, at most 64 bits; null when it is none. */
function readNumber(word: string, radix: Radix): bigint | null {
  const prefixed = PREFIXES.get(word.slice(0, 2));
  if (prefixed !== undefined) {
    return parseDigits(word.slice(2), prefixed);
  }
  if (DIGITS[radix].test(word)) {
    return parseDigits(word, radix);
  }
  return word.endsWith('h') ? parseDigits(word.slice(0, -1), 16) : null;
}

function parseDigits(text: string, radix: Radix | 2): bigint | null {
  const digits = text.replaceAll('`', '');
  if (digits === '' || digits.length > 64 || !DIGITS[radix].test(text)) {
    return null;
  }
  const prefix = { 2: '0b', 8: '0o', 10: '', 16: '0x' }[radix];
  const value = BigInt(prefix + digits);
  return value >> 64n === 0n ? value : null;
}
