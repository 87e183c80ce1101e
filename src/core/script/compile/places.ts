/** Compiles what can be stored in: variables, elements, fields, what pointers point to. */

import type { Expression, MemberExpression } from '../language/syntax';
import { INT, pointerTo, type ScriptType } from '../language/typeNames';
import { isCharacter, type Compiled, type CompileContext } from './context';
import { isInteger } from './conversions';
import type { ScriptSymbol } from './symbols';

/** Where something can be stored. */
export interface Place {
  readonly kind: 'local' | 'global' | 'address';
  readonly offset: number;
  readonly type: ScriptType;
  /** Elements of an array that is a field of a struct; the address of the first is on the stack. */
  readonly length?: number;
}

/**
 * Compiles something that can be stored in. For places that are not a plain variable the address is on the stack
 * afterwards. Anything else is reported.
 */
export function compilePlace(
  context: CompileContext,
  expression: Expression,
  isWrite = false,
): Place {
  const { emitter } = context;
  switch (expression.kind) {
    case 'name': {
      const symbol = context.symbol(expression);
      if (symbol === undefined || !['local', 'parameter', 'global'].includes(symbol.kind)) {
        const meaning = context.names.meaning(expression);
        if (meaning === undefined || meaning.kind === 'builtIn') {
          context.expression(expression);
          emitter.emit('pop');
        } else {
          context.report(
            expression,
            'no-variable',
            `"${expression.name}" is no variable and cannot be changed.`,
          );
        }
        return { kind: 'local', offset: 0, type: INT };
      }
      if (isWrite) {
        context.write(expression);
      }
      if (isWrite && symbol.length > 0 && !isCharacter(symbol.type)) {
        context.report(
          expression,
          'array-assigned',
          `"${symbol.name}" is an array: assign its elements.`,
        );
      }
      return placeOf(symbol);
    }
    case 'index':
      return compileIndex(context, expression.array, expression.index);
    case 'member':
      return compileMember(context, expression);
    case 'unary':
      if (expression.operator === '*') {
        const { type } = context.expression(expression.operand);
        return { kind: 'address', offset: 0, type: pointed(context, expression.operand, type) };
      }
      break;
    default:
      break;
  }
  context.report(
    expression,
    'no-place',
    'Only variables, elements of arrays, fields and *pointers can be changed.',
  );
  emitter.constant(0);
  return { kind: 'address', offset: 0, type: INT };
}

/** A variable as something to store in. */
export function placeOf(symbol: ScriptSymbol): Place {
  const kind = symbol.kind === 'global' ? 'global' : 'local';
  return { kind, offset: symbol.offset, type: symbol.type };
}

export function pushAddress(context: CompileContext, place: Place): void {
  if (place.kind !== 'address') {
    context.emitter.emit(place.kind === 'local' ? 'localAddress' : 'globalAddress', place.offset);
  }
}

/** Loads what is in a place. A struct is its address. */
export function load(context: CompileContext, place: Place): Compiled {
  const { emitter } = context;
  if ((place.length ?? 0) > 0) {
    return { type: pointerTo(place.type), isZero: false };
  }
  if (place.type.kind === 'struct') {
    pushAddress(context, place);
  } else if (place.kind === 'address') {
    emitter.emit('load');
  } else {
    emitter.emit(place.kind === 'local' ? 'loadLocal' : 'loadGlobal', place.offset);
  }
  return { type: place.type, isZero: false };
}

/** Stores the value on the stack, and leaves it there. */
export function store(context: CompileContext, place: Place): void {
  const { emitter } = context;
  if (place.kind === 'address') {
    emitter.emit('store');
  } else {
    emitter.emit(place.kind === 'local' ? 'storeLocal' : 'storeGlobal', place.offset);
  }
}

/** Multiplies a number of elements by the cells that each takes. */
export function scale(context: CompileContext, element: ScriptType): void {
  if (element.cells > 1) {
    context.emitter.constant(element.cells);
    context.emitter.emit('multiply');
  }
}

/** What a pointer points to; others are reported. */
function pointed(context: CompileContext, expression: Expression, type: ScriptType): ScriptType {
  if (type.target === null || type.target.kind === 'void') {
    context.report(
      expression,
      'no-pointer',
      `A ${type.name} points to nothing that is known. Cast it to a pointer first, for example (HANDLE*).`,
    );
    return INT;
  }
  return type.target;
}

function compileIndex(context: CompileContext, array: Expression, index: Expression): Place {
  const { emitter } = context;
  const { type } = context.expression(array);
  const element = pointed(context, array, type);
  const { type: indexType } = context.expression(index);
  if (!isInteger(indexType)) {
    context.report(index, 'bad-index', 'An index is a number.');
  }
  scale(context, element);
  emitter.emit('add');
  return { kind: 'address', offset: 0, type: element };
}

function compileMember(context: CompileContext, expression: MemberExpression): Place {
  const { emitter } = context;
  const { object, arrow, member } = expression;
  const { type } = context.expression(object);
  const struct = arrow ? type.target : type;
  if (struct?.kind !== 'struct') {
    context.report(
      object,
      'no-struct',
      type.target?.kind === 'struct'
        ? 'This is a pointer: write -> instead of a dot.'
        : type.kind === 'struct'
          ? 'This is a struct: write a dot instead of ->.'
          : `A ${type.name} has no fields.`,
    );
    return { kind: 'address', offset: 0, type: INT };
  }
  const field = context.names.field(struct, member);
  if (field === undefined) {
    context.unknown(member, `field of ${struct.name}`, context.names.candidates(member));
    return { kind: 'address', offset: 0, type: INT };
  }
  if (field.offset > 0) {
    emitter.constant(field.offset);
    emitter.emit('add');
  }
  return { kind: 'address', offset: 0, type: field.type, length: field.length };
}
