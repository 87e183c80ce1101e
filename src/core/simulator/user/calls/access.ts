/** Who may use a handle, and how many there are: UserHandleGrantAccess, GetGuiResources. */

import { versionOrder } from '../../../windows/user/userVersions';
import type { SessionProcess } from '../guiParties';
import {
  failed,
  handleCall,
  refused,
  succeeded,
  type UserCaller,
  type UserOutcome,
} from './userCaller';
import { ERROR_ACCESS_DENIED } from './windows';

const WINDOWS_2000 = versionOrder('5.0');

/**
 * UserHandleGrantAccess, Windows 2000 and later: grants a handle to a job, or takes the grant back. Neither the caller nor
 * the owner of the object may be in the job (learn.microsoft.com, Remarks); which error that is, is not documented: here
 * ERROR_ACCESS_DENIED.
 */
export function userHandleGrantAccess(
  caller: UserCaller,
  handle: number,
  job: object,
  granted = true,
): UserOutcome {
  const { session } = caller;
  if (versionOrder(session.profile.version) < WINDOWS_2000) {
    return refused('UserHandleGrantAccess came with Windows 2000, as did jobs.');
  }
  return handleCall(caller, {
    name: 'UserHandleGrantAccess',
    type: null,
    handle,
    body: (object, gui) => {
      if ([gui.process, object.process].some((each) => each?.process.jobs.includes(job))) {
        return failed(ERROR_ACCESS_DENIED);
      }
      session.grant(object, job, granted);
      return succeeded();
    },
  });
}

/** GetGuiResources(GR_USEROBJECTS), Windows 2000 and later: USER objects of a process, or the most it ever had. */
export function getGuiResources(
  caller: UserCaller,
  process: SessionProcess,
  what: 'count' | 'peak' = 'count',
): UserOutcome {
  const { session } = caller;
  const since = what === 'peak' ? '6.1' : '5.0';
  if (versionOrder(session.profile.version) < versionOrder(since)) {
    return refused(`GetGuiResources tells the ${what} from version ${since} on.`);
  }
  return caller.call('GetGuiResources', () =>
    succeeded(session.parties.process(process)?.[what] ?? 0),
  );
}
