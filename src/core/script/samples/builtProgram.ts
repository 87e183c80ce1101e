/**
 * Compiled scripts as JSON text: how the built-in samples are kept, so that opening one needs no parser. Functions of Windows are
 * named in it, so that it stays good when their numbers change. What only the debugger of scripts needs is left out: the text of
 * the files, and the variables of functions.
 */

import { BUILT_INS, builtInNumber } from '../functions/catalog';
import { VOID } from '../language/typeNames';
import {
  ARGUMENT_LIMIT,
  OPCODE_NUMBERS,
  OPCODES,
  scriptFile,
  type FunctionInfo,
  type Opcode,
  type Program,
  type SourcePlace,
} from '../run/program';

/** What is kept of a function. */
type BuiltFunction = Omit<FunctionInfo, 'type' | 'variables' | 'place'>;

/** A compiled script as the text holds it. */
interface Built extends Omit<
  Program,
  'files' | 'code' | 'callRvas' | 'statements' | 'functions' | 'globals'
> {
  readonly files: readonly string[];
  /** Instructions that occur, and functions of Windows that are called, by name. */
  readonly opcodes: readonly string[];
  readonly builtIns: readonly string[];
  /** Place in `opcodes`, argument, and where a call returns to, one after the other. */
  readonly code: readonly number[];
  /** File, line, function, first instruction and offset of each, one after the other. */
  readonly statements: readonly number[];
  readonly functions: readonly BuiltFunction[];
}

const NO_PLACE: SourcePlace = { file: 0, line: 0, column: 0, endLine: 0, endColumn: 0 };

/** A program as text. */
export function packProgram(program: Program): string {
  const { files, code, callRvas, statements, functions } = program;
  const opcodes: string[] = [];
  const builtIns: string[] = [];
  const packed: number[] = [];
  for (let pc = 0; pc < code.length / 2; pc++) {
    const name = OPCODES[code[pc * 2] ?? 0] ?? '';
    const argument = code[pc * 2 + 1] ?? 0;
    const builtIn = BUILT_INS[Math.floor(argument / ARGUMENT_LIMIT)]?.name ?? '';
    packed.push(
      numberIn(opcodes, name),
      name === 'callBuiltIn'
        ? numberIn(builtIns, builtIn) * ARGUMENT_LIMIT + (argument % ARGUMENT_LIMIT)
        : argument,
      callRvas[pc] ?? 0,
    );
  }
  const { settings, hasWindows, constants, modules, initialGlobals, main, functionConstants } =
    program;
  const built: Built = {
    settings,
    hasWindows,
    constants,
    modules,
    initialGlobals,
    main,
    functionConstants,
    files: files.map(({ path }) => path),
    opcodes,
    builtIns,
    code: packed,
    statements: statements.flatMap((each) => [
      each.file,
      each.line,
      each.function,
      each.pc,
      each.rva,
    ]),
    functions: functions.map(keptOf),
  };
  return JSON.stringify(built);
}

function keptOf({
  name,
  symbol,
  module,
  parameters,
  cells,
  pc,
  endPc,
  rva,
  size,
}: FunctionInfo): BuiltFunction {
  return { name, symbol, module, parameters, cells, pc, endPc, rva, size };
}

/** The program behind a text that {@link packProgram} made. Throws when it calls a function that there is not. */
export function unpackProgram(text: string): Program {
  const built = JSON.parse(text) as Built;
  const { files, opcodes, builtIns, code: packed, statements, functions, ...rest } = built;
  const code = new Int32Array((packed.length / 3) * 2);
  const callRvas = new Int32Array(packed.length / 3);
  for (let pc = 0; pc < callRvas.length; pc++) {
    const name = opcodes[packed[pc * 3] ?? 0] as Opcode;
    const argument = packed[pc * 3 + 1] ?? 0;
    code[pc * 2] = OPCODE_NUMBERS[name];
    code[pc * 2 + 1] =
      name === 'callBuiltIn'
        ? functionNumber(builtIns[Math.floor(argument / ARGUMENT_LIMIT)] ?? '') * ARGUMENT_LIMIT +
          (argument % ARGUMENT_LIMIT)
        : argument;
    callRvas[pc] = packed[pc * 3 + 2] ?? 0;
  }
  return {
    ...rest,
    files: files.map((path) => scriptFile(path, '')),
    code,
    callRvas,
    statements: Array.from({ length: statements.length / 5 }, (_, number) => {
      const [file = 0, line = 0, owner = 0, pc = 0, rva = 0] = statements.slice(number * 5);
      return { ...NO_PLACE, file, line, function: owner, pc, rva };
    }),
    functions: functions.map((own) => ({ ...own, type: VOID, variables: [], place: NO_PLACE })),
    globals: [],
  };
}

function numberIn(names: string[], name: string): number {
  const known = names.indexOf(name);
  return known === -1 ? names.push(name) - 1 : known;
}

function functionNumber(name: string): number {
  const number = builtInNumber(name);
  if (number === undefined) {
    throw new Error(`A built sample calls ${name}, which there is not: run "npm run samples".`);
  }
  return number;
}
