/** Which symbol stands at which place of a script: what compiling found, by file and offset. */

import type { Compilation } from '../compile/compiler';
import type { ScriptSymbol } from '../compile/symbols';
import type { Span } from '../language/syntax';

/** Symbols by the place of their names. */
export class NameIndex {
  private readonly byPlace = new Map<string, ScriptSymbol>();

  constructor({ symbols }: Pick<Compilation, 'symbols'>) {
    for (const symbol of symbols) {
      this.byPlace.set(key(symbol.place.file, symbol.place.start), symbol);
      symbol.references.forEach(({ file, start }) => this.byPlace.set(key(file, start), symbol));
    }
  }

  /** The symbol whose name begins at a place; undefined for functions of Windows and constants. */
  at(file: number, { start }: Pick<Span, 'start'>): ScriptSymbol | undefined {
    return this.byPlace.get(key(file, start));
  }
}

function key(file: number, start: number): string {
  return `${file}:${start}`;
}
