/** Compiles expressions. Each leaves exactly one value on the stack, except calls of VOID functions, which leave 0. */

import type { NamedConstant } from '../functions/constants';
import type { Expression, NameExpression, SizeOfExpression } from '../language/syntax';
import {
  DWORD,
  INT,
  POINTER,
  pointerTo,
  TEXT,
  typeNamed,
  type ScriptType,
} from '../language/typeNames';
import { compileCall } from './calls';
import { isCharacter, type Compiled, type CompileContext } from './context';
import { wrap } from './conversions';
import {
  compileAssignment,
  compileBinary,
  compileConditional,
  compileStep,
  compileUnary,
} from './operators';
import { compilePlace, load, placeOf, pushAddress } from './places';
import type { ScriptSymbol } from './symbols';

/** Compiles an expression whose value is used. */
export function compileExpression(context: CompileContext, expression: Expression): Compiled {
  const { emitter } = context;
  switch (expression.kind) {
    case 'number':
      emitter.constant(expression.value);
      return {
        type: literalType(expression.value, expression.unsigned),
        isZero: expression.value === 0,
      };
    case 'string':
      emitter.constant(expression.value);
      return value(TEXT);
    case 'name':
      return compileName(context, expression);
    case 'unary':
      return compileUnary(context, expression);
    case 'postfix':
      return compileStep(context, expression, true);
    case 'binary':
      return compileBinary(context, expression);
    case 'assignment':
      return compileAssignment(context, expression);
    case 'conditional':
      return compileConditional(context, expression);
    case 'cast': {
      const to = context.type(expression.type);
      const from = compileExpression(context, expression.operand);
      wrap(context, to);
      return { type: to, isZero: from.isZero };
    }
    case 'sizeof':
      return compileSizeOf(context, expression);
    case 'call':
      return value(compileCall(context, expression));
    case 'index':
    case 'member':
      return load(context, compilePlace(context, expression));
    case 'missing':
      emitter.constant(0);
      return { type: INT, isZero: true };
  }
}

function value(type: ScriptType): Compiled {
  return { type, isZero: false };
}

function literalType(number: number, unsigned: boolean): ScriptType {
  if (number > 0xffff_ffff) {
    return typeNamed('ULONGLONG') ?? DWORD;
  }
  return unsigned || number > 0x7fff_ffff ? DWORD : INT;
}

function compileName(context: CompileContext, expression: NameExpression): Compiled {
  const { emitter, names } = context;
  const meaning = names.meaning(expression);
  switch (meaning?.kind) {
    case 'constant':
      return compileConstant(context, meaning.constant);
    case 'builtIn':
      context.report(
        expression,
        'function-as-value',
        `${expression.name} is a function of Windows; only functions of the script have addresses.`,
      );
      break;
    default:
      if (meaning !== undefined && meaning.kind !== 'type') {
        return compileSymbol(context, meaning);
      }
      context.unknown(expression, 'name', names.candidates(expression));
  }
  emitter.constant(0);
  return { type: INT, isZero: true };
}

function compileConstant(context: CompileContext, constant: NamedConstant): Compiled {
  const { name, value: number, unsigned, groups } = constant;
  context.emitter.constant(number);
  const isRoot = groups.includes('rootKey') || name === 'INVALID_HANDLE_VALUE';
  const type = isRoot ? (typeNamed('HANDLE') ?? INT) : literalType(number, unsigned);
  return { type, isZero: number === 0 };
}

function compileSymbol(context: CompileContext, symbol: ScriptSymbol): Compiled {
  const { emitter } = context;
  switch (symbol.kind) {
    case 'define':
      emitter.constant(symbol.value ?? 0);
      return { type: symbol.type, isZero: symbol.value === 0 };
    case 'function':
      context.functionConstants.push([emitter.openConstant(), symbol.offset]);
      return value(typeNamed('LPTHREAD_START_ROUTINE') ?? POINTER);
    case 'struct':
    case 'field':
      emitter.constant(0);
      return value(INT);
    default:
      break;
  }
  const place = placeOf(symbol);
  if (symbol.length > 0 && !isCharacter(symbol.type)) {
    pushAddress(context, place);
    return value(pointerTo(symbol.type));
  }
  if (symbol.type.kind === 'struct') {
    pushAddress(context, place);
    return value(symbol.type);
  }
  const loaded = load(context, place);
  return symbol.length > 0 ? value(TEXT) : loaded;
}

function compileSizeOf(context: CompileContext, expression: SizeOfExpression): Compiled {
  const { emitter } = context;
  let bytes = 4;
  if (expression.type !== null) {
    bytes = context.type(expression.type).bytes;
  } else if (expression.operand !== null) {
    const symbol = context.symbol(expression.operand);
    // What is measured is not evaluated.
    const { type } = context.lookAt(expression.operand);
    bytes =
      symbol === undefined || symbol.length === 0 ? type.bytes : symbol.type.bytes * symbol.length;
  }
  emitter.constant(bytes);
  return value(typeNamed('SIZE_T') ?? DWORD);
}
