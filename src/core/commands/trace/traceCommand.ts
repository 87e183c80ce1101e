/** `!htrace`: who opened, closed or misused handles, with stacks. */

import { isSwitch, splitArguments } from '../argumentList';
import type { ArgumentDescription, Command, CommandContext, SwitchDescription } from '../command';
import { errorResult, type Mode } from '../defineCommand';
import { nearestName } from '../../util/nearestName';
import type { CommandResult } from '../results';
import { listTraces } from './listTraces';
import { diffSnapshot, disableTracing, enableTracing, takeSnapshot } from './tracingSwitches';

const HANDLE: ArgumentDescription = {
  name: 'Handle',
  description: 'Shows only traces of this handle; 0 or nothing means all.',
  completes: 'handle',
};

const MOST: ArgumentDescription = {
  name: 'Max_Traces',
  description: 'Most traces to show; all without it.',
  completes: 'number',
};

const PROCESS: ArgumentDescription = {
  name: 'Process',
  description: 'Process id or address of the process object; 0 or nothing is the current process.',
  completes: 'process',
};

const USAGE: Readonly<Record<Mode, readonly string[]>> = {
  user: [
    '!htrace [Handle [Max_Traces]]',
    '!htrace -enable [Max_Traces]',
    '!htrace -snapshot',
    '!htrace -diff',
    '!htrace -disable',
    '!htrace -?',
  ],
  kernel: ['!htrace [Handle [Process [Max_Traces]]]', '!htrace -?'],
};

/** The debugger's own help in user mode, as a transcript shows it (output-formats.md 2.1). */
const USER_HELP: readonly string[] = [
  '!htrace [handle [max_traces]]',
  '!htrace -enable [max_traces]',
  '!htrace -disable',
  '!htrace -snapshot',
  '!htrace -diff',
];

const SWITCHES: readonly SwitchDescription[] = [
  { name: '-enable', description: 'Starts tracing and takes the first snapshot.', mode: 'user' },
  { name: '-snapshot', description: 'Takes a snapshot for -diff to compare with.', mode: 'user' },
  {
    name: '-diff',
    description: 'Shows handles opened since the snapshot and still open.',
    mode: 'user',
  },
  { name: '-disable', description: 'Stops tracing and drops the log.', mode: 'user' },
  { name: '-?', description: 'Shows help.' },
];

/** The command `!htrace`. */
export const traceCommand: Command = {
  name: '!htrace',
  aliases: [],
  summary: 'Shows who opened, closed or misused handles, with stack traces.',
  usage: (mode) => USAGE[mode],
  modes: ['user', 'kernel'],
  arguments: (mode) => (mode === 'user' ? [HANDLE, MOST] : [HANDLE, PROCESS, MOST]),
  switches: SWITCHES,
  examples: [
    { line: '!htrace -enable', shows: 'starts tracing', mode: 'user' },
    {
      line: '!htrace -diff',
      shows: 'handles opened since then and not closed: probable leaks',
      mode: 'user',
    },
    { line: '!htrace 3c', shows: 'what happened to handle 0x3c, newest first' },
    { line: '!htrace 0 a', shows: 'the ten newest records', mode: 'user' },
    {
      line: '!htrace 0 81400300',
      shows: 'every record of the process at that address',
      mode: 'kernel',
    },
  ],
  notes: [
    'Not checked against Windows: bad references and -disable in user mode, what is said when tracing is off or',
    'a snapshot is missing or too old, and everything about kernel mode on 64-bit targets.',
  ],
  helpText: (mode) => (mode === 'user' ? USER_HELP : null),
  run: async (context, argumentText) => await run(context, argumentText),
};

async function run(context: CommandContext, argumentText: string): Promise<CommandResult> {
  const mode = context.target.info.mode;
  const [first, ...rest] = splitArguments(argumentText);
  if (first === undefined || !isSwitch(first)) {
    return await listTraces(context, first === undefined ? [] : [first, ...rest], USAGE[mode]);
  }
  const problem = checkSwitch(first.toLowerCase(), rest, mode);
  return problem === null
    ? await runSwitch(context, first.toLowerCase(), rest[0])
    : errorResult(context, { ...problem, hint: problem.hint ?? usageHint(mode) });
}

function usageHint(mode: Mode): string {
  return `Usage: ${USAGE[mode].join(' | ')}`;
}

function checkSwitch(
  name: string,
  rest: readonly string[],
  mode: Mode,
): { readonly code: string; readonly message: string; readonly hint?: string } | null {
  const names = SWITCHES.map((known) => known.name);
  if (!names.includes(name)) {
    const nearest = nearestName(name, names);
    const message = `!htrace has no switch '${name}'.`;
    return nearest === null
      ? { code: 'unknown-switch', message }
      : { code: 'unknown-switch', message, hint: `Did you mean !htrace ${nearest}?` };
  }
  if (mode === 'kernel') {
    return { code: 'wrong-mode', message: `!htrace ${name} works in user mode only.` };
  }
  const extra = rest[name === '-enable' ? 1 : 0];
  return extra === undefined
    ? null
    : { code: 'usage', message: `!htrace ${name} does not take '${extra}'.` };
}

async function runSwitch(
  context: CommandContext,
  name: string,
  argument: string | undefined,
): Promise<CommandResult> {
  switch (name) {
    case '-enable':
      return await enableTracing(context, argument);
    case '-snapshot':
      return await takeSnapshot(context);
    case '-diff':
      return await diffSnapshot(context);
    default:
      return disableTracing(context);
  }
}
