/** Where breakpoints are in a script. */

import { nearestName } from '../../util/nearestName';
import type { ProgramPlace } from '../../target/program';
import { BUILT_INS, builtInNames, builtInNumber } from '../functions/catalog';
import type { Engine } from '../run/engine';
import type { Program } from '../run/program';

/** A place at which the engine asks. */
export interface FoundPlace {
  /** Statement; -1 for none. */
  readonly statement: number;
  /** Function of Windows; -1 for none. */
  readonly builtIn: number;
}

/** A function of the script or of Windows, with or without its module. */
export function functionPlace({ program, context }: Engine, given: string): FoundPlace | string {
  const [, module, name = ''] = /^(?:(.*)!)?(.*)$/.exec(given.trim()) ?? [];
  if (module !== undefined && context.modules.module(module.trim()) === undefined) {
    const loaded = context.modules.images.map(({ info }) => info.name);
    return `There is no module "${module}" here.${suggestion(module, loaded)}`;
  }
  const wanted = name.trim().toLowerCase();
  const own = program.functions.findIndex((each) => each.name.toLowerCase() === wanted);
  if (own !== -1) {
    const statement = program.statements.findIndex((each) => each.function === own);
    return statement === -1
      ? `"${name.trim()}" has no statement to stop at.`
      : { statement, builtIn: -1 };
  }
  const builtIn =
    builtInNumber(name.trim()) ?? BUILT_INS.findIndex((each) => each.name.toLowerCase() === wanted);
  if (builtIn !== -1) {
    return { statement: -1, builtIn };
  }
  const known = [...program.functions.map((each) => each.name), ...builtInNames()];
  return `There is no function "${name.trim()}".${suggestion(name.trim(), known)}`;
}

function suggestion(name: string, known: readonly string[]): string {
  const near = nearestName(name, known);
  return near === null ? '' : ` Did you mean "${near}"?`;
}

/** The place of a statement in the source. */
export function placeOf(program: Program, statement: number): ProgramPlace {
  const {
    file = 0,
    line = 1,
    column = 1,
    endLine = 1,
    endColumn = 1,
  } = program.statements[statement] ?? {};
  return { path: program.files[file]?.path ?? '', line, column, endLine, endColumn };
}

/** Two paths name the same file when they end alike; clients write drives and slashes their own way. */
export function samePath(left: string, right: string): boolean {
  const plain = (path: string): string =>
    decodeURIComponent(path.replace(/%(?![0-9a-f]{2})/gi, '%25'))
      .replaceAll('\\', '/')
      .replace(/^file:\/\/\/?/i, '/')
      .replace(/^\/(?=[a-z]:)/i, '')
      .toLowerCase();
  const first = plain(left);
  const second = plain(right);
  return first === second || first.endsWith(`/${second}`) || second.endsWith(`/${first}`);
}

/** The first statement on a line, else on the next line that has one; -1 when the file has none from there on. */
export function statementAtLine(program: Program, path: string, line: number): number {
  let best = -1;
  program.statements.forEach((statement, number) => {
    const file = program.files[statement.file]?.path ?? '';
    if (statement.line < line || !samePath(file, path)) {
      return;
    }
    const known = program.statements[best];
    const isBetter =
      known === undefined ||
      statement.line < known.line ||
      (statement.line === known.line && statement.column < known.column);
    if (isBetter) {
      best = number;
    }
  });
  return best;
}
