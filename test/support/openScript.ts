/** Opens scripts that tests hold as text. */

import assert from 'node:assert/strict';
import { compileScript } from '../../src/core/script/compile/compiler';
import { ScriptSession } from '../../src/core/script/debug/scriptSession';
import { parseScript } from '../../src/core/script/language/parser';
import { scriptFile } from '../../src/core/script/run/program';
import { openScript, openSession, type ScriptHost } from '../../src/core/script/target/openScript';
import { startScript } from '../../src/core/script/target/scriptMachine';
import type { ProgramMotion } from '../../src/core/target/program';
import type { Target } from '../../src/core/target/target';
import { neverCancelled } from '../../src/core/util/cancellation';
import { errorText } from '../../src/core/render/errorText';
import { describeProblem } from '../../src/core/util/problem';
import { fail, ok } from '../../src/core/util/result';

/** A host whose files are given; the script itself is `test.hsim`. */
export function scriptHost(text: string, files: Readonly<Record<string, string>> = {}): ScriptHost {
  const all: Readonly<Record<string, string>> = { 'test.hsim': text, ...files };
  return {
    token: neverCancelled,
    yieldNow: () => Promise.resolve(),
    readText: (path) => {
      const found = all[path];
      return Promise.resolve(
        found === undefined
          ? fail({ code: 'no-file', message: `There is no file ${path}.` })
          : ok(found),
      );
    },
  };
}

/** A script at its first statement; one that is broken fails the test. */
export async function sessionOf(
  text: string,
  files?: Readonly<Record<string, string>>,
): Promise<ScriptSession> {
  const session = await openSession('test.hsim', scriptHost(text, files));
  assert.ok(session.ok, session.ok ? '' : describeProblem(session.problem));
  return session.value;
}

/** A session that takes a checkpoint every few instructions and stops at no exceptions; the parser must have been loaded. */
export function sessionWith(text: string, interval: number): ScriptSession {
  const file = scriptFile('test.hsim', text);
  const { program, names, problems } = compileScript([{ file, syntax: parseScript(text) }]);
  assert.ok(program !== null, JSON.stringify(problems));
  const session = new ScriptSession(startScript(program), names, interval);
  session.setBreakpoints('exceptions', []);
  return session;
}

/** The same as a target. */
export async function scriptTarget(
  text: string,
  files?: Readonly<Record<string, string>>,
): Promise<Target> {
  const target = await openScript('test.hsim', scriptHost(text, files));
  assert.ok(target.ok, target.ok ? '' : describeProblem(target.problem));
  return target.value;
}

/** Why a script is not started. */
export async function refusal(
  text: string,
  files?: Readonly<Record<string, string>>,
): Promise<string> {
  const session = await openSession('test.hsim', scriptHost(text, files));
  assert.ok(!session.ok, 'The script was expected to be refused.');
  return errorText(session.problem);
}

/** Runs a motion and answers with the sentence about where it stopped; a refusal's sentence when it did not run. */
export async function move(session: ScriptSession, motion: ProgramMotion): Promise<string> {
  const stop = await session.run(motion, scriptHost(''));
  return stop.ok ? stop.value.description : describeProblem(stop.problem);
}

/** Runs forwards to the next stop. */
export function go(session: ScriptSession): Promise<string> {
  return move(session, { kind: 'continue', backwards: false });
}

/** Runs a script to its end and answers with what it printed. */
export async function outputOf(
  text: string,
  files?: Readonly<Record<string, string>>,
): Promise<string> {
  const session = await sessionOf(text, files);
  let output = '';
  session.onOutput = (piece) => {
    output += piece;
  };
  session.setBreakpoints('exceptions', []);
  await go(session);
  return output;
}

/** `int main(void) { … }` around statements. */
export function mainOf(statements: string, settings = ''): string {
  return `machine { ${settings} }\nint main(void)\n{\n${statements}\nreturn 0;\n}\n`;
}
