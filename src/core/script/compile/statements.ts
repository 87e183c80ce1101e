/** Compiles statements: jumps, scopes, and the places at which a debugger stops. */

import type {
  Block,
  Expression,
  ForStatement,
  GotoStatement,
  Identifier,
  IfStatement,
  LabelStatement,
  ReturnStatement,
  Span,
  Statement,
  SwitchStatement,
} from '../language/syntax';
import { VOID, type ScriptType } from '../language/typeNames';
import type { CompileContext } from './context';
import { convert } from './conversions';
import { compileCondition } from './operators';
import type { Label } from './emitter';
import { compileLocals, type LocalCells } from './variables';

/** Where `break` and `continue` lead. */
interface Loop {
  readonly break: Label;
  /** Null in a `switch`, where `continue` means the loop around it. */
  readonly continue: Label | null;
}

interface NamedLabel {
  readonly label: Label;
  declared: Identifier | null;
  /** Where a `goto` leads to it. */
  readonly uses: Identifier[];
}

/** Compiles the body of one function. */
export class StatementCompiler {
  private readonly loops: Loop[] = [];
  private readonly labels = new Map<string, NamedLabel>();

  constructor(
    private readonly context: CompileContext,
    private readonly cells: LocalCells,
    private readonly returns: ScriptType,
  ) {}

  /** The whole body; its closing brace is a place to stop at. */
  body(block: Block): void {
    block.statements.forEach((statement) => this.statement(statement));
    this.context.stopPoint({ start: Math.max(block.start, block.end - 1), end: block.end });
    this.context.emitter.constant(0);
    this.context.emitter.emit('return');
    this.endLabels();
  }

  private endLabels(): void {
    const { context } = this;
    const { file } = context;
    const known = [...this.labels].filter(([, { declared }]) => declared !== null);
    for (const [name, { declared, uses }] of this.labels) {
      if (declared === null) {
        uses.forEach((use) => context.unknown(use, 'label', new Map(known).keys()));
        continue;
      }
      if (uses.length === 0) {
        context.report(declared, 'unused-label', `No goto leads to "${name}".`, {
          severity: 'hint',
        });
      }
      const place = { file, start: declared.start, end: declared.end };
      context.symbols.push({
        kind: 'label',
        name,
        place,
        extent: place,
        type: VOID,
        length: 0,
        offset: 0,
        value: null,
        parameters: [],
        references: uses.map(({ start, end }) => ({ file, start, end, isWrite: false })),
      });
    }
  }

  private statement(statement: Statement): void {
    const { context } = this;
    switch (statement.kind) {
      case 'block':
        this.scoped(() => statement.statements.forEach((each) => this.statement(each)));
        break;
      case 'variables':
        compileLocals(context, statement, this.cells);
        break;
      case 'if':
        this.ifStatement(statement);
        break;
      case 'while':
        this.loop((loop) => {
          context.emitter.place(loop.continue);
          this.condition(statement.condition, loop.break);
          this.statement(statement.body);
          context.emitter.jump('jump', loop.continue);
        });
        break;
      case 'do':
        this.loop((loop) => {
          const start = context.emitter.label();
          context.emitter.place(start);
          this.statement(statement.body);
          context.emitter.place(loop.continue);
          this.condition(statement.condition, loop.break);
          context.emitter.jump('jump', start);
        });
        break;
      case 'for':
        this.scoped(() => this.forStatement(statement));
        break;
      case 'switch':
        this.scoped(() => this.switchStatement(statement));
        break;
      case 'break':
      case 'continue':
        this.leave(statement, statement.kind);
        break;
      case 'return':
        this.returnStatement(statement);
        break;
      case 'goto':
        this.goto(statement);
        break;
      case 'label':
        this.label(statement);
        break;
      case 'expression':
        context.stopPoint(statement);
        context.expression(statement.expression);
        context.emitter.emit('pop');
        break;
      case 'empty':
        break;
    }
  }

  private scoped(body: () => void): void {
    this.cells.enter();
    body();
    this.cells.leave(this.context.emitter.pc);
  }

  /** A place to stop at, then a jump away when the condition does not hold. */
  private condition(condition: Expression, otherwise: Label): void {
    this.context.stopPoint(condition);
    compileCondition(this.context, condition);
    this.context.emitter.jump('jumpIfZero', otherwise);
  }

  private loop(body: (loop: { readonly break: Label; readonly continue: Label }) => void): void {
    const { emitter } = this.context;
    const loop = { break: emitter.label(), continue: emitter.label() };
    this.loops.push(loop);
    body(loop);
    this.loops.pop();
    emitter.place(loop.break);
  }

  private ifStatement(statement: IfStatement): void {
    const { emitter } = this.context;
    const otherwise = emitter.label();
    this.condition(statement.condition, otherwise);
    this.scoped(() => this.statement(statement.then));
    if (statement.otherwise === null) {
      emitter.place(otherwise);
      return;
    }
    const inner = statement.otherwise;
    const end = emitter.label();
    emitter.jump('jump', end);
    emitter.place(otherwise);
    this.scoped(() => this.statement(inner));
    emitter.place(end);
  }

  private forStatement(statement: ForStatement): void {
    const { context } = this;
    const { initial, condition, step } = statement;
    if (initial?.kind === 'variables') {
      this.statement(initial);
    } else if (initial !== null) {
      this.expression(initial);
    }
    this.loop((loop) => {
      const start = context.emitter.label();
      context.emitter.place(start);
      if (condition !== null) {
        this.condition(condition, loop.break);
      }
      this.scoped(() => this.statement(statement.body));
      context.emitter.place(loop.continue);
      if (step !== null) {
        this.expression(step);
      }
      context.emitter.jump('jump', start);
    });
  }

  private expression(expression: Expression): void {
    this.context.stopPoint(expression);
    this.context.expression(expression);
    this.context.emitter.emit('pop');
  }

  private switchStatement(statement: SwitchStatement): void {
    const { context } = this;
    const { emitter } = context;
    const cell = this.cells.take(1);
    context.stopPoint(statement.value);
    context.expression(statement.value);
    emitter.emit('storeLocal', cell);
    emitter.emit('pop');
    const end = emitter.label();
    const targets = statement.cases.map(() => emitter.label());
    let byDefault = end;
    statement.cases.forEach(({ value }, index) => {
      const target = targets[index] ?? end;
      if (value === null) {
        byDefault = target;
        return;
      }
      emitter.emit('loadLocal', cell);
      const { type } = context.expression(value);
      emitter.emit('equal', type.width === 'u32' ? 2 : 0);
      emitter.jump('jumpIfNotZero', target);
    });
    emitter.jump('jump', byDefault);
    this.loops.push({ break: end, continue: null });
    statement.cases.forEach((each, index) => {
      emitter.place(targets[index] ?? end);
      each.statements.forEach((inner) => this.statement(inner));
    });
    this.loops.pop();
    emitter.place(end);
  }

  private leave(span: Span, kind: 'break' | 'continue'): void {
    const { context } = this;
    const target = this.loops.findLast((loop) => loop[kind] !== null)?.[kind] ?? null;
    if (target === null) {
      context.report(
        span,
        `stray-${kind}`,
        kind === 'break'
          ? '"break" stands in a loop or a switch only.'
          : '"continue" stands in a loop only.',
      );
      return;
    }
    context.stopPoint(span);
    context.emitter.jump('jump', target);
  }

  private returnStatement(statement: ReturnStatement): void {
    const { context, returns } = this;
    context.stopPoint(statement);
    if (statement.value === null) {
      if (returns !== VOID && returns.kind !== 'void') {
        context.report(
          statement,
          'missing-value',
          `The function returns a ${returns.name}: write its value behind "return".`,
        );
      }
      context.emitter.constant(0);
    } else {
      const given = context.expression(statement.value);
      if (returns.kind === 'void') {
        context.report(statement.value, 'unexpected-value', 'A VOID function returns nothing.');
      } else {
        convert(context, statement.value, given, returns);
      }
    }
    context.emitter.emit('return');
  }

  private goto({ label, start, end }: GotoStatement): void {
    const known = this.named(label.name);
    known.uses.push(label);
    this.context.stopPoint({ start, end });
    this.context.emitter.jump('jump', known.label);
  }

  private label({ label }: LabelStatement): void {
    const known = this.named(label.name);
    if (known.declared !== null) {
      this.context.report(
        label,
        'declared-twice',
        `The label "${label.name}" stands in this function already.`,
      );
    }
    known.declared = label;
    this.context.emitter.place(known.label);
  }

  private named(name: string): NamedLabel {
    const known = this.labels.get(name);
    if (known !== undefined) {
      return known;
    }
    const made: NamedLabel = { label: this.context.emitter.label(), declared: null, uses: [] };
    this.labels.set(name, made);
    return made;
  }
}
