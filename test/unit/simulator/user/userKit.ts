/** A session of any version with a program in it, for tests of the windowing system. */

import { buildModule } from '../../../../src/core/simulator/catalog/moduleImage';
import type {
  LightMachine,
  LightProcess,
  LightSessionOptions,
} from '../../../support/machines/lightMachine';
import { startLight, startThread } from '../../../support/machines/lightStage';
import type { UserCaller } from '../../../../src/core/simulator/user/calls/userCaller';
import type { UserObject } from '../../../../src/core/simulator/user/userObject';
import type { UserSession } from '../../../../src/core/simulator/user/userSession';
import type { UserProfileId } from '../../../../src/core/windows/user/userProfileId';

/** What tests work with. */
export interface UserKit {
  readonly light: LightMachine;
  readonly session: UserSession;
  readonly csrss: UserCaller;
  readonly process: LightProcess;
  /** The program's first thread, calling from `app!main`. */
  readonly app: UserCaller;
}

/** A started session. */
export function userKit(id: UserProfileId, options: LightSessionOptions = {}): UserKit {
  const program = buildModule({
    name: 'app',
    path: 'C:\\app\\app.exe',
    base: 0x40_0000n,
    size: 0x1_0000,
    functions: 'main other',
    seed: 'app',
  });
  const { light, csrss } = startLight(id, [program], options);
  const process = light.createProcess('app.exe', 0x100);
  const app = startThread(light, process, 0x104).at('app!main+0x20');
  return { light, session: light.session, csrss, process, app };
}

/** One more thread of a process. */
export function another(kit: UserKit, threadId: number, process = kit.process): UserCaller {
  return startThread(kit.light, process, threadId).at('app!other+0x20');
}

/** The living object of a handle, marked or not. */
export function objectOf(session: UserSession, handle: number): UserObject {
  const object = session.manager.at(handle & 0xffff);
  if (object?.handle !== handle) {
    throw new Error(`No object has the handle ${handle.toString(16)}.`);
  }
  return object;
}
