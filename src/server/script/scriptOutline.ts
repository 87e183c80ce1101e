/** Outline, folding and the symbols of a workspace. */

import {
  FoldingRangeKind,
  SymbolKind,
  type DocumentSymbol,
  type FoldingRange,
  type WorkspaceSymbol,
} from 'vscode-languageserver';
import type { Declarator, Setting, Span, TopLevel } from '../../core/script/language/syntax';
import type { ScriptProgram } from './scriptProgram';

/** What a script declares, as a tree. */
export function scriptOutline(program: ScriptProgram): DocumentSymbol[] {
  const file = program.own;
  const symbol = (
    entry: { readonly name: string; readonly kind: SymbolKind; readonly detail?: string },
    whole: Span,
    name: Span,
    children: DocumentSymbol[] = [],
  ): DocumentSymbol => ({
    ...entry,
    range: program.rangeOf(file, { start: whole.start, end: Math.max(whole.end, name.end) }),
    selectionRange: program.rangeOf(file, name),
    children,
  });
  const variable = (each: Declarator, kind: SymbolKind): DocumentSymbol =>
    symbol({ name: each.name.name, kind, detail: typeWords(each.type) }, each, each.name);
  const setting = (each: Setting): DocumentSymbol =>
    symbol(
      {
        name: each.name.name,
        kind: SymbolKind.Property,
        detail: each.values.map(({ text }) => text).join(' '),
      },
      each,
      each.name,
      each.settings?.map(setting) ?? [],
    );
  const item = (each: TopLevel): DocumentSymbol[] => {
    switch (each.kind) {
      case 'machine':
        return [
          symbol(
            { name: 'machine', kind: SymbolKind.Object },
            each,
            { start: each.start, end: each.start + 7 },
            each.settings.map(setting),
          ),
        ];
      case 'module':
        return [symbol({ name: each.file.name, kind: SymbolKind.Module }, each, each.file)];
      case 'define':
        return [symbol({ name: each.name.name, kind: SymbolKind.Constant }, each, each.name)];
      case 'struct': {
        const fields = each.fields.map((field) => variable(field, SymbolKind.Field));
        return [symbol({ name: each.name.name, kind: SymbolKind.Struct }, each, each.name, fields)];
      }
      case 'variables':
        return each.declarators.map((declarator) => variable(declarator, SymbolKind.Variable));
      case 'function': {
        const detail = `${typeWords(each.type)} (${each.parameters.map(({ type, name }) => `${typeWords(type)} ${name?.name ?? ''}`.trim()).join(', ')})`;
        return each.name.name === ''
          ? []
          : [symbol({ name: each.name.name, kind: SymbolKind.Function, detail }, each, each.name)];
      }
      case 'include':
        return [];
    }
  };
  return program.files[file]?.syntax.items.flatMap(item) ?? [];
}

function typeWords({ name, stars }: { readonly name: string; readonly stars: number }): string {
  return name + '*'.repeat(stars);
}

/** Blocks and comments of more than one line. */
export function scriptFolding(program: ScriptProgram, limit: number): FoldingRange[] {
  const file = program.own;
  const text = program.textOf(file);
  const ranges: FoldingRange[] = [];
  const fold = (start: number, end: number, kind?: FoldingRangeKind): void => {
    const { start: from, end: to } = program.rangeOf(file, { start, end });
    if (to.line > from.line) {
      // The closing brace stays visible.
      const endLine = kind === undefined ? to.line - 1 : to.line;
      if (endLine > from.line) {
        ranges.push({ startLine: from.line, endLine, ...(kind !== undefined && { kind }) });
      }
    }
  };
  const open: number[] = [];
  const code = program.codeOf(file);
  for (let at = 0; at < code.length; at++) {
    if (code[at] === '{') {
      open.push(at);
    } else if (code[at] === '}') {
      const start = open.pop();
      if (start !== undefined) {
        fold(start, at);
      }
    }
  }
  for (const { index, 0: comment } of text.matchAll(
    /\/\*[\s\S]*?\*\/|(?:^[ \t]*\/\/[^\n]*\n?){2,}/gm,
  )) {
    fold(index, index + comment.trimEnd().length, FoldingRangeKind.Comment);
  }
  return ranges.sort((left, right) => left.startLine - right.startLine).slice(0, limit);
}

/** Functions, globals, structs and constants of one file whose names hold the letters asked for, in their order. */
export function scriptSymbols(
  { program, file }: { readonly program: ScriptProgram; readonly file: number },
  query: string,
): WorkspaceSymbol[] {
  const kinds: Readonly<Record<string, SymbolKind>> = {
    function: SymbolKind.Function,
    global: SymbolKind.Variable,
    struct: SymbolKind.Struct,
    define: SymbolKind.Constant,
  };
  return program.compilation.symbols.flatMap((symbol) => {
    const kind = kinds[symbol.kind];
    return kind === undefined || symbol.place.file !== file || !holdsLetters(symbol.name, query)
      ? []
      : [{ name: symbol.name, kind, location: program.locationOf(symbol.place) }];
  });
}

function holdsLetters(name: string, query: string): boolean {
  let at = 0;
  const lower = name.toLowerCase();
  for (const letter of query.toLowerCase()) {
    at = lower.indexOf(letter, at) + 1;
    if (at === 0) {
      return false;
    }
  }
  return true;
}
