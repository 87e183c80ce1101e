/** What the arguments of a call and the body of a function tell about handles. */

import type { BuiltIn } from '../functions/builtIn';
import type { FileNames } from '../compile/fileNames';
import type { ScriptSymbol } from '../compile/symbols';
import type { Block, Expression, NameUse, Parameter, Statement } from '../language/syntax';

/** A function of the script that has a body, and the names of its file. */
export interface OwnFunction {
  readonly parameters: readonly Parameter[];
  readonly body: Block;
  readonly names: FileNames;
}

/** True for calls that make another handle to an object. */
export function isDuplication({ name }: BuiltIn): boolean {
  return name === 'DuplicateHandle' || name === 'NtDuplicateObject';
}

/** True for calls that open what somebody has to close. */
export function opensForGood({ opens, goesWithThread }: BuiltIn): boolean {
  return opens !== null && !goesWithThread;
}

/** True for the program's own process. */
export function isOwnProcess(argument: Expression | undefined): boolean {
  return (
    (argument?.kind === 'call' && argument.callee.name === 'GetCurrentProcess') ||
    (argument?.kind === 'name' && argument.name === 'NtCurrentProcess')
  );
}

/** True when a name stands in a combination of flags. */
export function mentions(expression: Expression | undefined, name: string): boolean {
  switch (expression?.kind) {
    case 'name':
      return expression.name === name;
    case 'binary':
      return mentions(expression.left, name) || mentions(expression.right, name);
    default:
      return false;
  }
}

/**
 * True when a function of the script does nothing with a parameter but give it to functions of Windows that do not close it.
 * Every other place where it stands makes the answer false.
 */
export function onlyUses({ body, names }: OwnFunction, parameter: ScriptSymbol): boolean {
  let others = 0;
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) {
      node.forEach(visit);
    } else if (typeof node === 'object' && node !== null) {
      const each = node as Expression;
      if (each.kind === 'call') {
        const built = names.builtIn(each.callee);
        each.arguments.forEach((argument, index) => {
          const isPlain =
            argument.kind === 'name' &&
            built?.parameters[index]?.type.isHandle === true &&
            built.closes !== index &&
            !built.handsOver.includes(index) &&
            !isDuplication(built);
          if (!isPlain) {
            visit(argument);
          }
        });
        return;
      }
      others += each.kind === 'name' && names.symbol(each) === parameter ? 1 : 0;
      Object.values(node).forEach(visit);
    }
  };
  visit(body);
  return others === 0;
}

/**
 * The function of Windows whose handle a function of the script hands on to its caller; null unless each of its `return`s gives
 * such a handle, or none (NULL, INVALID_HANDLE_VALUE).
 */
export function handsOn({ body, names }: OwnFunction): BuiltIn | null {
  const returned: Expression[] = [];
  const given = new Map<ScriptSymbol | undefined, Expression[]>();
  const note = (name: NameUse, value: Expression): void => {
    const symbol = names.symbol(name);
    given.set(symbol, [...(given.get(symbol) ?? []), value]);
  };
  walk(body, (node) => {
    if (node.kind === 'return' && node.value !== null) {
      returned.push(node.value);
    } else if (node.kind === 'assignment' && node.target.kind === 'name') {
      note(node.target, node.value);
    } else if (node.kind === 'variables') {
      for (const { name, initializer } of node.declarators) {
        if (initializer !== null && initializer.kind !== 'braces') {
          note(name, initializer);
        }
      }
    }
  });
  const values = returned.flatMap((value) => {
    const symbol = value.kind === 'name' ? names.symbol(value) : undefined;
    return symbol?.kind === 'local' ? (given.get(symbol) ?? [value]) : [value];
  });
  const openers = values.map((value) => openerOf(value, names));
  if (openers.includes(null)) {
    return null;
  }
  return openers.find((each): each is BuiltIn => each !== null && each !== 'none') ?? null;
}

/** True when a function of the script closes a parameter somewhere. */
export function closesParameter({ body, names }: OwnFunction, parameter: ScriptSymbol): boolean {
  let closes = false;
  walk(body, (node) => {
    if (node.kind === 'call') {
      const closed = node.arguments[names.builtIn(node.callee)?.closes ?? -1];
      closes ||= closed?.kind === 'name' && names.symbol(closed) === parameter;
    }
  });
  return closes;
}

/** The function that opens a value; `none` for values that are no handle, null for all others. */
function openerOf(value: Expression, names: FileNames): BuiltIn | 'none' | null {
  switch (value.kind) {
    case 'cast':
      return openerOf(value.operand, names);
    case 'number':
      return 'none';
    case 'name':
      return ['NULL', 'INVALID_HANDLE_VALUE'].includes(value.name) ? 'none' : null;
    case 'call': {
      const built = names.builtIn(value.callee);
      return built !== undefined && opensForGood(built) && built.opensThrough === -1 ? built : null;
    }
    default:
      return null;
  }
}

/** Visits every statement and expression below a node. */
function walk(node: unknown, visit: (node: Statement | Expression) => void): void {
  if (Array.isArray(node)) {
    node.forEach((each) => walk(each, visit));
  } else if (typeof node === 'object' && node !== null) {
    if ('kind' in node) {
      visit(node as Statement | Expression);
    }
    Object.values(node).forEach((each) => walk(each, visit));
  }
}
