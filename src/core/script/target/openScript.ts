/** Opens a script as a target: reads its files, compiles them, starts the machine. */

import type { Target } from '../../target/target';
import { carriedProblem, type Problem } from '../../util/problem';
import { fail, ok, type Result } from '../../util/result';
import { compileScript, type Compilation } from '../compile/compiler';
import type { FileProblem } from '../compile/context';
import { ScriptSession } from '../debug/scriptSession';
import { loadScript, type ScriptReader } from '../language/loadScript';
import { placeInFile, type ScriptFile } from '../run/program';
import { startScript } from './scriptMachine';
import { ScriptTarget } from './scriptTarget';

/** Errors that are told in full; the rest is counted. */
const MOST_TOLD = 20;

/** What opening needs from the host. */
export interface ScriptHost extends ScriptReader {
  /** Lets the host do other things while the program runs. */
  yieldNow(): Promise<void>;
}

/** Opens a script. A broken one fails with all its errors and their places. */
export async function openScript(path: string, host: ScriptHost): Promise<Result<Target>> {
  const session = await openSession(path, host);
  return session.ok
    ? ok(new ScriptTarget({ session: session.value, title: path, yieldNow: () => host.yieldNow() }))
    : session;
}

/** The same without a target around it. */
export async function openSession(path: string, host: ScriptHost): Promise<Result<ScriptSession>> {
  const files = await loadScript(path, host);
  if (!files.ok) {
    return files;
  }
  const compilation = compileScript(files.value);
  if (compilation.program === null) {
    return fail(
      brokenScript(
        path,
        compilation.problems,
        files.value.map(({ file }) => file),
      ),
    );
  }
  return startSession({ ...compilation, program: compilation.program });
}

/** Starts a compiled script. Process and thread ids that collide are a problem of the script. */
export function startSession(
  compilation: Compilation & { readonly program: NonNullable<Compilation['program']> },
): Result<ScriptSession> {
  try {
    return ok(new ScriptSession(startScript(compilation.program), compilation.names));
  } catch (error) {
    const problem = carriedProblem(error);
    if (problem !== null) {
      return fail(problem);
    }
    return fail({
      code: 'machine-refused',
      message: `The machine of the script cannot be started: ${error instanceof Error ? error.message : String(error)}`,
      hint: 'Look at the ids in its block "machine": each process and thread needs its own.',
    });
  }
}

/** All errors of a script in one problem. */
function brokenScript(
  path: string,
  problems: readonly FileProblem[],
  files: readonly ScriptFile[],
): Problem {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const lines = errors
    .slice(0, MOST_TOLD)
    .map((error) => `${placeText(error, files)} ${error.message}`);
  const more = errors.length > MOST_TOLD ? [`… and ${errors.length - MOST_TOLD} more.`] : [];
  const count = errors.length === 1 ? 'an error' : `${errors.length} errors`;
  return {
    code: 'broken-script',
    message: `${path} has ${count} and was not started.`,
    hint: errors.length === 1 ? 'Correct it and start again.' : 'Correct them and start again.',
    details: [...lines, ...more],
  };
}

function placeText({ file, start }: FileProblem, files: readonly ScriptFile[]): string {
  const found = files[file];
  if (found === undefined) {
    return '';
  }
  const { line, column } = placeInFile(found, start);
  return `${found.path}(${line},${column}):`;
}
