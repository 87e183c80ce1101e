/** `!life`: everything on record about one handle value, use by use. */

import { MOST_RECORDS, readHandleLife, type HandleLife } from '../../analysis/life/handleLife';
import type { HandleValue } from '../../model/identifiers';
import type { ProcessInfo } from '../../model/process';
import type { Target } from '../../target/target';
import type { CancellationToken } from '../../util/cancellation';
import { evaluateHandle, splitArguments } from '../argumentList';
import type { CommandContext } from '../command';
import { defineCommand, errorResult, headerOf, usageFailure } from '../defineCommand';
import { handleTableOf } from '../handleTableOf';
import { currentProcess } from '../resolveProcess';
import type { CommandResult } from '../results';
import type { OtherHandle } from './lifeResults';
import { logNotes, RECORDS_ONLY } from './logNotes';

const FORMS = ['!life <Handle>'];
/** Records of other processes' tables that are read together. */
const PAGE = 1024;

/** The command `!life`. */
export const lifeCommand = defineCommand({
  name: '!life',
  summary:
    'Tells the life of a handle value: each time it was opened and closed, by whom, what it stood for, and its bad references.',
  forms: FORMS,
  arguments: [{ name: 'Handle', description: 'The handle value.', completes: 'handle' }],
  examples: [{ line: '!life 7dc', shows: 'every use of handle 0x7dc on record, oldest first' }],
  notes: [
    'This command is not part of Windows debuggers. What a closed handle stood for is not recorded: it is taken from',
    'snapshots, or concluded from the call that opened it, and then said so.',
  ],
  run: async (context, argumentText) => await run(context, splitArguments(argumentText)),
});

async function run(context: CommandContext, pieces: readonly string[]): Promise<CommandResult> {
  const [text, extra] = pieces;
  if (text === undefined || extra !== undefined) {
    const message =
      extra === undefined ? '!life needs a handle value.' : `!life does not take '${extra}'.`;
    return errorResult(context, usageFailure(message, FORMS).problem);
  }
  const handle = await evaluateHandle(text, context);
  if (!handle.ok) {
    return errorResult(context, handle.problem);
  }
  const process = currentProcess(context);
  if (!process.ok) {
    return errorResult(context, process.problem);
  }
  const table = await handleTableOf(context, process.value);
  if (!table.ok) {
    return errorResult(context, table.problem);
  }
  const life = await readHandleLife(table.value, handle.value, {
    snapshots: context.state.named,
    token: context.token,
  });
  return {
    ...headerOf(context),
    kind: 'life',
    process: process.value,
    life,
    others: await otherHandles(context, process.value, life),
    notes: await notesOf(context, process.value, life),
  };
}

async function notesOf(
  context: CommandContext,
  process: ProcessInfo,
  life: HandleLife,
): Promise<readonly string[]> {
  const notes = [...(await logNotes(context, process, life.log))];
  if (life.leftOut > 0) {
    notes.push(
      `Only the newest ${MOST_RECORDS} records of the value were looked at; ${life.leftOut} older ones were left out.`,
    );
  }
  if (!life.isListed) {
    notes.push(RECORDS_ONLY);
  } else if (life.generations.length === 0 && life.log !== null) {
    notes.push('The value is not open now, and no record of its opening or closing is in the log.');
  }
  return notes;
}

/** Handles of other processes to the object, which only a kernel debugger sees; null elsewhere or when it is closed. */
async function otherHandles(
  context: CommandContext,
  own: ProcessInfo,
  life: HandleLife,
): Promise<readonly OtherHandle[] | null> {
  const { target, token } = context;
  if (target.info.mode !== 'kernel' || !life.isOpen) {
    return null;
  }
  const object = await objectOf(target, own, life.handle, token);
  if (object === null) {
    return null;
  }
  const others: OtherHandle[] = [];
  for (const process of target.processes()) {
    const store = await target.handles(process.processId, 'process');
    if (process.processId === own.processId || !store.ok) {
      continue;
    }
    for (let start = 0; start < store.value.count; start += PAGE) {
      for (const record of await store.value.page(start, PAGE, token)) {
        if (record.kernel?.object === object) {
          others.push({ process, handle: record.value });
        }
      }
      await context.host.yieldNow();
    }
  }
  return others;
}

async function objectOf(
  target: Target,
  { processId }: ProcessInfo,
  handle: HandleValue,
  token: CancellationToken,
): Promise<bigint | null> {
  const store = await target.handles(processId, 'process');
  if (!store.ok) {
    return null;
  }
  const row = (await store.value.columns(token)).find(handle);
  const [record] = row === -1 ? [] : await store.value.records([row], token);
  return record?.kernel?.object ?? null;
}
