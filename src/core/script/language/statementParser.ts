/** Parses statements and declarations of variables. */

import { ExpressionParser } from './expressionParser';
import type {
  Block,
  Declarator,
  Expression,
  ForStatement,
  Identifier,
  Initializer,
  Statement,
  SwitchCase,
  SwitchStatement,
  TypeSyntax,
  VariableDeclaration,
} from './syntax';

/** Statements nested deeper than this are refused. */
const DEEPEST = 200;

/** The statements of one text. */
export class StatementParser extends ExpressionParser {
  private nesting = 0;

  /** `{ … }`. */
  block(): Block {
    const { reader } = this;
    const { start } = reader.peek();
    reader.expect('{', 'this place');
    const statements = this.statements();
    reader.expect('}', 'the statements of the block');
    return { kind: 'block', statements, start, end: reader.lastEnd };
  }

  /** One statement; a mistake is reported and skipped. */
  statement(): Statement {
    const { reader } = this;
    const { start } = reader.peek();
    this.nesting++;
    try {
      if (this.nesting > DEEPEST) {
        reader.report(
          reader.peek(),
          'too-deep',
          `Statements are nested more than ${DEEPEST} deep here.`,
        );
        this.skip();
        return { kind: 'empty', start, end: reader.lastEnd };
      }
      return this.anyStatement();
    } finally {
      this.nesting--;
    }
  }

  /** The declaration of variables that begins here, up to its semicolon. */
  protected variables(): VariableDeclaration {
    const { start } = this.reader.peek();
    const type = this.type();
    const name = this.reader.identifier('the name of a variable');
    if (name === null) {
      this.skip();
      return { kind: 'variables', declarators: [], start, end: this.reader.lastEnd };
    }
    return this.declarators(type, start, name);
  }

  /** What follows the first name of a declaration of variables. */
  protected declarators(type: TypeSyntax, start: number, first: Identifier): VariableDeclaration {
    const { reader } = this;
    const declarators: Declarator[] = [];
    // The stars belong to the first variable only.
    let own = type;
    for (let name: Identifier | null = first; name !== null;) {
      declarators.push(this.declarator(own, name));
      if (!reader.accept(',')) {
        break;
      }
      let stars = 0;
      while (reader.accept('*')) {
        stars++;
      }
      own = { ...type, stars };
      name = reader.identifier('the name of a variable');
    }
    this.endStatement('the declaration');
    return { kind: 'variables', declarators, start, end: reader.lastEnd };
  }

  private declarator(type: TypeSyntax, name: Identifier): Declarator {
    const { reader } = this;
    let array: Declarator['array'] = null;
    if (reader.accept('[')) {
      array = { size: reader.at(']') ? null : this.expression() };
      reader.expect(']', 'the length of the array');
    }
    const initializer = reader.accept('=') ? this.initializer() : null;
    return { type, name, array, initializer, start: name.start, end: reader.lastEnd };
  }

  private initializer(): Initializer {
    const { reader } = this;
    const { start } = reader.peek();
    if (!reader.accept('{')) {
      return this.expression();
    }
    const values: Initializer[] = [];
    while (!reader.at('}') && !reader.atEnd) {
      values.push(this.initializer());
      if (!reader.accept(',')) {
        break;
      }
    }
    reader.expect('}', 'the values');
    return { kind: 'braces', values, start, end: reader.lastEnd };
  }

  private statements(): readonly Statement[] {
    const { reader } = this;
    const statements: Statement[] = [];
    while (!reader.at('}') && !reader.atEnd && !reader.at('case') && !this.atDefault()) {
      const { place } = reader;
      statements.push(this.statement());
      if (reader.place === place) {
        reader.next();
      }
    }
    return statements;
  }

  private atDefault(): boolean {
    return this.reader.at('default') && this.reader.at(':', 1);
  }

  private anyStatement(): Statement {
    const { reader } = this;
    const { start, text, kind } = reader.peek();
    switch (kind === 'identifier' || kind === 'punctuator' ? text : '') {
      case '{':
        return this.block();
      case ';':
        reader.next();
        return { kind: 'empty', start, end: reader.lastEnd };
      case 'if':
        return this.ifStatement();
      case 'while': {
        reader.next();
        const condition = this.condition('"while"');
        const body = this.statement();
        return { kind: 'while', condition, body, start, end: reader.lastEnd };
      }
      case 'do':
        return this.doStatement();
      case 'for':
        return this.forStatement();
      case 'switch':
        return this.switchStatement();
      case 'break':
      case 'continue':
        reader.next();
        this.endStatement(`"${text}"`);
        return { kind: text === 'break' ? 'break' : 'continue', start, end: reader.lastEnd };
      case 'return': {
        reader.next();
        const value = reader.at(';') ? null : this.expression();
        this.endStatement('"return"');
        return { kind: 'return', value, start, end: reader.lastEnd };
      }
      case 'goto': {
        reader.next();
        const label = reader.identifier('a label') ?? { name: '', start, end: start };
        this.endStatement('"goto"');
        return { kind: 'goto', label, start, end: reader.lastEnd };
      }
      default:
        return this.plainStatement();
    }
  }

  /** A label, a declaration or an expression. */
  private plainStatement(): Statement {
    const { reader } = this;
    const { start, end, kind, text } = reader.peek();
    if (kind === 'identifier' && reader.at(':', 1)) {
      reader.next();
      reader.next();
      return { kind: 'label', label: { name: text, start, end }, start, end: reader.lastEnd };
    }
    if (reader.atDeclaration) {
      return this.variables();
    }
    const expression = this.expression();
    if (expression.kind === 'missing') {
      this.skip();
      return { kind: 'empty', start, end: reader.lastEnd };
    }
    this.endStatement('the statement');
    return { kind: 'expression', expression, start, end: reader.lastEnd };
  }

  private ifStatement(): Statement {
    const { reader } = this;
    const { start } = reader.next();
    const condition = this.condition('"if"');
    const then = this.statement();
    const otherwise = reader.accept('else') ? this.statement() : null;
    return { kind: 'if', condition, then, otherwise, start, end: reader.lastEnd };
  }

  private doStatement(): Statement {
    const { reader } = this;
    const { start } = reader.next();
    const body = this.statement();
    reader.expect('while', 'the body of "do"');
    const condition = this.condition('"while"');
    this.endStatement('"do"');
    return { kind: 'do', body, condition, start, end: reader.lastEnd };
  }

  private forStatement(): ForStatement {
    const { reader } = this;
    const { start } = reader.next();
    reader.expect('(', '"for"');
    let initial: ForStatement['initial'] = null;
    if (reader.atDeclaration) {
      initial = this.variables();
    } else {
      initial = reader.at(';') ? null : this.expression();
      reader.expect(';', 'the beginning of "for"');
    }
    const condition = reader.at(';') ? null : this.expression();
    reader.expect(';', 'the condition of "for"');
    const step = reader.at(')') ? null : this.expression();
    reader.expect(')', 'the step of "for"');
    const body = this.statement();
    return { kind: 'for', initial, condition, step, body, start, end: reader.lastEnd };
  }

  private switchStatement(): SwitchStatement {
    const { reader } = this;
    const { start } = reader.next();
    const value = this.condition('"switch"');
    const cases: SwitchCase[] = [];
    reader.expect('{', 'the value of "switch"');
    while (reader.at('case') || this.atDefault()) {
      const head = reader.next();
      const label = head.text === 'case' ? this.expression() : null;
      reader.expect(':', '"case"');
      const statements = this.statements();
      cases.push({ value: label, statements, start: head.start, end: reader.lastEnd });
    }
    reader.expect('}', 'the cases');
    return { kind: 'switch', value, cases, start, end: reader.lastEnd };
  }

  private condition(behind: string): Expression {
    const { reader } = this;
    reader.expect('(', behind);
    const condition = this.expression();
    reader.expect(')', 'the condition');
    return condition;
  }

  /** The semicolon at the end. When it is missing, the rest of the line is skipped. */
  private endStatement(behind: string): void {
    const { reader } = this;
    if (!reader.expect(';', behind) && !reader.onNewLine) {
      this.skip();
    }
  }

  /** Goes on behind the next `;`, or in front of the next `}` or of a token on a new line that can begin a statement. */
  private skip(): void {
    const { reader } = this;
    for (let first = true; !reader.atEnd; first = false) {
      if (reader.accept(';')) {
        return;
      }
      const begins = reader.onNewLine && reader.peek().kind === 'identifier';
      if (reader.at('}') || (!first && begins)) {
        return;
      }
      reader.next();
    }
  }
}
