/** Gives the code of a script its places in modules, and puts the program together. */

import { BUILT_INS } from '../functions/catalog';
import type { FunctionDeclaration } from '../language/syntax';
import {
  ARGUMENT_LIMIT,
  OPCODE_NUMBERS,
  type FunctionInfo,
  type Program,
  type StatementInfo,
  type Value,
  type VariableInfo,
} from '../run/program';
import type { CompileContext } from './context';
import type { MachineSettings } from './machineSettings';
import type { ScriptSymbol } from './symbols';

/** A function on its way through the compiler. */
export interface DraftFunction {
  readonly syntax: FunctionDeclaration;
  readonly symbol: ScriptSymbol;
  readonly file: number;
  readonly module: number;
  /** Null until it was compiled. */
  info: Omit<FunctionInfo, 'rva' | 'size'> | null;
}

/** What the compiler gathered. */
export interface Gathered {
  readonly context: CompileContext;
  readonly functions: readonly DraftFunction[];
  readonly modules: readonly string[];
  readonly globals: readonly VariableInfo[];
  readonly initialGlobals: readonly Value[];
}

/** Where code begins in a module. */
const TEXT_START = 0x1000;
/** Made-up sizes: what a function begins with, a statement takes, and a call in it. */
const PROLOGUE = 0x12;
const STATEMENT = 7;
const CALL = 5;
const ALIGNMENT = 0x10;

/** Lays out all functions, module by module, in the order of the files. */
export function layOut(gathered: Gathered, settings: MachineSettings, main: number): Program {
  const { context, globals, initialGlobals } = gathered;
  const { emitter } = context;
  const code = Int32Array.from(emitter.code);
  const callRvas = new Int32Array(code.length / 2);
  const ends = gathered.modules.map(() => TEXT_START);
  const statementRvas = new Map<number, number>();
  const functions = gathered.functions.map(({ info }): FunctionInfo => {
    if (info === null) {
      throw new Error('Every function is compiled before it is laid out.');
    }
    const rva = ends[info.module] ?? TEXT_START;
    let next = rva + PROLOGUE;
    for (let pc = info.pc; pc < info.endPc; pc++) {
      const opcode = code[pc * 2];
      if (opcode === OPCODE_NUMBERS.statement) {
        statementRvas.set(code[pc * 2 + 1] ?? 0, next);
        next += STATEMENT;
      } else if (opcode === OPCODE_NUMBERS.call || opcode === OPCODE_NUMBERS.callBuiltIn) {
        next += CALL;
        callRvas[pc] = next - 2;
      }
    }
    const size = Math.ceil((next - rva + 1) / ALIGNMENT) * ALIGNMENT;
    ends[info.module] = rva + size;
    return { ...info, rva, size };
  });
  return {
    settings,
    files: context.files,
    code,
    callRvas,
    constants: emitter.constants,
    statements: emitter.statements.map((statement, number): StatementInfo => ({
      ...statement,
      rva: statementRvas.get(number) ?? 0,
    })),
    functions,
    modules: gathered.modules.map((file, number) => ({
      file: file === '' ? settings.image : file,
      end: ends[number] ?? TEXT_START,
    })),
    globals,
    initialGlobals,
    main,
    functionConstants: context.functionConstants,
    hasWindows: settings.windows || callsWindowing(code),
  };
}

/** True when the code calls a function of the windowing system. */
function callsWindowing(code: Int32Array): boolean {
  for (let at = 0; at < code.length; at += 2) {
    const number = Math.floor((code[at + 1] ?? 0) / ARGUMENT_LIMIT);
    const windowing = BUILT_INS[number]?.windowing ?? null;
    if (code[at] === OPCODE_NUMBERS.callBuiltIn && windowing !== null) {
      return true;
    }
  }
  return false;
}
