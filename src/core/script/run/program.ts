/** A compiled script: instructions, statements, functions and variables, all plain data. */

import type { ScriptType } from '../language/typeNames';
import type { MachineSettings } from '../compile/machineSettings';

/** What a variable holds: a number (integers, handles, addresses of cells) or a text. */
export type Value = number | string;

/** The instructions of the stack machine; each has one argument. The order gives their numbers. */
export const OPCODES = [
  'statement',
  'constant',
  'localAddress',
  'globalAddress',
  'loadLocal',
  'storeLocal',
  'loadGlobal',
  'storeGlobal',
  'load',
  'store',
  'pop',
  'duplicate',
  'add',
  'subtract',
  'multiply',
  'divide',
  'remainder',
  'and',
  'or',
  'xor',
  'shiftLeft',
  'shiftRight',
  'equal',
  'unequal',
  'less',
  'lessOrEqual',
  'greater',
  'greaterOrEqual',
  'negate',
  'not',
  'complement',
  'wrap',
  'jump',
  'jumpIfZero',
  'jumpIfNotZero',
  'call',
  'callBuiltIn',
  'return',
  'clearCells',
] as const;

/** The name of an instruction. */
export type Opcode = (typeof OPCODES)[number];

/** The number of an instruction. */
export const OPCODE_NUMBERS: Readonly<Record<Opcode, number>> = Object.fromEntries(
  OPCODES.map((name, number) => [name, number]),
) as Record<Opcode, number>;

/** Arguments of a built-in call are packed: function × this + number of arguments. */
export const ARGUMENT_LIMIT = 64;

/** The text of one file of a script. */
export interface ScriptFile {
  /** As the host names it. */
  readonly path: string;
  readonly text: string;
  /** Offset at which each line starts. */
  readonly lineStarts: readonly number[];
}

/** Where something stands; lines and columns from 1. */
export interface SourcePlace {
  readonly file: number;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** One statement, as a debugger stops at it. */
export interface StatementInfo extends SourcePlace {
  /** Number of the function it lies in. */
  readonly function: number;
  /** First instruction. */
  readonly pc: number;
  /** Offset of its code within the module. */
  readonly rva: number;
}

/** A variable that a debugger can show. */
export interface VariableInfo {
  readonly name: string;
  readonly type: ScriptType;
  /** Elements of an array; 0 for others. */
  readonly length: number;
  /** Cells from the start of the frame, or of the global variables. */
  readonly offset: number;
  readonly cells: number;
  /** Instructions from and to which it exists. */
  readonly fromPc: number;
  readonly toPc: number;
}

/** A function of the script. */
export interface FunctionInfo {
  readonly name: string;
  readonly type: ScriptType;
  readonly parameters: number;
  /** Cells of parameters and local variables. */
  readonly cells: number;
  readonly pc: number;
  readonly endPc: number;
  readonly variables: readonly VariableInfo[];
  readonly place: SourcePlace;
  /** Number of the module it lies in. */
  readonly module: number;
  /** Offset and length of its code within the module. */
  readonly rva: number;
  readonly size: number;
  /** As stacks name it. */
  readonly symbol: string;
}

/** A module made of functions of the script. */
export interface ScriptModule {
  /** File name such as `orders.dll`. */
  readonly file: string;
  /** Offset behind its last function. */
  readonly end: number;
}

/** A compiled script. */
export interface Program {
  /** It runs in a session with a windowing system: it calls its functions, or says so. */
  readonly hasWindows: boolean;
  readonly settings: MachineSettings;
  readonly files: readonly ScriptFile[];
  /** Instruction and argument, one after the other. */
  readonly code: Int32Array;
  /** By instruction that calls: the statement's code plus a distance that tells calls of one statement apart. */
  readonly callRvas: Int32Array;
  readonly constants: readonly Value[];
  readonly statements: readonly StatementInfo[];
  readonly functions: readonly FunctionInfo[];
  readonly modules: readonly ScriptModule[];
  readonly globals: readonly VariableInfo[];
  /** Cells of the global variables of a process, as it starts. */
  readonly initialGlobals: readonly Value[];
  /** Number of the function `main`. */
  readonly main: number;
  /** Constants that hold the address of a function: number of the constant, of the function. */
  readonly functionConstants: readonly (readonly [number, number])[];
}

/** Line and column, from 1, of an offset in a file. */
export function placeInFile(
  file: ScriptFile,
  offset: number,
): { readonly line: number; readonly column: number } {
  const { lineStarts } = file;
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lineStarts[middle] ?? 0) <= offset) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return { line: low + 1, column: offset - (lineStarts[low] ?? 0) + 1 };
}

/** A file with its lines found. */
export function scriptFile(path: string, text: string): ScriptFile {
  const lineStarts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
    lineStarts.push(at + 1);
  }
  return { path, text, lineStarts };
}
