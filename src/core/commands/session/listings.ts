/** `lm`, `~` and `|`: modules, threads and processes of the target. */

import type { Command, CommandContext } from '../command';
import { splitArguments } from '../argumentList';
import { defineCommand, errorResult, headerOf } from '../defineCommand';
import { currentProcess } from '../resolveProcess';
import type { CommandResult } from '../results';

const MODULE_FORMS = ['lm', 'lm m Pattern'];

/** The command `lm`. */
export const modulesCommand: Command = defineCommand({
  name: 'lm',
  summary: 'Lists the loaded modules.',
  forms: MODULE_FORMS,
  arguments: [
    {
      name: 'm Pattern',
      description: 'Shows only modules whose name matches; * and ? are wildcards.',
      completes: 'none',
    },
  ],
  examples: [{ line: 'lm m nt*', shows: 'modules whose name starts with nt' }],
  run: listModules,
});

function listModules(context: CommandContext, argumentText: string): CommandResult {
  const [option, pattern, ...rest] = splitArguments(argumentText);
  const wanted = option === undefined ? '*' : pattern;
  if (wanted === undefined || rest.length > 0 || (option ?? 'm').toLowerCase() !== 'm') {
    return errorResult(context, {
      code: 'usage',
      message: `lm does not take '${argumentText}'.`,
      hint: `Usage: ${MODULE_FORMS.join(' | ')}`,
    });
  }
  const modules = context.target.modules().filter((module) => matches(module.name, wanted));
  return { ...headerOf(context), kind: 'modules', modules };
}

/** Wildcard match, letter case ignored. `*` is any run of characters, `?` any one. Linear in both lengths per star. */
function matches(name: string, pattern: string): boolean {
  const text = name.toLowerCase();
  const wanted = pattern.toLowerCase();
  let at = 0;
  let from = 0;
  let star = -1;
  let retry = 0;
  while (from < text.length) {
    if (wanted[at] === '*') {
      star = at++;
      retry = from;
    } else if (at < wanted.length && (wanted[at] === '?' || wanted[at] === text[from])) {
      at++;
      from++;
    } else if (star === -1) {
      return false;
    } else {
      at = star + 1;
      from = ++retry;
    }
  }
  return /^\**$/.test(wanted.slice(at));
}

/** The command `~`. */
export const threadsCommand: Command = defineCommand({
  name: '~',
  summary:
    'Lists the threads of the current process, or with ~<number>s makes one the current thread.',
  forms: ['~', '~<Number>s'],
  examples: [{ line: '~1s', shows: 'switches to thread number 1' }],
  run: listThreads,
});

function listThreads(context: CommandContext, argumentText: string): CommandResult {
  const process = currentProcess(context);
  if (!process.ok) {
    return errorResult(context, process.problem);
  }
  const threads = context.target.threads(process.value.processId);
  const choice = /^(\d+)\s*s$/i.exec(argumentText);
  if (choice === null && argumentText !== '' && argumentText !== '*') {
    return errorResult(context, {
      code: 'usage',
      message: `~ does not take '${argumentText}'.`,
      hint: 'Usage: ~ | ~<Number>s',
    });
  }
  if (choice !== null) {
    const chosen = threads[Number(choice[1])];
    if (chosen === undefined) {
      return errorResult(context, {
        code: 'no-thread',
        message: `There is no thread number ${choice[1] ?? ''}.`,
        hint: `The process has ${threads.length} threads, numbered from 0.`,
      });
    }
    context.state.currentThreadId = chosen.threadId;
  }
  return {
    ...headerOf(context),
    kind: 'threads',
    threads,
    currentThreadId: context.state.currentThreadId,
  };
}

/** The command `|`. */
export const processesCommand: Command = defineCommand({
  name: '|',
  summary: 'Lists the processes of the target.',
  forms: ['|'],
  run: (context) => ({
    ...headerOf(context),
    kind: 'processes',
    processes: context.target.processes(),
    currentProcessId: context.state.currentProcessId,
  }),
});
