/** What is doubtful in a script that can be compiled: leaks, double closes, unused handles, code that nothing leads to. */

import type { Compilation, ParsedFile } from '../compile/compiler';
import type { ScriptSymbol } from '../compile/symbols';
import type { FileProblem } from '../compile/context';
import { placeInFile } from '../run/program';
import type { OwnFunction } from './callFacts';
import { FlowFindings } from './findings';
import { HandleFlow } from './handleFlow';
import { unreachableCode } from './unreachable';

/** Looks through all functions of the files but those with errors. */
export function checkScript(
  files: readonly ParsedFile[],
  compilation: Pick<Compilation, 'symbols' | 'problems' | 'places'>,
): readonly FileProblem[] {
  const functions = declaredFunctions(files, compilation);
  const problems = files.flatMap(({ file, syntax }, number) => {
    const errors = compilation.problems.filter(
      (each) => each.file === number && each.severity === 'error',
    );
    const findings = new FlowFindings((offset) => placeInFile(file, offset).line, file.text);
    const names = compilation.places[number];
    const unreachable = syntax.items.flatMap((item) => {
      if (item.kind !== 'function' || item.body === null || names === undefined) {
        return [];
      }
      if (errors.some(({ start }) => start >= item.start && start < item.end)) {
        return [];
      }
      new HandleFlow({ names, findings, functions }, file.text, item).run();
      return unreachableCode(item.body);
    });
    return [...findings.problems, ...unreachable].map((each) => ({ ...each, file: number }));
  });
  return [...problems, ...unusedHandles(files, compilation, problems)];
}

/** The functions that have bodies. */
function declaredFunctions(
  files: readonly ParsedFile[],
  { places }: Pick<Compilation, 'places'>,
): ReadonlyMap<ScriptSymbol, OwnFunction> {
  const functions = new Map<ScriptSymbol, OwnFunction>();
  files.forEach(({ syntax }, file) => {
    const names = places[file];
    for (const item of syntax.items) {
      const symbol = item.kind === 'function' ? names?.symbol(item.name) : undefined;
      if (item.kind === 'function' && item.body !== null && symbol && names) {
        functions.set(symbol, { parameters: item.parameters, body: item.body, names });
      }
    }
  });
  return functions;
}

/**
 * Handle variables that are only assigned to. One that is opened and forgotten is told as a leak already; one whose address is
 * taken is used.
 */
function unusedHandles(
  files: readonly ParsedFile[],
  { symbols }: Pick<Compilation, 'symbols'>,
  leaks: readonly FileProblem[],
): readonly FileProblem[] {
  return symbols
    .filter(
      ({ kind, type, references }) =>
        kind === 'local' &&
        type.isHandle &&
        references.every(({ isWrite, file, start }) => isWrite && !isBehindAnd(files, file, start)),
    )
    .filter(
      ({ extent }) =>
        !leaks.some(
          ({ file, start, end }) =>
            file === extent.file && start >= extent.start && end <= extent.end,
        ),
    )
    .map(({ name, place }) => ({
      code: 'unused-handle',
      severity: 'warning',
      message: `The handle variable "${name}" is never used. Use it, close what it holds, or remove it.`,
      ...place,
    }));
}

function isBehindAnd(files: readonly ParsedFile[], file: number, start: number): boolean {
  return /&\s*$/.test(files[file]?.file.text.slice(Math.max(0, start - 8), start) ?? '');
}
