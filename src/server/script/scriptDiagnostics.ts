/** Problems of a script as an editor shows them. */

import { DiagnosticSeverity, DiagnosticTag, type Diagnostic } from 'vscode-languageserver';
import type { FileProblem } from '../../core/script/compile/context';
import type { ScriptProgram } from './scriptProgram';

const SOURCE = 'Handle Lens';

const SEVERITIES: Readonly<Record<FileProblem['severity'], DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  hint: DiagnosticSeverity.Information,
};

/** Problems that fade the text they are about. */
const FADED = new Set(['unreachable-code', 'unused-handle', 'unused-label']);

/** The problems of one file that are worth telling: a file to be included needs no `main`. */
export function problemsOf(program: ScriptProgram, file: number): readonly FileProblem[] {
  const isLibrary = !program.files[file]?.syntax.items.some(({ kind }) => kind === 'machine');
  return program.problems.filter(
    (problem) => problem.file === file && !(isLibrary && problem.code === 'no-main'),
  );
}

/** The same as diagnostics. `related`: whether the client shows related places. */
export function diagnoseScript(program: ScriptProgram, related: boolean): Diagnostic[] {
  const file = program.own;
  return problemsOf(program, file).map((problem) => ({
    range: program.rangeOf(file, problem),
    severity:
      problem.code === 'unreachable-code' ? DiagnosticSeverity.Hint : SEVERITIES[problem.severity],
    code: problem.code,
    source: SOURCE,
    message: problem.message,
    ...(FADED.has(problem.code) && { tags: [DiagnosticTag.Unnecessary] }),
    ...(related &&
      problem.related !== undefined && {
        relatedInformation: problem.related.map(({ message, start, end }) => ({
          location: program.locationOf({ file, start, end }),
          message,
        })),
      }),
  }));
}
