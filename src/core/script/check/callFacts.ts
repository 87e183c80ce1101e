/** What the arguments of a call and the body of a function tell about handles. */

import type { BuiltIn } from '../functions/builtIn';
import { builtInNamed } from '../functions/catalog';
import type { Expression, FunctionDeclaration, Statement } from '../language/syntax';

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
 * Looked at by the name alone: every other place where the name stands makes the answer false.
 */
export function onlyUses(declaration: FunctionDeclaration, parameter: string): boolean {
  let others = 0;
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) {
      node.forEach(visit);
    } else if (typeof node === 'object' && node !== null) {
      const each = node as Expression;
      if (each.kind === 'call') {
        const built = builtInNamed(each.callee.name);
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
      others += each.kind === 'name' && each.name === parameter ? 1 : 0;
      Object.values(node).forEach(visit);
    }
  };
  visit(declaration.body);
  return others === 0;
}

/**
 * The function of Windows whose handle a function of the script hands on to its caller; null unless each of its `return`s gives
 * such a handle, or none (NULL, INVALID_HANDLE_VALUE).
 */
export function handsOn({ body }: FunctionDeclaration): BuiltIn | null {
  const returned: Expression[] = [];
  const given = new Map<string, Expression[]>();
  const locals = new Set<string>();
  const note = (name: string, value: Expression): void => {
    given.set(name, [...(given.get(name) ?? []), value]);
  };
  walk(body, (node) => {
    if (node.kind === 'return' && node.value !== null) {
      returned.push(node.value);
    } else if (node.kind === 'assignment' && node.target.kind === 'name') {
      note(node.target.name, node.value);
    } else if (node.kind === 'variables') {
      for (const { name, initializer } of node.declarators) {
        locals.add(name.name);
        if (initializer !== null && initializer.kind !== 'braces') {
          note(name.name, initializer);
        }
      }
    }
  });
  const values = returned.flatMap((value) =>
    value.kind === 'name' && locals.has(value.name) ? (given.get(value.name) ?? [value]) : [value],
  );
  const openers = values.map(openerOf);
  if (openers.includes(null)) {
    return null;
  }
  return openers.find((each): each is BuiltIn => each !== null && each !== 'none') ?? null;
}

/** True when a function of the script closes a parameter somewhere. */
export function closesParameter({ body }: FunctionDeclaration, parameter: string): boolean {
  let closes = false;
  walk(body, (node) => {
    if (node.kind === 'call') {
      const closed = node.arguments[builtInNamed(node.callee.name)?.closes ?? -1];
      closes ||= closed?.kind === 'name' && closed.name === parameter;
    }
  });
  return closes;
}

/** The function that opens a value; `none` for values that are no handle, null for all others. */
function openerOf(value: Expression): BuiltIn | 'none' | null {
  switch (value.kind) {
    case 'cast':
      return openerOf(value.operand);
    case 'number':
      return 'none';
    case 'name':
      return ['NULL', 'INVALID_HANDLE_VALUE'].includes(value.name) ? 'none' : null;
    case 'call': {
      const built = builtInNamed(value.callee.name);
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
