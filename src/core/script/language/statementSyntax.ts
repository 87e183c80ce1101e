/** Makes the syntax tree of statements out of what the grammar read. */

import { ExpressionSyntax, spanOf } from './expressionSyntax';
import type * as Ast from './generated/ast';
import type {
  Block,
  Declarator,
  Initializer,
  Statement,
  TypeSyntax,
  VariableDeclaration,
} from './syntax';

/** What stands behind the type of a declaration of variables. */
type Declarators = Pick<
  Ast.Variables | Ast.Declaration,
  'type' | 'name' | 'array' | 'initializer' | 'others' | '$cstNode' | '$type'
>;

/** Converts statements. */
export class StatementSyntax extends ExpressionSyntax {
  /** `{ … }`; an empty one where it is missing. */
  block(node: Ast.Block | undefined, at = 0): Block {
    return {
      kind: 'block',
      statements: node?.statements.map((each) => this.statement(each)) ?? [],
      ...placeOf(node, at),
    };
  }

  /** A statement; an empty one where it is missing. */
  statement(node: Ast.Statement | undefined, at = 0): Statement {
    const { start, end } = placeOf(node, at);
    if (node === undefined) {
      return { kind: 'empty', start, end };
    }
    switch (node.$type) {
      case 'EmptyStatement':
        return { kind: 'empty', start, end };
      case 'Block':
        return this.block(node);
      case 'Variables':
        return this.variables(node);
      case 'Jump':
        return { kind: node.word, start, end };
      case 'Return': {
        const value = node.value === undefined ? null : this.expression(node.value);
        return { kind: 'return', value, start, end };
      }
      case 'Goto':
        return { kind: 'goto', label: this.identifier(node.label, end), start, end };
      case 'Label':
        return { kind: 'label', label: this.identifier(node.label, end), start, end };
      case 'ExpressionStatement':
        return {
          kind: 'expression',
          expression: this.expression(node.expression, end),
          start,
          end,
        };
      default:
        return this.control(node, start, end);
    }
  }

  /** All variables of a declaration. The stars belong to the first one only. */
  protected variables(node: Declarators): VariableDeclaration {
    const span = spanOf(node as Ast.Variables);
    const type = this.type(node.type);
    const first = this.declarator(type, node);
    const others = node.others.map((each) =>
      this.declarator({ ...type, stars: each.stars.length }, each),
    );
    return {
      kind: 'variables',
      declarators: [first, ...others].filter(({ name }) => name.name !== ''),
      ...span,
    };
  }

  private declarator(
    type: TypeSyntax,
    node: Pick<Declarators, 'name' | 'array' | 'initializer'>,
  ): Declarator {
    const name = this.declared(node.name, type.end);
    const { size } = node.array ?? {};
    const initializer = node.initializer === undefined ? null : this.initializer(node.initializer);
    const last = [spanOf(node.array).end, initializer?.end ?? 0, name.end];
    return {
      type,
      name,
      array:
        node.array === undefined
          ? null
          : { size: size === undefined ? null : this.expression(size) },
      initializer,
      start: name.start,
      end: Math.max(...last),
    };
  }

  private initializer(node: Ast.Initializer): Initializer {
    return node.$type === 'Braces'
      ? {
          kind: 'braces',
          values: node.values.map((each) => this.initializer(each)),
          ...spanOf(node),
        }
      : this.expression(node);
  }

  private control(
    node: Ast.If | Ast.While | Ast.Do | Ast.For | Ast.Switch,
    start: number,
    end: number,
  ): Statement {
    switch (node.$type) {
      case 'If':
        return {
          kind: 'if',
          condition: this.expression(node.condition, end),
          then: this.statement(node.then, end),
          otherwise: node.otherwise === undefined ? null : this.statement(node.otherwise),
          start,
          end,
        };
      case 'While':
      case 'Do':
        return {
          kind: node.$type === 'Do' ? 'do' : 'while',
          condition: this.expression(node.condition, end),
          body: this.statement(node.body, end),
          start,
          end,
        };
      case 'For': {
        const first = node.start === undefined ? null : this.expression(node.start);
        return {
          kind: 'for',
          initial: node.initial === undefined ? first : this.variables(node.initial),
          condition: node.condition === undefined ? null : this.expression(node.condition),
          step: node.step === undefined ? null : this.expression(node.step),
          body: this.statement(node.body, end),
          start,
          end,
        };
      }
      case 'Switch':
        return {
          kind: 'switch',
          value: this.expression(node.value, end),
          cases: node.cases.map((each) => ({
            value: each.head === 'default' ? null : this.expression(each.value, end),
            statements: each.statements.map((inner) => this.statement(inner)),
            ...spanOf(each),
          })),
          start,
          end,
        };
    }
  }
}

function placeOf(node: Ast.Statement | undefined, at: number): { start: number; end: number } {
  return node === undefined ? { start: at, end: at } : { ...spanOf(node) };
}
