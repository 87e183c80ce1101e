/** `!handle`: what the handles of a process refer to. */

import { isSwitch, splitArguments } from '../argumentList';
import type { ArgumentDescription, Command, CommandContext } from '../command';
import { errorResult, type Mode } from '../defineCommand';
import type { CommandResult } from '../results';
import { runKernelHandle } from './kernelHandles';
import { runUserHandle } from './userHandles';

const HANDLE: ArgumentDescription = {
  name: 'Handle',
  description: 'Handle value; 0, -1 or nothing means all handles.',
  completes: 'handle',
};

const TYPE: ArgumentDescription = {
  name: 'TypeName',
  description: 'Shows only handles of this object type; letter case does not matter.',
  completes: 'type',
};

const ARGUMENTS: Readonly<Record<Mode, readonly ArgumentDescription[]>> = {
  user: [
    HANDLE,
    {
      name: 'UMFlags',
      description:
        'Sum of 1 type (default), 2 basic information, 4 name, 8 object-specific information; 0 shows the summary only.',
      completes: 'flags',
    },
    TYPE,
  ],
  kernel: [
    HANDLE,
    {
      name: 'KMFlags',
      description:
        'Sum of 1 basic information, 2 object information, 4 free entries, 10 kernel handle table, 20 take Handle for a thread or process id; 3 by default.',
      completes: 'flags',
    },
    {
      name: 'Process',
      description:
        'Process id or address of the process object; -1 or nothing is the current process, 0 all processes.',
      completes: 'process',
    },
    TYPE,
  ],
};

const USAGE: Readonly<Record<Mode, readonly string[]>> = {
  user: ['!handle [Handle [UMFlags [TypeName]]]', '!handle -?'],
  kernel: ['!handle [Handle [KMFlags [Process [TypeName]]]]', '!handle -?'],
};

/** The debugger's own help in user mode, as transcripts show it (output-formats.md 1.7). */
const USER_HELP: readonly string[] = [
  '!handle [<handle>] [<flags>] [<type>]',
  ' <handle> - Handle to get information about',
  '            0 or -1 means all handles',
  ' <flags> - Output control flags',
  '           1   - Get type information (default)',
  '           2   - Get basic information',
  '           4   - Get name information',
  '           8   - Get object specific info (where available) (space-delimited, 32-bit',
  '           max)',
  ' <type> - Limit query to handles of the given type',
  'Display information about open handles',
];

/** The command `!handle`. */
export const handleCommand: Command = {
  name: '!handle',
  aliases: [],
  summary: 'Shows what the handles of a process refer to.',
  usage: (mode) => USAGE[mode],
  modes: ['user', 'kernel'],
  arguments: (mode) => ARGUMENTS[mode],
  switches: [{ name: '-?', description: 'Shows help.' }],
  examples: [
    {
      line: '!handle',
      shows: 'every handle with its type, and how many there are of each type',
      mode: 'user',
    },
    { line: '!handle 0 0', shows: 'only the number of handles of each type', mode: 'user' },
    { line: '!handle 3c f', shows: 'everything about handle 0x3c', mode: 'user' },
    { line: '!handle 0 f Event', shows: 'everything about every event handle', mode: 'user' },
    { line: '!handle 3c', shows: 'handle 0x3c and its object', mode: 'kernel' },
    { line: '!handle 0 7', shows: 'all handles and free entries', mode: 'kernel' },
    { line: '!handle 0 3 0 Section', shows: 'section handles of all processes', mode: 'kernel' },
    { line: '!handle 14 13', shows: 'handle 0x14 of the kernel handle table', mode: 'kernel' },
    { line: '!handle 0n912 23', shows: 'the process or thread with the id 912', mode: 'kernel' },
  ],
  notes: [
    'Not checked against Windows: handles without a recorded type (shown as None), the specific rights of Token, Job,',
    'Port, SymbolicLink, KeyedEvent and WaitablePort, kernel-mode errors, flag 20, and several processes in one list.',
    'The attributes shown in kernel mode are the true ones; the real debugger misreads them on Windows 8.1 and later.',
  ],
  helpText: (mode) => (mode === 'user' ? USER_HELP : null),
  run: async (context, argumentText) => await run(context, argumentText),
};

async function run(context: CommandContext, argumentText: string): Promise<CommandResult> {
  const mode = context.target.info.mode;
  const pieces = splitArguments(argumentText);
  const unknown = pieces.find((piece, index) => index < 3 && isSwitch(piece));
  if (unknown !== undefined) {
    return errorResult(context, {
      code: 'unknown-switch',
      message: `!handle has no switch '${unknown}'.`,
      hint: `Usage: ${USAGE[mode].join(' | ')}`,
    });
  }
  return mode === 'user'
    ? await runUserHandle(context, pieces)
    : await runKernelHandle(context, pieces);
}
