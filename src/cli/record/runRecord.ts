/** `handle-lens record`: writes a target as a minidump, after commands that were given. */

import { errorText } from '../../core/render/errorText';
import { savedDumpText } from '../../core/render/savedDumpText';
import type { Target } from '../../core/target/target';
import type { SavedDump } from '../../core/target/writtenDump';
import { CancellationSource, CancelledError } from '../../core/util/cancellation';
import type { Problem } from '../../core/util/problem';
import { fail, ok, type Result } from '../../core/util/result';
import { CliConsole } from '../cliConsole';
import type { CliIo } from '../cliIo';
import { errorDocument } from '../errorDocument';
import { EXIT_COMMAND_FAILED, EXIT_INTERRUPTED, EXIT_OK, EXIT_USAGE } from '../exitCodes';
import { openForCli } from '../openForCli';
import { ProblemReporter } from '../problemReporter';
import { ProgressLine } from '../progressLine';
import { runCommands } from '../runCommands';
import { saveDump } from '../saveDump';
import type { CliServices } from '../services';
import { CliSession } from '../session';
import type { RecordArguments } from './recordArguments';

/** Problems with what was typed, not with what was found. */
const USAGE_CODES: ReadonlySet<string> = new Set(['choose-process', 'file-exists', 'no-history']);

/** Opens the target, runs the commands, writes the file. A command that fails ends it: what follows was not meant then. */
export async function runRecord(
  args: RecordArguments,
  io: CliIo,
  services: CliServices,
): Promise<number> {
  const console = new CliConsole(io);
  const progress = new ProgressLine(io);
  const { json } = args;
  const opened = await openForCli(args.target, { io, services, progress });
  if (opened.kind === 'failed') {
    return await refuse(console, { ...opened, json });
  }
  const { target } = opened;
  try {
    const problems = new ProblemReporter(target, console);
    await problems.report();
    const session = new CliSession({ io, services, console, progress, problems, target, json });
    const exitCode = await runCommands(session, linesBefore(args, target), io);
    if (exitCode !== EXIT_OK) {
      return exitCode;
    }
    const saved = await save(target, args, { io, services, progress });
    if (!saved.ok) {
      const { problem } = saved;
      return await refuse(console, { problem, exitCode: exitCodeOf(problem), json });
    }
    await console.print(json ? `${JSON.stringify(saved.value)}\n` : savedDumpText(saved.value));
    return EXIT_OK;
  } finally {
    await console.closeLog();
    await console.flush();
    await target.close();
  }
}

/** A script stands at its start, where nothing is open yet: without commands it is run to its end. */
function linesBefore({ commands }: RecordArguments, { program }: Target): readonly string[] {
  return commands.length === 0 && program !== undefined ? ['g'] : commands;
}

async function refuse(
  console: CliConsole,
  failure: { readonly problem: Problem; readonly exitCode: number; readonly json: boolean },
): Promise<number> {
  const { problem, exitCode, json } = failure;
  await (json
    ? console.print(`${errorDocument(problem, null, null)}\n`)
    : console.printError(errorText(problem)));
  await console.flush();
  return exitCode;
}

function exitCodeOf({ code }: Problem): number {
  return code === 'cancelled'
    ? EXIT_INTERRUPTED
    : USAGE_CODES.has(code)
      ? EXIT_USAGE
      : EXIT_COMMAND_FAILED;
}

async function save(
  target: Target,
  args: RecordArguments,
  parts: { readonly io: CliIo; readonly services: CliServices; readonly progress: ProgressLine },
): Promise<Result<SavedDump>> {
  const process = args.process === null ? ok(undefined) : findProcess(target, args.process);
  if (!process.ok) {
    return process;
  }
  const source = new CancellationSource();
  const endInterrupt = parts.io.onInterrupt(() => source.cancel());
  const { value: processId } = process;
  try {
    return await saveDump(
      target,
      {
        path: args.output,
        overwrite: args.force,
        descriptors: args.descriptors,
        wholeHistory: args.wholeHistory,
        ...(processId === undefined ? {} : { processId }),
      },
      { services: parts.services, progress: parts.progress, token: source.token },
    );
  } catch (error) {
    if (error instanceof CancelledError) {
      return fail({ code: 'cancelled', message: 'Cancelled; no file was left behind.' });
    }
    throw error;
  } finally {
    endInterrupt();
  }
}

/** A process by its id or by its image name, which must then be the only one. */
function findProcess(target: Target, text: string): Result<number> {
  if (/^(?:0x[0-9a-f]{1,8}|\d{1,10})$/i.test(text)) {
    return ok(Number(text));
  }
  const named = target
    .processes()
    .filter(({ image }) => image.toLowerCase() === text.toLowerCase());
  const [first] = named;
  if (first !== undefined && named.length === 1) {
    return ok(first.processId);
  }
  const ids = named.map(({ processId }) => `0x${processId.toString(16)}`).join(', ');
  return fail({
    code: 'choose-process',
    message:
      named.length === 0
        ? `The target has no process ${text}.`
        : `The target has ${named.length} processes ${text}.`,
    hint: named.length === 0 ? 'The command | lists them.' : `Choose by id: ${ids}.`,
  });
}
