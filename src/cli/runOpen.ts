/** `handle-lens open`: opens a target and runs commands on it, typed, piped or given. */

import { TOOL_VERSION } from '../core/commands/toolVersion';
import { errorText } from '../core/render/errorText';
import { escapeText } from '../core/render/escapeText';
import type { Target } from '../core/target/target';
import type { Problem } from '../core/util/problem';
import type { CliArguments } from './arguments';
import { CliConsole } from './cliConsole';
import type { CliIo } from './cliIo';
import { nodeFiles, type CheckFiles } from './check/checkFiles';
import { errorDocument } from './errorDocument';
import { EXIT_USAGE } from './exitCodes';
import { openForCli } from './openForCli';
import { ProblemReporter } from './problemReporter';
import { ProgressLine } from './progressLine';
import { runPrompt } from './prompt';
import { linesOfStdin, runCommands } from './runCommands';
import type { CliServices } from './services';
import { applySettings, readSettings } from './siteRules';
import { CliSession } from './session';

/** The arguments of `open`. */
export type OpenArguments = Extract<CliArguments, { kind: 'open' }>;

/** Opens the target, runs what is to be run and closes it again. Returns the exit code. */
export async function runOpen(
  args: OpenArguments,
  io: CliIo,
  services: CliServices,
  files: Pick<CheckFiles, 'read'> = nodeFiles,
): Promise<number> {
  const console = new CliConsole(io);
  const refuse = async (problem: Problem, exitCode: number): Promise<number> => {
    await (args.json
      ? console.print(`${errorDocument(problem, null, null)}\n`)
      : console.printError(errorText(problem)));
    await console.flush();
    return exitCode;
  };
  const settings = await readSettings(args.sites, files);
  if (!settings.ok) {
    return await refuse(settings.problem, EXIT_USAGE);
  }
  const progress = new ProgressLine(io);
  const opened = await openForCli(args.target, { io, services, progress });
  if (opened.kind === 'failed') {
    return await refuse(opened.problem, opened.exitCode);
  }
  const { target } = opened;
  try {
    const problems = new ProblemReporter(target, console);
    await problems.report();
    const { json } = args;
    const session = new CliSession({ io, services, console, progress, problems, target, json });
    const applied = applySettings(settings.value, session.interpreter.state);
    if (!applied.ok) {
      return await refuse(applied.problem, EXIT_USAGE);
    }
    if (args.commands.length > 0) {
      return await runCommands(session, args.commands, io);
    }
    if (io.terminal.stdin && io.terminal.stdout) {
      if (!args.json) {
        await greet(target, console);
      }
      return await runPrompt({ io, services, console, session });
    }
    if (io.terminal.stdin && io.terminal.stderr) {
      io.stderr.write('Output goes elsewhere: type commands, one per line; q quits.\n');
    }
    return await runCommands(session, linesOfStdin(io), io);
  } finally {
    await console.closeLog();
    await target.close();
  }
}

async function greet(target: Target, console: CliConsole): Promise<void> {
  const { heading, quiet, end } = console.outStyle;
  const { title, description, simulated } = target.info;
  const what = `${escapeText(title)}${simulated ? ' (simulated)' : ''}: ${escapeText(description)}`;
  await console.print(
    `${heading}Handle Lens ${TOOL_VERSION}${end}\n${what}\n` +
      `${quiet}.help lists the commands, q quits.${end}\n\n`,
  );
  await console.flush();
}
