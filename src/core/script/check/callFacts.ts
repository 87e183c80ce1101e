/** What the arguments of a call and the body of a function tell about handles. */

import type { BuiltIn } from '../functions/builtIn';
import { builtInNamed } from '../functions/catalog';
import type { Expression, FunctionDeclaration } from '../language/syntax';

/** True for calls that make another handle to an object. */
export function isDuplication({ name }: BuiltIn): boolean {
  return name === 'DuplicateHandle' || name === 'NtDuplicateObject';
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
