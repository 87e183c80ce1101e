/** The arguments of a command: cut at blanks, evaluated as expressions where numbers are wanted. */

import { handleValue, address, type HandleValue } from '../model/identifiers';
import { fail, ok, type Result } from '../util/result';
import type { CommandContext } from './command';
import { evaluateExpression, type ExpressionScope } from './expression';

/** Arguments between blanks. Blanks inside parentheses or double quotation marks do not separate; the marks are removed. */
export function splitArguments(text: string): readonly string[] {
  const pieces: string[] = [];
  let current = '';
  let started = false;
  let quoted = false;
  let depth = 0;
  for (const character of text) {
    if (character === '"') {
      quoted = !quoted;
      started = true;
    } else if (/\s/.test(character) && !quoted && depth <= 0) {
      if (started) {
        pieces.push(current);
      }
      current = '';
      started = false;
    } else {
      depth += quoted ? 0 : Number(character === '(') - Number(character === ')');
      current += character;
      started = true;
    }
  }
  if (started) {
    pieces.push(current);
  }
  return pieces;
}

/** True for `-?`, `?`, `/?` and `-help` typed as the only argument. */
export function asksForHelp(argumentText: string): boolean {
  return /^(?:[-/]?\?|[-/]help)$/i.test(argumentText);
}

/** True for `-diff` and the like; false for negative numbers. */
export function isSwitch(argument: string): boolean {
  return /^-[^0-9(]/.test(argument);
}

/** Evaluates an argument in the session's radix, with the target's symbols and memory. */
export async function evaluateArgument(
  text: string,
  context: CommandContext,
): Promise<Result<bigint>> {
  return await evaluateExpression(text, scopeOf(context));
}

/** A handle value: on 32-bit targets the low 32 bits of the expression. */
export async function evaluateHandle(
  text: string,
  context: CommandContext,
): Promise<Result<HandleValue>> {
  const value = await evaluateArgument(text, context);
  return value.ok ? ok(handleValue(toPointer(value.value, context))) : value;
}

/** A count such as the most traces to show, 0 to 2^32-1. */
export async function evaluateCount(
  text: string,
  context: CommandContext,
): Promise<Result<number>> {
  const value = await evaluateArgument(text, context);
  if (!value.ok) {
    return value;
  }
  return value.value <= 0xffff_ffffn
    ? ok(Number(value.value))
    : fail({
        code: 'expression',
        message: `'${text}' is 0x${value.value.toString(16)}, which is too large here.`,
        hint: 'Give a number of at most 32 bits.',
      });
}

/** Cuts a value to the target's pointer size. */
export function toPointer(value: bigint, context: CommandContext): bigint {
  return context.target.info.pointerSize === 4 ? BigInt.asUintN(32, value) : value;
}

/** What expressions of this session may refer to. */
function scopeOf(context: CommandContext): ExpressionScope {
  const { target, state, token } = context;
  return {
    radix: state.radix,
    pointerSize: target.info.pointerSize,
    find: async (name) => {
      const pseudo = /^@?\$(\w+)$/.exec(name)?.[1]?.toLowerCase();
      if (pseudo === 'tpid') {
        return BigInt(state.currentProcessId);
      }
      if (pseudo === 'tid') {
        return BigInt(state.currentThreadId);
      }
      return name.startsWith('@') || name.startsWith('$')
        ? null
        : await target.symbols.find(name, token);
    },
    readMemory: async (where, size) => {
      const start = address(toPointer(where, context));
      const memory = await target.readMemory(start, size, token);
      return memory.ok && memory.value.bytes.length >= size
        ? littleEndian(memory.value.bytes.subarray(0, size))
        : null;
    },
  };
}

function littleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}
