/** The USER handles of the whole session, for commands that ask about a value: it means the same in every process. */

import type { HandleValue } from '../../model/identifiers';
import { USER_TRACE_OPERATIONS } from '../../target/userTraceStore';
import { keptUserHandles } from '../../userHandles/keptUserHandles';
import { decodeUserHandle, verdictText } from '../../userHandles/verdict';
import { hex0x } from '../../util/hex';
import type { Result } from '../../util/result';
import type { CommandContext } from '../command';
import { userHandleAccess } from '../user/userAccess';
import { userHandleModel, type UserHandleModel } from '../user/userHandleModel';

const OWNER = USER_TRACE_OPERATIONS.indexOf('owner');

/** All USER handles of the session; the problem says why there are none. */
export async function sessionUserHandles(
  context: CommandContext,
): Promise<Result<UserHandleModel>> {
  const access = userHandleAccess(context);
  if (!access.ok) {
    return access;
  }
  const { target, state, host, token } = context;
  const yieldNow = (): Promise<void> => host.yieldNow();
  return await userHandleModel({ target, processId: null, rules: state.ownCode, yieldNow }, token);
}

/** What the table says of a value now where that is more than "valid", and which records the life leaves out. */
export async function userLifeNotes(
  { target, token }: CommandContext,
  handle: HandleValue,
): Promise<readonly string[]> {
  const value = Number(handle);
  const notes: string[] = [];
  const opened = await keptUserHandles(target, token);
  if (opened.ok) {
    const { table } = opened.value;
    const { verdict, index } = decodeUserHandle(table, value);
    if (verdict.kind === 'valid-16-bit') {
      const whole = hex0x(table.handle(index));
      notes.push(`Windows takes the value for ${whole}: !life -u ${whole} tells the life of that.`);
    } else if (verdict.kind !== 'valid') {
      notes.push(`The table says of the value now: ${verdictText(verdict)}.`);
    }
  }
  const log = target.userHandles?.traces();
  if (log?.ok === true) {
    const columns = await log.value.columns(token);
    const changes = columns.handle.filter(
      (each, row) => each === value && columns.operation[row] === OWNER,
    ).length;
    if (changes > 0) {
      const what =
        changes === 1 ? 'A change of its owner is' : `${changes} changes of its owner are`;
      notes.push(`${what} on record, too: !utrace ${hex0x(handle)} shows them.`);
    }
  }
  return notes;
}
