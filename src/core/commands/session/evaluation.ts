/** `?`, `n`, `ln` and `k`: numbers, addresses and the call stack. */

import { address } from '../../model/identifiers';
import { evaluateArgument, evaluateCount, toPointer } from '../argumentList';
import type { Command, CommandContext } from '../command';
import { defineCommand, errorResult, headerOf } from '../defineCommand';
import type { CommandResult } from '../results';

/** The command `?`. */
export const evaluateCommand: Command = defineCommand({
  name: '?',
  summary: 'Evaluates an expression.',
  forms: ['? Expression'],
  arguments: [
    {
      name: 'Expression',
      description:
        'Numbers (hexadecimal unless n changed it; 0x, 0n, 0t, 0y and a trailing h say otherwise), module!symbol, poi(...), and + - * / % & | ^ << >> ( ).',
      completes: 'number',
    },
  ],
  examples: [{ line: '? 0n60 + 3c', shows: 'the sum in decimal and hexadecimal' }],
  run: evaluate,
});

async function evaluate(context: CommandContext, argumentText: string): Promise<CommandResult> {
  if (argumentText === '') {
    return errorResult(context, {
      code: 'usage',
      message: 'There is nothing to evaluate.',
      hint: 'Usage: ? Expression (.help lists the commands)',
    });
  }
  const value = await evaluateArgument(argumentText, context);
  return value.ok
    ? { ...headerOf(context), kind: 'expression', value: value.value }
    : errorResult(context, value.problem);
}

/** The command `n`. */
export const radixCommand: Command = defineCommand({
  name: 'n',
  summary: 'Shows or sets the radix of numbers without prefix.',
  forms: ['n', 'n 8', 'n 10', 'n 16'],
  arguments: [{ name: 'Radix', description: '8, 10 or 16 (decimal).', completes: 'number' }],
  run: setRadix,
});

function setRadix(context: CommandContext, argumentText: string): CommandResult {
  const radix = Number(argumentText);
  if (argumentText !== '') {
    if (radix !== 8 && radix !== 10 && radix !== 16) {
      return errorResult(context, {
        code: 'usage',
        message: `'${argumentText}' is no radix.`,
        hint: 'Usage: n 8 | n 10 | n 16',
      });
    }
    context.state.radix = radix;
  }
  return { ...headerOf(context), kind: 'radix', radix: context.state.radix };
}

/** The command `ln`. */
export const nearestSymbolCommand: Command = defineCommand({
  name: 'ln',
  summary: 'Shows the symbols nearest to an address, by default that of the current instruction.',
  forms: ['ln [Address]'],
  arguments: [{ name: 'Address', description: 'An expression.', completes: 'number' }],
  run: nearestSymbol,
});

async function nearestSymbol(
  context: CommandContext,
  argumentText: string,
): Promise<CommandResult> {
  const { target, token, state } = context;
  const stack = argumentText === '' ? await target.callStack(state.currentThreadId, token) : [];
  const value =
    argumentText === ''
      ? { ok: true as const, value: stack[0] ?? 0n }
      : await evaluateArgument(argumentText, context);
  if (!value.ok) {
    return errorResult(context, value.problem);
  }
  const where = address(toPointer(value.value, context));
  await target.symbols.prepare([where], token);
  return {
    ...headerOf(context),
    kind: 'nearestSymbol',
    address: where,
    nearby: target.symbols.nearby(where),
  };
}

/** The command `k`. */
export const stackCommand: Command = defineCommand({
  name: 'k',
  summary: 'Shows the call stack of the current thread.',
  notes: [
    'The real command shows stack pointers and return addresses; this one shows code addresses only.',
  ],
  forms: ['k [FrameCount]'],
  arguments: [
    {
      name: 'FrameCount',
      description: 'Most frames to show; all without it.',
      completes: 'number',
    },
  ],
  run: showStack,
});

async function showStack(context: CommandContext, argumentText: string): Promise<CommandResult> {
  const { target, token, state } = context;
  const most =
    argumentText === ''
      ? { ok: true as const, value: Infinity }
      : await evaluateCount(argumentText, context);
  if (!most.ok) {
    return errorResult(context, most.problem);
  }
  const stack = await target.callStack(state.currentThreadId, token);
  const shown = stack.slice(0, most.value);
  await target.symbols.prepare(shown, token);
  return {
    ...headerOf(context),
    kind: 'stack',
    threadId: state.currentThreadId,
    frames: shown.map((frame) => target.symbols.resolve(frame)),
    note: noteOn(stack.length, target.info.liveness),
  };
}

function noteOn(frames: number, liveness: 'live' | 'dump'): string | null {
  if (frames === 0) {
    return 'The target recorded no stack for this thread.';
  }
  return frames === 1 && liveness === 'dump' ? 'Only the current instruction is known.' : null;
}
