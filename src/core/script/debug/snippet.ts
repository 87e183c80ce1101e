/** Expressions that are typed into the debugger: compiled against the names of one place, run on one thread. */

import type { Result } from '../../util/result';
import { fail, ok } from '../../util/result';
import { CompileContext, type WindowsFunctions } from '../compile/context';
import { compileExpression } from '../compile/expressions';
import { ProgramNames } from '../compile/programNames';
import type { ScriptSymbol } from '../compile/symbols';
import { windowsFunctions } from '../compile/windowsFunctions';
import { BUILT_INS } from '../functions/catalog';
import { parseLine } from '../language/parser';
import type { Expression, SyntaxPiece } from '../language/syntax';
import type { ScriptType } from '../language/typeNames';
import type { Engine } from '../run/engine';
import type { ScriptThread } from '../run/engineState';
import {
  ARGUMENT_LIMIT,
  OPCODE_NUMBERS,
  scriptFile,
  type Program,
  type Value,
  type VariableInfo,
} from '../run/program';

/** Instructions that one evaluation may take. */
const LONGEST = 1_000_000;

/** Where something is evaluated. */
export interface SnippetPlace {
  readonly thread: ScriptThread;
  readonly function: number;
  /** Instruction at which the function is: decides which variables exist. */
  readonly pc: number;
  readonly base: number;
}

/** A compiled expression. */
export interface Snippet {
  readonly type: ScriptType;
  /** What an array is that was called by its name: its value is the address of its first element. Null for all else. */
  readonly array: Pick<ScriptSymbol, 'type' | 'length'> | null;
  readonly hasSideEffects: boolean;
  /** The program's code with the expression's behind it. */
  readonly code: Int32Array;
  readonly constants: readonly Value[];
  readonly start: number;
  readonly end: number;
}

/** Compiles an expression for a place in a function. */
export function compileSnippet(
  text: string,
  engine: Engine,
  names: ProgramNames,
  place: Pick<SnippetPlace, 'function' | 'pc'>,
): Result<Snippet> {
  const parsed = parseExpression(text);
  if (!parsed.ok) {
    return parsed;
  }
  const { expression } = parsed.value;
  const context = new CompileContext(
    [...engine.program.files, scriptFile('<typed>', text)],
    compileExpression,
    namesAt(engine.program, names, place),
  );
  context.file = engine.program.files.length;
  context.windows = functionsOf(engine);
  context.names.link(parsed.value.pieces);
  const { type } = compileExpression(context, expression);
  const problem = context.problems.find(({ severity }) => severity === 'error');
  if (problem !== undefined) {
    return fail({ code: problem.code, message: problem.message });
  }
  const named = context.symbol(expression);
  const isArray = named !== undefined && named.length > 0 && named.type.kind !== 'text';
  return ok({
    type,
    array: isArray ? { type: named.type, length: named.length } : null,
    hasSideEffects: changesSomething(expression) || callsChanging(context.emitter.code),
    ...relocated(context, engine),
  });
}

/** Reads a text that may be anywhere in the program; fails when it is no expression, whatever its names mean. */
export function parseExpression(
  text: string,
): Result<{ readonly expression: Expression; readonly pieces: readonly SyntaxPiece[] }> {
  const { statement, problems, pieces } = parseLine(text);
  const [first] = problems;
  if (first !== undefined) {
    return fail({ code: first.code, message: first.message });
  }
  return statement.kind === 'expression'
    ? ok({ expression: statement.expression, pieces })
    : fail({
        code: 'no-expression',
        message: 'Only expressions, assignments and calls can be evaluated.',
      });
}

/** What the Windows of the script has; its windowing system only where it was started. */
function functionsOf({ program, windowing }: Engine): WindowsFunctions {
  const windows = windowsFunctions(program.settings);
  return {
    refusal: (built) =>
      built.windowing === null || windowing !== null
        ? windows.refusal(built)
        : `${built.name} needs the windowing system, which was not started because the script calls none of its functions. Put "windows on;" into the block "machine" and start again.`,
  };
}

/** The names that are visible at an instruction of a function. */
function namesAt(
  program: Program,
  names: ProgramNames,
  place: Pick<SnippetPlace, 'function' | 'pc'>,
): ProgramNames {
  const visible = new ProgramNames(names);
  for (const variable of visibleVariables(program, place)) {
    visible.addVariable(symbolOf(variable));
  }
  return visible;
}

/** Variables of a function that exist at an instruction, inner ones last. */
export function visibleVariables(
  program: Program,
  place: Pick<SnippetPlace, 'function' | 'pc'>,
): readonly VariableInfo[] {
  const { variables = [] } = program.functions[place.function] ?? {};
  return variables.filter(({ fromPc, toPc }) => place.pc >= fromPc && place.pc <= toPc);
}

function symbolOf({ name, type, length, offset }: VariableInfo): ScriptSymbol {
  const nowhere = { file: 0, start: 0, end: 0 };
  return {
    kind: 'local',
    name,
    place: nowhere,
    extent: nowhere,
    type,
    length,
    offset,
    value: null,
    parameters: [],
    references: [],
  };
}

/** Puts the code of a snippet behind that of the program. */
function relocated(
  { emitter, functionConstants }: CompileContext,
  engine: Engine,
): Pick<Snippet, 'code' | 'constants' | 'start' | 'end'> {
  const { program } = engine;
  const start = program.code.length / 2;
  const firstConstant = engine.constants.length;
  const code = new Int32Array(program.code.length + emitter.code.length);
  code.set(program.code);
  for (let at = 0; at < emitter.code.length; at += 2) {
    const opcode = emitter.code[at] ?? 0;
    const argument = emitter.code[at + 1] ?? 0;
    code[program.code.length + at] = opcode;
    code[program.code.length + at + 1] = argument + offsetOf(opcode, start, firstConstant);
  }
  const constants = [...engine.constants, ...emitter.constants];
  for (const [constant, number] of functionConstants) {
    constants[firstConstant + constant] = Number(engine.modules.functionAddress(number));
  }
  return { code, constants, start, end: code.length / 2 };
}

function offsetOf(opcode: number, start: number, firstConstant: number): number {
  switch (opcode) {
    case OPCODE_NUMBERS.constant:
      return firstConstant;
    case OPCODE_NUMBERS.jump:
    case OPCODE_NUMBERS.jumpIfZero:
    case OPCODE_NUMBERS.jumpIfNotZero:
      return start;
    default:
      return 0;
  }
}

/** True when code calls a function of the script, or one of Windows that does more than read. */
function callsChanging(code: readonly number[]): boolean {
  return code.some((opcode, at) => {
    if (at % 2 !== 0 || (opcode !== OPCODE_NUMBERS.call && opcode !== OPCODE_NUMBERS.callBuiltIn)) {
      return false;
    }
    const number = Math.floor((code[at + 1] ?? 0) / ARGUMENT_LIMIT);
    return opcode === OPCODE_NUMBERS.call || BUILT_INS[number]?.changesNothing !== true;
  });
}

/** True when evaluating assigns something; what its calls do is another question. */
export function changesSomething(expression: Expression): boolean {
  switch (expression.kind) {
    case 'assignment':
    case 'postfix':
      return true;
    case 'call':
      return expression.arguments.some(changesSomething);
    case 'unary':
      return (
        expression.operator === '++' ||
        expression.operator === '--' ||
        changesSomething(expression.operand)
      );
    case 'binary':
      return changesSomething(expression.left) || changesSomething(expression.right);
    case 'conditional':
      return [expression.condition, expression.then, expression.otherwise].some(changesSomething);
    case 'cast':
      return changesSomething(expression.operand);
    case 'index':
      return changesSomething(expression.array) || changesSomething(expression.index);
    case 'member':
      return changesSomething(expression.object);
    default:
      return false;
  }
}

/** Runs a snippet. The thread goes on afterwards as if nothing had been; what the snippet changed stays changed. */
export function runSnippet(engine: Engine, snippet: Snippet, place: SnippetPlace): Result<Value> {
  const { thread } = place;
  const { state } = engine;
  const saved = {
    pc: thread.pc,
    base: thread.base,
    function: thread.function,
    statement: thread.statement,
  };
  const { top, wait } = thread;
  const frames = thread.frames.length;
  const depth = thread.sim.depth;
  const time = { position: state.position, statements: state.statements, slice: state.slice };
  const { current, exception, end } = state;
  const { watcher, code, constants } = engine;
  Object.assign(thread, {
    pc: snippet.start,
    base: place.base,
    function: place.function,
    wait: null,
  });
  Object.assign(state, { current: thread, exception: null, end: null, slice: Infinity });
  engine.code = snippet.code;
  engine.constants = snippet.constants;
  engine.watcher = watcher === null ? null : { ...SILENT, print: (text) => watcher.print(text) };
  try {
    engine.aside(() => {
      for (let count = 0; thread.pc !== snippet.end && count < LONGEST; count++) {
        engine.step(thread);
        if (state.exception?.isFatal === true || state.current !== thread || thread.ended) {
          break;
        }
      }
    });
    return outcome(engine, snippet, thread);
  } finally {
    engine.code = code;
    engine.constants = constants;
    engine.watcher = watcher;
    if (!thread.ended) {
      engine.scheduler.cancelWait(thread);
      thread.frames.length = frames;
      Object.assign(thread, saved, { top, wait });
      while (thread.sim.depth > depth) {
        thread.sim.popFrame();
      }
    }
    Object.assign(state, time, { exception, current: thread.ended ? null : current });
    state.end ??= end;
  }
}

const SILENT = {
  atStatement: () => false,
  atCall: () => false,
  atException: () => false,
  atStop: () => false,
};

function outcome(engine: Engine, snippet: Snippet, thread: ScriptThread): Result<Value> {
  const { exception, current, end } = engine.state;
  if (exception?.isFatal === true) {
    const code = exception.code.toString(16);
    return fail({
      code: 'exception',
      message: `Evaluating this raises exception 0x${code} in the program.`,
    });
  }
  if (end !== null || thread.ended) {
    return ok(0);
  }
  if (thread.pc === snippet.end && current === thread) {
    return ok(thread.cells[thread.top - 1] ?? 0);
  }
  return fail(
    current === thread
      ? { code: 'too-long', message: `This takes more than ${LONGEST} instructions.` }
      : {
          code: 'would-wait',
          message: 'This would wait, and nothing runs while the debugger evaluates.',
        },
  );
}
