/** `handle-lens check`: fails a build on leaks, bad references, growth and exceeded budgets. */

import {
  baselineOf,
  baselineText,
  parseBaseline,
  type Baseline,
} from '../../core/analysis/gate/baseline';
import type { GateConfig } from '../../core/analysis/gate/gateConfig';
import type { GateReport } from '../../core/analysis/gate/gateReport';
import { checkTarget } from '../../core/commands/gate/checkTarget';
import { verdictLine } from '../../core/render/gate/gateWords';
import { renderGate } from '../../core/render/gate/renderGate';
import { errorText } from '../../core/render/errorText';
import type { Target } from '../../core/target/target';
import { CancellationSource, CancelledError } from '../../core/util/cancellation';
import type { Problem } from '../../core/util/problem';
import { fail, ok, type Result } from '../../core/util/result';
import { CliConsole } from '../cliConsole';
import type { CliIo } from '../cliIo';
import {
  EXIT_COMMAND_FAILED,
  EXIT_INTERRUPTED,
  EXIT_OK,
  EXIT_TARGET_UNREADABLE,
  EXIT_USAGE,
} from '../exitCodes';
import { ProgressLine } from '../progressLine';
import type { CliServices } from '../services';
import { readSettings } from '../siteRules';
import type { CheckArguments } from './checkArguments';
import { readJsonFile, type CheckFiles } from './checkFiles';

/** What a check needs besides its arguments. */
export interface CheckParts {
  readonly io: CliIo;
  readonly services: CliServices;
  readonly files: CheckFiles;
}

/** Runs a check. Returns the exit code: 0 passed, 1 findings, 2 wrong settings, 3 the target cannot be read. */
export async function runCheck(args: CheckArguments, parts: CheckParts): Promise<number> {
  const console = new CliConsole(parts.io);
  const refuse = async (problem: Problem, exitCode: number): Promise<number> => {
    await console.printError(errorText(problem));
    await console.flush();
    return exitCode;
  };
  const config = await readConfig(args, parts.files);
  if (!config.ok) {
    return await refuse(config.problem, EXIT_USAGE);
  }
  const baseline = await readBaseline(config.value, args, parts.files);
  if (!baseline.ok) {
    return await refuse(baseline.problem, EXIT_USAGE);
  }
  const checked = await check(args, parts, { config: config.value, baseline: baseline.value });
  if (checked.kind === 'failed') {
    return await refuse(checked.problem, checked.exitCode);
  }
  const { report } = checked;
  const { death } = report.facts;
  if (death !== null && args.writeBaseline !== null) {
    const message = `No baseline was written. ${death.title}. ${death.description}`;
    return await refuse({ code: 'program-died', message }, EXIT_COMMAND_FAILED);
  }
  const written = await writeResults(args, report, parts.files);
  if (!written.ok) {
    return await refuse(written.problem, EXIT_USAGE);
  }
  await console.print(written.value);
  await console.flush();
  // A baseline that is being written accepts everything that is there.
  return report.verdict.passed || args.writeBaseline !== null ? EXIT_OK : EXIT_COMMAND_FAILED;
}

/** The file's settings, with those of the command line on top. */
async function readConfig(args: CheckArguments, files: CheckFiles): Promise<Result<GateConfig>> {
  const config = await readSettings(args.sites, files);
  if (!config.ok) {
    return config;
  }
  const { value } = config;
  return ok({
    ...value,
    failOn: args.failOn.length > 0 ? args.failOn : value.failOn,
    leakLevel: args.leakLevel ?? value.leakLevel,
    budgets: new Map([...value.budgets, ...args.budgets]),
    baseline: args.baseline ?? value.baseline,
  });
}

async function readBaseline(
  { baseline }: GateConfig,
  args: CheckArguments,
  files: CheckFiles,
): Promise<Result<Baseline | null>> {
  if (baseline === null || args.writeBaseline !== null) {
    return ok(null);
  }
  const json = await readJsonFile(files, baseline);
  if (!json.ok) {
    return json;
  }
  if (json.value === null) {
    return fail({
      code: 'file',
      message: `There is no baseline ${baseline}.`,
      hint: `Write the first one with --write-baseline ${baseline} and commit it.`,
    });
  }
  const parsed = parseBaseline(json.value.value);
  return parsed.ok
    ? parsed
    : fail({ ...parsed.problem, message: `${baseline}: ${parsed.problem.message}` });
}

type Checked =
  | { readonly kind: 'checked'; readonly report: GateReport }
  | { readonly kind: 'failed'; readonly problem: Problem; readonly exitCode: number };

async function check(
  args: CheckArguments,
  { io, services }: CheckParts,
  given: { readonly config: GateConfig; readonly baseline: Baseline | null },
): Promise<Checked> {
  const progress = new ProgressLine(io);
  const source = new CancellationSource();
  const endInterrupt = io.onInterrupt(() => source.cancel());
  const { token } = source;
  const show = (message: string, fraction?: number): void => progress.show(message, fraction);
  let target: Target | null = null;
  try {
    const opened = await services.openTarget(args.target, {
      openFile: services.openFile,
      token,
      progress: show,
    });
    if (!opened.ok) {
      return { kind: 'failed', problem: opened.problem, exitCode: EXIT_TARGET_UNREADABLE };
    }
    target = opened.value;
    const report = await checkTarget(target, {
      ...given,
      baselinePath: given.baseline === null ? null : given.config.baseline,
      token,
      progress: show,
    });
    if (report.ok) {
      return { kind: 'checked', report: report.value };
    }
    const exitCode = report.problem.code === 'suppression' ? EXIT_USAGE : EXIT_TARGET_UNREADABLE;
    return { kind: 'failed', problem: report.problem, exitCode };
  } catch (error) {
    if (error instanceof CancelledError) {
      const problem = { code: 'cancelled', message: 'Cancelled.' };
      return { kind: 'failed', problem, exitCode: EXIT_INTERRUPTED };
    }
    throw error;
  } finally {
    endInterrupt();
    progress.hide();
    await target?.close();
  }
}

/** Writes the files that were asked for; returns what to print. */
async function writeResults(
  args: CheckArguments,
  report: GateReport,
  files: CheckFiles,
): Promise<Result<string>> {
  if (args.writeBaseline !== null) {
    const text = baselineText(baselineOf(report.facts));
    const written = await files.write(args.writeBaseline, text);
    if (!written.ok) {
      return written;
    }
  }
  const text = renderGate(report, args.format);
  if (args.output === null) {
    return ok(args.writeBaseline === null ? text : `Baseline written to ${args.writeBaseline}.\n`);
  }
  const written = await files.write(args.output, text);
  return written.ok ? ok(`${verdictLine(report)}\n`) : written;
}
