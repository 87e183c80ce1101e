/** Machines with a windowing system: a session that was started, and callers in it. */

import type { SimulatedThread } from '../../../src/core/simulator/machine/simulatedThread';
import {
  startWindowing,
  userProfileOf,
  type WindowingOptions,
} from '../../../src/core/simulator/user/startWindowing';
import { UserCaller, type UserContext } from '../../../src/core/simulator/user/calls/userCaller';
import {
  furtherUserModules,
  userModuleFunctions,
} from '../../../src/core/simulator/user/userModules';
import type { UserSession } from '../../../src/core/simulator/user/userSession';
import { startMachine, type SampleMachine, type SampleMachineOptions } from './startMachine';

/** What a test may want otherwise than usual of its session. */
export type SampleSessionOptions = WindowingOptions & { readonly session?: number };

/** A machine with a session whose windowing system has started. */
export interface UserMachine extends SampleMachine {
  readonly user: UserContext;
  readonly session: UserSession;
  /** The thread of CSRSS that started it. */
  readonly csrss: UserCaller;
}

/** Starts a machine and the windowing system of a session, 1 by default (0 on Windows XP). */
export function startUserMachine(
  options: SampleMachineOptions,
  sessionOptions: SampleSessionOptions = {},
): UserMachine {
  const profile = userProfileOf(options.profile);
  const started = startMachine({
    ...options,
    program: [...(options.program ?? []), ...furtherUserModules(profile)],
    variation: { ...options.variation, functions: userModuleFunctions(profile) },
  });
  const { machine, context } = started;
  const session = sessionOptions.session ?? (machine.profile.beforeVista ? 0 : 1);
  const process = machine.createProcess({
    image: 'csrss.exe',
    processId: 0x1a4,
    sessionId: session,
    parent: machine.system,
  });
  const thread = machine.createThread(process, { threadId: 0x1b8 });
  const { user, csrss } = startWindowing(context, thread, { ...sessionOptions, session });
  return { ...started, user, session: user.session, csrss };
}

/** A thread of the machine as a caller of the windowing system. */
export function userCaller(machine: UserMachine, thread: SimulatedThread): UserCaller {
  return new UserCaller(machine.user, thread);
}
