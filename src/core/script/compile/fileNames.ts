/** What stands at which place of a file: where the references of the grammar led, and what is declared. */

import type { BuiltIn } from '../functions/builtIn';
import type { Span } from '../language/syntax';
import type { ParsedFile } from './compiler';
import type { CompileContext } from './context';
import { isDeclared, type Meaning } from './programNames';
import type { ScriptSymbol } from './symbols';

type Place = Pick<Span, 'start'>;

/** The names of one file by the place where they begin. */
export class FileNames {
  private readonly meanings: Meaning[] = [];
  /** By place: how many meanings there were with that of the name that begins there. */
  private readonly counts: Uint32Array;

  /** `length`: of the text, in UTF-16 units. */
  constructor(length: number) {
    this.counts = new Uint32Array(length);
  }

  add({ start }: Place, meaning: Meaning): void {
    this.counts[start] = this.meanings.push(meaning);
  }

  /** What the name means that begins at a place; undefined for unknown ones. */
  at({ start }: Place): Meaning | undefined {
    return this.meanings[(this.counts[start] ?? 0) - 1];
  }

  /** The same for what the script declares. */
  symbol(place: Place): ScriptSymbol | undefined {
    const meaning = this.at(place);
    return meaning !== undefined && isDeclared(meaning) ? meaning : undefined;
  }

  /** The same for functions of Windows. */
  builtIn(place: Place): BuiltIn | undefined {
    const meaning = this.at(place);
    return meaning?.kind === 'builtIn' ? meaning.built : undefined;
  }
}

/** Tells the symbols where the references of all files lead to them; answers with the names of each file. */
export function noteReferences(
  { names, symbols, written }: CompileContext,
  files: readonly ParsedFile[],
): readonly FileNames[] {
  const places = files.map(({ file }) => new FileNames(file.text.length));
  // Prototypes and bodies of one function have one symbol.
  for (const symbol of symbols) {
    places[symbol.place.file]?.add(symbol.place, symbol);
    symbol.references.forEach((at) => places[at.file]?.add(at, symbol));
  }
  places.forEach((found, file) => {
    for (const { offset, text } of files[file]?.syntax.pieces ?? []) {
      for (const reference of text.references) {
        const meaning = names.meaningOf(reference.ref);
        if (meaning === undefined) {
          continue;
        }
        const start = offset + reference.span.start;
        found.add({ start }, meaning);
        if (isDeclared(meaning)) {
          const isWrite = written.has(reference);
          meaning.references.push({ file, start, end: offset + reference.span.end, isWrite });
        }
      }
    }
  });
  return places;
}
