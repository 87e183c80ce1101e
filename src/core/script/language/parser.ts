/** Parses a script. Every mistake is reported with its place, and parsing goes on behind it. */

import { ExpressionParser } from './expressionParser';
import { StatementParser } from './statementParser';
import type {
  Declarator,
  FunctionDeclaration,
  Include,
  Parameter,
  ScriptSyntax,
  Setting,
  SettingValue,
  StructDeclaration,
  TopLevel,
} from './syntax';
import { TokenReader } from './tokenReader';

const CONVENTIONS = new Set(['WINAPI', 'CALLBACK', 'APIENTRY', '__stdcall', '__cdecl', 'NTAPI']);

/** Parses the text of one file. */
export function parseScript(text: string): ScriptSyntax {
  const reader = new TokenReader(text);
  const items = new ScriptParser(reader).items();
  return { items, problems: reader.problems };
}

/** Parses one expression or statement that somebody typed into the debugger; `items` is what follows it. */
export function parseLine(text: string): {
  readonly statement: ReturnType<StatementParser['statement']>;
  readonly problems: ScriptSyntax['problems'];
} {
  const closed = /[;}]\s*$/.test(text) ? text : `${text};`;
  const reader = new TokenReader(closed);
  const statement = new StatementParser(reader).statement();
  if (!reader.atEnd) {
    reader.report(reader.peek(), 'trailing-text', 'Type one statement at a time.');
  }
  return { statement, problems: reader.problems };
}

class ScriptParser extends StatementParser {
  items(): readonly TopLevel[] {
    const items: TopLevel[] = [];
    while (!this.reader.atEnd) {
      const { place } = this.reader;
      const item = this.item();
      if (item !== null) {
        items.push(item);
      }
      if (this.reader.place === place) {
        this.reader.next();
      }
    }
    return items;
  }

  private item(): TopLevel | null {
    const { reader } = this;
    const token = reader.peek();
    if (token.kind === 'directive') {
      return this.directive();
    }
    if (reader.accept(';')) {
      return null;
    }
    if (reader.at('machine') && reader.at('{', 1)) {
      reader.next();
      const settings = this.settings();
      return { kind: 'machine', settings, start: token.start, end: reader.lastEnd };
    }
    if (reader.at('module') && reader.peek(1).kind === 'string') {
      reader.next();
      const file = reader.next();
      const name = file.text.replace(/^L?"|"$/g, '');
      reader.expect(';', 'the name of the module');
      return {
        kind: 'module',
        file: { name, start: file.start, end: file.end },
        start: token.start,
        end: reader.lastEnd,
      };
    }
    if (reader.at('typedef') || (reader.at('struct') && this.definesStruct())) {
      return this.struct();
    }
    if (reader.atDeclaration) {
      return this.declaration();
    }
    reader.report(
      token,
      'no-declaration',
      `"${token.text}" begins no declaration. Functions, variables, #define, #include and machine { } stand here.`,
    );
    this.skipItem();
    return null;
  }

  private definesStruct(): boolean {
    return this.reader.at('{', 1) || this.reader.at('{', 2);
  }

  /** `#include` and `#define`; other directives are read over. */
  private directive(): TopLevel | null {
    const { reader } = this;
    const { text, start, end } = reader.next();
    const include = /^#\s*include\s*(?:"([^"]*)"|<([^>]*)>)/.exec(text);
    if (include !== null) {
      const name = include[1] ?? include[2] ?? '';
      const at = start + text.indexOf(name, text.indexOf('include') + 7);
      return include[1] === undefined
        ? null
        : ({
            kind: 'include',
            path: { name, start: at, end: at + name.length },
            start,
            end,
          } satisfies Include);
    }
    const define = /^(#\s*define\s+)([A-Za-z_]\w*)\s+(.+)$/.exec(text.replace(/\/[/*].*$/, ''));
    if (define === null) {
      if (!/^#\s*(pragma|ifdef|ifndef|endif|undef|else|if)\b/.test(text)) {
        reader.report(
          { start, end },
          'bad-directive',
          'This is no directive: write #include "file.hsim" or #define NAME value.',
        );
      }
      return null;
    }
    const [, head = '', name = '', value = ''] = define;
    const offset = text.indexOf(value, head.length + name.length);
    const inner = new TokenReader(' '.repeat(start + offset) + value);
    const expression = new ExpressionParser(inner).expression();
    inner.problems.forEach((problem) => reader.report(problem, problem.code, problem.message));
    const nameStart = start + head.length;
    return {
      kind: 'define',
      name: { name, start: nameStart, end: nameStart + name.length },
      value: expression,
      start,
      end,
    };
  }

  private struct(): StructDeclaration | null {
    const { reader } = this;
    const { start } = reader.peek();
    const isTypedef = reader.accept('typedef');
    reader.expect('struct', '"typedef"');
    const tag = reader.peek().kind === 'identifier' ? reader.identifier('a name') : null;
    const fields: Declarator[] = [];
    if (reader.expect('{', 'the name of the struct')) {
      while (!reader.at('}') && !reader.atEnd && reader.atDeclaration) {
        fields.push(...this.variables().declarators);
      }
      reader.expect('}', 'the fields of the struct');
    }
    const name = isTypedef ? reader.identifier('the name of the type') : tag;
    while (isTypedef && reader.accept(',')) {
      reader.accept('*');
      reader.identifier('the name of the type');
    }
    reader.expect(';', 'the struct');
    [tag, name].forEach((each) => {
      if (each !== null) {
        reader.declareStruct(each.name);
      }
    });
    return name === null ? null : { kind: 'struct', name, fields, start, end: reader.lastEnd };
  }

  /** A function or variables. */
  private declaration(): TopLevel | null {
    const { reader } = this;
    const { start } = reader.peek();
    const type = this.type();
    while (CONVENTIONS.has(reader.peek().text)) {
      reader.next();
    }
    const name = reader.identifier('the name of a function or a variable');
    if (name === null) {
      this.skipItem();
      return null;
    }
    if (!reader.at('(')) {
      return this.declarators(type, start, name);
    }
    const parameters = this.parameters();
    const isPrototype = reader.at(';') || !reader.at('{');
    if (isPrototype) {
      reader.expect(';', `the declaration of ${name.name}`);
    }
    const body = isPrototype ? null : this.block();
    return {
      kind: 'function',
      type,
      name,
      parameters,
      body,
      start,
      end: reader.lastEnd,
    } satisfies FunctionDeclaration;
  }

  private parameters(): readonly Parameter[] {
    const { reader } = this;
    const parameters: Parameter[] = [];
    reader.next();
    while (!reader.at(')') && !reader.atEnd) {
      const { start } = reader.peek();
      if (reader.peek().kind !== 'identifier') {
        reader.report(reader.peek(), 'missing-type', 'The type of a parameter is expected here.');
        break;
      }
      const type = this.type();
      const name = reader.peek().kind === 'identifier' ? reader.identifier('a name') : null;
      let pointerType = type;
      if (reader.accept('[')) {
        reader.expect(']', 'the parameter');
        pointerType = { ...type, stars: type.stars + 1 };
      }
      if (name !== null || type.name.toLowerCase() !== 'void' || type.stars > 0) {
        parameters.push({ type: pointerType, name, start, end: reader.lastEnd });
      }
      if (!reader.accept(',')) {
        break;
      }
    }
    reader.expect(')', 'the parameters');
    return parameters;
  }

  private settings(): readonly Setting[] {
    const { reader } = this;
    const settings: Setting[] = [];
    reader.expect('{', 'the name of the block');
    while (!reader.at('}') && !reader.atEnd) {
      const name = reader.identifier('the name of a setting');
      if (name === null) {
        reader.next();
        continue;
      }
      const values: SettingValue[] = [];
      for (let value = this.settingValue(); value !== null; value = this.settingValue()) {
        values.push(value);
      }
      const inner = reader.at('{') ? this.settings() : null;
      if (inner === null) {
        reader.expect(';', `the setting ${name.name}`);
      }
      settings.push({ name, values, settings: inner, start: name.start, end: reader.lastEnd });
    }
    reader.expect('}', 'the settings');
    return settings;
  }

  private settingValue(): SettingValue | null {
    const { reader } = this;
    const token = reader.peek();
    const { start, end } = token;
    const previousWasWord = reader.onNewLine && token.kind === 'identifier';
    if (previousWasWord) {
      return null;
    }
    switch (token.kind) {
      case 'string':
        reader.next();
        return {
          kind: 'text',
          text: token.text.replace(/^L?"|"$/g, '').replaceAll('\\\\', '\\'),
          number: 0,
          start,
          end,
        };
      case 'number':
        reader.next();
        return {
          kind: 'number',
          text: token.text,
          number: Number(token.text.replace(/[uUlL]+$/, '')),
          start,
          end,
        };
      case 'identifier':
        reader.next();
        return { kind: 'word', text: token.text, number: 0, start, end };
      default:
        return null;
    }
  }

  /** Goes on behind the next `;` or `}` that is not within braces. */
  private skipItem(): void {
    const { reader } = this;
    let depth = 0;
    while (!reader.atEnd) {
      const { text } = reader.next();
      depth += text === '{' ? 1 : text === '}' ? -1 : 0;
      if (depth <= 0 && (text === ';' || text === '}')) {
        return;
      }
    }
  }
}
