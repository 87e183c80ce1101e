/** Reads a script and the files that it includes. */

import type { CancellationToken } from '../../util/cancellation';
import { fail, ok, type Result } from '../../util/result';
import type { ParsedFile } from '../compile/compiler';
import { scriptFile } from '../run/program';
import { loadParser, parseScript } from './parser';
import type { ScriptProblem, ScriptSyntax } from './syntax';

/** How names of scripts end. */
export const FILE_EXTENSION = '.hsim';

/** Files of one script at most. */
const MOST_FILES = 100;

/** What reading needs from the host. */
export interface ScriptReader {
  /** Text of a file; the problem says why it cannot be read. */
  readText(path: string): Promise<Result<string>>;
  readonly token: CancellationToken;
  /** Parses a text; absent: anew each time. */
  parse?(path: string, text: string): ScriptSyntax;
}

/**
 * The files in the order in which they count: what is included first, the script last. Fails only when the script itself
 * cannot be read; what is wrong with an included file is a problem of the line that includes it.
 */
export async function loadScript(
  path: string,
  reader: ScriptReader,
): Promise<Result<readonly ParsedFile[]>> {
  await loadParser();
  const loaded = new Map<string, ParsedFile>();
  const visit = async (name: string): Promise<Result<string>> => {
    const text = await reader.readText(name);
    if (!text.ok) {
      return text;
    }
    const syntax = reader.parse?.(name, text.value) ?? parseScript(text.value);
    const problems: ScriptProblem[] = [];
    const key = keyOf(name);
    // Holds the place, so that files that include each other end.
    loaded.set(key, { file: scriptFile(name, text.value), syntax });
    for (const item of syntax.items) {
      if (item.kind !== 'include') {
        continue;
      }
      const wanted = resolvePath(name, item.path.name);
      if (loaded.has(keyOf(wanted))) {
        continue;
      }
      const found = loaded.size < MOST_FILES ? await visit(wanted) : null;
      if (found?.ok !== true) {
        problems.push({
          code: 'no-include',
          severity: 'error',
          message:
            found === null
              ? `More than ${MOST_FILES} files are included.`
              : `The file "${wanted}" cannot be read: ${found.problem.message}`,
          start: item.path.start,
          end: item.path.end,
        });
      }
    }
    loaded.delete(key);
    loaded.set(key, { file: scriptFile(name, text.value), syntax: withProblems(syntax, problems) });
    return text;
  };
  const read = await visit(path);
  return read.ok ? ok([...loaded.values()]) : fail(read.problem);
}

function withProblems(syntax: ScriptSyntax, more: readonly ScriptProblem[]): ScriptSyntax {
  return more.length === 0 ? syntax : { ...syntax, problems: [...syntax.problems, ...more] };
}

/** Paths differ by letter case and slashes only where they mean the same file. */
function keyOf(path: string): string {
  return path.replaceAll('\\', '/').toLowerCase();
}

/** A path relative to the folder of the file that names it. Absolute ones stay. */
export function resolvePath(from: string, path: string): string {
  if (/^([A-Za-z]:)?[\\/]|^[a-z][\w+.-]+:\/\//i.test(path)) {
    return path;
  }
  const folder = from.slice(0, Math.max(from.lastIndexOf('/'), from.lastIndexOf('\\')) + 1);
  const parts: string[] = [];
  for (const part of `${folder}${path.replaceAll('\\', '/')}`.split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..' && parts.at(-1) !== '') {
      parts.pop();
    } else if (part !== '.') {
      parts.push(part);
    }
  }
  return parts.join('/');
}
