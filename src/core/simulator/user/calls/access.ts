/** Who may use a handle, and how many there are: jobs with UI restrictions, GetGuiResources. */

import { versionOrder } from '../../../windows/user/userVersions';
import type { SessionProcess } from '../guiParties';
import type { UserSession } from '../userSession';
import { handleCall, refused, succeeded, type UserCaller, type UserOutcome } from './userCaller';

const WINDOWS_2000 = versionOrder('5.0');

/**
 * Puts a process into a job with JOB_OBJECT_UILIMIT_HANDLES: it may use only objects of the job's processes and those that
 * the job was granted. Null takes it out again. The process must have called the windowing system.
 */
export function restrictToJob(
  session: UserSession,
  process: SessionProcess,
  job: string | null,
): void {
  session.parties.addProcess(process).restrictedJob = job;
}

/** UserHandleGrantAccess, Windows 2000 and later: grants a handle to a job, or takes the grant back. */
export function userHandleGrantAccess(
  caller: UserCaller,
  handle: number,
  job: string,
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
    body: (object) => {
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
