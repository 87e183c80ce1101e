/** A light machine with its session started, for tests of versions that have no full machine. */

import type { UserProfileId } from '../../../src/core/windows/user/userProfileId';
import type { ModuleImage } from '../../../src/core/simulator/catalog/moduleImage';
import { LightMachine, type LightProcess, type LightSessionOptions } from './lightMachine';
import { lightModules } from '../../../src/core/simulator/light/lightModules';
import { lightVersion } from '../../../src/core/simulator/light/lightVersions';
import { startSession } from '../../../src/core/simulator/user/calls/systemThreads';
import { UserCaller } from '../../../src/core/simulator/user/calls/userCaller';

/** A started machine. */
export interface LightStage {
  readonly light: LightMachine;
  /** The thread of CSRSS that started the session. */
  readonly csrss: UserCaller;
}

/** Starts a machine and its session. */
export function startLight(
  id: UserProfileId,
  program: readonly ModuleImage[],
  options: LightSessionOptions = {},
): LightStage {
  const light = new LightMachine(id, lightModules(id, program), options);
  const csrss = addThread(light, light.createProcess('csrss.exe', 0x18), 0x1c);
  csrss.enter(lightVersion(id).start);
  startSession(csrss);
  csrss.wait('CreateSystemThreads');
  return { light, csrss };
}

/** A thread whose stack holds the frames with which Windows starts one. */
export function startThread(
  light: LightMachine,
  process: LightProcess,
  threadId: number,
): UserCaller {
  const caller = addThread(light, process, threadId);
  caller.enter(lightVersion(light.profile.id).start);
  return caller;
}

function addThread(light: LightMachine, process: LightProcess, threadId: number): UserCaller {
  return new UserCaller(light.user, light.createThread(process, threadId));
}
