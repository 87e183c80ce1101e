/** Compiles declarations of variables: the cells they take, and what they hold at first. */

import type {
  Declarator,
  Expression,
  Initializer,
  SizeOfExpression,
  VariableDeclaration,
} from '../language/syntax';
import { INT, type ScriptType } from '../language/typeNames';
import type { Value, VariableInfo } from '../run/program';
import { isCharacter, type CompileContext } from './context';
import { convert, mismatch } from './conversions';
import type { ScriptSymbol } from './symbols';

/** Longest array, in elements. */
const LONGEST_ARRAY = 100_000;

/** Hands out the cells of a function's variables. Inner scopes use cells of outer ones that are over again. */
export class LocalCells {
  readonly variables: VariableInfo[] = [];
  /** Most cells in use at once. */
  most = 0;
  private next = 0;
  private readonly scopes: { readonly next: number; readonly variables: number }[] = [];

  /** Takes cells. */
  take(count: number): number {
    const offset = this.next;
    this.next += count;
    this.most = Math.max(this.most, this.next);
    return offset;
  }

  enter(): void {
    this.scopes.push({ next: this.next, variables: this.variables.length });
  }

  /** The variables of the scope end here; their cells are free again. */
  leave(pc: number): void {
    const scope = this.scopes.pop();
    if (scope !== undefined) {
      this.next = scope.next;
      this.close(scope.variables, pc);
    }
  }

  /** Ends all variables from a number on that did not end yet. */
  close(from: number, pc: number): void {
    for (let index = from; index < this.variables.length; index++) {
      const variable = this.variables[index];
      if (variable?.toPc === -1) {
        this.variables[index] = { ...variable, toPc: pc };
      }
    }
  }
}

/** Elements of the array that a declarator makes; 0 when it makes none. */
function lengthOf(context: CompileContext, declarator: Declarator): number {
  const { array, initializer } = declarator;
  if (array === null) {
    return 0;
  }
  if (array.size === null) {
    const given = initializer?.kind === 'braces' ? initializer.values.length : 0;
    const isText = initializer?.kind === 'string';
    if (given === 0 && !isText) {
      context.report(
        declarator.name,
        'array-length',
        'The array needs a length: write it in the brackets.',
      );
    }
    return Math.max(1, given);
  }
  const length = constantValue(context, array.size);
  if (length === null || length < 1 || length > LONGEST_ARRAY) {
    context.report(
      array.size,
      'array-length',
      `The length of an array is a constant from 1 to ${LONGEST_ARRAY}.`,
    );
    return 1;
  }
  return length;
}

/** Cells that a variable takes. A buffer of characters is one text, and takes one. */
function cellsOf(type: ScriptType, length: number): number {
  return isCharacter(type) ? 1 : type.cells * Math.max(1, length);
}

/** Makes the symbol of a declared variable. */
function symbolOf(
  context: CompileContext,
  declarator: Declarator,
  kind: 'global' | 'local',
  take: (cells: number) => number,
): ScriptSymbol {
  const type = context.type(declarator.type);
  if (type.kind === 'void') {
    context.report(declarator.type, 'void-variable', 'A variable cannot be void.');
  }
  const length = lengthOf(context, declarator);
  const { file } = context;
  return {
    kind,
    name: declarator.name.name,
    place: { file, start: declarator.name.start, end: declarator.name.end },
    extent: { file, start: declarator.start, end: declarator.end },
    type,
    length,
    offset: take(cellsOf(type, length)),
    value: null,
    parameters: [],
    references: [],
  };
}

/** What a debugger is told of a variable. */
export function variableInfo(symbol: ScriptSymbol, fromPc: number, toPc: number): VariableInfo {
  const { name, type, length, offset } = symbol;
  const cells = cellsOf(type, length);
  return { name, type, length: isCharacter(type) ? 0 : length, offset, cells, fromPc, toPc };
}

/** Local variables: they are set to zero, then to what stands behind `=`. */
export function compileLocals(
  context: CompileContext,
  declaration: VariableDeclaration,
  cells: LocalCells,
): void {
  const { emitter } = context;
  for (const declarator of declaration.declarators) {
    const symbol = symbolOf(context, declarator, 'local', (count) => cells.take(count));
    const { initializer } = declarator;
    const count = cellsOf(symbol.type, symbol.length);
    if (initializer !== null || count > 1) {
      context.stopPoint(
        declarator.initializer === null
          ? declarator
          : declaration.declarators.length === 1
            ? declaration
            : declarator,
      );
    }
    emitter.emit('localAddress', symbol.offset);
    emitter.emit('clearCells', count);
    context.declare(symbol, declarator.name);
    if (initializer !== null) {
      initialise(context, initializer, symbol.type, {
        length: symbol.length,
        offset: symbol.offset,
      });
    }
    cells.variables.push(variableInfo(symbol, emitter.pc, -1));
  }
}

/** Stores what stands behind `=` in local cells. */
function initialise(
  context: CompileContext,
  initializer: Initializer,
  type: ScriptType,
  place: { readonly length: number; readonly offset: number },
): void {
  if (initializer.kind !== 'braces') {
    const given = context.expression(initializer);
    if (type.kind === 'struct' || (place.length > 0 && !isCharacter(type))) {
      context.report(initializer, 'wrong-initializer', 'Write the values in braces: { … }.');
    } else {
      convert(context, initializer, given, place.length > 0 ? textLike(type) : type);
    }
    context.emitter.emit('storeLocal', place.offset);
    context.emitter.emit('pop');
    return;
  }
  const parts = partsOf(type, place.length);
  initializer.values.forEach((value, index) => {
    const part = parts[index];
    if (part === undefined) {
      context.report(value, 'too-many-values', `There is room for ${parts.length} values only.`);
      return;
    }
    initialise(context, value, part.type, { length: 0, offset: place.offset + part.offset });
  });
}

/** A buffer of characters takes a text. */
function textLike(type: ScriptType): ScriptType {
  return isCharacter(type) ? { ...type, width: 'wide' } : type;
}

/** What the values in braces go into: elements of an array, fields of a struct, or the variable itself. */
function partsOf(
  type: ScriptType,
  length: number,
): readonly { readonly type: ScriptType; readonly offset: number }[] {
  if (length > 0) {
    return Array.from({ length }, (_, index) => ({ type, offset: index * type.cells }));
  }
  return type.kind === 'struct' ? type.fields : [{ type, offset: 0 }];
}

/** Global variables: their values are constants. */
export function compileGlobals(
  context: CompileContext,
  declaration: VariableDeclaration,
  cells: Value[],
  variables: VariableInfo[],
): void {
  for (const declarator of declaration.declarators) {
    const symbol = symbolOf(context, declarator, 'global', (count) => {
      const offset = cells.length;
      for (let cell = 0; cell < count; cell++) {
        cells.push(0);
      }
      return offset;
    });
    if (isCharacter(symbol.type) && symbol.length > 0) {
      cells[symbol.offset] = '';
    }
    context.declare(symbol, declarator.name);
    variables.push(variableInfo(symbol, 0, Number.MAX_SAFE_INTEGER));
    if (declarator.initializer !== null) {
      fillGlobal(context, declarator.initializer, symbol.type, {
        length: symbol.length,
        offset: symbol.offset,
        cells,
      });
    }
  }
}

function fillGlobal(
  context: CompileContext,
  initializer: Initializer,
  type: ScriptType,
  place: { readonly length: number; readonly offset: number; readonly cells: Value[] },
): void {
  if (initializer.kind === 'braces') {
    partsOf(type, place.length).forEach((part, index) => {
      const value = initializer.values[index];
      if (value !== undefined) {
        fillGlobal(context, value, part.type, {
          ...place,
          length: 0,
          offset: place.offset + part.offset,
        });
      }
    });
    return;
  }
  const value =
    initializer.kind === 'string' ? initializer.value : constantValue(context, initializer);
  if (value === null) {
    context.report(
      initializer,
      'no-constant',
      'The value of a global variable is a constant: set it in a function instead.',
    );
    return;
  }
  const given = {
    type: typeof value === 'string' ? { ...type, kind: 'text' as const, name: 'LPCWSTR' } : INT,
    isZero: value === 0,
  };
  const problem = typeof value === 'string' ? mismatch(given, textLike(type)) : null;
  if (problem !== null) {
    context.report(initializer, 'wrong-kind', problem);
  }
  place.cells[place.offset] = value;
}

/** The value of a constant expression; null when it is none. */
export function constantValue(context: CompileContext, expression: Expression): number | null {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'name': {
      const meaning = context.names.meaning(expression);
      const { value = null } =
        (meaning?.kind === 'constant' ? meaning.constant : context.symbol(expression)) ?? {};
      return value;
    }
    case 'cast':
      return constantValue(context, expression.operand);
    case 'sizeof':
      return sizeOf(context, expression);
    case 'unary': {
      const value = constantValue(context, expression.operand);
      if (value === null) {
        return null;
      }
      return expression.operator === '-' ? -value : expression.operator === '~' ? ~value : null;
    }
    case 'binary': {
      const left = constantValue(context, expression.left);
      const right = constantValue(context, expression.right);
      return left === null || right === null ? null : calculate(expression.operator, left, right);
    }
    default:
      return null;
  }
}

/** Bytes of a type or of a variable. */
function sizeOf(context: CompileContext, { type, operand }: SizeOfExpression): number | null {
  if (type !== null) {
    return context.type(type).bytes;
  }
  const symbol = context.symbol(operand);
  return symbol === undefined ? null : symbol.type.bytes * Math.max(1, symbol.length);
}

function calculate(operator: string, left: number, right: number): number | null {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0 ? null : Math.trunc(left / right);
    case '|':
      return (left | right) >>> 0;
    case '&':
      return (left & right) >>> 0;
    case '<<':
      return (left << right) >>> 0;
    default:
      return null;
  }
}
