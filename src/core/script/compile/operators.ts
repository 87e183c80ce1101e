/** Compiles operators: arithmetic, comparisons, conditions, assignments, steps. */

import type {
  AssignmentExpression,
  BinaryExpression,
  Expression,
  PostfixExpression,
  UnaryExpression,
} from '../language/syntax';
import { BOOL, pointerTo, type ScriptType } from '../language/typeNames';
import type { Opcode } from '../run/program';
import type { Compiled, CompileContext } from './context';
import { convert, isInteger, resultType, wrap } from './conversions';
import { compilePlace, load, pushAddress, scale, store } from './places';

const BINARY: Readonly<Record<string, Opcode>> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '%': 'remainder',
  '&': 'and',
  '|': 'or',
  '^': 'xor',
  '<<': 'shiftLeft',
  '>>': 'shiftRight',
  '==': 'equal',
  '!=': 'unequal',
  '<': 'less',
  '<=': 'lessOrEqual',
  '>': 'greater',
  '>=': 'greaterOrEqual',
};

const COMPARISONS = new Set(['==', '!=', '<', '<=', '>', '>=']);

/** Compiles a condition: the value is 0 or it is not. */
export function compileCondition(context: CompileContext, expression: Expression): void {
  const { type } = context.expression(expression);
  if (type.kind === 'void' || type.kind === 'struct') {
    context.report(expression, 'no-condition', `A ${type.name} is no condition.`);
  }
  if (expression.kind === 'assignment' && expression.operator === null) {
    context.report(
      expression,
      'assignment-as-condition',
      'This assigns. Write == to compare, or put the assignment in parentheses of its own with a comparison.',
      { severity: 'warning' },
    );
  }
}

export function compileUnary(context: CompileContext, expression: UnaryExpression): Compiled {
  const { emitter } = context;
  const { operator, operand } = expression;
  switch (operator) {
    case '++':
    case '--':
      return compileStep(context, expression, false);
    case '&': {
      if (context.symbol(operand)?.kind === 'function') {
        return context.expression(operand);
      }
      const place = compilePlace(context, operand, true);
      pushAddress(context, place);
      return value(pointerTo(place.type));
    }
    case '*':
      return load(context, compilePlace(context, expression));
    default:
      break;
  }
  const { type, isZero } = context.expression(operand);
  if (operator === '!') {
    emitter.emit('not');
    return value(BOOL);
  }
  if (!isInteger(type)) {
    context.report(
      operand,
      'no-number',
      `"${operator}" takes a number, and this is a ${type.name}.`,
    );
  }
  if (operator === '+') {
    return { type, isZero };
  }
  emitter.emit(operator === '-' ? 'negate' : 'complement');
  wrap(context, type);
  return { type, isZero };
}

/** `x++` and `++x`: by one element for pointers. */
export function compileStep(
  context: CompileContext,
  expression: UnaryExpression | PostfixExpression,
  keepsOld: boolean,
): Compiled {
  const { emitter } = context;
  const place = compilePlace(context, expression.operand, true);
  const step = place.type.target?.cells ?? 1;
  if (place.kind === 'address') {
    emitter.emit('duplicate');
  }
  load(context, place);
  emitter.constant(step);
  emitter.emit(expression.operator === '++' ? 'add' : 'subtract');
  wrap(context, place.type);
  store(context, place);
  if (keepsOld) {
    emitter.constant(step);
    emitter.emit(expression.operator === '++' ? 'subtract' : 'add');
    wrap(context, place.type);
  }
  return value(place.type);
}

export function compileBinary(context: CompileContext, expression: BinaryExpression): Compiled {
  const { operator, left, right } = expression;
  if (operator === '&&' || operator === '||') {
    return compileLogical(context, expression);
  }
  const first = context.expression(left);
  const pointer = first.type.target;
  const second = context.expression(right);
  if (pointer !== null && (operator === '+' || operator === '-') && isInteger(second.type)) {
    scale(context, pointer);
  }
  return emitBinary(context, expression, { operator, first, second });
}

export function compileConditional(
  context: CompileContext,
  expression: Extract<Expression, { kind: 'conditional' }>,
): Compiled {
  const { emitter } = context;
  const otherwise = emitter.label();
  const end = emitter.label();
  compileCondition(context, expression.condition);
  emitter.jump('jumpIfZero', otherwise);
  const first = context.expression(expression.then);
  emitter.jump('jump', end);
  emitter.place(otherwise);
  const second = context.expression(expression.otherwise);
  emitter.place(end);
  return value(
    first.isZero ? second.type : second.isZero ? first.type : resultType(first.type, second.type),
  );
}

export function compileAssignment(
  context: CompileContext,
  expression: AssignmentExpression,
): Compiled {
  const { emitter } = context;
  const place = compilePlace(context, expression.target, true);
  if (place.type.kind === 'struct') {
    context.report(
      expression,
      'struct-assigned',
      'Structs are not assigned as a whole: assign their fields.',
    );
  }
  if (expression.operator === null) {
    const given = context.expression(expression.value);
    convert(context, expression.value, given, place.type);
    store(context, place);
    return value(place.type);
  }
  if (place.kind === 'address') {
    emitter.emit('duplicate');
  }
  const first = load(context, place);
  const second = context.expression(expression.value);
  if (place.type.target !== null) {
    scale(context, place.type.target);
  }
  emitBinary(context, expression, { operator: expression.operator, first, second });
  wrap(context, place.type);
  store(context, place);
  return value(place.type);
}

/** Emits an operator whose operands are on the stack. */
function emitBinary(
  context: CompileContext,
  expression: Expression,
  operation: { readonly operator: string; readonly first: Compiled; readonly second: Compiled },
): Compiled {
  const { operator, first, second } = operation;
  const isComparison = COMPARISONS.has(operator);
  const type = resultType(first.type, second.type);
  const isMixed =
    (first.type.kind === 'text') !== (second.type.kind === 'text') &&
    !first.isZero &&
    !second.isZero;
  const usesText = first.type.kind === 'text' || second.type.kind === 'text';
  if ((isComparison && isMixed) || (!isComparison && usesText) || type.kind === 'struct') {
    context.report(
      expression,
      'wrong-operands',
      `"${operator}" does not go with ${first.type.name} and ${second.type.name}.`,
    );
  }
  const opcode = BINARY[operator] ?? 'add';
  const isNarrow = type.kind === 'integer' && type.width !== 'wide';
  context.emitter.emit(opcode, isComparison || isNarrow ? wideness(type) : 0);
  if (isComparison) {
    return value(BOOL);
  }
  wrap(context, type);
  return value(type);
}

/** Argument of arithmetic: 1 = 32 bits signed, 2 = 32 bits unsigned, 0 = as it is. */
function wideness(type: ScriptType): number {
  return type.kind !== 'integer' || type.width === 'wide' ? 0 : type.width === 'i32' ? 1 : 2;
}

function compileLogical(context: CompileContext, expression: BinaryExpression): Compiled {
  const { emitter } = context;
  const isAnd = expression.operator === '&&';
  const short = emitter.label();
  const end = emitter.label();
  compileCondition(context, expression.left);
  emitter.jump(isAnd ? 'jumpIfZero' : 'jumpIfNotZero', short);
  compileCondition(context, expression.right);
  emitter.jump(isAnd ? 'jumpIfZero' : 'jumpIfNotZero', short);
  emitter.constant(isAnd ? 1 : 0);
  emitter.jump('jump', end);
  emitter.place(short);
  emitter.constant(isAnd ? 0 : 1);
  emitter.place(end);
  return value(BOOL);
}

function value(type: ScriptType): Compiled {
  return { type, isZero: false };
}
