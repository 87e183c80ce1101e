/** `!life`: everything on record about one handle value, use by use. */

import type { HandleTable } from '../../analysis/handleTable';
import { MOST_RECORDS, readHandleLife, type HandleLife } from '../../analysis/life/handleLife';
import { FAMILY_WORDS } from '../../analysis/traces/familyWords';
import { handleValue, type HandleValue } from '../../model/identifiers';
import type { ProcessInfo } from '../../model/process';
import type { Target } from '../../target/target';
import type { CancellationToken } from '../../util/cancellation';
import { hex0x } from '../../util/hex';
import { describeProblem, type Problem } from '../../util/problem';
import { ok, type Result } from '../../util/result';
import { evaluateHandle, splitArguments } from '../argumentList';
import type { CommandContext } from '../command';
import { defineCommand, errorResult, headerOf, usageFailure } from '../defineCommand';
import { handleTableOf } from '../handleTableOf';
import { currentProcess } from '../resolveProcess';
import type { CommandResult } from '../results';
import { evaluateUserHandle } from '../user/userAccess';
import type { OtherHandle } from './lifeResults';
import { snapshotsOf } from './lifeSnapshots';
import { logNotes, RECORDS_ONLY } from './logNotes';
import { sessionUserHandles, userLifeNotes } from './sessionUserHandles';

const FORMS = ['!life [-u] <Handle>'];
const USER_SWITCH = '-u';
/** Records of other processes' tables that are read together. */
const PAGE = 1024;

/** The command `!life`. */
export const lifeCommand = defineCommand({
  name: '!life',
  summary:
    'Tells the life of a handle value: each time it was opened and closed, by whom, what it stood for, and its bad references.',
  forms: FORMS,
  arguments: [
    {
      name: 'Handle',
      description: 'The value of a handle or USER handle.',
      completes: 'anyHandle',
    },
  ],
  switches: [
    {
      name: USER_SWITCH,
      description: 'Means a USER handle, also where a handle of the process has the same value.',
    },
  ],
  examples: [
    { line: '!life 7dc', shows: 'every use of handle 0x7dc on record, oldest first' },
    {
      line: '!life 301a5',
      shows: 'who created and destroyed a USER handle, and its bad references',
    },
  ],
  notes: [
    'This command is not part of Windows debuggers. What a closed handle stood for is not recorded: it is taken from',
    'snapshots, or concluded from the call that opened it, and then said so. Records of USER handles name the type.',
  ],
  run: async (context, argumentText) => await run(context, splitArguments(argumentText)),
});

/** The handles of one kind, and the value that is asked about as one of them. */
interface Side {
  readonly table: HandleTable;
  readonly handle: HandleValue;
  /** Something is on record about it. */
  readonly isKnown: boolean;
}

/** USER handles: why they are not traced, null where they are. */
interface UserSide extends Side {
  readonly untraced: Problem | null;
}

async function run(context: CommandContext, pieces: readonly string[]): Promise<CommandResult> {
  const isUserSwitch = (piece: string): boolean => piece.toLowerCase() === USER_SWITCH;
  const [text, extra] = pieces.filter((piece) => !isUserSwitch(piece));
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
  const user = await userSide(text, context);
  if (pieces.some(isUserSwitch)) {
    return user.ok
      ? await userLife(user.value, process.value, context)
      : errorResult(context, user.problem);
  }
  const table = await handleTableOf(context, process.value);
  const kernel = table.ok ? ok(await sideOf(table.value, handle.value, context)) : table;
  if (user.ok && (!kernel.ok || (user.value.isKnown && !kernel.value.isKnown))) {
    return await userLife(user.value, process.value, context);
  }
  return kernel.ok
    ? await kernelLife(kernel.value, process.value, {
        context,
        isUserToo: user.ok && user.value.isKnown,
      })
    : errorResult(context, kernel.problem);
}

async function userSide(text: string, context: CommandContext): Promise<Result<UserSide>> {
  const handle = await evaluateUserHandle(text, context);
  if (!handle.ok) {
    return handle;
  }
  const model = await sessionUserHandles(context);
  if (!model.ok) {
    return model;
  }
  const { table, untraced } = model.value;
  return ok({ ...(await sideOf(table, handleValue(handle.value), context)), untraced });
}

async function sideOf(
  table: HandleTable,
  handle: HandleValue,
  { token }: CommandContext,
): Promise<Side> {
  const index = await table.traceIndex(token);
  const isKnown =
    (await table.columns(token)).find(handle) !== -1 || (index?.rowsOf(handle).length ?? 0) > 0;
  return { table, handle, isKnown };
}

async function userLife(
  { table, handle, untraced }: UserSide,
  process: ProcessInfo,
  context: CommandContext,
): Promise<CommandResult> {
  const { state, token } = context;
  const snapshots = state.named
    .filter(({ origin }) => origin.target === context.target.info.title)
    .flatMap(({ name, user }) => (user === null ? [] : [{ name, ...user }]));
  const life = await readHandleLife(table, handle, { snapshots, token });
  const log =
    untraced === null ? await logNotes(context, process, life.log) : [describeProblem(untraced)];
  const notes = [...log, ...lifeNotes(life), ...(await userLifeNotes(context, handle))];
  return { ...headerOf(context), kind: 'life', process, life, others: null, notes };
}

async function kernelLife(
  { table, handle }: Side,
  process: ProcessInfo,
  { context, isUserToo }: { readonly context: CommandContext; readonly isUserToo: boolean },
): Promise<CommandResult> {
  const life = await readHandleLife(table, handle, {
    snapshots: snapshotsOf(context, process),
    token: context.token,
  });
  const notes = [...(await logNotes(context, process, life.log)), ...lifeNotes(life)];
  if (isUserToo) {
    const value = hex0x(handle);
    notes.push(`${value} is a USER handle of the session, too: !life -u ${value} tells its life.`);
  }
  return {
    ...headerOf(context),
    kind: 'life',
    process,
    life,
    others: await otherHandles(context, process, life),
    notes,
  };
}

function lifeNotes(life: HandleLife): readonly string[] {
  const { open, opening, closing } = FAMILY_WORDS[life.family];
  const notes: string[] = [];
  if (life.leftOut > 0) {
    notes.push(
      `Only the newest ${MOST_RECORDS} records of the value were looked at; ${life.leftOut} older ones were left out.`,
    );
  }
  if (!life.isListed) {
    notes.push(RECORDS_ONLY);
  } else if (life.generations.length === 0 && life.log !== null) {
    notes.push(
      `The value is not ${open} now, and no record of its ${opening} or ${closing} is in the log.`,
    );
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
