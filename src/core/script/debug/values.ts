/** Values of a script as people read them, and what is below them. */

import type { ProgramValue, ProgramVariable } from '../../target/program';
import type { ScriptType } from '../language/typeNames';
import type { Engine } from '../run/engine';
import type { ScriptThread } from '../run/engineState';
import type { Value } from '../run/program';
import { describeHandle, describeUserHandle } from './objectWords';

/** Elements of an array that are shown at most. */
const MOST_ELEMENTS = 1000;
/** Characters of a text that are shown. */
const LONGEST_TEXT = 300;

/** A value with what its type says of it. */
export interface TypedValue {
  readonly type: ScriptType;
  readonly value: Value;
  /** Elements, when it is an array; `value` is the address of the first. */
  readonly length: number;
  readonly expression: string;
}

/** Describes a value for a thread. */
export function describeValue(
  engine: Engine,
  thread: ScriptThread,
  typed: TypedValue,
): ProgramValue {
  const { type, value, expression, length } = typed;
  const handle = type.isHandle && typeof value === 'number' && length === 0 ? value : null;
  return {
    text: textOf(engine, typed),
    refersTo: handle === null ? null : words(engine, thread, type, handle),
    type: length > 0 ? `${type.name}[${length}]` : type.name,
    handle: handle !== null && handle > 0 && !type.isUserHandle ? handle : null,
    userHandle: handle !== null && handle !== 0 && type.isUserHandle ? handle >>> 0 : null,
    hasParts: hasParts(typed),
    expression,
  };
}

function words(
  { windowing, context }: Engine,
  thread: ScriptThread,
  type: ScriptType,
  handle: number,
): string | null {
  return type.isUserHandle
    ? describeUserHandle(handle, windowing?.user.session ?? null)
    : describeHandle(handle, thread.process.sim, context.machine.objects);
}

function hasParts({ type, value, length }: TypedValue): boolean {
  if (length > 0 || type.kind === 'struct') {
    return true;
  }
  const { target } = type;
  return type.kind === 'pointer' && target !== null && target.kind !== 'void' && value !== 0;
}

function textOf(engine: Engine, { type, value, length }: TypedValue): string {
  if (length > 0 || type.kind === 'struct') {
    return '{…}';
  }
  if (typeof value === 'string') {
    const shown = value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}…` : value;
    return `"${shown.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
  }
  if (type.isHandle || type.kind === 'pointer' || type.kind === 'text') {
    return pointerText(engine, value);
  }
  if (type.name === 'BOOL' || type.name === 'BOOLEAN') {
    return value === 0 ? 'FALSE' : value === 1 ? 'TRUE' : String(value);
  }
  return Math.abs(value) > 9 ? `${value} (${hexText(value)})` : String(value);
}

function pointerText(engine: Engine, value: number): string {
  if (value === 0) {
    return 'NULL';
  }
  const number = engine.modules.functionAt(value);
  return number === -1 ? hexText(value) : engine.modules.symbolOf(number);
}

function hexText(value: number): string {
  return value < 0
    ? `0x${BigInt.asUintN(64, BigInt(Math.trunc(value))).toString(16)}`
    : `0x${Math.trunc(value).toString(16)}`;
}

/** Fields of a struct, elements of an array, what a pointer points to. */
export function partsOf(
  engine: Engine,
  thread: ScriptThread,
  typed: TypedValue,
): readonly ProgramVariable[] {
  return parts(engine, typed).map(({ name, ...part }) => ({
    name,
    ...describeValue(engine, thread, part),
  }));
}

function parts(
  engine: Engine,
  typed: TypedValue,
): readonly (TypedValue & { readonly name: string })[] {
  const { type, value, length, expression } = typed;
  const place = typeof value === 'number' ? value : 0;
  const at = (cell: number, partType: ScriptType): Value =>
    partType.kind === 'struct' ? place + cell : (engine.read(place + cell) ?? 0);
  if (length > 0) {
    return Array.from({ length: Math.min(length, MOST_ELEMENTS) }, (_, index) => ({
      name: `[${index}]`,
      type,
      value: at(index * type.cells, type),
      length: 0,
      expression: `${expression}[${index}]`,
    }));
  }
  if (type.kind === 'struct') {
    return type.fields.map((field) => ({
      name: field.name,
      type: field.type,
      value: field.length > 0 ? place + field.offset : at(field.offset, field.type),
      length: field.length,
      expression: `${expression}.${field.name}`,
    }));
  }
  const { target } = type;
  if (target === null) {
    return [];
  }
  return target.kind === 'struct'
    ? parts(engine, { type: target, value: place, length: 0, expression: `(*${expression})` })
    : [
        {
          name: `*${expression}`,
          type: target,
          value: at(0, target),
          length: 0,
          expression: `*${expression}`,
        },
      ];
}
