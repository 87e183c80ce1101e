/** A script with everything that it includes, as the features see it: texts, syntax trees, names, problems. */

import type { Location, Position, Range } from 'vscode-languageserver';
import { checkScript } from '../../core/script/check/checkScript';
import {
  compileScript,
  type Compilation,
  type ParsedFile,
} from '../../core/script/compile/compiler';
import type { FileProblem } from '../../core/script/compile/context';
import type { Meaning } from '../../core/script/compile/programNames';
import type { FileSpan, ScriptSymbol } from '../../core/script/compile/symbols';
import { plainCode } from '../../core/script/language/plainCode';
import type { FunctionDeclaration, Span } from '../../core/script/language/syntax';
import { placeInFile } from '../../core/script/run/program';

/** A word of a text. */
export interface Word extends Span {
  readonly text: string;
}

/** One compiled state of a script. Its file comes last; paths of files are URIs. */
export class ScriptProgram {
  readonly compilation: Compilation;
  private checked: readonly FileProblem[] | null = null;
  private readonly plain: (string | undefined)[] = [];

  constructor(readonly files: readonly ParsedFile[]) {
    this.compilation = compileScript(files);
  }

  /** Everything that is wrong or doubtful, by file and place. */
  get problems(): readonly FileProblem[] {
    return (this.checked ??= [
      ...this.compilation.problems,
      ...checkScript(this.files, this.compilation),
    ]);
  }

  /** Number of the script's own file. */
  get own(): number {
    return this.files.length - 1;
  }

  /** Number of a file by its URI; -1 when it is none of these. */
  fileOf(uri: string): number {
    return this.files.findIndex(({ file }) => file.path === uri);
  }

  /** URI of a file. */
  uriOf(file: number): string {
    return this.files[file]?.file.path ?? '';
  }

  textOf(file: number): string {
    return this.files[file]?.file.text ?? '';
  }

  /** A text with blanks in place of comments, texts and directives: offsets stay. */
  codeOf(file: number): string {
    return (this.plain[file] ??= plainCode(this.textOf(file)));
  }

  offsetAt(file: number, { line, character }: Position): number {
    const parsed = this.files[file];
    const start = parsed?.file.lineStarts[line] ?? this.textOf(file).length;
    const next = parsed?.file.lineStarts[line + 1] ?? this.textOf(file).length + 1;
    return Math.min(start + character, next - 1);
  }

  rangeOf(file: number, { start, end }: Span): Range {
    return { start: this.positionAt(file, start), end: this.positionAt(file, end) };
  }

  locationOf({ file, start, end }: FileSpan): Location {
    return { uri: this.uriOf(file), range: this.rangeOf(file, { start, end }) };
  }

  /** The name or number that an offset touches, behind its end too; null between words. */
  wordAt(file: number, offset: number): Word | null {
    const text = this.codeOf(file);
    let start = offset;
    let end = offset;
    while (start > 0 && /\w/.test(text[start - 1] ?? '')) {
      start--;
    }
    while (/\w/.test(text[end] ?? '')) {
      end++;
    }
    return start === end ? null : { text: text.slice(start, end), start, end };
  }

  /** What the name means that begins at a place. */
  meaningAt(file: number, place: Pick<Span, 'start'>): Meaning | null {
    return this.compilation.places[file]?.at(place) ?? null;
  }

  /** What the script declares under the name at an offset. */
  symbolAt(file: number, offset: number): ScriptSymbol | null {
    const word = this.wordAt(file, offset);
    return (word && this.compilation.places[file]?.symbol(word)) ?? null;
  }

  /** What the script declares that can be named at an offset of its own file. */
  visibleAt(offset: number): readonly ScriptSymbol[] {
    const pieces = this.files[this.own]?.syntax.pieces ?? [];
    const piece = pieces.findLast((each) => each.offset <= offset);
    return piece === undefined ? [] : [...this.compilation.names.visible(piece, offset)];
  }

  /** The function around an offset; null outside of functions. */
  functionAt(file: number, offset: number): FunctionDeclaration | null {
    const items = this.files[file]?.syntax.items ?? [];
    const found = items.find(
      (item) => item.kind === 'function' && offset >= item.start && offset <= item.end,
    );
    return found?.kind === 'function' ? found : null;
  }

  private positionAt(file: number, offset: number): Position {
    const parsed = this.files[file];
    if (parsed === undefined) {
      return { line: 0, character: 0 };
    }
    const { line, column } = placeInFile(parsed.file, Math.min(offset, parsed.file.text.length));
    return { line: line - 1, character: column - 1 };
  }
}
