/** Follows the handles of one function along all ways through it, loops at most twice round. */

import type {
  Expression,
  DoStatement,
  ForStatement,
  FunctionDeclaration,
  IfStatement,
  Span,
  Statement,
  SwitchStatement,
} from '../language/syntax';
import { Conditions } from './conditions';
import { HandleValues, plainName, withVerdict, type FlowContext } from './handleValues';
import { distinct, FIRST_PATH, withChanged, withHandle, type Path } from './paths';
import { isEnding } from './unreachable';

/** Rounds of a loop that are followed: in the second one, handles of the first are lost. */
const ROUNDS = 2;

type Paths = readonly Path[];

interface Loop {
  readonly breaks: Path[];
  /** Null for a switch. */
  readonly continues: Path[] | null;
}

/** Follows one function. */
export class HandleFlow {
  private readonly values: HandleValues;
  private readonly conditions: Conditions;
  private readonly loops: Loop[] = [];
  private readonly jumps = new Map<string, Path[]>();
  private readonly isProgram: boolean;

  constructor(
    private readonly context: FlowContext,
    text: string,
    private readonly declaration: FunctionDeclaration,
  ) {
    this.values = new HandleValues(context);
    this.conditions = new Conditions(this.values, text);
    this.isProgram = ['main', 'wmain', 'WinMain', 'wWinMain'].includes(declaration.name.name);
  }

  /** Follows all ways through the function. */
  run(): void {
    const { body } = this.declaration;
    if (body !== null) {
      const last = { start: Math.max(body.start, body.end - 1), end: body.end };
      this.end(this.list(body.statements, [FIRST_PATH]), last);
    }
  }

  private list(statements: readonly Statement[], paths: Paths): Paths {
    return statements.reduce((before, statement) => this.statement(statement, before), paths);
  }

  private statement(statement: Statement, paths: Paths): Paths {
    if (paths.length === 0 && statement.kind !== 'label' && statement.kind !== 'block') {
      return paths;
    }
    switch (statement.kind) {
      case 'block':
        return this.scope(statement, this.list(statement.statements, paths));
      case 'variables':
        return paths.map((path) =>
          statement.declarators.reduce((before, each) => this.declare(before, each), path),
        );
      case 'if':
        return this.ifStatement(statement, paths);
      case 'while':
        return this.loop(paths, statement.condition, statement.body, null);
      case 'do':
        return this.doLoop(statement, paths);
      case 'for':
        return this.forLoop(statement, paths);
      case 'switch':
        return this.switch(statement, paths);
      case 'break':
      case 'continue':
        this.leave(statement.kind, paths);
        return [];
      case 'return':
        return this.returned(statement.value, statement, paths);
      case 'goto':
        this.jumps.set(statement.label.name, [...this.jumpsTo(statement.label.name), ...paths]);
        return [];
      case 'label':
        return distinct([...paths, ...this.jumpsTo(statement.label.name)]);
      case 'expression':
        return this.expression(statement.expression, paths);
      case 'empty':
        return paths;
    }
  }

  private jumpsTo(label: string): Paths {
    return this.jumps.get(label) ?? [];
  }

  private ifStatement({ condition, then, otherwise }: IfStatement, paths: Paths): Paths {
    const { holds, fails } = this.decide(condition, paths);
    const rest = otherwise === null ? fails : this.statement(otherwise, fails);
    return distinct([...this.statement(then, holds), ...rest]);
  }

  private expression(expression: Expression, paths: Paths): Paths {
    const after = paths.map((path) => {
      const { path: behind, value } = this.values.evaluate(expression, path);
      if (value.kind === 'opened') {
        this.context.findings.leak('', value.opened, behind, { kind: 'discarded', at: expression });
      }
      return expression.kind === 'call' ? this.values.closedByCallee(expression, behind) : behind;
    });
    return isEnding(expression) ? [] : after;
  }

  private declare(
    path: Path,
    { name, initializer, array }: Extract<Statement, { kind: 'variables' }>['declarators'][number],
  ): Path {
    const changed = withChanged(path, name.name);
    if (initializer === null) {
      return changed;
    }
    const key = this.values.variable({
      kind: 'name',
      name: name.name,
      start: name.start,
      end: name.end,
    });
    if (key === null || array !== null || initializer.kind === 'braces') {
      if (initializer.kind !== 'braces') {
        const given = this.values.evaluate(initializer, changed);
        if (given.value.kind === 'verdict') {
          return withVerdict(given.path, given.value, name.name);
        }
      }
      return this.values.initializer(initializer, changed);
    }
    return this.values.put(key, this.values.evaluate(initializer, changed), name);
  }

  /** Handles of variables of a block are lost at its end. */
  private scope(block: Span, paths: Paths): Paths {
    return paths.map((path) => {
      let after = path;
      for (const [name, state] of path.handles) {
        const declared = Number(name.slice(name.indexOf('#') + 1));
        if (state.kind !== 'unknown' && declared >= block.start && declared < block.end) {
          if (state.kind === 'open') {
            const at = { start: block.end - 1, end: block.end };
            this.context.findings.leak(plainName(name), state.opened, path, { kind: 'scope', at });
          }
          after = withHandle(after, name, { kind: 'unknown' });
        }
      }
      return after;
    });
  }

  private decide(
    condition: Expression,
    paths: Paths,
    isLoop = false,
  ): { holds: Paths; fails: Paths } {
    const holds: Path[] = [];
    const fails: Path[] = [];
    for (const path of paths) {
      const branches = this.conditions.branch(condition, path, isLoop);
      holds.push(...branches.holds);
      fails.push(...branches.fails);
    }
    return { holds: distinct(holds), fails: distinct(fails) };
  }

  private enter(): Loop {
    const loop: Loop = { breaks: [], continues: [] };
    this.loops.push(loop);
    return loop;
  }

  private loop(
    paths: Paths,
    condition: Expression | null,
    body: Statement,
    step: Expression | null,
  ): Paths {
    const ends: Path[] = [];
    let round = paths;
    for (let count = 0; count <= ROUNDS && round.length > 0; count++) {
      const { holds, fails } =
        condition === null ? { holds: round, fails: [] } : this.decide(condition, round, true);
      ends.push(...fails);
      if (count === ROUNDS) {
        break;
      }
      const loop = this.enter();
      const after = [...this.statement(body, holds), ...(loop.continues ?? [])];
      this.loops.pop();
      ends.push(...loop.breaks);
      round = distinct(
        step === null ? after : after.map((path) => this.values.evaluate(step, path).path),
      );
    }
    return distinct(ends);
  }

  private doLoop({ body, condition }: DoStatement, paths: Paths): Paths {
    const loop = this.enter();
    const first = [...this.statement(body, paths), ...(loop.continues ?? [])];
    this.loops.pop();
    const { holds, fails } = this.decide(condition, first, true);
    return distinct([...fails, ...this.loop(holds, condition, body, null), ...loop.breaks]);
  }

  private forLoop(statement: ForStatement, paths: Paths): Paths {
    const { initial, condition, step, body } = statement;
    const first =
      initial === null
        ? paths
        : initial.kind === 'variables'
          ? this.statement(initial, paths)
          : paths.map((path) => this.values.evaluate(initial, path).path);
    return this.scope(statement, this.loop(first, condition, body, step));
  }

  private switch({ value, cases, start, end }: SwitchStatement, paths: Paths): Paths {
    const entry = paths.map((path) => this.values.evaluate(value, path).path);
    const loop: Loop = { breaks: [], continues: null };
    this.loops.push(loop);
    let through: Paths = [];
    for (const each of cases) {
      through = this.list(each.statements, distinct([...through, ...entry]));
    }
    this.loops.pop();
    const skipped = cases.some((each) => each.value === null) ? [] : entry;
    return this.scope({ start, end }, distinct([...through, ...loop.breaks, ...skipped]));
  }

  private leave(kind: 'break' | 'continue', paths: Paths): void {
    const loop = this.loops.findLast(({ continues }) => kind === 'break' || continues !== null);
    (kind === 'break' ? loop?.breaks : loop?.continues)?.push(...paths);
  }

  private returned(value: Expression | null, at: Span, paths: Paths): Paths {
    const after =
      value === null
        ? paths
        : paths.map((path) => this.values.store(this.values.evaluate(value, path)));
    this.end(after, at);
    return [];
  }

  /** What is open on the way out is lost. */
  private end(paths: Paths, at: Span): void {
    for (const path of paths) {
      for (const [name, state] of path.handles) {
        if (state.kind === 'open') {
          const lost = { kind: 'return', isProgram: this.isProgram, at } as const;
          this.context.findings.leak(plainName(name), state.opened, path, lost);
        }
      }
    }
  }
}
