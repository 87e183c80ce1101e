/** Compiles calls: of functions of the script, and of Windows. */

import type { BuiltIn, BuiltInParameter } from '../functions/builtIn';
import { builtInNames } from '../functions/catalog';
import type { CallExpression, Expression } from '../language/syntax';
import { INT, VOID, type ScriptType } from '../language/typeNames';
import { ARGUMENT_LIMIT } from '../run/program';
import { isCharacter, type CompileContext } from './context';
import { convert } from './conversions';
import { compilePlace } from './places';

/** Compiles a call; answers with the type of its value. */
export function compileCall(context: CompileContext, call: CallExpression): ScriptType {
  const { callee } = call;
  const meaning = context.names.meaning(callee);
  if (meaning?.kind === 'builtIn') {
    return compileBuiltIn(context, call, meaning.built, meaning.number);
  }
  if (meaning?.kind === 'function') {
    const types = meaning.parameters.map(({ name, type }) => ({ name, type }));
    checkCount(context, call, { least: types.length, most: types.length, names: types });
    types.forEach(({ type }, index) => pushArgument(context, call.arguments[index], type));
    lookAtArguments(context, call, types.length);
    context.emitter.emit('call', meaning.offset);
    return meaning.type;
  }
  if (meaning === undefined || meaning.kind === 'constant') {
    const own = context.symbols.filter(({ kind }) => kind === 'function').map(({ name }) => name);
    context.unknown(callee, 'function', [...own, ...builtInNames()]);
  } else {
    context.report(callee, 'no-function', `"${callee.name}" is no function.`);
  }
  lookAtArguments(context, call, 0);
  context.emitter.constant(0);
  return INT;
}

/** Arguments that go nowhere, of a call that was reported: names in them are used all the same. */
function lookAtArguments(context: CompileContext, call: CallExpression, from: number): void {
  call.arguments.slice(from).forEach((argument) => context.lookAt(argument));
}

function compileBuiltIn(
  context: CompileContext,
  call: CallExpression,
  built: BuiltIn,
  number: number,
): ScriptType {
  const { parameters, isVariadic } = built;
  const refusal = context.windows.refusal(built);
  if (refusal !== null) {
    context.report(call.callee, 'not-on-this-windows', refusal);
  }
  checkCount(context, call, {
    least: parameters.length,
    most: isVariadic ? ARGUMENT_LIMIT - 1 : parameters.length,
    names: parameters,
  });
  let count = 0;
  for (const parameter of parameters) {
    pushBuiltInArgument(context, call, { parameter, index: count, function: built.name });
    count++;
  }
  if (isVariadic) {
    for (const argument of call.arguments.slice(parameters.length, ARGUMENT_LIMIT - 1)) {
      const { type } = context.expression(argument);
      if (type.kind === 'void' || type.kind === 'struct') {
        context.report(
          argument,
          'wrong-kind',
          `A ${type.name} cannot be an argument of ${built.name}.`,
        );
      }
      count++;
    }
  } else {
    lookAtArguments(context, call, parameters.length);
  }
  context.emitter.emit('callBuiltIn', number * ARGUMENT_LIMIT + count);
  return built.returns;
}

function pushBuiltInArgument(
  context: CompileContext,
  call: CallExpression,
  wanted: {
    readonly parameter: BuiltInParameter;
    readonly index: number;
    readonly function: string;
  },
): void {
  const { parameter, index } = wanted;
  const argument = call.arguments[index];
  if (argument === undefined) {
    context.emitter.constant(0);
    return;
  }
  if (parameter.isBuffer && isBufferName(context, argument)) {
    const place = compilePlace(context, argument, true);
    context.emitter.emit(place.kind === 'local' ? 'localAddress' : 'globalAddress', place.offset);
    return;
  }
  if (wanted.function === 'ZeroMemory' && index === 1) {
    context.lookAt(argument);
    context.emitter.constant(cellsOf(context, call.arguments[0]));
    return;
  }
  pushArgument(context, argument, parameter.type);
}

/** How many cells the variable behind `&x` takes. */
function cellsOf(context: CompileContext, argument: Expression | undefined): number {
  const operand =
    argument?.kind === 'unary' && argument.operator === '&' ? argument.operand : argument;
  const symbol = context.symbol(operand);
  const cells = symbol === undefined ? 1 : symbol.type.cells * Math.max(1, symbol.length);
  return symbol !== undefined && isCharacter(symbol.type) ? 1 : cells;
}

function isBufferName(context: CompileContext, argument: Expression): boolean {
  const symbol = context.symbol(argument);
  return symbol !== undefined && symbol.kind !== 'define' && isCharacter(symbol.type);
}

function pushArgument(
  context: CompileContext,
  argument: Expression | undefined,
  type: ScriptType,
): void {
  if (argument === undefined) {
    context.emitter.constant(0);
    return;
  }
  const given = context.expression(argument);
  const plain = type === VOID ? INT : type;
  convert(context, argument, given, plain);
}

function checkCount(
  context: CompileContext,
  call: CallExpression,
  wanted: {
    readonly least: number;
    readonly most: number;
    readonly names: readonly { readonly name: string }[];
  },
): void {
  const given = call.arguments.length;
  if (given >= wanted.least && given <= wanted.most) {
    return;
  }
  const missing = wanted.names.slice(given).map(({ name }) => name);
  const count = wanted.least === 1 ? '1 argument' : `${wanted.least} arguments`;
  context.report(
    given > wanted.most ? (call.arguments[wanted.most] ?? call) : call.callee,
    'argument-count',
    given < wanted.least
      ? `${call.callee.name} takes ${count}; ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing.`
      : `${call.callee.name} takes ${count}, and there are ${given}.`,
  );
}
