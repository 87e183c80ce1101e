/** The command line from arguments to exit code, without touching the process it runs in. */

import { TOOL_VERSION } from '../core/commands/toolVersion';
import { describeProblem } from '../core/util/problem';
import { parseArguments, type CliArguments } from './arguments';
import { nodeFiles } from './check/checkFiles';
import { CliConsole } from './cliConsole';
import { debugLog, type CliIo } from './cliIo';
import { EXIT_COMMAND_FAILED, EXIT_OK, EXIT_USAGE } from './exitCodes';
import { helpText } from './help';
import { runProgram } from './program/runProgram';
import { runRecord } from './record/runRecord';
import { runOpen } from './runOpen';

import type { CliServices } from './services';
import { OutputClosedError } from './streamWriter';

/**
 * Runs the command line. `argv` is without node and script. Never rejects: every failure becomes a message on stderr
 * and an exit code.
 */
export async function runCli(
  argv: readonly string[],
  io: CliIo,
  services: CliServices,
): Promise<number> {
  try {
    const parsed = parseArguments(argv);
    if (!parsed.ok) {
      io.stderr.write(`handle-lens: ${describeProblem(parsed.problem)}\n`);
      return EXIT_USAGE;
    }
    return await dispatch(parsed.value, io, services);
  } catch (error) {
    if (error instanceof OutputClosedError) {
      return EXIT_OK;
    }
    debugLog(io, 'stopped by an exception', error);
    const reason = error instanceof Error ? error.message : String(error);
    io.stderr.write(`handle-lens: ${reason}\n`);
    return EXIT_COMMAND_FAILED;
  }
}

async function dispatch(args: CliArguments, io: CliIo, services: CliServices): Promise<number> {
  switch (args.kind) {
    case 'help':
      return await say(helpText(args.topic), io);
    case 'version':
      return await say(`handle-lens ${TOOL_VERSION}\n`, io);
    case 'samples':
      return await say(await listSamples(services, args.json), io);
    case 'program':
      return await runProgram(args, io, services);
    case 'dap':
      await services.runDap(args, io);
      return EXIT_OK;
    case 'open':
      return await runOpen(args, io, services);
    case 'record':
      return await runRecord(args, io, services);
    case 'check': {
      // Loaded when it is wanted: a prompt need not wait for it.
      const { runCheck } = await import('./check/runCheck');
      return await runCheck(args, { io, services, files: nodeFiles });
    }
  }
}

async function say(text: string, io: CliIo): Promise<number> {
  const console = new CliConsole(io);
  await console.print(text);
  await console.flush();
  return EXIT_OK;
}

/** Samples and programs with what they show, or one JSON document per line. */
async function listSamples(services: CliServices, json: boolean): Promise<string> {
  const programs = await services.programs();
  const known = await services.samples();
  if (json) {
    const documents = programs.map(({ name, title, lookFor }) => ({
      program: name,
      title,
      lookFor,
    }));
    return [...known, ...documents].map((each) => `${JSON.stringify(each)}\n`).join('');
  }
  const samples = known.map(({ name, description }) => [`sample:${name}`, description]);
  const copies = programs.map(({ name, title, lookFor }) => [name, `${title}. ${lookFor}`]);
  return `${columns(samples)}\nPrograms to step through; "handle-lens samples NAME" writes one into this folder:\n\n${columns(copies)}`;
}

function columns(rows: readonly (readonly string[])[]): string {
  const width = Math.max(...rows.map(([name = '']) => name.length));
  return rows.map(([name = '', text = '']) => `${name.padEnd(width)}  ${text}\n`).join('');
}
