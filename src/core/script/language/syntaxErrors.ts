/** Says in sentences what the parser could not read: what is missing, behind what, and what stands there instead. */

import type { ParseResult } from 'langium';
import type { ScriptProblem } from './syntax';

/** Most problems that one text is given; more help nobody. */
const MOST_PROBLEMS = 200;

type ParserError = ParseResult['parserErrors'][number];
type Token = ParserError['token'];

/** The parser's own words are only names of tokens; sentences are made of them below. */
export const EXPECTED_TOKENS = {
  buildMismatchTokenMessage: ({ expected }: { readonly expected: { readonly name: string } }) =>
    expected.name,
  buildNotAllInputParsedMessage: () => END,
  buildNoViableAltMessage: () => '',
  buildEarlyExitMessage: () => '',
};

const END = 'EOF';

/** What stands in front of a token that is missing, by rule and token. */
const BEHIND: Readonly<Record<string, string>> = {
  'Machine {': '"machine"',
  'Machine }': 'the settings',
  'Setting ;': 'the setting',
  'SettingBlock }': 'the settings',
  'Module ;': 'the name of the module',
  'Struct struct': '"typedef"',
  'Struct {': 'the name of the struct',
  'Struct }': 'the fields of the struct',
  'Struct ;': 'the struct',
  'Declaration )': 'the parameters',
  'Declaration ;': 'the declaration',
  'Variables ;': 'the declaration',
  'FirstDeclarator ;': 'the declaration',
  'ArrayLength ]': 'the length of the array',
  'Parameter ]': 'the parameter',
  'Braces }': 'the values',
  'Block }': 'the statements of the block',
  'If (': '"if"',
  'While (': '"while"',
  'Do while': 'the body of "do"',
  'Do (': '"while"',
  'Do ;': '"do"',
  'For (': '"for"',
  'For )': 'the step of "for"',
  'Switch (': '"switch"',
  'Switch {': 'the value of "switch"',
  'Switch }': 'the cases',
  'Case :': '"case"',
  'Jump ;': 'the statement',
  'Return ;': '"return"',
  'Goto ;': '"goto"',
  'ExpressionStatement ;': 'the statement',
  'Expression :': 'the first value of "?"',
  'SizeOf (': '"sizeof"',
  'SizeOf )': 'what "sizeof" measures',
  'Cast )': 'the type of a cast',
  'Postfix ]': 'the index',
  'Name )': 'the arguments',
  'Group )': 'the expression in parentheses',
};

/** Tokens that are surely meant where they are missing. */
const SURE = new Set([';', ')', ']']);

/** What a name is missing for, by the rule around it. */
const NAMES: Readonly<Record<string, string>> = {
  Declaration: 'the name of a function or a variable',
  Variables: 'the name of a variable',
  Declarator: 'the name of a variable',
  Struct: 'the name of the struct',
  Alias: 'another name of the struct',
  Goto: 'a label',
  Postfix: 'the name of a field',
  Define: 'the name of a constant',
};

/** Everything that the lexer and the parser have to say about a text, by place. */
export function syntaxProblems(result: ParseResult): readonly ScriptProblem[] {
  const deep = result.lexerReport?.diagnostics ?? [];
  if (deep.length > 0) {
    // What stands behind it was not looked at, and its lack is no mistake.
    return deep.map(({ message, offset, length }) =>
      problem('too-deep', message, offset, offset + length),
    );
  }
  const strange = result.lexerErrors.map(({ offset, length }) =>
    problem(
      'unknown-character',
      length === 1
        ? 'This character means nothing here; remove it.'
        : 'These characters mean nothing here; remove them.',
      offset,
      offset + length,
    ),
  );
  const problems = [...strange, ...result.parserErrors.map(toProblem)];
  problems.sort((left, right) => left.start - right.start);
  const first = problems.filter(({ start }, index) => problems[index - 1]?.start !== start);
  return first.slice(0, MOST_PROBLEMS);
}

function problem(code: string, message: string, start: number, end: number): ScriptProblem {
  return { code, severity: 'error', message, start, end: Math.max(end, start + 1) };
}

function toProblem(error: ParserError): ScriptProblem {
  const { message: expected, token } = error;
  const previous =
    'previousToken' in error ? (error.previousToken as Token | undefined) : undefined;
  const stack = error.context.ruleStack;
  const rule = plainRule(stack.at(-1) ?? '');
  const outer = plainRule(stack.at(-2) ?? '');
  if (expected === END) {
    return at(
      token,
      previous,
      'no-declaration',
      `"${token.image}" begins no declaration. Functions, variables, #define, #include and machine { } stand here.`,
    );
  }
  if (expected === 'ID' && (isName(rule) || rule === 'Postfix')) {
    const what = NAMES[isName(rule) ? outer : rule] ?? 'a name';
    return at(token, previous, 'missing-name', stands(token, what));
  }
  const isWord = /^[A-Z]+$/.test(expected);
  const inBlock = expected === '}' && rule === 'Block' && !isEnd(token);
  if (expected === '' || isWord || inBlock) {
    return noAlternative(token, previous, inBlock ? 'Statement' : rule);
  }
  return missingToken(expected, BEHIND[`${rule} ${expected}`], token, previous);
}

/** Rules of nothing but a name. */
function isName(rule: string): boolean {
  return rule === 'Identifier' || rule === 'LabelUse';
}

/** Says behind what a token is missing: a known phrase, or the token there itself. */
function missingToken(
  expected: string,
  behind: string | undefined,
  token: Token,
  previous: Token | undefined,
): ScriptProblem {
  const found = isEnd(token) ? 'the file ends here' : `"${token.image}" stands there`;
  const place = behind ?? (previous === undefined ? 'this place' : `"${previous.image}"`);
  const end = endOf(previous);
  const message = `"${expected}" is missing behind ${place}; ${found}.`;
  const missing = problem('missing-token', message, Math.max(0, end - 1), end);
  return SURE.has(expected)
    ? {
        ...missing,
        fix: { title: `Insert "${expected}"`, text: expected, start: end, end, isCertain: true },
      }
    : missing;
}

/** Nothing of what may stand here stands here. */
function noAlternative(token: Token, previous: Token | undefined, rule: string): ScriptProblem {
  switch (rule) {
    case 'Setting':
      return missingToken(';', 'the setting', token, previous);
    case 'SettingName':
    case 'Machine':
      return at(token, previous, 'missing-name', stands(token, 'the name of a setting'));
    case 'Type':
    case 'Parameter':
      return at(token, previous, 'missing-type', stands(token, 'a type'));
    case 'Declaration':
      return missingToken(';', 'the declaration', token, previous);
    case 'Script':
    case 'Item':
      return at(
        token,
        previous,
        'no-declaration',
        isEnd(token) ? stands(token, 'a declaration') : `"${token.image}" begins no declaration.`,
      );
    case 'Statement':
      return at(token, previous, 'missing-expression', stands(token, 'a statement'));
    default:
      return at(token, previous, 'missing-expression', stands(token, 'a value'));
  }
}

function stands(token: Token, what: string): string {
  return isEnd(token)
    ? `The file ends where ${what} is expected.`
    : `"${token.image}" stands where ${what} is expected.`;
}

function at(
  token: Token,
  previous: Token | undefined,
  code: string,
  message: string,
): ScriptProblem {
  return isEnd(token)
    ? problem(code, message, Math.max(0, endOf(previous) - 1), endOf(previous))
    : problem(code, message, token.startOffset, token.startOffset + token.image.length);
}

function isEnd(token: Token): boolean {
  return Number.isNaN(token.startOffset);
}

function endOf(token: Token | undefined): number {
  return token?.endOffset === undefined || Number.isNaN(token.endOffset) ? 0 : token.endOffset + 1;
}

/** Langium marks its rules with an invisible suffix. */
function plainRule(name: string): string {
  return name.replace(/\W+$/, '');
}
