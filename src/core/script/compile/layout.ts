/** Gives the code of a script its places in modules, and puts the program together. */

import { BUILT_INS } from '../functions/catalog';
import { STOP_FUNCTION } from '../functions/runtime';
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
  info: Omit<FunctionInfo, 'rva' | 'size' | 'symbol'> | null;
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

/** Lays out all functions, module by module, in the order of the files, but for those that have their places. */
export function layOut(gathered: Gathered, settings: MachineSettings, main: number): Program {
  const { context, globals, initialGlobals } = gathered;
  const { emitter } = context;
  const code = Int32Array.from(emitter.code);
  const callRvas = new Int32Array(code.length / 2);
  const modules = distinctModules(gathered.modules, settings.image);
  const ends = modules.files.map(() => TEXT_START);
  const statementRvas = new Map<number, number>();
  const functions = gathered.functions.map(({ info }): FunctionInfo => {
    if (info === null) {
      throw new Error('Every function is compiled before it is laid out.');
    }
    const place = settings.functions.find((each) => each.function === info.name);
    const module = modules.numbers[info.module] ?? 0;
    const rva = place?.at ?? ends[module] ?? TEXT_START;
    const calls = place?.calls ?? [];
    const end = layOutCode({ code, callRvas, statementRvas }, info, { rva, calls });
    const size = place?.size ?? Math.ceil((end - rva + 1) / ALIGNMENT) * ALIGNMENT;
    ends[module] = Math.max(ends[module] ?? TEXT_START, rva + size);
    return { ...info, module, rva, size, symbol: place?.symbol ?? info.name };
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
    modules: modules.files.map((file, number) => ({ file, end: ends[number] ?? TEXT_START })),
    globals,
    initialGlobals,
    main,
    functionConstants: context.functionConstants,
    hasWindows: settings.windows || callsWindowing(code),
  };
}

/** The modules of a script, whose first is the program's image: the same file is one module, however often it is named. */
function distinctModules(
  named: readonly string[],
  image: string,
): { readonly files: readonly string[]; readonly numbers: readonly number[] } {
  const files: string[] = [];
  const numbers = named.map((file) => {
    const wanted = file === '' ? image : file;
    const known = files.findIndex((each) => each.toLowerCase() === wanted.toLowerCase());
    return known === -1 ? files.push(wanted) - 1 : known;
  });
  return { files, numbers };
}

/** What the layout of one function fills. */
interface CodePlaces {
  readonly code: Int32Array;
  readonly callRvas: Int32Array;
  readonly statementRvas: Map<number, number>;
}

/** Gives the statements and calls of a function their places; answers with the end of its code. */
function layOutCode(
  { code, callRvas, statementRvas }: CodePlaces,
  { pc: first, endPc }: { readonly pc: number; readonly endPc: number },
  { rva, calls }: { readonly rva: number; readonly calls: readonly number[] },
): number {
  let next = rva + PROLOGUE;
  let end = next;
  let made = 0;
  let statement = 0;
  for (let pc = first; pc < endPc; pc++) {
    const opcode = code[pc * 2];
    const argument = code[pc * 2 + 1] ?? 0;
    const call = calls[made];
    if (opcode === OPCODE_NUMBERS.statement) {
      statement = argument;
      // A statement begins in front of the place to which its call returns.
      const place = call === undefined ? next : Math.min(next, rva + call - 1);
      statementRvas.set(statement, place);
      next = place + STATEMENT;
    } else if (isCall(opcode)) {
      made++;
      next = call === undefined ? next + CALL : rva + call + 2;
      callRvas[pc] = next - 2;
      if (call !== undefined && isStop(opcode, argument)) {
        // The debugger stands at the place itself.
        statementRvas.set(statement, rva + call);
      }
    }
    end = Math.max(end, next);
  }
  return end;
}

function isCall(opcode: number | undefined): boolean {
  return opcode === OPCODE_NUMBERS.call || opcode === OPCODE_NUMBERS.callBuiltIn;
}

function isStop(opcode: number | undefined, argument: number): boolean {
  return (
    opcode === OPCODE_NUMBERS.callBuiltIn &&
    BUILT_INS[Math.floor(argument / ARGUMENT_LIMIT)]?.name === STOP_FUNCTION
  );
}

/** Calls between two instructions. */
export function countCalls(code: ArrayLike<number>, from: number, to: number): number {
  let count = 0;
  for (let pc = from; pc < to; pc++) {
    count += isCall(code[pc * 2]) ? 1 : 0;
  }
  return count;
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
