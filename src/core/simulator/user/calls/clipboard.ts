/** Clipboard data: what SetClipboardData copies into the session. */

import { fieldOf } from '../../../windows/user/userLayouts';
import type { UserObject } from '../userObject';
import { createCall, succeeded, type UserCaller, type UserOutcome } from './userCaller';

/** CF_UNICODETEXT. */
export const CF_UNICODETEXT = 13;

/**
 * SetClipboardData: the handle of the session's copy, which nobody owns. Data of the same format goes. The structure of
 * the copy is known from 5.1 on; before, only its header is written.
 */
export function setClipboardData(
  caller: UserCaller,
  data: Uint8Array,
  format = CF_UNICODETEXT,
): UserOutcome {
  const { session } = caller;
  return createCall(caller, {
    name: 'SetClipboardData',
    type: 'clipdata',
    request: { moreBytes: data.length },
    complete: (object) => {
      writeData(caller, object, data);
      const before = session.select(session.clipboard.get(format) ?? 0);
      if (before !== null) {
        session.destroy(before);
      }
      session.clipboard.set(format, object.handle);
      return 0;
    },
  });
}

/** EmptyClipboard: all data go. */
export function emptyClipboard(caller: UserCaller): UserOutcome {
  const { session } = caller;
  return caller.call('EmptyClipboard', () => {
    for (const handle of session.clipboard.values()) {
      const object = session.select(handle);
      if (object !== null) {
        session.destroy(object);
      }
    }
    session.clipboard.clear();
    return succeeded();
  });
}

function writeData({ session }: UserCaller, object: UserObject, data: Uint8Array): void {
  const count = fieldOf('CLIPDATA', 'cbData', session.profile);
  const bytes = fieldOf('CLIPDATA', 'abData', session.profile);
  if (count === null || bytes === null) {
    return;
  }
  const { arena } = object.block.heap;
  const start = arena.offsetOf(object.block.place);
  arena.writeU32(start + count.offset, data.length);
  data.forEach((value, position) => arena.writeU8(start + bytes.offset + position, value));
}
