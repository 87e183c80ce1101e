/** `!dti` and `!dpi`: threads and processes that use the windowing system, and the USER handles they own. */

import type { GuiThread } from '../../target/userHandles';
import { summariseTable, type UserHandleCounts } from '../../userHandles/summary';
import { countByThread } from '../../userHandles/threadCounts';
import { splitArguments } from '../argumentList';
import type { Command, CommandContext } from '../command';
import { defineCommand, errorResult, headerOf, usageFailure } from '../defineCommand';
import type { CommandResult } from '../results';
import { chooseGuiProcess, chooseGuiThread } from './guiParties';
import { accountOf, type ProcessAccount } from './processAccount';
import type { UserHandles } from '../../userHandles/keptUserHandles';
import { openUserHandles } from './userAccess';
import type { ThreadAccount } from './userResults';

const THREAD_FORMS: readonly string[] = ['!dti [Tid|Address]', '!dti -?'];
const PROCESS_FORMS: readonly string[] = ['!dpi [Pid|Address]', '!dpi -?'];
const NOTES: readonly string[] = [
  'Format not checked against Windows: no public output of this extension command is known.',
];

/** The command `!dti`. */
export const dtiCommand: Command = defineCommand({
  name: '!dti',
  summary: 'Shows threads of the windowing system and the USER handles they own.',
  forms: THREAD_FORMS,
  arguments: [
    {
      name: 'Tid|Address',
      description: 'Thread id or address of a THREADINFO; 0 or nothing lists all threads.',
      completes: 'userThread',
    },
  ],
  switches: [{ name: '-?', description: 'Shows help.' }],
  examples: [
    { line: '!dti', shows: 'one line for each thread' },
    { line: '!dti 9c0', shows: 'one thread, its desktop and its handles by type' },
  ],
  notes: NOTES,
  run: showThreads,
});

/** The command `!dpi`. */
export const dpiCommand: Command = defineCommand({
  name: '!dpi',
  summary: 'Shows which process has how many USER handles, against its quota.',
  forms: PROCESS_FORMS,
  arguments: [
    {
      name: 'Pid|Address',
      description:
        'Process id, or address of a PROCESSINFO or process object; 0 or nothing lists all processes.',
      completes: 'userProcess',
    },
  ],
  switches: [{ name: '-?', description: 'Shows help.' }],
  examples: [
    { line: '!dpi', shows: 'who has how many handles, most first' },
    { line: '!dpi 8a4', shows: 'one process: counters, quota, handles by type' },
  ],
  notes: NOTES,
  run: showProcesses,
});

async function showThreads(context: CommandContext, argumentText: string): Promise<CommandResult> {
  const [text = '0', extra] = splitArguments(argumentText);
  if (extra !== undefined) {
    return errorResult(
      context,
      usageFailure(`!dti does not take '${extra}'.`, THREAD_FORMS).problem,
    );
  }
  const handles = await openUserHandles(context);
  if (!handles.ok) {
    return errorResult(context, handles.problem);
  }
  const chosen = await chooseGuiThread(text, context, handles.value.access);
  if (!chosen.ok) {
    return errorResult(context, chosen.problem);
  }
  const { table, owners, access } = handles.value;
  const threads = chosen.value === null ? access.guiThreads() : [chosen.value];
  const counts = countByThread(table, owners);
  return {
    ...headerOf(context),
    kind: 'guiThreads',
    handles: handles.value,
    single: chosen.value !== null,
    threads: threads.map((thread) => threadAccount(handles.value, thread, counts)),
  };
}

function threadAccount(
  { owners }: UserHandles,
  thread: GuiThread,
  counts: ReadonlyMap<number, UserHandleCounts>,
): ThreadAccount {
  return {
    thread,
    process: owners.processOf(thread.processId),
    counts: counts.get(thread.threadId) ?? { total: 0, byType: new Uint32Array(256) },
  };
}

async function showProcesses(
  context: CommandContext,
  argumentText: string,
): Promise<CommandResult> {
  const [text = '0', extra] = splitArguments(argumentText);
  if (extra !== undefined) {
    return errorResult(
      context,
      usageFailure(`!dpi does not take '${extra}'.`, PROCESS_FORMS).problem,
    );
  }
  const handles = await openUserHandles(context);
  if (!handles.ok) {
    return errorResult(context, handles.problem);
  }
  const { table, owners, access } = handles.value;
  const chosen = await chooseGuiProcess(text, context, access);
  if (!chosen.ok) {
    return errorResult(context, chosen.problem);
  }
  const summary = summariseTable(table, owners);
  const processes: ProcessAccount[] = [];
  for (const process of chosen.value === null ? access.guiProcesses() : [chosen.value]) {
    processes.push(await accountOf(context, handles.value, process, summary));
  }
  return {
    ...headerOf(context),
    kind: 'guiProcesses',
    handles: handles.value,
    single: chosen.value !== null,
    processes: processes.sort((a, b) => b.counted - a.counted),
    summary,
  };
}
