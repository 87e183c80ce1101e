/** `!why`: explains bad references in words, with the stacks that belong to them. */

import { badReferenceRows, explainBadReferences } from '../../analysis/life/whyBad';
import type { HandleTable } from '../../analysis/handleTable';
import type { HandleValue } from '../../model/identifiers';
import type { CancellationToken } from '../../util/cancellation';
import { hex0x } from '../../util/hex';
import { ok } from '../../util/result';
import { evaluateHandle, splitArguments } from '../argumentList';
import type { CommandContext } from '../command';
import { defineCommand, errorResult, headerOf, usageFailure } from '../defineCommand';
import { handleTableOf, unlistedTable } from '../handleTableOf';
import { currentProcess } from '../resolveProcess';
import type { CommandResult } from '../results';
import { snapshotsOf } from './lifeSnapshots';
import { logNotes, RECORDS_ONLY } from './logNotes';
import { sessionUserHandles } from './sessionUserHandles';

const FORMS = ['!why [-all] [Handle]'];
/** Bad references explained unless the user wants all. */
const MOST_EXPLAINED = 10;

/** The command `!why`. */
export const whyCommand = defineCommand({
  name: '!why',
  summary:
    'Explains why a handle value was bad when it was used: never opened, closed before, or closed twice, and by whom.',
  forms: FORMS,
  arguments: [
    {
      name: 'Handle',
      description: 'The value of a handle or USER handle; every bad reference without it.',
      completes: 'anyHandle',
    },
  ],
  switches: [{ name: '-all', description: 'Explains all of them, not only the newest ten.' }],
  examples: [
    { line: '!why 7dc', shows: 'why 0x7dc was bad, with the stacks of the use and of the close' },
    { line: '!why', shows: 'the newest bad references of all handles' },
    { line: '!why 301a5', shows: 'why a USER handle was bad: destroyed before, of another type' },
  ],
  notes: ['This command is not part of Windows debuggers.'],
  run: async (context, argumentText) => await run(context, splitArguments(argumentText)),
});

async function run(context: CommandContext, pieces: readonly string[]): Promise<CommandResult> {
  const isAll = (piece: string): boolean => piece.toLowerCase() === '-all';
  const [text, extra] = pieces.filter((piece) => !isAll(piece));
  if (extra !== undefined) {
    return errorResult(context, usageFailure(`!why does not take '${extra}'.`, FORMS).problem);
  }
  const handle = text === undefined ? ok(null) : await evaluateHandle(text, context);
  if (!handle.ok) {
    return errorResult(context, handle.problem);
  }
  const process = currentProcess(context);
  if (!process.ok) {
    return errorResult(context, process.problem);
  }
  const { target, state, host, token } = context;
  const kernel = await handleTableOf(context, process.value);
  const user = await userTable(context);
  if (!kernel.ok && user === null) {
    return errorResult(context, kernel.problem);
  }
  const how = { rules: state.ownCode, yieldNow: () => host.yieldNow() };
  const table = kernel.ok ? kernel.value : unlistedTable(target, kernel.problem, how);
  const most = pieces.some(isAll) ? Infinity : MOST_EXPLAINED;
  const rows = await badReferenceRows(table, handle.value, token);
  const options = { snapshots: snapshotsOf(context, process.value), most, token };
  const stories = [...(await explainBadReferences(table, rows, options))];
  const { processId } = process.value;
  const userRows =
    user === null
      ? rows.subarray(0, 0)
      : await badReferenceRows(user, handle.value, token, processId);
  if (user !== null && stories.length < most) {
    const left = { snapshots: [], most: most - stories.length, token };
    stories.push(...(await explainBadReferences(user, userRows, left)));
  }
  const total = rows.length + userRows.length;
  const store = await table.traceStore(context.token);
  const notes = await logNotes(context, process.value, store?.facts ?? null);
  return {
    ...headerOf(context),
    kind: 'why',
    process: process.value,
    handle: handle.value,
    stories,
    total,
    notes:
      total > 0
        ? notes
        : user !== null && handle.value !== null && (await isUserHandle(user, handle.value, token))
          ? [nothingOfUserHandle(handle.value)]
          : store === null
            ? notes
            : [...(await nothingFound(table, handle.value, context)), ...notes],
  };
}

/** All USER handles of the session with their trace log; null where the target has none. */
async function userTable(context: CommandContext): Promise<HandleTable | null> {
  const model = await sessionUserHandles(context);
  return model.ok && model.value.untraced === null ? model.value.table : null;
}

/** What to say when the log holds no bad reference. */
async function nothingFound(
  table: HandleTable,
  handle: HandleValue | null,
  context: CommandContext,
): Promise<readonly string[]> {
  const { token } = context;
  if (handle === null) {
    return ['The trace log holds no bad reference.'];
  }
  if (table.unlisted !== null) {
    return [`The trace log holds no bad reference of ${hex0x(handle)}.`, RECORDS_ONLY];
  }
  const isOpen = (await table.columns(token)).find(handle) !== -1;
  const text = hex0x(handle);
  return [
    isOpen
      ? `${text} is an open handle, and the trace log holds no bad reference of it. !life ${text} tells its life.`
      : `${text} is not open, and the trace log holds no bad reference of it. !life ${text} tells what is on record.`,
  ];
}

async function isUserHandle(
  user: HandleTable,
  handle: HandleValue,
  token: CancellationToken,
): Promise<boolean> {
  return (await user.columns(token)).find(handle) !== -1;
}

function nothingOfUserHandle(handle: HandleValue): string {
  const text = hex0x(handle);
  return `${text} is a USER handle that is in use, and the trace log holds no bad reference of it. !life ${text} tells its life.`;
}
