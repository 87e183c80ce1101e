/** Splits the text of a script into tokens. */

/** What a token is. A directive is a whole line that begins with `#`. */
export type TokenKind =
  'identifier' | 'number' | 'string' | 'character' | 'punctuator' | 'directive' | 'unknown' | 'end';

/** One token; offsets are UTF-16 units from the start of the text. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A comment, for folding and for formatting. */
export interface Comment {
  readonly start: number;
  readonly end: number;
}

/** A text as tokens. The last one is of the kind `end`. */
export interface TokenList {
  readonly tokens: readonly Token[];
  readonly comments: readonly Comment[];
}

/** In the order of the groups of {@link TOKEN}. */
const KINDS: readonly (TokenKind | 'blank' | 'comment')[] = [
  'blank',
  'comment',
  'directive',
  'string',
  'character',
  'number',
  'identifier',
  'punctuator',
  'unknown',
];

const TOKEN = new RegExp(
  [
    /(\s+)/,
    /(\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))/,
    /(#[^\n]*)/,
    /(L?"(?:\\[^\n]|[^"\\\n])*"?)/,
    /(L?'(?:\\[^\n]|[^'\\\n])*'?)/,
    /(0[xX][0-9a-fA-F]+[uUlL]*|[0-9][0-9a-zA-Z_.]*)/,
    /([A-Za-z_][A-Za-z0-9_]*)/,
    /(<<=|>>=|\.\.\.|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|[-+*/%&|^=<>!~?:;,.(){}[\]])/,
    /([^])/,
  ]
    .map((part) => part.source)
    .join('|'),
  'gy',
);

/** Reads all tokens of a text. Characters that begin none become tokens of the kind `unknown`. */
export function readTokens(text: string): TokenList {
  const tokens: Token[] = [];
  const comments: Comment[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const start = match.index;
    const end = TOKEN.lastIndex;
    const kind = kindOf(match);
    if (kind === 'comment') {
      comments.push({ start, end });
    } else if (kind !== 'blank' && kind !== undefined) {
      tokens.push({ kind, text: match[0], start, end });
    }
  }
  tokens.push({ kind: 'end', text: '', start: text.length, end: text.length });
  return { tokens, comments };
}

/** The group that took part in a match tells the kind. */
function kindOf(match: readonly (string | undefined)[]): (typeof KINDS)[number] | undefined {
  for (let group = 1; group <= KINDS.length; group++) {
    if (match[group] !== undefined) {
      return KINDS[group - 1];
    }
  }
  return undefined;
}
