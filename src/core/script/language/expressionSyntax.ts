/** Makes the syntax tree of expressions out of what the grammar read. What is missing was reported and becomes `missing`. */

import type { Reference } from 'langium';
import type * as Ast from './generated/ast';
import type { NameReference } from './scopes';
import type {
  DeclaredName,
  Expression,
  Identifier,
  NameUse,
  ScriptProblem,
  Span,
  TypeSyntax,
} from './syntax';

/** Macros around text that stand for the text itself. */
const TEXT_MACROS = new Set(['TEXT', '_T', '__TEXT']);

/** A node of the grammar as far as its place goes. */
type Placed = Ast.HsimAstType[keyof Ast.HsimAstType] | undefined;

/** Converts expressions; mistakes within numbers and texts are reported as they are met. */
export class ExpressionSyntax {
  readonly problems: ScriptProblem[] = [];

  /** An expression; `missing` at `end` where there is none. */
  expression(node: Ast.Expression | undefined, end = 0): Expression {
    if (node === undefined) {
      return { kind: 'missing', start: end, end };
    }
    const { start, end: stop } = spanOf(node);
    switch (node.$type) {
      case 'Assignment':
        return {
          kind: 'assignment',
          operator: node.operator === '=' ? null : node.operator.slice(0, -1),
          target: this.expression(node.target, start),
          value: this.expression(node.value, stop),
          start,
          end: stop,
        };
      case 'Conditional':
        return {
          kind: 'conditional',
          condition: this.expression(node.condition, start),
          then: this.expression(node.then, stop),
          otherwise: this.expression(node.otherwise, stop),
          start,
          end: stop,
        };
      case 'Binary':
        return this.binary(node);
      case 'Prefix':
        return {
          kind: 'unary',
          operator: node.operator,
          operand: this.expression(node.operand, stop),
          start,
          end: stop,
        };
      case 'Cast':
        return {
          kind: 'cast',
          type: this.type(node.type),
          operand: this.expression(node.operand, stop),
          start,
          end: stop,
        };
      case 'SizeOf':
        return {
          kind: 'sizeof',
          type: node.type === undefined ? null : this.type(node.type),
          operand: node.type === undefined ? this.expression(node.operand, stop) : null,
          start,
          end: stop,
        };
      case 'Group':
        return { ...this.expression(node.inner, stop), start, end: stop };
      default:
        return this.postfix(node, start, stop);
    }
  }

  /** A name; an empty one where it is missing. */
  identifier(node: Ast.LabelUse | Ast.LabelName | Ast.SettingName | undefined, at = 0): Identifier {
    return node === undefined
      ? { name: '', start: at, end: at }
      : { name: node.text, ...spanOf(node) };
  }

  /** A name that is declared; an empty one where it is missing. */
  declared(node: Ast.Identifier | undefined, at = 0): DeclaredName {
    return node === undefined
      ? { name: '', start: at, end: at }
      : { name: node.text, ...spanOf(node), node: () => node };
  }

  /** A name that refers to another; an empty one where it is missing. */
  private use(reference: Reference<Ast.Identifier> | undefined, at: number): NameUse {
    if (reference === undefined) {
      return { name: '', start: at, end: at };
    }
    const own = reference as NameReference;
    return { name: own.$refText, ...own.span, reference: () => own };
  }

  /** A type and its stars. */
  type(node: Ast.Type | undefined): TypeSyntax {
    if (node === undefined) {
      return { name: 'int', stars: 0, start: 0, end: 0 };
    }
    const { named, second, stars } = node;
    const use = this.use(named, spanOf(node).start);
    const isLong = use.name === 'long' && second === 'long';
    return {
      // `const` in front is no part of the name that messages point to.
      ...(isLong ? { name: 'LONGLONG', start: use.start } : use),
      stars: stars.length,
      end: spanOf(node).end,
    };
  }

  /** Operators of one level stand in a row on the left side, so that long sums take no depth here. */
  private binary(node: Ast.Binary): Expression {
    const row: Ast.Binary[] = [];
    let first: Ast.Expression = node;
    while (first.$type === 'Binary') {
      row.push(first);
      first = first.left;
    }
    let left = this.expression(first);
    for (const { operator, right } of row.reverse()) {
      const value = this.expression(right, left.end);
      left = { kind: 'binary', operator, left, right: value, start: left.start, end: value.end };
    }
    return left;
  }

  private postfix(
    node: Exclude<
      Ast.Expression,
      Ast.Assignment | Ast.Conditional | Ast.Binary | Ast.Prefix | Ast.Cast | Ast.SizeOf | Ast.Group
    >,
    start: number,
    end: number,
  ): Expression {
    switch (node.$type) {
      case 'Index':
        return {
          kind: 'index',
          array: this.expression(node.array, start),
          index: this.expression(node.index, end),
          start,
          end,
        };
      case 'Member': {
        const object = this.expression(node.object, start);
        const member = this.use(node.member, end);
        return { kind: 'member', object, arrow: node.operator === '->', member, start, end };
      }
      case 'Step': {
        const operand = this.expression(node.operand, start);
        return { kind: 'postfix', operator: node.operator, operand, start, end };
      }
      case 'Name':
        return node.isCall
          ? this.call(node, start, end)
          : { kind: 'name', ...this.use(node.target, start) };
      case 'NumberLiteral':
        return this.number(node.text, start, end);
      case 'Text':
        return this.text(node, start, end);
      case 'Character': {
        const value = unescape(node.text.replace(/^L?'|'$/g, '')).charCodeAt(0) || 0;
        return { kind: 'number', value, unsigned: false, start, end };
      }
    }
  }

  private call(node: Ast.Name, start: number, end: number): Expression {
    const callee = this.use(node.target, start);
    const given = node.arguments.map((each) => this.expression(each, end));
    const [only] = given;
    if (TEXT_MACROS.has(callee.name) && only !== undefined && given.length === 1) {
      return only;
    }
    return { kind: 'call', callee, arguments: given, start, end };
  }

  private number(text: string, start: number, end: number): Expression {
    const digits = text.replace(/[uUlL]+$/, '');
    const value = Number(digits);
    if (!/^(0[xX][0-9a-fA-F]+|[0-9]+)$/.test(digits)) {
      const message = `"${text}" is no number. Write whole numbers, decimal or with 0x.`;
      this.problems.push({ code: 'bad-number', severity: 'error', message, start, end });
    }
    const unsigned = /^0x/i.test(text) || /u/i.test(text.slice(digits.length));
    return { kind: 'number', value: Number.isFinite(value) ? value : 0, unsigned, start, end };
  }

  /** One text, or several that stand one after the other. */
  private text({ parts }: Ast.Text, start: number, end: number): Expression {
    if (parts.some((part) => !isClosed(part))) {
      const message = 'The text is not closed: a " is missing at its end.';
      this.problems.push({ code: 'unclosed-text', severity: 'error', message, start, end });
    }
    const value = parts.map((part) => unescape(withoutQuotes(part))).join('');
    return { kind: 'string', value, start, end };
  }
}

function isClosed(text: string): boolean {
  return /[^\\]"$|^L?""$|\\\\"$/.test(text) && !/^L?"$/.test(text);
}

/** A text without `L` and quotes. */
export function withoutQuotes(text: string): string {
  return text.replace(/^L?"|"$/g, '');
}

/** Where a node stands; nothing at 0 for what is missing. */
export function spanOf(node: Placed): Span {
  const cst = node?.$cstNode;
  return cst === undefined ? { start: 0, end: 0 } : { start: cst.offset, end: cst.end };
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
