/** Runs command lines against a target and renders what they answer. */

import type { CommandHost } from '../../src/core/commands/command';
import { createInterpreter } from '../../src/core/commands/createInterpreter';
import type { Interpreter } from '../../src/core/commands/interpreter';
import type { CommandResult } from '../../src/core/commands/results';
import { renderJson } from '../../src/core/render/renderJson';
import { renderText } from '../../src/core/render/renderText';
import type { Target } from '../../src/core/target/target';
import { neverCancelled } from '../../src/core/util/cancellation';
import { fail } from '../../src/core/util/result';

/** A host without log files. */
export const silentHost: CommandHost = {
  openLog: (path) => Promise.resolve(path),
  closeLog: () => Promise.resolve(null),
  openTarget: (spec) =>
    Promise.resolve(fail({ code: 'no-file', message: `This host has no file ${spec}.` })),
  saveDump: (_target, { path }) =>
    Promise.resolve(fail({ code: 'no-files', message: `This host writes no ${path}.` })),
  yieldNow: () => Promise.resolve(),
  progress: () => undefined,
};

/** An interpreter over a target, with a host that does nothing. */
export function interpreterOf(target: Target, host: CommandHost = silentHost): Interpreter {
  return createInterpreter(target, host);
}

/** The results of a line. */
export async function run(interpreter: Interpreter, line: string): Promise<CommandResult[]> {
  const results: CommandResult[] = [];
  for await (const result of interpreter.execute(line, neverCancelled)) {
    results.push(result);
  }
  return results;
}

/** The only result of a line. */
export async function runOne(interpreter: Interpreter, line: string): Promise<CommandResult> {
  const [result] = await run(interpreter, line);
  if (result === undefined) {
    throw new Error(`'${line}' answered nothing.`);
  }
  return result;
}

/** The text of a line's results. */
export async function textOf(interpreter: Interpreter, line: string): Promise<string> {
  let text = '';
  for (const result of await run(interpreter, line)) {
    for await (const chunk of renderText(result, neverCancelled)) {
      text += chunk;
    }
  }
  return text;
}

/** The JSON of a line's only result. */
export async function jsonTextOf(interpreter: Interpreter, line: string): Promise<string> {
  let text = '';
  for await (const piece of renderJson(await runOne(interpreter, line), neverCancelled)) {
    text += piece;
  }
  return text;
}

/** The parsed JSON of a line's only result. */
export async function jsonOf(interpreter: Interpreter, line: string): Promise<unknown> {
  return JSON.parse(await jsonTextOf(interpreter, line));
}
