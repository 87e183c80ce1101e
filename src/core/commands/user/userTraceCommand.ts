/** `!utrace`: who created, destroyed, handed over or misused USER handles, with stacks. */

import { nearestName } from '../../util/nearestName';
import type { Problem } from '../../util/problem';
import { isSwitch, splitArguments } from '../argumentList';
import type { Command, CommandContext, SwitchDescription } from '../command';
import { defineCommand, errorResult } from '../defineCommand';
import type { CommandResult } from '../results';
import { listUserTraces } from './userTraces';
import {
  diffUserSnapshot,
  disableUserTracing,
  enableUserTracing,
  takeUserSnapshot,
} from './userTracingSwitches';

const FORMS: readonly string[] = [
  '!utrace [Handle [Max_Traces]]',
  '!utrace -enable [Max_Traces]',
  '!utrace -snapshot',
  '!utrace -diff',
  '!utrace -disable',
  '!utrace -?',
];

const SWITCHES: readonly SwitchDescription[] = [
  {
    name: '-enable',
    description: 'Starts tracing for the whole session and takes the first snapshot.',
  },
  { name: '-snapshot', description: 'Takes a snapshot for -diff to compare with.' },
  {
    name: '-diff',
    description: 'Shows USER handles created since the snapshot and not destroyed.',
  },
  { name: '-disable', description: 'Stops tracing and drops the log.' },
  { name: '-?', description: 'Shows help.' },
];

/** The command `!utrace`. */
export const userTraceCommand: Command = defineCommand({
  name: '!utrace',
  summary: 'Shows who created, destroyed or misused USER handles, with stacks.',
  forms: FORMS,
  arguments: [
    {
      name: 'Handle',
      description:
        'Shows only traces of this handle; with its upper half clear or set, of every handle that had its index. 0 or nothing means all.',
      completes: 'userHandle',
    },
    {
      name: 'Max_Traces',
      description: 'Most traces to show; all without it.',
      completes: 'number',
    },
  ],
  switches: SWITCHES,
  examples: [
    { line: '!utrace -enable', shows: 'starts tracing' },
    { line: '!utrace -diff', shows: 'USER handles created since then and not destroyed' },
    { line: '!utrace 301a5', shows: 'what happened to handle 000301a5, newest first' },
    { line: '!utrace 1a5', shows: 'what happened to every handle that had the index 01a5' },
    { line: '!utrace 0 a', shows: 'the ten newest records' },
  ],
  notes: [
    'This command is no debugger extension of Microsoft; it is the counterpart of !htrace for USER handles. Real Windows',
    'records CREATE, DESTROY and OWNER through event tracing; only simulated machines have BAD REFERENCE.',
  ],
  run,
});

async function run(context: CommandContext, argumentText: string): Promise<CommandResult> {
  const [first, ...rest] = splitArguments(argumentText);
  if (first === undefined || !isSwitch(first)) {
    return await listUserTraces(context, first === undefined ? [] : [first, ...rest], FORMS);
  }
  const name = first.toLowerCase();
  const problem = checkSwitch(name, rest);
  return problem === null
    ? await runSwitch(context, name, rest[0])
    : errorResult(context, { ...problem, hint: problem.hint ?? `Usage: ${FORMS.join(' | ')}` });
}

function checkSwitch(name: string, rest: readonly string[]): Problem | null {
  const names = SWITCHES.map((known) => known.name);
  if (!names.includes(name)) {
    const nearest = nearestName(name, names);
    const message = `!utrace has no switch '${name}'.`;
    return nearest === null
      ? { code: 'unknown-switch', message }
      : { code: 'unknown-switch', message, hint: `Did you mean !utrace ${nearest}?` };
  }
  const extra = rest[name === '-enable' ? 1 : 0];
  return extra === undefined
    ? null
    : { code: 'usage', message: `!utrace ${name} does not take '${extra}'.` };
}

async function runSwitch(
  context: CommandContext,
  name: string,
  argument: string | undefined,
): Promise<CommandResult> {
  switch (name) {
    case '-enable':
      return await enableUserTracing(context, argument);
    case '-snapshot':
      return await takeUserSnapshot(context);
    case '-diff':
      return await diffUserSnapshot(context);
    default:
      return disableUserTracing(context);
  }
}
