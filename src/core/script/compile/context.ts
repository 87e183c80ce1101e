/** What the parts of the compiler share: the file they are in, names, code, and what is wrong. */

import { nearestName } from '../../util/nearestName';
import type { BuiltIn } from '../functions/builtIn';
import type { Expression, ScriptProblem, Severity, Span, TypeSyntax } from '../language/syntax';
import {
  BUFFER,
  INT,
  pointerTo,
  TEXT,
  typeNamed,
  typeNames,
  type ScriptType,
  type TypeField,
} from '../language/typeNames';
import { placeInFile, type ScriptFile, type SourcePlace } from '../run/program';
import { Emitter } from './emitter';
import { Scope, type ScriptSymbol } from './symbols';

/** A problem and the file it is in. */
export interface FileProblem extends ScriptProblem {
  readonly file: number;
}

/** What an expression is worth. */
export interface Compiled {
  readonly type: ScriptType;
  /** True for a literal 0 and NULL, which fit everything. */
  readonly isZero: boolean;
}

/** Compiles one expression; what is nested is compiled through the context, so that the parts need not know each other. */
export type ExpressionCompiler = (context: CompileContext, expression: Expression) => Compiled;

/** The names that a compilation leaves. */
export interface CompiledNames {
  readonly globals: Scope;
  readonly structs: Map<string, ScriptType>;
}

/** Which functions the Windows of a script has. */
export interface WindowsFunctions {
  /** Why a function cannot be called, as a sentence; null when it can. */
  refusal(built: BuiltIn): string | null;
}

/** Shared by all parts of one compilation. */
export class CompileContext {
  readonly emitter = new Emitter();
  readonly problems: FileProblem[] = [];
  readonly symbols: ScriptSymbol[] = [];
  readonly globals: Scope;
  readonly structs: Map<string, ScriptType>;
  /** Constants that hold the address of a function: number of the constant, of the function. */
  readonly functionConstants: (readonly [number, number])[] = [];
  /** Number of the file that is compiled. */
  file = 0;
  /** Number of the function that is compiled; -1 outside. */
  function = -1;
  scope: Scope;
  /** Symbols of the script's own structs and of their fields. */
  readonly structSymbols = new Map<ScriptType, ScriptSymbol>();
  readonly fieldSymbols = new Map<TypeField, ScriptSymbol>();
  /** The Windows that the script runs on, and which functions it has. */
  windows: WindowsFunctions = { refusal: () => null };

  /** `names` are those of a script that was compiled before, for what is typed into the debugger. */
  constructor(
    readonly files: readonly ScriptFile[],
    private readonly compiler: ExpressionCompiler,
    names: CompiledNames = { globals: new Scope(null), structs: new Map() },
  ) {
    this.globals = names.globals;
    this.structs = names.structs;
    this.scope = this.globals;
  }

  /** Compiles an expression; its value is on the stack afterwards. */
  expression(expression: Expression): Compiled {
    return this.compiler(this, expression);
  }

  /** The same for what is only looked at: no code is made of it. */
  lookAt(expression: Expression): Compiled {
    const { length } = this.emitter.code;
    const compiled = this.expression(expression);
    this.emitter.code.length = length;
    return compiled;
  }

  /** Says what is wrong with a span of the current file. */
  report(
    span: Span,
    code: string,
    message: string,
    more: { readonly severity?: Severity; readonly replacement?: string } = {},
  ): void {
    this.problems.push({
      file: this.file,
      code,
      severity: more.severity ?? 'error',
      message,
      start: span.start,
      end: Math.max(span.end, span.start + 1),
      ...(more.replacement === undefined ? {} : { replacement: more.replacement }),
    });
  }

  /** Says that a name is unknown, with the nearest one there is. */
  unknown(span: Span, what: string, name: string, known: Iterable<string>): void {
    const near = nearestName(name, known);
    this.report(
      span,
      `unknown-${what.replaceAll(' ', '-')}`,
      `There is no ${what} "${name}".${near === null ? '' : ` Did you mean "${near}"?`}`,
      near === null ? {} : { replacement: near },
    );
  }

  /** The type that is written. Unknown ones are reported and taken for int. */
  type(syntax: TypeSyntax): ScriptType {
    const named = this.structs.get(syntax.name) ?? typeNamed(syntax.name);
    if (named === undefined) {
      const names = [...typeNames(), ...this.structs.keys()];
      this.unknown(
        { start: syntax.start, end: syntax.start + syntax.name.length },
        'type',
        syntax.name,
        names,
      );
      return INT;
    }
    const symbol = this.structSymbols.get(named);
    if (symbol !== undefined) {
      this.useOnce(symbol, { start: syntax.start, end: syntax.start + syntax.name.length });
    }
    let type = named;
    for (let star = 0; star < syntax.stars; star++) {
      type = isCharacter(type) ? TEXT : pointerTo(type);
    }
    return type;
  }

  /** Makes a symbol known in the current scope; a name that is taken there is reported. */
  declare(symbol: ScriptSymbol): void {
    const earlier = this.scope.own(symbol.name);
    if (earlier !== undefined) {
      this.problems.push({
        file: symbol.place.file,
        code: 'declared-twice',
        severity: 'error',
        message: `"${symbol.name}" is declared already in this scope. Give one of them another name.`,
        start: symbol.place.start,
        end: symbol.place.end,
        related: [
          { message: 'The first declaration.', start: earlier.place.start, end: earlier.place.end },
        ],
      });
      return;
    }
    this.scope.add(symbol);
    this.symbols.push(symbol);
  }

  /** Notes that a name is used. */
  use(symbol: ScriptSymbol, span: Span, isWrite = false): void {
    symbol.references.push({ file: this.file, start: span.start, end: span.end, isWrite });
  }

  /** The same for what may be compiled twice, as the types of a function with a prototype are. */
  private useOnce(symbol: ScriptSymbol, span: Span): void {
    const { file } = this;
    const isKnown = symbol.references.some(
      (each) => each.file === file && each.start === span.start,
    );
    if (!isKnown) {
      this.use(symbol, span);
    }
  }

  /** Lines and columns of a span of the current file. */
  sourcePlace(span: Span): SourcePlace {
    const file = this.files[this.file];
    if (file === undefined) {
      throw new RangeError('The file that is compiled is one of the script.');
    }
    const start = placeInFile(file, span.start);
    const end = placeInFile(file, span.end);
    return {
      file: this.file,
      line: start.line,
      column: start.column,
      endLine: end.line,
      endColumn: end.column,
    };
  }

  /** A debugger stops here: a statement, or the condition of one. */
  stopPoint(span: Span): void {
    const { emitter } = this;
    emitter.statement({
      ...this.sourcePlace(span),
      function: Math.max(0, this.function),
      pc: emitter.pc,
    });
  }
}

/** WCHAR, char and so on, as opposed to pointers to them. */
export function isCharacter(type: ScriptType): boolean {
  return type.kind === 'text' && type.width === BUFFER.width;
}
