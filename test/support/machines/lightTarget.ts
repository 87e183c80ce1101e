/** A light machine seen through a kernel debugger: for tests of versions that have no full machine. */

import { address, type Address } from '../../../src/core/model/identifiers';
import type { ModuleInfo, ProcessInfo, ThreadInfo } from '../../../src/core/model/process';
import type { HandleStore } from '../../../src/core/target/handleStore';
import type { SymbolSource } from '../../../src/core/target/symbolSource';
import type {
  ExceptionInfo,
  MemoryBytes,
  StopInfo,
  Target,
  TargetCapabilities,
  TargetControl,
  TargetPart,
} from '../../../src/core/target/target';
import type { TargetInfo } from '../../../src/core/target/targetInfo';
import type { TraceStore } from '../../../src/core/target/traceStore';
import type { UserHandleAccess } from '../../../src/core/target/userHandles';
import { throwIfCancelled, type CancellationToken } from '../../../src/core/util/cancellation';
import type { Problem } from '../../../src/core/util/problem';
import { fail, ok, type Result } from '../../../src/core/util/result';
import type { ProgramStop } from '../../../src/core/simulator/simulatedTarget';
import { kernelNotSimulated } from '../../../src/core/simulator/user/standIns';
import { SimulatedUserHandles } from '../../../src/core/simulator/user/simulatedUserHandles';
import { SERVER_MODULE } from '../../../src/core/simulator/user/userModules';
import type { LightMachine } from './lightMachine';

/** How a target is made. */
export interface LightTargetOptions {
  readonly machine: LightMachine;
  /** What the user opened, for example `sample:user-leak-nt40`. */
  readonly title: string;
  /** One sentence. */
  readonly description: string;
  readonly debuggerStyle: 'modern' | 'win7' | 'xp';
  /** Where it stands at first. */
  readonly stop: ProgramStop & { readonly processId: number };
  /** Each step runs the program to its next stop; absent: it cannot be resumed. */
  readonly steps?: Iterator<ProgramStop, unknown, undefined>;
}

/** A live target of which only the USER handles, threads and stacks are there. */
export class LightTarget implements Target {
  readonly info: TargetInfo;
  readonly capabilities: TargetCapabilities = {
    handles: false,
    traces: false,
    memory: true,
    control: true,
  };
  readonly problems: readonly Problem[] = [];
  readonly symbols: SymbolSource;
  readonly control: TargetControl;
  readonly userHandles: UserHandleAccess;
  private readonly machine: LightMachine;
  private stop: ProgramStop;

  constructor(private readonly options: LightTargetOptions) {
    const { machine, title, description, debuggerStyle } = options;
    const { profile, version } = machine;
    this.machine = machine;
    this.stop = options.stop;
    this.symbols = machine.modules.symbols('kernel');
    this.userHandles = new SimulatedUserHandles(machine.session, null);
    this.info = {
      kind: 'simulated',
      title,
      description,
      mode: 'kernel',
      liveness: 'live',
      architecture: profile.architecture,
      pointerSize: profile.pointerSize,
      windows: version,
      debuggerStyle,
      hidesKernelFrames: false,
      simulated: true,
    };
    this.control = {
      enableTracing: () => fail(this.notSimulated()),
      disableTracing: () => fail(this.notSimulated()),
      closeHandle: () => fail(this.notSimulated()),
      resume: (token) => this.resume(token),
    };
  }

  get parts(): readonly TargetPart[] {
    const { machine } = this;
    const processes = machine.processes();
    const threads = processes.reduce((sum, process) => sum + process.threads.length, 0);
    const handles = machine.session.manager.living().length;
    return [
      {
        name: 'Machine',
        size: null,
        note: `${machine.version.name}, of which only the windowing system is simulated`,
      },
      { name: 'Processes', size: null, note: String(processes.length) },
      { name: 'Threads', size: null, note: String(threads) },
      { name: 'USER handles', size: null, note: `${String(handles)} in use` },
    ];
  }

  get generation(): number {
    return this.machine.generation;
  }

  processes(): readonly ProcessInfo[] {
    return this.machine.processes().map(({ processId, parentProcessId, image, sessionId }) => ({
      processId,
      parentProcessId,
      image,
      sessionId,
    }));
  }

  currentProcessId(): number {
    return this.stop.processId ?? this.options.stop.processId;
  }

  currentThreadId(): number {
    return this.stop.threadId;
  }

  threads(processId: number): readonly ThreadInfo[] {
    const process = this.machine.processes().find((known) => known.processId === processId);
    return (process?.threads ?? []).map(({ threadId, teb }) => ({
      processId,
      threadId,
      teb,
      name: null,
      suspendCount: 0,
    }));
  }

  modules(): readonly ModuleInfo[] {
    return this.machine.modules.modules('kernel').filter(({ name }) => name !== SERVER_MODULE);
  }

  callStack(threadId: number): Promise<readonly Address[]> {
    const thread = this.machine
      .processes()
      .flatMap(({ threads }) => threads)
      .find((known) => known.threadId === threadId);
    const frames = thread?.frames() ?? [];
    return Promise.resolve(frames.length === 0 ? [address(0)] : frames);
  }

  exception(): ExceptionInfo | null {
    return this.stop.exception ?? null;
  }

  handles(): Promise<Result<HandleStore>> {
    return Promise.resolve(fail(this.notSimulated()));
  }

  traces(): Promise<Result<TraceStore>> {
    return Promise.resolve(fail(this.notSimulated()));
  }

  readMemory(start: Address, length: number): Promise<Result<MemoryBytes>> {
    return Promise.resolve(this.machine.memory.read(start, length));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private resume(token: CancellationToken): Promise<Result<StopInfo>> {
    throwIfCancelled(token);
    const step = this.options.steps?.next();
    if (step === undefined || step.done === true) {
      return Promise.resolve(
        fail({
          code: 'program-ended',
          message: 'The simulated program does not run any further.',
          hint: 'Open the target again to start from the beginning.',
        }),
      );
    }
    this.machine.generation++;
    this.stop = step.value;
    return Promise.resolve(ok(step.value));
  }

  private notSimulated(): Problem {
    return kernelNotSimulated(this.machine.version.name);
  }
}
