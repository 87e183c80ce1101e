/**
 * A machine of which only the windowing system is simulated: processes, threads with stacks, and the session's memory. It
 * stands for versions whose object manager and handle tables are not simulated.
 */

import { address, type Address } from '../../../src/core/model/identifiers';
import type { WindowsVersion } from '../../../src/core/target/targetInfo';
import { userProfile, type UserProfile } from '../../../src/core/windows/user/userProfiles';
import type { UserProfileId } from '../../../src/core/windows/user/userProfileId';
import type { ModuleSet } from '../../../src/core/simulator/catalog/moduleSet';
import { MemoryImage } from '../../../src/core/simulator/machine/memoryImage';
import { apartRegions } from '../../../src/core/simulator/machine/memoryRegions';
import { ThreadStack } from '../../../src/core/simulator/machine/threadStack';
import { UserCallPaths } from '../../../src/core/simulator/user/calls/userCallPaths';
import type { UserContext } from '../../../src/core/simulator/user/calls/userCaller';
import { SimulatedUserHandles } from '../../../src/core/simulator/user/simulatedUserHandles';
import { sessionPlaces } from '../../../src/core/simulator/user/userModules';
import { UserSession, type UserSessionOptions } from '../../../src/core/simulator/user/userSession';
import { lightVersion } from '../../../src/core/simulator/light/lightVersions';

/** A process of a light machine. */
export interface LightProcess {
  readonly processId: number;
  readonly parentProcessId: number;
  readonly image: string;
  readonly sessionId: number;
  /** Made up; nothing lies there. */
  readonly objectAddress: Address;
  readonly jobs: object[];
  restrictingJob: object | null;
  readonly threads: LightThread[];
}

/** A thread of a light machine. */
export class LightThread extends ThreadStack {
  constructor(
    readonly threadId: number,
    readonly process: LightProcess,
    readonly teb: Address,
  ) {
    super();
  }
}

/** What a light machine's session may have otherwise than usual. */
export type LightSessionOptions = Partial<
  Pick<
    UserSessionOptions,
    'session' | 'desktopHeapSize' | 'quota' | 'tableLimit' | 'byParity' | 'skipWildcards'
  >
>;

/** Distance of thread environment blocks. */
const TEB_SIZE = { 4: 0x1000, 8: 0x2000 } as const;

/** One machine. The same program gives the same bytes every time. */
export class LightMachine {
  readonly profile: UserProfile;
  readonly version: WindowsVersion;
  readonly user: UserContext;
  readonly memory: MemoryImage;
  /** Grows with every change that a debugger could see. */
  generation = 0;
  private readonly running: LightProcess[] = [];
  private madeProcesses = 0;
  private madeThreads = 0;

  constructor(
    id: UserProfileId,
    readonly modules: ModuleSet,
    options: LightSessionOptions = {},
  ) {
    this.profile = userProfile(id);
    const { version, dispatcher } = lightVersion(id);
    this.version = version;
    const paths = new UserCallPaths(this.profile, modules, dispatcher);
    const session = new UserSession({
      session: version.major < 6 ? 0 : 1,
      ...options,
      profile: id,
      places: sessionPlaces(this.profile, modules),
      kernelFrames: (service, operation) => paths.kernelFrames(service, operation),
      changed: () => this.generation++,
    });
    this.user = { session, modules, paths };
    this.memory = memoryOf(this);
  }

  get session(): UserSession {
    return this.user.session;
  }

  /** Running processes, oldest first. */
  processes(): readonly LightProcess[] {
    return this.running;
  }

  /** A process without threads. */
  createProcess(
    image: string,
    processId: number,
    parent: LightProcess | null = null,
  ): LightProcess {
    const ordinal = this.madeProcesses++;
    const base = this.profile.pointerSize === 8 ? 0xffff_fa80_0300_0000n : 0x8190_0000n;
    const process: LightProcess = {
      processId,
      parentProcessId: parent?.processId ?? 0,
      image,
      sessionId: this.session.number,
      objectAddress: address(base + BigInt(ordinal * 0x1_2340)),
      jobs: [],
      restrictingJob: null,
      threads: [],
    };
    this.running.push(process);
    this.generation++;
    return process;
  }

  /** A thread with an empty stack. */
  createThread(process: LightProcess, threadId: number): LightThread {
    const top = this.profile.pointerSize === 8 ? 0x7ff_fffd_e000n : 0x7ffd_e000n;
    const distance = this.madeThreads++ * TEB_SIZE[this.profile.pointerSize];
    const thread = new LightThread(threadId, process, address(top - BigInt(distance)));
    process.threads.push(thread);
    this.generation++;
    return thread;
  }

  /** Ends a thread; its USER objects go. */
  exitThread(thread: LightThread): void {
    const { threads } = thread.process;
    const position = threads.indexOf(thread);
    if (position >= 0) {
      this.session.threadEnds(thread);
      threads.splice(position, 1);
      this.generation++;
    }
  }

  /** Ends a process with its threads. */
  exitProcess(process: LightProcess): void {
    const position = this.running.indexOf(process);
    if (position >= 0) {
      [...process.threads].forEach((thread) => this.exitThread(thread));
      this.session.processEnds(process);
      this.running.splice(position, 1);
      this.generation++;
    }
  }
}

function memoryOf(machine: LightMachine): MemoryImage {
  const { session } = machine;
  const view = new SimulatedUserHandles(session, null);
  return new MemoryImage({
    get generation() {
      return machine.generation;
    },
    regions: () =>
      apartRegions([...session.regions(), ...view.clientInfos(session.parties.threads())]),
    contents:
      'Of this Windows version only the USER handle table and its objects are simulated; !dhe prints their addresses.',
  });
}
