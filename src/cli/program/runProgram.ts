/** `handle-lens samples NAME`: writes a copy of a program to learn from. */

import type { TeachingProgram } from '../../core/script/teachingProgram';
import { describeProblem, ProblemError, type Problem } from '../../core/util/problem';
import { nearestName } from '../../core/util/nearestName';
import type { CliIo } from '../cliIo';
import { EXIT_COMMAND_FAILED, EXIT_OK, EXIT_USAGE } from '../exitCodes';
import type { CliServices } from '../services';

/** What the user asked for. */
export interface ProgramArguments {
  readonly kind: 'program';
  /** Name of the program, with or without `.hsim`. */
  readonly name: string;
  /** The file to write; null for the program's name in the current folder. */
  readonly output: string | null;
  /** Replaces a file that is there. */
  readonly force: boolean;
}

/** Writes the file and says how to open it; exit code 2 for a name that no program has, 1 when nothing was written. */
export async function runProgram(
  { name, output, force }: ProgramArguments,
  io: CliIo,
  services: CliServices,
): Promise<number> {
  const programs = await services.programs();
  const wanted = name.replace(/\.hsim$/i, '').toLowerCase();
  const program = programs.find((each) => each.name === wanted);
  if (program === undefined) {
    return refuse(unknownProgram(name, wanted, programs), io, EXIT_USAGE);
  }
  const path = output ?? `${program.name}.hsim`;
  const problem = await write(path, { text: program.text, force, services });
  if (problem !== null) {
    return refuse(problem, io, EXIT_COMMAND_FAILED);
  }
  const shown = path.includes(' ') ? `"${path}"` : path;
  io.stdout.write(
    `Written to ${path}: ${program.title}.\nStep through it: handle-lens open ${shown}\n`,
  );
  return EXIT_OK;
}

async function write(
  path: string,
  parts: { readonly text: string; readonly force: boolean; readonly services: CliServices },
): Promise<Problem | null> {
  const sink = await parts.services.openSink(path, parts.force);
  if (!sink.ok) {
    return sink.problem;
  }
  try {
    await sink.value.write(0, new TextEncoder().encode(parts.text));
    await sink.value.finish();
    return null;
  } catch (error) {
    await sink.value.abandon();
    if (error instanceof ProblemError) {
      return error.problem;
    }
    throw error;
  }
}

function unknownProgram(
  name: string,
  wanted: string,
  programs: readonly TeachingProgram[],
): Problem {
  const near = nearestName(
    wanted,
    programs.map((each) => each.name),
  );
  return {
    code: 'program-not-found',
    message: `There is no program "${name}".`,
    hint:
      near === null
        ? 'Run "handle-lens samples" for all of them.'
        : `Did you mean: handle-lens samples ${near}?`,
  };
}

function refuse(problem: Problem, io: CliIo, exitCode: number): number {
  io.stderr.write(`handle-lens: ${describeProblem(problem)}\n`);
  return exitCode;
}
