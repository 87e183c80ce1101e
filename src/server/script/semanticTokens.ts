/** What each name of a script is, for colours. */

import {
  SemanticTokensBuilder,
  type SemanticTokens,
  type SemanticTokensLegend,
} from 'vscode-languageserver';
import type { ScriptSymbol } from '../../core/script/compile/symbols';
import { isTypeName } from '../../core/script/language/typeNames';
import type { ScriptProgram } from './scriptProgram';

const TYPES = [
  'type',
  'struct',
  'function',
  'parameter',
  'variable',
  'property',
  'macro',
  'enumMember',
] as const;
const MODIFIERS = ['declaration', 'modification', 'defaultLibrary', 'readonly'] as const;

type TokenType = (typeof TYPES)[number];
type Modifier = (typeof MODIFIERS)[number];

interface Token {
  readonly type: TokenType;
  readonly modifiers: readonly Modifier[];
}

/** Names of the kinds, as the client is told them. */
export const SEMANTIC_LEGEND: SemanticTokensLegend = {
  tokenTypes: [...TYPES],
  tokenModifiers: [...MODIFIERS],
};

/** Labels have no type of token: the grammar of the text colours them. */
const BY_SYMBOL: Readonly<Record<ScriptSymbol['kind'], TokenType | null>> = {
  function: 'function',
  global: 'variable',
  local: 'variable',
  parameter: 'parameter',
  define: 'macro',
  struct: 'struct',
  field: 'property',
  label: null,
};

/** The names between two offsets. */
export function scriptTokens(program: ScriptProgram, from: number, to: number): SemanticTokens {
  const builder = new SemanticTokensBuilder();
  const file = program.own;
  const code = program.codeOf(file);
  for (const { 0: name, index } of code.matchAll(/[A-Za-z_]\w*/g)) {
    if (index < from || index >= to) {
      continue;
    }
    const found = tokenOf(program, name, index, code);
    if (found !== null) {
      const { line, character } = program.rangeOf(file, { start: index, end: index }).start;
      const modifiers = found.modifiers.reduce(
        (bits, each) => bits | (1 << MODIFIERS.indexOf(each)),
        0,
      );
      builder.push(line, character, name.length, TYPES.indexOf(found.type), modifiers);
    }
  }
  return builder.build();
}

function tokenOf(program: ScriptProgram, name: string, start: number, code: string): Token | null {
  const meaning = program.meaningAt(program.own, { start });
  if (meaning === null) {
    const isField = /(?:\.|->)\s*$/.test(code.slice(Math.max(0, start - 8), start));
    // The words of types that have two refer to nothing.
    return isField
      ? { type: 'property', modifiers: [] }
      : isTypeName(name)
        ? { type: 'type', modifiers: ['defaultLibrary'] }
        : null;
  }
  switch (meaning.kind) {
    case 'builtIn':
      return { type: 'function', modifiers: ['defaultLibrary'] };
    case 'constant':
      return { type: 'enumMember', modifiers: ['defaultLibrary', 'readonly'] };
    case 'type':
      return { type: 'type', modifiers: ['defaultLibrary'] };
    default:
      return symbolToken(program, meaning, start);
  }
}

function symbolToken(program: ScriptProgram, symbol: ScriptSymbol, start: number): Token | null {
  const type = BY_SYMBOL[symbol.kind];
  if (type === null) {
    return null;
  }
  const isDeclaration = symbol.place.file === program.own && symbol.place.start === start;
  const isWrite = symbol.references.some((each) => each.isWrite && each.start === start);
  return {
    type,
    modifiers: [
      ...(isDeclaration ? (['declaration'] as const) : []),
      ...(isWrite ? (['modification'] as const) : []),
      ...(symbol.kind === 'define' ? (['readonly'] as const) : []),
    ],
  };
}
