/** Splits a script into tokens for the grammar, tells its words apart, and stops where it is nested too deep to be parsed. */

import type { Lexer, LexerResult } from 'langium';
import { WordKinds } from './wordKinds';

/** What is nested deeper than this is refused: the parser calls itself. */
const DEEPEST = 100;

type Token = LexerResult['tokens'][number];

/** Tokens in front of an operand; a row of them nests as parentheses do. */
const PREFIXES = new Set(['-', '+', '!', '~', '*', '&', '++', '--']);
const OPENING = new Set(['(', '[', '{']);
const CLOSING = new Set([')', ']', '}']);

/** The lexer that Langium makes of the grammar, with words told apart. `structs` are types declared in front of the text. */
export function scriptLexer(lexer: Lexer, structs: () => readonly string[]): Lexer {
  return {
    definition: lexer.definition,
    tokenize: (text) => withKinds(lexer.tokenize(text), lexer.definition, structs()),
  };
}

function withKinds(
  result: LexerResult,
  types: Lexer['definition'],
  structs: readonly string[],
): LexerResult {
  const { tokens } = result;
  const words = tokens.map(({ image, tokenType, startLine }, index) => ({
    kind: tokenType.name,
    text: image,
    isFirstOfLine: startLine !== tokens[index - 1]?.endLine,
  }));
  const kinds = new WordKinds(words, structs);
  tokens.forEach((token, index) => {
    const kind = kinds.kindOf(index);
    const type = kind === null ? undefined : types[kind];
    if (type?.tokenTypeIdx !== undefined) {
      token.tokenType = type;
      token.tokenTypeIdx = type.tokenTypeIdx;
    }
  });
  const deep = tooDeepAt(tokens);
  const token = tokens[deep];
  return token === undefined
    ? result
    : { ...result, tokens: tokens.slice(0, deep), report: { diagnostics: [tooDeep(token)] } };
}

/** Index of the first token that is nested too deep; -1 when none is. */
function tooDeepAt(tokens: readonly Token[]): number {
  let open = 0;
  let prefixes = 0;
  return tokens.findIndex(({ image }) => {
    prefixes = PREFIXES.has(image) ? prefixes + 1 : 0;
    if (OPENING.has(image)) {
      open++;
    } else if (CLOSING.has(image)) {
      open = Math.max(0, open - 1);
    }
    return open + prefixes > DEEPEST;
  });
}

function tooDeep(token: Token): NonNullable<LexerResult['report']>['diagnostics'][number] {
  return {
    severity: 'error',
    message: `Blocks and expressions are nested more than ${DEEPEST} deep here; use a variable or a function.`,
    offset: token.startOffset,
    length: token.image.length,
    line: token.startLine ?? 1,
    column: token.startColumn ?? 1,
  };
}
