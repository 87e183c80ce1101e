/** Definitions, references and new names, in a script and in all scripts that share its files. */

import {
  DocumentHighlightKind,
  ResponseError,
  LSPErrorCodes,
  type DocumentHighlight,
  type Location,
  type Range,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { FileSpan, ScriptSymbol } from '../../core/script/compile/symbols';
import { builtInNamed } from '../../core/script/functions/catalog';
import { constantNamed } from '../../core/script/functions/constants';
import { resolvePath } from '../../core/script/language/loadScript';
import { isTypeName } from '../../core/script/language/typeNames';
import type { ScriptProgram } from './scriptProgram';

/** Where the name at an offset is declared, or the file that an `#include` names. */
export function scriptDefinition(program: ScriptProgram, offset: number): Location | null {
  const file = program.own;
  const include = program.files[file]?.syntax.items.find(
    (item) => item.kind === 'include' && offset >= item.start && offset <= item.end,
  );
  if (include?.kind === 'include') {
    const uri = resolvePath(program.uriOf(file), include.path.name);
    const known = program.fileOf(uri) !== -1;
    const start = { line: 0, character: 0 };
    return known ? { uri, range: { start, end: start } } : null;
  }
  const symbol = program.symbolAt(file, offset);
  return symbol === null ? null : program.locationOf(symbol.place);
}

/** All places of a symbol in one program. */
function placesOf(symbol: ScriptSymbol, withDeclaration: boolean): readonly FileSpan[] {
  const uses = symbol.references.filter(
    ({ file, start }) => file !== symbol.place.file || start !== symbol.place.start,
  );
  return withDeclaration ? [symbol.place, ...uses] : uses;
}

/** Every place of the name at an offset, in all programs that have its declaration; each once. */
export function scriptReferences(
  programs: readonly ScriptProgram[],
  uri: string,
  offset: number,
  withDeclaration: boolean,
): Location[] {
  const found = new Map<string, Location>();
  const [own] = programs;
  const symbol = own?.symbolAt(own.fileOf(uri), offset) ?? null;
  if (own === undefined || symbol === null) {
    return [];
  }
  const declaredIn = own.uriOf(symbol.place.file);
  for (const program of programs) {
    const same = program.symbolAt(program.fileOf(declaredIn), symbol.place.start);
    for (const place of same === null ? [] : placesOf(same, withDeclaration)) {
      const location = program.locationOf(place);
      found.set(`${location.uri}:${place.start}`, location);
    }
  }
  return [...found.values()];
}

/** The places of the name at an offset within its file. */
export function scriptHighlights(program: ScriptProgram, offset: number): DocumentHighlight[] {
  const symbol = program.symbolAt(program.own, offset);
  if (symbol === null) {
    return [];
  }
  const writes = new Set(
    symbol.references.filter(({ isWrite }) => isWrite).map(({ start }) => start),
  );
  return placesOf(symbol, true)
    .filter(({ file }) => file === program.own)
    .map((place) => ({
      range: program.rangeOf(place.file, place),
      kind: writes.has(place.start) ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
    }));
}

/** The range that can be renamed at an offset; an error says why nothing can. */
export function renamedRange(program: ScriptProgram, offset: number): Range | ResponseError {
  const word = program.wordAt(program.own, offset);
  const symbol = program.symbolAt(program.own, offset);
  if (word === null) {
    return refusal('There is no name here.');
  }
  if (symbol === null) {
    return refusal(
      `"${word.text}" is not declared in this script: only its functions, variables, constants, parameters, labels, structs and their fields can be renamed.`,
    );
  }
  return program.rangeOf(program.own, word);
}

/** Renames in all programs. A name that means something else already is refused. */
export function renameScript(
  programs: readonly ScriptProgram[],
  uri: string,
  offset: number,
  newName: string,
): WorkspaceEdit | ResponseError {
  const [own] = programs;
  if (own === undefined) {
    return refusal('The script cannot be read.');
  }
  const range = renamedRange(own, offset);
  if (range instanceof ResponseError) {
    return range;
  }
  const symbol = own.symbolAt(own.fileOf(uri), offset);
  const refused = refuseName(own, symbol, newName);
  if (refused !== null) {
    return refusal(refused);
  }
  const changes: Record<string, TextEdit[]> = {};
  for (const location of scriptReferences(programs, uri, offset, true)) {
    (changes[location.uri] ??= []).push({ range: location.range, newText: newName });
  }
  return { changes };
}

/** Names of fields are looked up in their struct alone, labels in their function. */
function refuseName(
  program: ScriptProgram,
  symbol: ScriptSymbol | null,
  name: string,
): string | null {
  if (!/^[A-Za-z_]\w*$/.test(name)) {
    return `"${name}" is no name: letters, digits and _ make one, and it does not begin with a digit.`;
  }
  if (isTypeName(name) || builtInNamed(name) !== undefined || constantNamed(name) !== undefined) {
    return `"${name}" is a name of Windows. Choose another one.`;
  }
  const { symbols } = program.compilation;
  const rivals =
    symbol?.kind === 'field'
      ? fieldsBeside(symbols, symbol)
      : symbol?.kind === 'label'
        ? labelsBeside(program, symbol)
        : symbols.filter(({ kind }) => kind !== 'field' && kind !== 'label');
  return rivals.some((each) => each.name === name)
    ? `"${name}" is declared in this script already. Choose another name.`
    : null;
}

/** The fields of the struct that a field is in. */
function fieldsBeside(
  symbols: readonly ScriptSymbol[],
  { place }: ScriptSymbol,
): readonly ScriptSymbol[] {
  const struct = symbols.find((each) => each.kind === 'struct' && holds(each, place));
  return symbols.filter(
    (each) => each.kind === 'field' && struct !== undefined && holds(struct, each.place),
  );
}

/** The labels of the function that a label is in. */
function labelsBeside(
  { compilation }: ScriptProgram,
  { place }: ScriptSymbol,
): readonly ScriptSymbol[] {
  const { symbols } = compilation;
  const own = symbols.find((each) => each.kind === 'function' && holds(each, place));
  return symbols.filter((each) => each.kind === 'label' && own && holds(own, each.place));
}

function holds({ extent }: ScriptSymbol, { file, start, end }: FileSpan): boolean {
  return extent.file === file && extent.start <= start && end <= extent.end;
}

function refusal(message: string): ResponseError {
  return new ResponseError(LSPErrorCodes.RequestFailed, message);
}
