/** Quick fixes for problems whose remedy is certain. */

import {
  CodeActionKind,
  type CodeAction,
  type Diagnostic,
  type Range,
} from 'vscode-languageserver';
import type { FileProblem } from '../../core/script/compile/context';
import { problemsOf } from './scriptDiagnostics';
import type { ScriptProgram } from './scriptProgram';

/** The fixes for the problems that touch a range. */
export function scriptActions(
  program: ScriptProgram,
  range: Range,
  diagnostics: readonly Diagnostic[],
): CodeAction[] {
  const file = program.own;
  const from = program.offsetAt(file, range.start);
  const to = program.offsetAt(file, range.end);
  return problemsOf(program, file)
    .filter(({ start, end }) => start <= to && end >= from)
    .flatMap((problem) => {
      const fix = fixOf(problem);
      if (fix === null) {
        return [];
      }
      const place = program.rangeOf(file, fix);
      const shown = diagnostics.filter(
        ({ code, message }) => code === problem.code && message === problem.message,
      );
      return [
        {
          title: fix.title,
          kind: CodeActionKind.QuickFix,
          isPreferred: fix.isPreferred,
          diagnostics: shown,
          edit: { changes: { [program.uriOf(file)]: [{ range: place, newText: fix.text }] } },
        },
      ];
    });
}

interface Fix {
  readonly title: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly isPreferred: boolean;
}

function fixOf({ replacement, fix, start, end }: FileProblem): Fix | null {
  if (fix !== undefined) {
    return { ...fix, isPreferred: fix.isCertain };
  }
  return replacement === undefined
    ? null
    : { title: `Replace it by ${replacement}`, text: replacement, start, end, isPreferred: true };
}
