/** Values of variables behind the lines of a script while it stands still. */

import * as vscode from 'vscode';
import { SCRIPT_LANGUAGE } from './scriptLanguage';

/** Lines above the stop that get values; more would not fit on a screen. */
const MOST_LINES = 200;
/** Comments and texts hold no variables. */
const NOT_CODE = /\/\/.*$|\/\*.*?\*\/|L?"(?:\\.|[^"\\])*"/g;
/** Names that are variables: no calls, no types in front of a name, no constants. */
const VARIABLE = /(?<![\w.>])[A-Za-z_]\w*(?!\s*\(|\w)(?:(?:\.|->)[A-Za-z_]\w*)*/g;

/** Shows variables of scripts in line; the debug adapter says which names it knows. */
export function registerInlineValues(): vscode.Disposable {
  return vscode.languages.registerInlineValuesProvider(
    { language: SCRIPT_LANGUAGE },
    {
      provideInlineValues: (document, viewPort, { stoppedLocation }) => {
        const last = Math.min(stoppedLocation.end.line, viewPort.end.line);
        const first = Math.max(
          viewPort.start.line,
          last - MOST_LINES,
          functionStart(document, last),
        );
        return variablesIn(document, first, last);
      },
    },
  );
}

/** The line on which the function around a line begins: the last one before it that begins in the first column. */
function functionStart(document: vscode.TextDocument, line: number): number {
  let start = line;
  while (start > 0 && !/^[A-Za-z]/.test(document.lineAt(start).text)) {
    start--;
  }
  return start;
}

function variablesIn(
  document: vscode.TextDocument,
  first: number,
  last: number,
): vscode.InlineValue[] {
  const values: vscode.InlineValue[] = [];
  for (let line = first; line <= last; line++) {
    const text = document.lineAt(line).text.replace(NOT_CODE, (part) => ' '.repeat(part.length));
    const seen = new Set<string>();
    for (const match of text.matchAll(VARIABLE)) {
      const [name] = match;
      if (!seen.has(name) && /^[a-z_]|^g[A-Z]|\.|->/.test(name) && !KEYWORDS.has(name)) {
        seen.add(name);
        const range = new vscode.Range(line, match.index, line, match.index + name.length);
        values.push(new vscode.InlineValueEvaluatableExpression(range, name));
      }
    }
  }
  return values;
}

const KEYWORDS: ReadonlySet<string> = new Set(
  'if else while do for switch case default break continue return goto sizeof const static struct void int long char'.split(
    ' ',
  ),
);
