/** Evaluates MASM-style expressions: numbers in the current radix, symbols, memory, C-like operators. */

import { fail, ok, type Result } from '../util/result';
import {
  tokenizeExpression,
  unresolved,
  type ExpressionToken,
  type Radix,
} from './expressionTokens';

/** What an expression may refer to. */
export interface ExpressionScope {
  readonly radix: Radix;
  readonly pointerSize: 4 | 8;
  /** Address of `module!symbol`, of a module, or value of a pseudo-register such as `$tpid`; null when unknown. */
  find(name: string): Promise<bigint | null>;
  /** A little-endian number of `size` bytes in the target's memory; null when it cannot be read. */
  readMemory(address: bigint, size: number): Promise<bigint | null>;
}

const LONGEST_EXPRESSION = 4096;
const DEEPEST_NESTING = 64;

/** Binary operators and how strongly they bind. */
const PRECEDENCE: ReadonlyMap<string, number> = new Map([
  ['|', 1],
  ['^', 2],
  ['&', 3],
  ['=', 4],
  ['==', 4],
  ['!=', 4],
  ['<', 4],
  ['>', 4],
  ['<=', 4],
  ['>=', 4],
  ['<<', 5],
  ['>>', 5],
  ['>>>', 5],
  ['+', 6],
  ['-', 6],
  ['*', 7],
  ['/', 7],
  ['%', 7],
]);

/** Unary operators that read memory, and how many bytes; `poi` reads a pointer. */
const MEMORY_SIZES: ReadonlyMap<string, number> = new Map([
  ['by', 1],
  ['wo', 2],
  ['dwo', 4],
  ['qwo', 8],
]);

/**
 * The value of an expression, wrapped to 64 bits, 0 to 2^64-1. On 32-bit targets numbers and addresses of 32 bits are
 * sign-extended, as the debugger does. Fails with one line that names the first thing not understood.
 */
export async function evaluateExpression(
  text: string,
  scope: ExpressionScope,
): Promise<Result<bigint>> {
  if (text.length > LONGEST_EXPRESSION) {
    return fail({
      code: 'expression',
      message: `The expression is longer than ${LONGEST_EXPRESSION} characters.`,
    });
  }
  const tokens = tokenizeExpression(text, scope.radix);
  if (!tokens.ok) {
    return tokens;
  }
  const evaluator = new Evaluator(text, tokens.value, scope);
  return await evaluator.run();
}

/** Sign-extends a 32-bit value on 32-bit targets; leaves everything else alone. */
export function extendSign(value: bigint, pointerSize: 4 | 8): bigint {
  return pointerSize === 4 && value >> 32n === 0n
    ? BigInt.asUintN(64, BigInt.asIntN(32, value))
    : value;
}

/** Failure of an expression that stops in the middle: after an operator, or inside a parenthesis. */
function endedEarly(text: string): Result<never> {
  const shown = text.length > 60 ? `${text.slice(0, 60)}...` : text;
  return fail({
    code: 'expression',
    message: `The expression '${shown}' ends too early.`,
    hint: 'A number or a closing parenthesis is missing at its end.',
  });
}

/** Recursive descent over the tokens of one expression. */
class Evaluator {
  private position = 0;
  private depth = 0;

  constructor(
    private readonly text: string,
    private readonly tokens: readonly ExpressionToken[],
    private readonly scope: ExpressionScope,
  ) {}

  async run(): Promise<Result<bigint>> {
    const value = await this.binary(1);
    if (value.ok && this.token().kind !== 'end') {
      return this.unresolvedHere();
    }
    return value;
  }

  private token(): ExpressionToken {
    return this.tokens[this.position] ?? { kind: 'end', start: this.text.length };
  }

  private unresolvedHere(): Result<bigint> {
    const token = this.token();
    return token.kind === 'end' ? endedEarly(this.text) : unresolved(this.text.slice(token.start));
  }

  /** A chain of operators that bind at least as strongly as `weakest`. */
  private async binary(weakest: number): Promise<Result<bigint>> {
    let left = await this.unary();
    while (left.ok) {
      const token = this.token();
      const precedence = token.kind === 'operator' ? PRECEDENCE.get(token.text) : undefined;
      if (token.kind !== 'operator' || precedence === undefined || precedence < weakest) {
        break;
      }
      this.position++;
      const right = await this.binary(precedence + 1);
      if (!right.ok) {
        return right;
      }
      left = applyBinary(token.text, left.value, right.value);
    }
    return left;
  }

  private async unary(): Promise<Result<bigint>> {
    const token = this.token();
    if (token.kind !== 'operator') {
      return await this.primary(token);
    }
    if (this.depth >= DEEPEST_NESTING) {
      return fail({
        code: 'expression',
        message: `The expression is nested deeper than ${DEEPEST_NESTING} levels.`,
      });
    }
    this.depth++;
    const value = await this.nested(token.text);
    this.depth--;
    return value;
  }

  /** What follows an operator at the place of an operand: a parenthesis or a unary operator. */
  private async nested(operator: string): Promise<Result<bigint>> {
    if (operator === '(') {
      return await this.parenthesis();
    }
    if (!isUnary(operator)) {
      return this.unresolvedHere();
    }
    const start = this.token().start;
    this.position++;
    const operand = await this.unary();
    if (!operand.ok) {
      return operand;
    }
    const size = operator === 'poi' ? this.scope.pointerSize : MEMORY_SIZES.get(operator);
    if (size === undefined) {
      return ok(applyUnary(operator, operand.value));
    }
    const value = await this.scope.readMemory(operand.value, size);
    return value === null
      ? fail({
          code: 'memory',
          message: `Memory access error at '${this.text.slice(start)}'`,
          hint: `- the target has no bytes at 0x${operand.value.toString(16)}.`,
        })
      : ok(extendSign(value, this.scope.pointerSize));
  }

  private async parenthesis(): Promise<Result<bigint>> {
    this.position++;
    const value = await this.binary(1);
    if (!value.ok) {
      return value;
    }
    const closing = this.token();
    if (closing.kind !== 'operator' || closing.text !== ')') {
      return this.unresolvedHere();
    }
    this.position++;
    return value;
  }

  private async primary(token: ExpressionToken): Promise<Result<bigint>> {
    if (token.kind === 'number') {
      this.position++;
      return ok(token.split ? token.value : extendSign(token.value, this.scope.pointerSize));
    }
    if (token.kind === 'name') {
      const value = await this.scope.find(token.text);
      if (value !== null) {
        this.position++;
        return ok(extendSign(value, this.scope.pointerSize));
      }
    }
    return this.unresolvedHere();
  }
}

function isUnary(operator: string): boolean {
  return /^(?:[-+~]|not|hi|low|poi)$/.test(operator) || MEMORY_SIZES.has(operator);
}

function applyUnary(operator: string, value: bigint): bigint {
  switch (operator) {
    case '-':
      return BigInt.asUintN(64, -value);
    case '~':
      return BigInt.asUintN(64, ~value);
    case 'not':
      return value === 0n ? 1n : 0n;
    case 'hi':
      return (value >> 16n) & 0xffffn;
    case 'low':
      return value & 0xffffn;
    default:
      return value;
  }
}

function applyBinary(operator: string, left: bigint, right: bigint): Result<bigint> {
  if ((operator === '/' || operator === '%') && right === 0n) {
    return fail({ code: 'expression', message: 'The expression divides by zero.' });
  }
  return ok(BigInt.asUintN(64, compute(operator, left, right)));
}

function compute(operator: string, left: bigint, right: bigint): bigint {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      return left % right;
    case '&':
      return left & right;
    case '|':
      return left | right;
    case '^':
      return left ^ right;
    case '<<':
      return right > 63n ? 0n : left << right;
    case '>>':
      return right > 63n ? 0n : left >> right;
    case '>>>':
      return BigInt.asIntN(64, left) >> (right > 63n ? 63n : right);
    default:
      return compare(operator, left, right) ? 1n : 0n;
  }
}

function compare(operator: string, left: bigint, right: bigint): boolean {
  switch (operator) {
    case '<':
      return left < right;
    case '>':
      return left > right;
    case '<=':
      return left <= right;
    case '>=':
      return left >= right;
    case '!=':
      return left !== right;
    default:
      return left === right;
  }
}
