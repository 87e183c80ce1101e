/** `.dump`: writes the process as a minidump. */

import type { Command, CommandContext } from '../command';
import { defineCommand, errorResult, headerOf, usageFailure } from '../defineCommand';
import type { CommandResult } from '../results';
import { ok, type Result } from '../../util/result';

const FORMS = ['.dump [/o] [/mh] [/history] [/c "Comment"] File'];

/** The command `.dump`. */
export const dumpCommand: Command = defineCommand({
  name: '.dump',
  summary: 'Writes the current process as a minidump: handles, traces, modules and threads.',
  forms: FORMS,
  arguments: [
    {
      name: 'File',
      description: 'The file to write; quotation marks around it where it holds blanks.',
      completes: 'path',
    },
  ],
  switches: [
    { name: '/o', description: 'Replaces a file of that name.' },
    { name: '/m', description: 'A minidump: the usual, and the only kind there is.' },
    { name: '/mh', description: 'A minidump with handles, which every one here is.' },
    {
      name: '/history',
      description:
        'Of a script: all operations on handles since it began, instead of those that the trace log holds.',
    },
    {
      name: '/c',
      description: 'Adds a comment.',
      next: 0,
      value: {
        name: 'Comment',
        description: 'A text in quotation marks, or a word.',
        completes: 'none',
      },
    },
  ],
  examples: [
    { line: '.dump /mh leaky.dmp', shows: 'writes leaky.dmp' },
    { line: '.dump /o /mh leaky.dmp', shows: 'writes it again, in place of the old one' },
    {
      line: '.dump /history all.dmp',
      shows: 'writes what a script has done with handles from its start',
    },
  ],
  notes: [
    'It writes no memory but what names and USER handles of a simulated program need: the real command’s /ma and the other options of /m are refused.',
    'The real command has no /history: a trace log of Windows forgets what it has no room for.',
    'In kernel mode it writes the current process (.process) as a minidump of user mode; the real command writes the kernel.',
    'That WinDbg opens these files was not checked.',
  ],
  run: writeDump,
});

/** What was typed. */
interface DumpArguments {
  readonly path: string;
  readonly overwrite: boolean;
  readonly wholeHistory: boolean;
  readonly comment?: string;
}

async function writeDump(context: CommandContext, argumentText: string): Promise<CommandResult> {
  const parsed = parseArguments(argumentText);
  if (!parsed.ok) {
    return errorResult(context, parsed.problem);
  }
  const { target, state, host, token } = context;
  const request = { ...parsed.value, processId: state.currentProcessId };
  const saved = await host.saveDump(target, request, token);
  return saved.ok
    ? { ...headerOf(context), kind: 'dumpSaved', dump: saved.value }
    : errorResult(context, saved.problem);
}

/** What follows the slash of a switch: letters. A path has more than that. */
const SWITCH = /^\/([a-z?]*)(?:\s+|$)/i;
const QUOTED = /^"([^"]*)"\s*/;

/** Switches, then the rest of the line as a path. */
function parseArguments(text: string): Result<DumpArguments> {
  let rest = text.trim();
  let overwrite = false;
  let wholeHistory = false;
  let comment: string | undefined;
  for (let match = SWITCH.exec(rest); match !== null; match = SWITCH.exec(rest)) {
    const name = match[1] ?? '';
    rest = rest.slice(match[0].length);
    switch (name) {
      case 'o':
        overwrite = true;
        break;
      case 'history':
        wholeHistory = true;
        break;
      case 'm':
      case 'mh':
        break;
      case 'c': {
        const value = QUOTED.exec(rest) ?? /^(\S+)\s*/.exec(rest);
        if (value === null) {
          return usageFailure('/c needs a comment.', FORMS);
        }
        comment = value[1] ?? '';
        rest = rest.slice(value[0].length);
        break;
      }
      default:
        return refuseSwitch(name);
    }
  }
  const path = /^"(.*)"$/.exec(rest)?.[1] ?? rest;
  return path === ''
    ? usageFailure('.dump needs the name of a file.', FORMS)
    : ok({ path, overwrite, wholeHistory, ...(comment === undefined ? {} : { comment }) });
}

function refuseSwitch(name: string): Result<never> {
  return usageFailure(
    /^[mf]/.test(name)
      ? `.dump /${name} would hold memory or facts that the target does not have.`
      : `.dump has no switch '/${name}'.`,
    FORMS,
  );
}
