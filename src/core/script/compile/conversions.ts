/** Which values go where, and how numbers are kept within their types. */

import type { Expression } from '../language/syntax';
import { DWORD, INT, type IntegerWidth, type ScriptType } from '../language/typeNames';
import type { Compiled, CompileContext } from './context';

/** Arguments of the instruction `wrap`. */
export const WRAPS: readonly IntegerWidth[] = ['wide', 'i32', 'u32', 'u16', 'u8'];

/** True for numbers. */
export function isInteger(type: ScriptType): boolean {
  return type.kind === 'integer' || (type.kind === 'text' && type.width === 'u16');
}

/** Keeps the number on the stack within its type. */
export function wrap(context: CompileContext, type: ScriptType): void {
  if (type.kind === 'integer' && type.width !== 'wide') {
    context.emitter.emit('wrap', WRAPS.indexOf(type.width));
  }
}

/** The type in which two operands meet: the usual conversions of C. */
export function resultType(left: ScriptType, right: ScriptType): ScriptType {
  if (left.kind !== 'integer') {
    return left;
  }
  if (right.kind !== 'integer') {
    return right;
  }
  if (left.width === 'wide' || right.width === 'wide') {
    return left.width === 'wide' ? left : right;
  }
  return left.width === 'u32' || right.width === 'u32' ? DWORD : INT;
}

/** Checks that a value goes into a type, and converts it. Says what is wrong otherwise. */
export function convert(
  context: CompileContext,
  expression: Expression,
  given: Compiled,
  to: ScriptType,
): void {
  const problem = mismatch(given, to);
  if (problem !== null) {
    context.report(expression, 'wrong-kind', problem);
  }
  const needsWrap = given.type.kind !== 'integer' || given.type.width !== to.width;
  if (needsWrap) {
    wrap(context, to);
  }
}

/** Why a value does not go into a type; null when it does. */
export function mismatch({ type, isZero }: Compiled, to: ScriptType): string | null {
  if (type.kind === 'void') {
    return 'A VOID function has no value.';
  }
  if (isZero || type.name === to.name) {
    return null;
  }
  if (to.kind === 'integer') {
    const fits = type.kind === 'integer' || (type.kind === 'pointer' && to.width === 'wide');
    return fits ? null : `A ${to.name} is needed, and this is a ${type.name}.`;
  }
  if (to.kind === 'text') {
    const fits = type.kind === 'text' || (to.width === 'u16' && type.kind === 'integer');
    return fits ? null : `A text is needed, and this is a ${type.name}.`;
  }
  if (to.kind === 'pointer') {
    return pointerMismatch(type, to);
  }
  return `A ${to.name} is needed, and this is a ${type.name}.`;
}

function pointerMismatch(type: ScriptType, to: ScriptType): string | null {
  const opaque = to.target === null || to.target.kind === 'void';
  if (opaque) {
    // LPVOID carries numbers, handles and texts as well, as parameters of threads do.
    return type.kind === 'struct'
      ? 'The address of the struct is needed: put & in front of it.'
      : null;
  }
  if (type.kind !== 'pointer') {
    return type.kind === 'integer' && type.width === 'wide' && !type.isHandle
      ? null
      : `The address of a ${to.target.name} is needed${type.name === to.target.name ? ': put & in front' : ''}.`;
  }
  const target = type.target;
  const same =
    target === null ||
    target.kind === 'void' ||
    target.name === to.target.name ||
    (target.kind === 'integer' &&
      to.target.kind === 'integer' &&
      target.isHandle === to.target.isHandle) ||
    (target.kind === to.target.kind && target.kind !== 'integer' && target.kind !== 'struct');
  return same
    ? null
    : `The address of a ${to.target.name} is needed, and this is that of a ${target.name}.`;
}
