/** Parses expressions: the operators of C with their precedence. */

import type { AssignmentExpression, Expression, Identifier, TypeSyntax } from './syntax';
import type { TokenReader } from './tokenReader';
import type { Token } from './tokens';

/** Binary operators by how tightly they bind. */
const PRECEDENCE: Readonly<Record<string, number>> = {
  '||': 1,
  '&&': 2,
  '|': 3,
  '^': 4,
  '&': 5,
  '==': 6,
  '!=': 6,
  '<': 7,
  '<=': 7,
  '>': 7,
  '>=': 7,
  '<<': 8,
  '>>': 8,
  '+': 9,
  '-': 9,
  '*': 10,
  '/': 10,
  '%': 10,
};

const ASSIGNMENTS = new Set(['=', '+=', '-=', '*=', '/=', '%=', '|=', '&=', '^=', '<<=', '>>=']);
const UNARY = new Set(['-', '+', '!', '~', '*', '&', '++', '--']);
/** Macros around text that stand for the text itself. */
const TEXT_MACROS = new Set(['TEXT', '_T', '__TEXT']);
/** Expressions nested deeper than this are refused: the parser calls itself. */
const DEEPEST = 200;

/** The expressions of one text. */
export class ExpressionParser {
  private depth = 0;

  constructor(protected readonly reader: TokenReader) {}

  /** An expression; a mistake is reported and answered with `missing`. */
  expression(): Expression {
    this.depth++;
    try {
      if (this.depth > DEEPEST) {
        const token = this.reader.next();
        this.reader.report(
          token,
          'too-deep',
          `Expressions are nested more than ${DEEPEST} deep here; use a variable.`,
        );
        return { kind: 'missing', start: token.start, end: token.end };
      }
      return this.assignment();
    } finally {
      this.depth--;
    }
  }

  /** A type and its stars. The next token must be its name. */
  type(): TypeSyntax {
    const { reader } = this;
    const { start } = reader.peek();
    while (reader.accept('const') || reader.accept('static') || reader.accept('struct')) {
      // Storage and constness change nothing here.
    }
    let name = reader.next().text;
    if ((name === 'unsigned' || name === 'long') && /^(int|long)$/.test(reader.peek().text)) {
      const second = reader.next().text;
      name = name === 'long' && second === 'long' ? 'LONGLONG' : name;
    }
    reader.accept('const');
    let stars = 0;
    while (reader.accept('*')) {
      stars++;
      reader.accept('const');
    }
    return { name, stars, start, end: reader.lastEnd };
  }

  private assignment(): Expression {
    const target = this.conditional();
    const { text } = this.reader.peek();
    if (!ASSIGNMENTS.has(text)) {
      return target;
    }
    this.reader.next();
    const value = this.expression();
    return {
      kind: 'assignment',
      operator: text === '=' ? null : text.slice(0, -1),
      target,
      value,
      start: target.start,
      end: value.end,
    } satisfies AssignmentExpression;
  }

  private conditional(): Expression {
    const condition = this.binary(1);
    if (!this.reader.accept('?')) {
      return condition;
    }
    const then = this.expression();
    this.reader.expect(':', 'the first value of "?"');
    const otherwise = this.expression();
    return {
      kind: 'conditional',
      condition,
      then,
      otherwise,
      start: condition.start,
      end: otherwise.end,
    };
  }

  private binary(lowest: number): Expression {
    let left = this.unary();
    for (;;) {
      const operator = this.reader.peek();
      const precedence = operator.kind === 'punctuator' ? (PRECEDENCE[operator.text] ?? 0) : 0;
      if (precedence < lowest || precedence === 0) {
        return left;
      }
      this.reader.next();
      const right = this.binary(precedence + 1);
      left = {
        kind: 'binary',
        operator: operator.text,
        left,
        right,
        start: left.start,
        end: right.end,
      };
    }
  }

  private unary(): Expression {
    const { reader } = this;
    const token = reader.peek();
    const { start } = token;
    if (token.kind === 'punctuator' && UNARY.has(token.text)) {
      reader.next();
      const operand = this.nested();
      const operator = token.text as '-' | '+' | '!' | '~' | '*' | '&' | '++' | '--';
      return { kind: 'unary', operator, operand, start, end: operand.end };
    }
    if (token.text === 'sizeof' && token.kind === 'identifier') {
      return this.sizeOf();
    }
    if (this.atCast()) {
      reader.next();
      const type = this.type();
      reader.expect(')', 'the type of a cast');
      const operand = this.nested();
      return { kind: 'cast', type, operand, start, end: operand.end };
    }
    return this.postfix();
  }

  /** An operand that counts as one more level. */
  private nested(): Expression {
    this.depth++;
    try {
      return this.depth > DEEPEST ? this.expression() : this.unary();
    } finally {
      this.depth--;
    }
  }

  /** `(TYPE)`, `(TYPE *)`, and `(NAME *)` in front of anything. */
  private atCast(): boolean {
    const { reader } = this;
    if (!reader.at('(') || reader.peek(1).kind !== 'identifier') {
      return false;
    }
    let distance = reader.at('const', 1) || reader.at('struct', 1) ? 2 : 1;
    const known = reader.isType(reader.peek(distance).text);
    distance++;
    const firstStar = distance;
    while (reader.at('*', distance)) {
      distance++;
    }
    return reader.at(')', distance) && (known || distance > firstStar);
  }

  private sizeOf(): Expression {
    const { reader } = this;
    const { start } = reader.next();
    reader.expect('(', '"sizeof"');
    const isType = reader.isType(reader.peek().text);
    const type = isType ? this.type() : null;
    const operand = isType ? null : this.expression();
    reader.expect(')', 'what "sizeof" measures');
    return { kind: 'sizeof', type, operand, start, end: reader.lastEnd };
  }

  private postfix(): Expression {
    const { reader } = this;
    let value = this.primary();
    for (;;) {
      const { start } = value;
      if (reader.at('(') && value.kind === 'name') {
        value = this.call({ name: value.name, start, end: value.end });
      } else if (reader.accept('[')) {
        const index = this.expression();
        reader.expect(']', 'the index');
        value = { kind: 'index', array: value, index, start, end: reader.lastEnd };
      } else if (reader.at('.') || reader.at('->')) {
        const arrow = reader.next().text === '->';
        const member = reader.identifier('the name of a field') ?? missingName(reader);
        value = { kind: 'member', object: value, arrow, member, start, end: member.end };
      } else if (reader.at('++') || reader.at('--')) {
        const operator = reader.next().text === '++' ? '++' : '--';
        value = { kind: 'postfix', operator, operand: value, start, end: reader.lastEnd };
      } else {
        return value;
      }
    }
  }

  private call(callee: Identifier): Expression {
    const { reader } = this;
    reader.next();
    const given: Expression[] = [];
    while (!reader.at(')') && !reader.atEnd) {
      given.push(this.expression());
      if (!reader.accept(',')) {
        break;
      }
    }
    reader.expect(')', `the arguments of ${callee.name}`);
    const [only] = given;
    if (TEXT_MACROS.has(callee.name) && only !== undefined && given.length === 1) {
      return only;
    }
    return { kind: 'call', callee, arguments: given, start: callee.start, end: reader.lastEnd };
  }

  private primary(): Expression {
    const { reader } = this;
    const token = reader.peek();
    const { start, end } = token;
    switch (token.kind) {
      case 'identifier':
        reader.next();
        return { kind: 'name', name: token.text, start, end };
      case 'number':
        reader.next();
        return this.number(token);
      case 'string':
        return this.text();
      case 'character':
        reader.next();
        return {
          kind: 'number',
          value: unescape(token.text.replace(/^L?'|'$/g, '')).charCodeAt(0) || 0,
          unsigned: false,
          start,
          end,
        };
      default:
        break;
    }
    if (reader.accept('(')) {
      const inner = this.expression();
      reader.expect(')', 'the expression in parentheses');
      return { ...inner, start, end: reader.lastEnd };
    }
    reader.report(
      token,
      'missing-expression',
      reader.atEnd
        ? 'The file ends where a value is expected.'
        : `"${token.text}" stands where a value is expected.`,
    );
    return { kind: 'missing', start, end: start };
  }

  private number({ text, start, end }: Token): Expression {
    const digits = text.replace(/[uUlL]+$/, '');
    const value = Number(digits);
    if (!/^(0[xX][0-9a-fA-F]+|[0-9]+)$/.test(digits)) {
      this.reader.report(
        { start, end },
        'bad-number',
        `"${text}" is no number. Write whole numbers, decimal or with 0x.`,
      );
    }
    const unsigned = /^0x/i.test(text) || /u/i.test(text.slice(digits.length));
    return { kind: 'number', value: Number.isFinite(value) ? value : 0, unsigned, start, end };
  }

  /** One text, or several that stand one after the other. */
  private text(): Expression {
    const { reader } = this;
    const { start } = reader.peek();
    let value = '';
    while (reader.peek().kind === 'string') {
      const token = reader.next();
      if (!/[^\\]"$|^L?""$|\\\\"$/.test(token.text)) {
        reader.report(token, 'unclosed-text', 'The text is not closed: a " is missing at its end.');
      }
      value += unescape(token.text.replace(/^L?"|"$/g, ''));
    }
    return { kind: 'string', value, start, end: reader.lastEnd };
  }
}

function missingName(reader: TokenReader): Identifier {
  return { name: '', start: reader.lastEnd, end: reader.lastEnd };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0' };

/** Replaces the escapes of C. */
function unescape(text: string): string {
  return text.replace(/\\(x[0-9a-fA-F]{1,4}|.)/g, (_, escape: string) =>
    escape.length > 1
      ? String.fromCharCode(Number.parseInt(escape.slice(1), 16))
      : (ESCAPES[escape] ?? escape),
  );
}
