/** Follows handles through expressions: what opens them, what closes them, and where they go so that they cannot be followed. */

import type { FileNames } from '../compile/fileNames';
import type { ScriptSymbol } from '../compile/symbols';
import type { BuiltIn } from '../functions/builtIn';
import type { CallExpression, Expression, Initializer, Span } from '../language/syntax';
import {
  closesParameter,
  handsOn,
  isDuplication,
  isOwnProcess,
  mentions,
  onlyUses,
  opensForGood,
  type OwnFunction,
} from './callFacts';
import type { FlowFindings } from './findings';
import {
  withChanged,
  withHandle,
  type Event,
  type HandleState,
  type Opening,
  type Path,
} from './paths';

/** What an expression is, as far as handles go. */
export type FlowValue =
  /** A handle that was just opened and is in no variable yet. */
  | { readonly kind: 'opened'; readonly opened: Opening }
  /** The handle in a variable. */
  | { readonly kind: 'handle'; readonly name: string }
  /** The result of a call that opened handles through pointers: it tells whether that worked. */
  | { readonly kind: 'verdict'; readonly names: readonly string[]; readonly zeroIsSuccess: boolean }
  /** A number that is known: NULL, INVALID_HANDLE_VALUE, ERROR_SUCCESS. */
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'other' };

/** A path, and what the expression is on it. */
export interface Evaluated {
  readonly path: Path;
  readonly value: FlowValue;
}

/** What is known of the function that is followed. */
export interface FlowContext {
  readonly names: FileNames;
  readonly findings: FlowFindings;
  /** Functions of the script that have bodies. */
  readonly functions: ReadonlyMap<ScriptSymbol, OwnFunction>;
}

const OTHER: FlowValue = { kind: 'other' };
const UNKNOWN: HandleState = { kind: 'unknown' };
const NUMBERS: Readonly<Record<string, number>> = {
  NULL: 0,
  FALSE: 0,
  TRUE: 1,
  INVALID_HANDLE_VALUE: -1,
  ERROR_SUCCESS: 0,
  NO_ERROR: 0,
  STATUS_SUCCESS: 0,
};

/** Evaluates expressions on paths. */
export class HandleValues {
  private readonly openers = new Map<OwnFunction, BuiltIn | null>();

  constructor(private readonly context: FlowContext) {}

  /** Evaluates; what is opened and not kept by the caller of this method is its matter. */
  evaluate(expression: Expression, path: Path): Evaluated {
    switch (expression.kind) {
      case 'number':
        return { path, value: { kind: 'number', value: expression.value } };
      case 'name': {
        const known = NUMBERS[expression.name];
        const name = this.variable(expression);
        return {
          path,
          value:
            name !== null
              ? { kind: 'handle', name }
              : known === undefined
                ? OTHER
                : { kind: 'number', value: known },
        };
      }
      case 'member': {
        const name = this.variable(expression);
        return name === null
          ? { path: this.evaluate(expression.object, path).path, value: OTHER }
          : { path, value: { kind: 'handle', name } };
      }
      case 'cast':
        return this.evaluate(expression.operand, path);
      case 'assignment':
        return this.assign(expression.target, expression.value, path);
      case 'call':
        return this.call(expression, path);
      case 'unary':
        return this.unary(expression.operator, expression.operand, path);
      case 'postfix':
        return { path: this.changed(expression.operand, path), value: OTHER };
      case 'binary': {
        const left = this.evaluate(expression.left, path);
        return { path: this.evaluate(expression.right, left.path).path, value: OTHER };
      }
      case 'conditional': {
        const behind = this.evaluate(expression.condition, path).path;
        const then = this.store(this.evaluate(expression.then, behind));
        return { path: this.store(this.evaluate(expression.otherwise, then)), value: OTHER };
      }
      case 'index': {
        const array = this.evaluate(expression.array, path).path;
        return { path: this.evaluate(expression.index, array).path, value: OTHER };
      }
      default:
        return { path, value: OTHER };
    }
  }

  /** Puts the value of an initializer or an assignment in a variable. */
  put(name: string, given: Evaluated, at: Span): Path {
    const path = this.overwrite(name, given.path, at);
    switch (given.value.kind) {
      case 'opened':
        return withHandle(path, name, { kind: 'open', opened: given.value.opened, verdict: null });
      case 'handle':
        // Two names for one handle: neither can be followed.
        return withHandle(withHandle(path, given.value.name, UNKNOWN), name, UNKNOWN);
      default:
        return withHandle(path, name, UNKNOWN);
    }
  }

  /** A value that goes where it cannot be followed: a global, an array, another function. */
  store({ path, value }: Evaluated): Path {
    return value.kind === 'handle' ? withHandle(path, value.name, UNKNOWN) : path;
  }

  /** The values in braces go into arrays and structs. */
  initializer(initializer: Initializer, path: Path): Path {
    return initializer.kind === 'braces'
      ? initializer.values.reduce((before, each) => this.initializer(each, before), path)
      : this.store(this.evaluate(initializer, path));
  }

  /** Key of a local variable or of a field of one; null for everything else. */
  variable(expression: Expression): string | null {
    if (expression.kind === 'member' && !expression.arrow && expression.object.kind === 'name') {
      const symbol = this.context.names.symbol(expression.object);
      return symbol?.kind === 'local' && symbol.length === 0
        ? `${symbol.name}.${expression.member.name}#${symbol.place.start}`
        : null;
    }
    if (expression.kind !== 'name') {
      return null;
    }
    const symbol = this.context.names.symbol(expression);
    const isLocal = symbol?.kind === 'local' || symbol?.kind === 'parameter';
    return isLocal && symbol.type.isHandle && symbol.length === 0
      ? `${symbol.name}#${symbol.place.start}`
      : null;
  }

  private unary(operator: string, operand: Expression, path: Path): Evaluated {
    if (operator === '&') {
      const name = this.variable(operand);
      return { path: name === null ? path : withHandle(path, name, UNKNOWN), value: OTHER };
    }
    if (operator === '++' || operator === '--') {
      return { path: this.changed(operand, path), value: OTHER };
    }
    return { path: this.evaluate(operand, path).path, value: OTHER };
  }

  private changed(target: Expression, path: Path): Path {
    return target.kind === 'name'
      ? withChanged(path, target.name)
      : this.evaluate(target, path).path;
  }

  private assign(target: Expression, value: Expression, path: Path): Evaluated {
    const given = this.evaluate(value, path);
    const name = this.variable(target);
    if (name !== null) {
      const changed = { ...given, path: this.changedBy(name, given.path) };
      return { path: this.put(name, changed, target), value: { kind: 'handle', name } };
    }
    if (target.kind === 'name' && given.value.kind === 'verdict') {
      return {
        path: withVerdict(withChanged(given.path, target.name), given.value, target.name),
        value: given.value,
      };
    }
    const stored = this.store(given);
    return { path: this.changed(target, stored), value: OTHER };
  }

  private changedBy(name: string, path: Path): Path {
    return withChanged(path, plainName(name));
  }

  private overwrite(name: string, path: Path, at: Span): Path {
    const state = path.handles.get(name);
    if (state?.kind === 'open') {
      this.context.findings.leak(plainName(name), state.opened, path, { kind: 'overwritten', at });
    }
    return path;
  }

  private call(call: CallExpression, path: Path): Evaluated {
    const built = this.context.names.builtIn(call.callee);
    return built === undefined ? this.ownCall(call, path) : this.builtInCall(call, built, path);
  }

  /** A function of the script: a handle that it only uses is still ours; any other may be closed or kept by it. */
  private ownCall(call: CallExpression, path: Path): Evaluated {
    const callee = this.callee(call);
    let after = path;
    call.arguments.forEach((argument, index) => {
      const given = this.evaluate(argument, after);
      const parameter = callee && parameterOf(callee, index);
      const keeps = callee && parameter && onlyUses(callee, parameter);
      after = keeps ? given.path : this.store(given);
    });
    const opener = callee === undefined ? null : this.openerBehind(callee);
    return opener === null
      ? { path: after, value: OTHER }
      : { path: after, value: { kind: 'opened', opened: openingBy(call, opener, after) } };
  }

  /**
   * A call whose result nobody looks at: what a function of the script closes is closed behind it, because the caller
   * cannot know better.
   */
  closedByCallee(call: CallExpression, path: Path): Path {
    const callee = this.callee(call);
    return call.arguments.reduce((before, argument, index) => {
      const name = this.variable(argument);
      const parameter = callee && parameterOf(callee, index);
      return name !== null && callee && parameter && closesParameter(callee, parameter)
        ? withHandle(before, name, { kind: 'closed', at: eventAt(call, before) })
        : before;
    }, path);
  }

  private callee({ callee }: CallExpression): OwnFunction | undefined {
    const symbol = this.context.names.symbol(callee);
    return symbol && this.context.functions.get(symbol);
  }

  /** Looked up once for each function of the script. */
  private openerBehind(callee: OwnFunction): BuiltIn | null {
    const known = this.openers.get(callee);
    const opener = known === undefined ? handsOn(callee) : known;
    this.openers.set(callee, opener);
    return opener;
  }

  private builtInCall(call: CallExpression, built: BuiltIn, path: Path): Evaluated {
    let after = path;
    built.parameters.forEach((parameter, index) => {
      const argument = call.arguments[index];
      if (argument === undefined || index === built.opensThrough) {
        return;
      }
      const given = this.evaluate(argument, after);
      after = given.path;
      const { value } = given;
      const handsOver = built.handsOver.includes(index);
      const staysOurs = built.closes !== index && !handsOver;
      if (value.kind === 'opened' && parameter.type.isHandle && staysOurs) {
        // Used, and then nobody has it.
        this.context.findings.leak('', value.opened, after, { kind: 'discarded', at: argument });
      }
      if (value.kind !== 'handle') {
        return;
      }
      after = parameter.type.isHandle
        ? this.use(call, { name: value.name, closes: this.closes(call, built, index) }, after)
        : this.store(given);
      after = handsOver ? this.store({ ...given, path: after }) : after;
    });
    for (const argument of call.arguments.slice(built.parameters.length)) {
      after = this.evaluate(argument, after).path;
    }
    return opensForGood(built) ? this.opening(call, built, after) : { path: after, value: OTHER };
  }

  /** True when a call closes the handle that is its argument. */
  private closes(call: CallExpression, built: BuiltIn, index: number): boolean {
    return (
      built.closes === index ||
      (isDuplication(built) && index === 1 && mentions(call.arguments[6], 'DUPLICATE_CLOSE_SOURCE'))
    );
  }

  private use(
    call: CallExpression,
    { name, closes }: { readonly name: string; readonly closes: boolean },
    path: Path,
  ): Path {
    const state = path.handles.get(name);
    if (state?.kind === 'closed') {
      const { start, end } = call;
      const by = call.callee.name;
      this.context.findings.afterClose(plainName(name), { by, closes, start, end }, state.at, path);
    }
    return closes ? withHandle(path, name, { kind: 'closed', at: eventAt(call, path) }) : path;
  }

  private opening(call: CallExpression, built: BuiltIn, path: Path): Evaluated {
    const opened = openingBy(call, built, path);
    if (built.opensThrough === -1) {
      return { path, value: { kind: 'opened', opened } };
    }
    if (isDuplication(built) && !isOwnProcess(call.arguments[2])) {
      // The handle is one of another process.
      return { path, value: OTHER };
    }
    let after = path;
    const names: string[] = [];
    built.parameters.forEach(({ type }, index) => {
      const argument = call.arguments[index];
      const isOut = index === built.opensThrough || (index > 0 && type.target?.isHandle === true);
      if (!isOut || argument?.kind !== 'unary' || argument.operator !== '&') {
        return;
      }
      for (const name of this.namesBehind(argument.operand)) {
        after = this.overwrite(name, after, argument);
        after = withHandle(after, name, { kind: 'open', opened, verdict: null });
        names.push(name);
      }
    });
    const zeroIsSuccess = built.returns.name !== 'BOOL';
    return { path: after, value: { kind: 'verdict', names, zeroIsSuccess } };
  }

  /** The handles that a call writes through a pointer: one variable, or the handles of a PROCESS_INFORMATION. */
  private namesBehind(operand: Expression): readonly string[] {
    const name = this.variable(operand);
    if (name !== null) {
      return [name];
    }
    if (operand.kind !== 'name') {
      return [];
    }
    const symbol = this.context.names.symbol(operand);
    return symbol?.kind === 'local' && symbol.type.name === 'PROCESS_INFORMATION'
      ? ['hProcess', 'hThread'].map((field) => `${symbol.name}.${field}#${symbol.place.start}`)
      : [];
  }
}

/** The result of an open is in a variable that will be looked at. */
export function withVerdict(
  path: Path,
  verdict: Extract<FlowValue, { kind: 'verdict' }>,
  variable: string,
): Path {
  return verdict.names.reduce((before, name) => {
    const state = before.handles.get(name);
    return state?.kind === 'open'
      ? withHandle(before, name, {
          ...state,
          verdict: { variable, zeroIsSuccess: verdict.zeroIsSuccess },
        })
      : before;
  }, path);
}

function parameterOf({ parameters, names }: OwnFunction, index: number): ScriptSymbol | undefined {
  const name = parameters[index]?.name ?? null;
  return name === null ? undefined : names.symbol(name);
}

/** The name of a variable as it is written. */
export function plainName(key: string): string {
  return key.replace(/#.*$/, '');
}

function openingBy(call: CallExpression, { closedBy }: BuiltIn, path: Path): Opening {
  return {
    by: call.callee.name,
    closedBy: closedBy ?? 'CloseHandle',
    ...eventAt(call, path),
  };
}

function eventAt({ start, end }: Span, { decisions }: Path): Event {
  return { start, end, decisions: decisions.length };
}
