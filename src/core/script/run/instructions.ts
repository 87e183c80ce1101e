/** What each instruction of a compiled script does. */

import type { Engine } from './engine';
import { DEEPEST_CALLS, STACK_CELLS, type ScriptThread } from './engineState';
import { ARGUMENT_LIMIT, OPCODES, type Opcode, type Value } from './program';

/** Carries out one instruction; its argument is the third parameter. */
export type Instruction = (engine: Engine, thread: ScriptThread, argument: number) => void;

const STATUS_INTEGER_DIVIDE_BY_ZERO = 0xc000_0094;
const STATUS_STACK_OVERFLOW = 0xc000_00fd;
const STATUS_ACCESS_VIOLATION = 0xc000_0005;

function push(thread: ScriptThread, value: Value): void {
  thread.cells[thread.top++] = value;
}

function pop(thread: ScriptThread): Value {
  return thread.cells[--thread.top] ?? 0;
}

/** A number from the stack; of a text only whether it is there counts. */
function popNumber(thread: ScriptThread): number {
  const value = pop(thread);
  return typeof value === 'number' ? value : 1;
}

/** An operator on two numbers. */
function binary(operate: (left: number, right: number, width: number) => number): Instruction {
  return (_, thread, width) => {
    const right = popNumber(thread);
    const left = popNumber(thread);
    push(thread, operate(left, right, width));
  };
}

/** A comparison; width 2 compares as unsigned 32-bit numbers. */
function comparison(compare: (left: Value, right: Value) => boolean): Instruction {
  return (_, thread, width) => {
    let right = pop(thread);
    let left = pop(thread);
    if (width === 2 && typeof left === 'number' && typeof right === 'number') {
      left = left >>> 0;
      right = right >>> 0;
    }
    push(thread, compare(left, right) ? 1 : 0);
  };
}

/** A division that a zero turns into an exception of the program. */
function division(operate: (left: number, right: number) => number): Instruction {
  return (engine, thread) => {
    const right = popNumber(thread);
    const left = popNumber(thread);
    if (right === 0) {
      push(thread, 0);
      engine.fault(thread, STATUS_INTEGER_DIVIDE_BY_ZERO);
      return;
    }
    push(thread, operate(left, right));
  };
}

/** Bit operators work on 32 bits; on 64 where a number needs them. */
function bits(
  narrow: (left: number, right: number) => number,
  wide: (left: bigint, right: bigint) => bigint,
): Instruction {
  return binary((left, right, width) => {
    if (width === 1) {
      return narrow(left, right) | 0;
    }
    const fits = left >= 0 && right >= 0 && left <= 0xffff_ffff && right <= 0xffff_ffff;
    return width === 2 || fits
      ? narrow(left, right) >>> 0
      : Number(BigInt.asIntN(64, wide(BigInt(left), BigInt(right))));
  });
}

const WRAP: readonly ((value: number) => number)[] = [
  (value) => value,
  (value) => value | 0,
  (value) => value >>> 0,
  (value) => value & 0xffff,
  (value) => value & 0xff,
];

const TABLE: Readonly<Record<Opcode, Instruction>> = {
  statement: (engine, thread, number) => engine.beginStatement(thread, number),
  constant: (engine, thread, number) => push(thread, engine.constants[number] ?? 0),
  localAddress: (engine, thread, offset) =>
    push(thread, engine.addressOf(thread.segment, thread.base + offset)),
  globalAddress: (engine, thread, offset) =>
    push(thread, engine.addressOf(thread.process.globals, offset)),
  loadLocal: (_, thread, offset) => push(thread, thread.cells[thread.base + offset] ?? 0),
  storeLocal: (_, thread, offset) => {
    thread.cells[thread.base + offset] = thread.cells[thread.top - 1] ?? 0;
  },
  loadGlobal: (engine, thread, offset) => push(thread, engine.globals(thread)[offset] ?? 0),
  storeGlobal: (engine, thread, offset) => {
    engine.globals(thread)[offset] = thread.cells[thread.top - 1] ?? 0;
  },
  load: (engine, thread) => {
    const value = engine.read(popNumber(thread));
    push(thread, value ?? 0);
    if (value === null) {
      engine.fault(thread, STATUS_ACCESS_VIOLATION);
    }
  },
  store: (engine, thread) => {
    const value = pop(thread);
    const place = popNumber(thread);
    push(thread, value);
    if (!engine.write(place, value)) {
      engine.fault(thread, STATUS_ACCESS_VIOLATION);
    }
  },
  pop: (_, thread) => {
    thread.top--;
  },
  duplicate: (_, thread) => push(thread, thread.cells[thread.top - 1] ?? 0),
  add: binary((left, right) => left + right),
  subtract: binary((left, right) => left - right),
  multiply: binary((left, right, width) => (width === 0 ? left * right : Math.imul(left, right))),
  divide: division((left, right) => Math.trunc(left / right)),
  remainder: division((left, right) => left % right),
  and: bits(
    (left, right) => left & right,
    (left, right) => left & right,
  ),
  or: bits(
    (left, right) => left | right,
    (left, right) => left | right,
  ),
  xor: bits(
    (left, right) => left ^ right,
    (left, right) => left ^ right,
  ),
  shiftLeft: binary((left, right, width) =>
    width === 0 ? left * 2 ** (right & 63) : left << (right & 31),
  ),
  shiftRight: binary((left, right) => Math.floor(left / 2 ** (right & 63))),
  equal: comparison((left, right) => left === right),
  unequal: comparison((left, right) => left !== right),
  less: comparison((left, right) => left < right),
  lessOrEqual: comparison((left, right) => left <= right),
  greater: comparison((left, right) => left > right),
  greaterOrEqual: comparison((left, right) => left >= right),
  negate: (_, thread) => push(thread, -popNumber(thread)),
  not: (_, thread) => push(thread, pop(thread) === 0 ? 1 : 0),
  complement: (_, thread) => {
    const value = popNumber(thread);
    push(thread, value >= 0 && value <= 0xffff_ffff ? ~value : -value - 1);
  },
  wrap: (_, thread, width) => {
    const value = thread.cells[thread.top - 1] ?? 0;
    if (typeof value === 'number') {
      thread.cells[thread.top - 1] = WRAP[width]?.(value) ?? value;
    }
  },
  jump: (_, thread, target) => {
    thread.pc = target;
  },
  jumpIfZero: (_, thread, target) => {
    if (pop(thread) === 0) {
      thread.pc = target;
    }
  },
  jumpIfNotZero: (_, thread, target) => {
    if (pop(thread) !== 0) {
      thread.pc = target;
    }
  },
  call: (engine, thread, number) => {
    const callee = engine.program.functions[number];
    if (callee === undefined) {
      throw new RangeError(`The compiled script calls function ${number}, which it does not have.`);
    }
    const base = thread.top - callee.parameters;
    const tooDeep =
      base + callee.cells + ARGUMENT_LIMIT > STACK_CELLS || engine.depth(thread) >= DEEPEST_CALLS;
    if (tooDeep) {
      thread.top = base;
      push(thread, 0);
      engine.fault(thread, STATUS_STACK_OVERFLOW);
      return;
    }
    thread.frames.push(thread.pc, thread.base, thread.function, thread.statement);
    engine.pushReturnAddress(thread, thread.pc - 1);
    engine.enter(thread, number, base);
  },
  callBuiltIn: (engine, thread, packed) =>
    engine.callBuiltIn(thread, Math.floor(packed / ARGUMENT_LIMIT), packed % ARGUMENT_LIMIT),
  return: (engine, thread) => engine.leave(thread, pop(thread)),
  clearCells: (engine, thread, count) => {
    const place = popNumber(thread);
    for (let cell = 0; cell < count; cell++) {
      engine.write(place + cell, 0);
    }
  },
};

/** Instructions by number. */
export const INSTRUCTIONS: readonly Instruction[] = OPCODES.map((opcode) => TABLE[opcode]);
