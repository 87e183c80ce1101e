/** Parses a text anew after a change, for editors: of functions that did not change, the syntax trees of the last time are taken. */

import { parseScript } from './parser';
import { plainCode } from './plainCode';
import type { ScriptSyntax, SyntaxPiece } from './syntax';

interface Piece {
  /** As if the piece were the whole text. */
  readonly syntax: ScriptSyntax;
  /** The syntax at the place where it stood last. */
  placed: { readonly offset: number; readonly syntax: ScriptSyntax };
}

/** Remembers the pieces of one text. */
export class ParseAgain {
  private pieces = new Map<string, Piece>();

  /** The same as {@link parseScript}; the parser must be loaded. */
  parse(text: string): ScriptSyntax {
    const pieces = new Map<string, Piece>();
    const structs: string[] = [];
    const items: ScriptSyntax['items'][number][] = [];
    const problems: ScriptSyntax['problems'][number][] = [];
    const parsed: SyntaxPiece[] = [];
    for (const { start, end } of piecesOf(text)) {
      const own = text.slice(start, end);
      // The names of structs above decide what the words of a piece are.
      let key = `${structs.join()}\n${own}`;
      while (pieces.has(key)) {
        // The same text again declares another name.
        key += '\0';
      }
      const piece = this.pieces.get(key) ?? newPiece(own, structs);
      pieces.set(key, piece);
      if (piece.placed.offset !== start) {
        const { items: own, problems: wrong, pieces: same } = piece.syntax;
        const syntax = { items: moved(own, start), problems: moved(wrong, start), pieces: same };
        piece.placed = { offset: start, syntax };
      }
      const { syntax } = piece.placed;
      items.push(...syntax.items);
      problems.push(...syntax.problems);
      parsed.push(...syntax.pieces.map((each) => ({ ...each, offset: start })));
      structs.push(
        ...syntax.items.flatMap((item) =>
          item.kind === 'struct' ? [item.name, ...item.aliases].map(({ name }) => name) : [],
        ),
      );
    }
    this.pieces = pieces;
    return { items, problems, pieces: parsed };
  }
}

function newPiece(text: string, structs: readonly string[]): Piece {
  const syntax = parseScript(text, structs);
  return { syntax, placed: { offset: 0, syntax } };
}

/** What may stand behind the brace that ends a piece: nothing, or a comment that ends with the line. */
const REST = /^\s*(?:\/\/.*|\/\*(?:(?!\*\/).)*\*\/\s*)?$/;

/** A text cut behind each function whose closing brace ends a line. */
function piecesOf(text: string): readonly { readonly start: number; readonly end: number }[] {
  const code = plainCode(text);
  const pieces: { start: number; end: number }[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: brace, index } of code.matchAll(/[{}]/g)) {
    depth = Math.max(0, depth + (brace === '{' ? 1 : -1));
    const lineEnd = code.indexOf('\n', index) + 1;
    const isEnd = depth === 0 && lineEnd > 0 && REST.test(text.slice(index + 1, lineEnd));
    // The name of a struct may stand behind its brace.
    if (isEnd && !/\b(typedef|struct)\b/.test(code.slice(start, index))) {
      pieces.push({ start, end: lineEnd });
      start = lineEnd;
    }
  }
  return [...pieces, { start, end: text.length }];
}

/** A copy of a tree with all places moved. */
function moved<Tree>(tree: Tree, by: number): Tree {
  if (Array.isArray(tree)) {
    return tree.map((each: unknown) => moved(each, by)) as Tree;
  }
  if (typeof tree !== 'object' || tree === null) {
    return tree;
  }
  const copy: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(tree)) {
    const isPlace = (name === 'start' || name === 'end') && typeof value === 'number';
    copy[name] = isPlace ? value + by : moved(value as unknown, by);
  }
  return copy as Tree;
}
