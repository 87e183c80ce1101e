/** Makes the syntax tree of a whole script out of what the grammar read. */

import { spanOf, withoutQuotes } from './expressionSyntax';
import type * as Ast from './generated/ast';
import { StatementSyntax } from './statementSyntax';
import type {
  FunctionDeclaration,
  Identifier,
  Parameter,
  Setting,
  SettingValue,
  TopLevel,
} from './syntax';

/** Converts what stands outside of functions. */
export class ItemSyntax extends StatementSyntax {
  /** The items of a script that mean something. */
  items({ items }: Ast.Script): readonly TopLevel[] {
    return items.flatMap((item) => {
      const converted = this.item(item);
      return converted === null ? [] : [converted];
    });
  }

  private item(node: Ast.Item): TopLevel | null {
    const span = spanOf(node);
    switch (node.$type) {
      case 'Machine':
        return {
          kind: 'machine',
          settings: node.settings.map((each) => this.setting(each)),
          ...span,
        };
      case 'Module':
        return { kind: 'module', file: this.quoted(node, node.file), ...span };
      case 'Include':
        return { kind: 'include', path: this.quoted(node, node.path), ...span };
      case 'Define':
        return {
          kind: 'define',
          name: this.declared(node.name),
          value: this.expression(node.value, span.end),
          ...span,
        };
      case 'BadDirective': {
        const message = 'This is no directive: write #include "file.hsim" or #define NAME value.';
        this.problems.push({ code: 'bad-directive', severity: 'error', message, ...span });
        return null;
      }
      case 'Struct': {
        const fields = node.fields.flatMap((each) => this.variables(each).declarators);
        const name = this.declared(node.name);
        const aliases = [{ name: node.tag, isPointer: false }, ...node.aliases]
          .map((each) => ({ ...this.declared(each.name), isPointer: each.isPointer }))
          .filter((each) => each.name !== '' && each.name !== name.name);
        return name.name === '' ? null : { kind: 'struct', name, aliases, fields, ...span };
      }
      case 'Declaration':
        return node.isFunction ? this.function(node) : this.globals(node);
      default:
        // A semicolon too many.
        return null;
    }
  }

  private globals(node: Ast.Declaration): TopLevel | null {
    const variables = this.variables(node);
    return variables.declarators.length === 0 ? null : variables;
  }

  private function(node: Ast.Declaration): FunctionDeclaration {
    const body = node.body as Ast.Block | undefined;
    return {
      kind: 'function',
      type: this.type(node.type),
      name: this.declared(node.name),
      parameters: node.parameters
        .map((each) => this.parameter(each))
        .filter(
          ({ type, name }) => name !== null || type.name.toLowerCase() !== 'void' || type.stars > 0,
        ),
      body: body === undefined ? null : this.block(body),
      ...spanOf(node),
    };
  }

  private parameter(node: Ast.Parameter): Parameter {
    const type = this.type(node.type);
    return {
      type: node.isArray ? { ...type, stars: type.stars + 1 } : type,
      name: node.name === undefined ? null : this.declared(node.name),
      ...spanOf(node),
    };
  }

  /** The text in quotes of an item that has one. */
  private quoted(node: Ast.Module | Ast.Include, text: string | undefined): Identifier {
    const { start, end } = spanOf(node);
    if (text === undefined) {
      return { name: '', start, end };
    }
    const name = withoutQuotes(text);
    const at = start + (node.$cstNode?.text.indexOf(text) ?? 0) + text.indexOf('"') + 1;
    return { name, start: at, end: at + name.length };
  }

  private setting(node: Ast.Setting): Setting {
    const { block } = node;
    return {
      name: this.identifier(node.name),
      values: node.values.map(settingValue),
      settings: block === undefined ? null : block.settings.map((each) => this.setting(each)),
      ...spanOf(node),
    };
  }
}

function settingValue(node: Ast.SettingValue): SettingValue {
  const { text, number, word = '' } = node;
  const span = spanOf(node);
  if (text !== undefined) {
    return { kind: 'text', text: withoutQuotes(text).replaceAll('\\\\', '\\'), number: 0, ...span };
  }
  return number === undefined
    ? { kind: 'word', text: word, number: 0, ...span }
    : { kind: 'number', text: number, number: Number(number.replace(/[uUlL]+$/, '')), ...span };
}
