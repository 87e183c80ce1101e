/** Compiles the files of a script into a program, and finds everything that is wrong with them. */

import type { Define, FunctionDeclaration, MachineBlock, ScriptSyntax } from '../language/syntax';
import { BOOL, DWORD, INT } from '../language/typeNames';
import type { FunctionInfo, Program, ScriptFile, Value, VariableInfo } from '../run/program';
import { CompileContext, type FileProblem } from './context';
import { compileExpression } from './expressions';
import { noteReferences, type FileNames } from './fileNames';
import { checkFunctionPlaces } from './functionPlaces';
import { layOut, type DraftFunction } from './layout';
import { readMachine } from './machineSettings';
import { StatementCompiler } from './statements';
import type { ProgramNames } from './programNames';
import { declareStruct } from './structs';
import type { ScriptSymbol } from './symbols';
import { compileGlobals, constantValue, LocalCells, variableInfo } from './variables';
import { windowsFunctions } from './windowsFunctions';

/** A file and what the parser made of it. */
export interface ParsedFile {
  readonly file: ScriptFile;
  readonly syntax: ScriptSyntax;
}

/** What compiling answers with. */
export interface Compilation {
  /** Null when there are errors. */
  readonly program: Program | null;
  /** By file and place; the parser's are among them. */
  readonly problems: readonly FileProblem[];
  /** All names that are declared, with their uses. */
  readonly symbols: readonly ScriptSymbol[];
  /** The names outside functions. */
  readonly names: ProgramNames;
  /** The names of each file by their places. */
  readonly places: readonly FileNames[];
}

/** What one compilation gathers. */
interface Draft {
  readonly context: CompileContext;
  readonly functions: DraftFunction[];
  readonly modules: string[];
  readonly globals: VariableInfo[];
  readonly initialGlobals: Value[];
  machine: MachineBlock | null;
}

/** Compiles files in the order in which they are included; the script itself comes last. */
export function compileScript(files: readonly ParsedFile[]): Compilation {
  const context = new CompileContext(
    files.map(({ file }) => file),
    compileExpression,
  );
  const draft: Draft = {
    context,
    functions: [],
    modules: [''],
    globals: [],
    initialGlobals: [],
    machine: null,
  };
  files.forEach(({ syntax }, file) => {
    context.file = file;
    context.problems.push(...syntax.problems.map((problem) => ({ ...problem, file })));
    context.names.link(syntax.pieces);
    declareAll(draft, syntax);
  });
  context.file = files.length - 1;
  const settings = readMachine(draft.machine, (problem) => {
    context.problems.push({ ...problem, file: context.file });
  });
  context.windows = windowsFunctions(settings);
  draft.functions.forEach((each) => compileFunction(draft, each));
  const main = mainFunction(draft, settings.entry);
  checkFunctionPlaces(draft, settings.functions);
  settings.processes.forEach(({ main: name, image }) => {
    if (name !== null && context.names.named(name)?.kind !== 'function') {
      context.report(
        draft.machine ?? START,
        'unknown-function',
        `The process "${image}" is to run "${name}", which is no function of the script.`,
      );
    }
  });
  if (settings.loader !== null && context.names.named(settings.loader)?.kind !== 'function') {
    context.report(
      draft.machine ?? START,
      'unknown-function',
      `The loader is to be "${settings.loader}", which is no function of the script.`,
    );
  }
  const problems = [...context.problems].sort(
    (left, right) => left.file - right.file || left.start - right.start,
  );
  const failed = problems.some(({ severity }) => severity === 'error');
  const { symbols, names } = context;
  const places = noteReferences(context, files);
  if (failed || main === null) {
    return { program: null, problems, symbols, names, places };
  }
  const program = layOut(draft, settings, main);
  return { program, problems, symbols, names, places };
}

const START = { start: 0, end: 1 };

/** Makes all names of a file known, so that functions can call those that stand further down. */
function declareAll(draft: Draft, syntax: ScriptSyntax): void {
  const { context } = draft;
  let module = 0;
  for (const item of syntax.items) {
    switch (item.kind) {
      case 'module': {
        const file = item.file.name;
        module = draft.modules.indexOf(file);
        if (module === -1) {
          module = draft.modules.push(file) - 1;
        }
        break;
      }
      case 'machine':
        if (draft.machine !== null) {
          context.report(item, 'declared-twice', 'There is a block "machine" already.');
        }
        draft.machine = item;
        break;
      case 'define':
        declareDefine(context, item);
        break;
      case 'struct':
        declareStruct(context, item);
        break;
      case 'variables':
        compileGlobals(context, item, draft.initialGlobals, draft.globals);
        break;
      case 'function':
        declareFunction(draft, item, module);
        break;
      case 'include':
        break;
    }
  }
}

function declareDefine(context: CompileContext, { name, value, start, end }: Define): void {
  const number = constantValue(context, value);
  if (number === null) {
    context.report(
      value,
      'no-constant',
      'The value of a #define is a number here, or an expression of numbers.',
    );
  }
  const { file } = context;
  const unsigned = value.kind === 'number' && value.unsigned;
  const symbol: ScriptSymbol = {
    kind: 'define',
    name: name.name,
    place: { file, start: name.start, end: name.end },
    extent: { file, start, end },
    type: unsigned ? DWORD : INT,
    length: 0,
    offset: 0,
    value: number,
    parameters: [],
    references: [],
  };
  context.declare(symbol, name);
}

function declareFunction(draft: Draft, syntax: FunctionDeclaration, module: number): void {
  const { context } = draft;
  const { file } = context;
  const { name } = syntax;
  const known = context.names.named(name.name);
  const isPrototype = syntax.body === null;
  const number = known?.kind === 'function' ? known.offset : draft.functions.length;
  if (known?.kind === 'function' && draft.functions[number]?.syntax.body === null) {
    // The body of a function that a prototype announced.
    draft.functions[number] = { ...draft.functions[number], syntax, file, module };
    known.references.push({ file, ...spanOf(name), isWrite: false });
    return;
  }
  if (isPrototype && known?.kind === 'function') {
    known.references.push({ file, ...spanOf(name), isWrite: false });
    return;
  }
  const parameters = syntax.parameters.map((parameter, index): ScriptSymbol => ({
    kind: 'parameter',
    name: parameter.name?.name ?? `parameter${index + 1}`,
    place: { file, ...spanOf(parameter.name ?? parameter) },
    extent: { file, ...spanOf(parameter) },
    type: context.type(parameter.type),
    length: 0,
    offset: index,
    value: null,
    parameters: [],
    references: [],
  }));
  const symbol: ScriptSymbol = {
    kind: 'function',
    name: name.name,
    place: { file, ...spanOf(name) },
    extent: { file, ...spanOf(syntax) },
    type: context.type(syntax.type),
    length: 0,
    offset: number,
    value: null,
    parameters,
    references: [],
  };
  context.declare(symbol, name);
  draft.functions.push({ syntax, symbol, file, module, info: null });
}

function spanOf({ start, end }: { readonly start: number; readonly end: number }): {
  start: number;
  end: number;
} {
  return { start, end };
}

function compileFunction(draft: Draft, each: DraftFunction): void {
  const { context } = draft;
  const { emitter } = context;
  const { syntax, symbol } = each;
  context.file = each.file;
  if (syntax.body === null) {
    context.report(
      syntax.name,
      'missing-body',
      `The function "${symbol.name}" is announced here and stands nowhere.`,
    );
    return;
  }
  context.function = symbol.offset;
  const cells = new LocalCells();
  const pc = emitter.pc;
  syntax.parameters.forEach((parameter, index) => {
    const own = parametersOf(context, syntax, symbol)[index];
    cells.take(1);
    if (own !== undefined && parameter.name !== null) {
      context.declare(own, parameter.name);
      cells.variables.push(variableInfo(own, pc, -1));
    }
  });
  new StatementCompiler(context, cells, symbol.type).body(syntax.body);
  cells.close(0, emitter.pc);
  each.info = {
    name: symbol.name,
    type: symbol.type,
    parameters: syntax.parameters.length,
    cells: cells.most,
    pc,
    endPc: emitter.pc,
    variables: cells.variables,
    place: context.sourcePlace(syntax),
    module: each.module,
  } satisfies Omit<FunctionInfo, 'rva' | 'size' | 'symbol'>;
  context.function = -1;
}

/** The parameters as the body names them; a prototype may have used other names. */
function parametersOf(
  context: CompileContext,
  syntax: FunctionDeclaration,
  symbol: ScriptSymbol,
): readonly ScriptSymbol[] {
  return syntax.parameters.map((parameter, index) => {
    const announced = symbol.parameters[index];
    const place = { file: context.file, ...spanOf(parameter.name ?? parameter) };
    return announced?.place.start === place.start && announced.place.file === place.file
      ? announced
      : {
          kind: 'parameter' as const,
          name: parameter.name?.name ?? '',
          place,
          extent: { file: context.file, ...spanOf(parameter) },
          type: announced?.type ?? context.type(parameter.type),
          length: 0,
          offset: index,
          value: null,
          parameters: [],
          references: [],
        };
  });
}

/** Number of the function in which the program begins; null after it was reported that there is none. */
function mainFunction({ context, machine }: Draft, entry: string | null): number | null {
  const found = (entry === null ? ['main', 'wmain', 'WinMain', 'wWinMain'] : [entry])
    .map((name) => context.names.named(name))
    .find((meaning): meaning is ScriptSymbol => meaning?.kind === 'function');
  if (found === undefined && entry !== null) {
    context.report(
      machine ?? START,
      'unknown-function',
      `The program is to begin in "${entry}", which is no function of the script.`,
    );
    return null;
  }
  if (found === undefined) {
    context.report(
      START,
      'no-main',
      'There is no function "main": the program begins there. Write int main(void) { … }.',
    );
    return null;
  }
  found.references.push({ ...found.place, isWrite: false });
  if (found.parameters.length > 0 && found.type !== BOOL) {
    context.file = found.place.file;
    context.report(
      found.place,
      'main-parameters',
      'The function "main" gets no arguments here: its parameters are 0.',
      { severity: 'hint' },
    );
  }
  return found.offset;
}
