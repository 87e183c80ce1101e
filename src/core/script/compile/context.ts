/** What the parts of the compiler share: the file they are in, names, code, and what is wrong. */

import { nearestName } from '../../util/nearestName';
import type { BuiltIn } from '../functions/builtIn';
import type {
  DeclaredName,
  Expression,
  Identifier,
  NameUse,
  ScriptProblem,
  Severity,
  Span,
  TypeSyntax,
} from '../language/syntax';
import { BUFFER, INT, pointerTo, TEXT, typeNamed, type ScriptType } from '../language/typeNames';
import { placeInFile, type ScriptFile, type SourcePlace } from '../run/program';
import { Emitter } from './emitter';
import { isDeclared, ProgramNames } from './programNames';
import type { ScriptSymbol } from './symbols';
import type { NameReference } from '../language/scopes';

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
  /** Names that are stored to, or whose address is taken. */
  readonly written = new Set<NameReference>();
  /** Constants that hold the address of a function: number of the constant, of the function. */
  readonly functionConstants: (readonly [number, number])[] = [];
  /** Number of the file that is compiled. */
  file = 0;
  /** Number of the function that is compiled; -1 outside. */
  function = -1;
  /** The Windows that the script runs on, and which functions it has. */
  windows: WindowsFunctions = { refusal: () => null };

  /** `names` are those of a script that was compiled before, for what is typed into the debugger. */
  constructor(
    readonly files: readonly ScriptFile[],
    private readonly compiler: ExpressionCompiler,
    readonly names: ProgramNames = new ProgramNames(),
  ) {}

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
  unknown(identifier: Identifier, what: string, known: Iterable<string>): void {
    const { name } = identifier;
    const near = nearestName(name, known);
    this.report(
      identifier,
      `unknown-${what.replaceAll(' ', '-')}`,
      `There is no ${what} "${name}".${near === null ? '' : ` Did you mean "${near}"?`}`,
      near === null ? {} : { replacement: near },
    );
  }

  /** The type that is written. Unknown ones are reported and taken for int. */
  type(syntax: TypeSyntax): ScriptType {
    const { name, start } = syntax;
    const meaning = this.names.meaning(syntax);
    const isNamed = meaning?.kind === 'struct' || meaning?.kind === 'type';
    // Types of two words and those that are missing refer to nothing.
    const named = isNamed ? meaning.type : syntax.reference ? undefined : typeNamed(name);
    if (named === undefined) {
      this.unknown({ ...syntax, end: start + name.length }, 'type', this.names.candidates(syntax));
      return INT;
    }
    let type = named;
    for (let star = 0; star < syntax.stars; star++) {
      type = isCharacter(type) ? TEXT : pointerTo(type);
    }
    return type;
  }

  /** Makes a symbol known; a name that is taken in its scope is reported. */
  declare(symbol: ScriptSymbol, name: DeclaredName): void {
    const earlier = this.names.declare(symbol, name);
    if (earlier !== null) {
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
    this.symbols.push(symbol);
  }

  /** What the script declares under the name of an expression; undefined for all else. */
  symbol(expression: Expression | null | undefined): ScriptSymbol | undefined {
    const meaning = expression?.kind === 'name' ? this.names.meaning(expression) : undefined;
    return meaning && isDeclared(meaning) ? meaning : undefined;
  }

  /** Notes that what a name stands for changes here. */
  write({ reference }: NameUse): void {
    if (reference !== undefined) {
      this.written.add(reference());
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
    const { file, line, column, endLine, endColumn } = this.sourcePlace(span);
    const own = Math.max(0, this.function);
    const { pc } = emitter;
    emitter.statement({ file, line, column, endLine, endColumn, function: own, pc });
  }
}

/** WCHAR, char and so on, as opposed to pointers to them. */
export function isCharacter(type: ScriptType): boolean {
  return type.kind === 'text' && type.width === BUFFER.width;
}
