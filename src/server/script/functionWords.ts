/** What hovers, completion and signature help say of functions, variables and constants. */

import type { ScriptSymbol } from '../../core/script/compile/symbols';
import type { BuiltIn } from '../../core/script/functions/builtIn';
import type { NamedConstant } from '../../core/script/functions/constants';
import { requiredAccess, type RequiredRight } from '../../core/script/functions/requiredAccess';
import { hex0x } from '../../core/util/hex';

/** A function of Windows: what it does, what it opens, what closes that, and which right it needs. */
export function builtInWords(built: BuiltIn): string {
  const { opens, closedBy, opensThrough, parameters, closes } = built;
  const facts = [built.summary];
  if (opens !== null) {
    const through = parameters[opensThrough]?.name;
    const where = through === undefined ? 'and returns it' : `and stores it through \`${through}\``;
    facts.push(`**Opens** a handle (${opens}) ${where}. **Closed by** \`${closedBy ?? ''}\`.`);
  }
  const closed = closes === null ? undefined : parameters[closes]?.name;
  if (closed !== undefined) {
    facts.push(`**Closes** the handle in \`${closed}\`.`);
  }
  const required = requiredAccess(built.name);
  if (required !== null) {
    const rights = required.rights.map(rightWords).join(', ');
    facts.push(`**Required access**: ${rights} ([documented](${required.page})).`);
  }
  return facts.join('\n\n');
}

function rightWords({ right, beforeVista, parameter }: RequiredRight): string {
  const where = parameter === undefined ? '' : ` of \`${parameter}\``;
  const before = beforeVista === undefined ? '' : ` (Windows XP: \`${beforeVista}\`)`;
  return `\`${right}\`${where}${before}`;
}

/** `HANDLE hEvent`, `int work(HANDLE h, int count)`, `#define LIMIT 5`. */
export function declarationOf(symbol: ScriptSymbol): string {
  const { kind, name, type, length, parameters, value } = symbol;
  switch (kind) {
    case 'function': {
      const list = parameters.map((each) => `${each.type.name} ${each.name}`).join(', ');
      return `${type.name} ${name}(${list === '' ? 'void' : list})`;
    }
    case 'define':
      return `#define ${name} ${value ?? ''}`.trimEnd();
    case 'struct':
      return `struct ${name}`;
    case 'label':
      return `${name}:`;
    default:
      return `${type.name} ${name}${length > 0 ? `[${length}]` : ''}`;
  }
}

/** What kind of name it is, in words. */
export function kindWords({ kind }: ScriptSymbol): string {
  switch (kind) {
    case 'define':
      return 'constant of the script';
    case 'global':
      return 'global variable';
    case 'local':
      return 'local variable';
    case 'parameter':
      return 'parameter';
    case 'function':
      return 'function of the script';
    case 'field':
      return 'field of a struct';
    case 'label':
      return 'place that goto leads to';
    default:
      return kind;
  }
}

/** The value of a constant. */
export function constantWords({ value, unsigned }: NamedConstant): string {
  return unsigned ? hex0x(value) : String(value);
}
