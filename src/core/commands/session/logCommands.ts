/** `.moment` and `.loginfo`: the log behind a target. */

import type { LogAccess } from '../../target/logAccess';
import { fail, ok, type Result } from '../../util/result';
import type { Command, CommandContext } from '../command';
import { defineCommand, errorResult, headerOf } from '../defineCommand';
import type { CommandResult } from '../results';

/** The command `.moment`. */
export const momentCommand: Command = defineCommand({
  name: '.moment',
  summary: 'Lists the moments of a log, or looks at another one.',
  forms: ['.moment', '.moment Number'],
  arguments: [
    {
      name: 'Number',
      description:
        'Number of the moment to look at, in decimal; without it the moments are listed.',
      completes: 'number',
    },
  ],
  examples: [
    { line: '.moment', shows: 'the moments of the log, the one that is looked at marked' },
    { line: '.moment 2', shows: 'the handles and traces as they stood at moment 2' },
  ],
  notes: ['This command is of Handle Lens: the real debugger has no such thing.'],
  run: chooseMoment,
});

function chooseMoment(context: CommandContext, argumentText: string): CommandResult {
  const log = logOf(context);
  if (!log.ok) {
    return errorResult(context, log.problem);
  }
  const { value: access } = log;
  const before = access.currentMoment;
  if (argumentText !== '') {
    if (!/^\d{1,9}$/.test(argumentText)) {
      return errorResult(context, {
        code: 'usage',
        message: `'${argumentText}' is no number of a moment.`,
        hint: 'Numbers are decimal here: ".moment 12". ".moment" lists them.',
      });
    }
    const chosen = access.selectMoment(Number(argumentText));
    if (!chosen.ok) {
      return errorResult(context, chosen.problem);
    }
  }
  const { target, state } = context;
  const hasMoved = access.currentMoment !== before;
  if (hasMoved) {
    state.currentProcessId = target.currentProcessId();
    state.currentThreadId = target.currentThreadId();
  }
  const { moments, currentMoment } = access;
  const moment = moments[currentMoment - 1];
  return {
    ...headerOf(context),
    kind: 'moments',
    moments,
    current: currentMoment,
    stop: hasMoved
      ? {
          reason: 'moment',
          description: `Moment ${currentMoment}, line ${moment?.line ?? 0} of the log`,
          threadId: state.currentThreadId,
        }
      : null,
  };
}

/** The command `.loginfo`. */
export const logInfoCommand: Command = defineCommand({
  name: '.loginfo',
  summary: 'Shows what a log consists of, and which of its lines were not read.',
  forms: ['.loginfo'],
  notes: ['This command is of Handle Lens: the real debugger has no such thing.'],
  run: (context) => {
    const log = logOf(context);
    return log.ok
      ? { ...headerOf(context), kind: 'logInfo', log: log.value }
      : errorResult(context, log.problem);
  },
});

function logOf({ target }: CommandContext): Result<LogAccess> {
  return target.log === undefined
    ? fail({
        code: 'no-log',
        message: 'The target was not made from a log.',
        hint: 'This command works on saved or pasted text of a debugger.',
      })
    : ok(target.log);
}
