/** A simulated machine seen through a debugger: the target behind the samples. */

import { address, type Address } from '../model/identifiers';
import type { ModuleInfo, ProcessInfo, ThreadInfo } from '../model/process';
import type { HandleStore } from '../target/handleStore';
import type { SymbolSource } from '../target/symbolSource';
import type {
  ExceptionInfo,
  HandleTableSelector,
  MemoryBytes,
  MemoryRange,
  StopInfo,
  Target,
  TargetCapabilities,
  TargetControl,
  TargetPart,
} from '../target/target';
import type { TargetInfo, WindowsVersion } from '../target/targetInfo';
import type { TraceStore } from '../target/traceStore';
import type { Problem } from '../util/problem';
import { fail, ok, type Result } from '../util/result';
import type { HandleTable } from './machine/handleTable';
import type { Machine } from './machine/machine';
import { MemoryImage } from './machine/memoryImage';
import type { SimulatedProcess } from './machine/simulatedProcess';
import type { SimulatedThread } from './machine/simulatedThread';
import { SimulatedControl } from './simulatedControl';
import { SimulatedHandleStore } from './simulatedHandleStore';
import { SimulatedTraceStore } from './simulatedTraceStore';
import { SimulatedUserHandles } from './user/simulatedUserHandles';
import { kernelNotSimulated } from './user/standIns';
import type { UserSession } from './user/userSession';

/** Whose eyes look at the machine. */
export type SimulatedViewpoint =
  | { readonly mode: 'user'; readonly process: SimulatedProcess }
  | { readonly mode: 'kernel'; readonly currentProcess: SimulatedProcess };

/** Where a program stopped. */
export interface ProgramStop extends StopInfo {
  /** The process of the thread that stopped; default the viewpoint's. */
  readonly processId?: number;
  readonly exception?: ExceptionInfo;
}

/** How a target is made. */
export interface SimulatedTargetOptions {
  readonly machine: Machine;
  readonly viewpoint: SimulatedViewpoint;
  /** What the user opened, for example `sample:badhandle`. */
  readonly title: string;
  /** One sentence. */
  readonly description: string;
  readonly debuggerStyle: 'modern' | 'xp';
  readonly symbols: SymbolSource;
  readonly modules?: readonly ModuleInfo[];
  /** Where it stands at first; default: the first thread of the viewpoint's process. */
  readonly stop?: ProgramStop;
  /** Each step runs the program to its next stop; absent: it cannot be resumed. */
  readonly steps?: Iterator<ProgramStop, unknown, undefined>;
  /** The windowing system of the session that is looked at; absent: none is simulated. */
  readonly userSession?: UserSession;
  /** Only the windowing system is that of the version named here: kernel handles are not shown; absent: all is of one version. */
  readonly windowingOnly?: WindowsVersion;
  /** The debugger's own thread, which closes handles for `.closehandle`; default: a process is made for it. */
  readonly debugger?: SimulatedThread;
}

/** A live target: its handles, traces and memory are the simulated machine's at this moment. */
export class SimulatedTarget implements Target {
  readonly info: TargetInfo;
  readonly capabilities: TargetCapabilities;
  readonly problems: readonly Problem[] = [];
  readonly symbols: SymbolSource;
  readonly control: TargetControl;
  /** What changes the machine as a debugger does; the same as {@link control} unless a subclass runs a program its own way. */
  protected readonly baseControl: TargetControl;
  readonly userHandles: SimulatedUserHandles | null;
  private readonly machine: Machine;
  private readonly userMemory: MemoryImage | null;
  private readonly home: SimulatedProcess;
  private readonly stores = new Map<HandleTable, HandleStore>();
  private storesGeneration = -1;
  private stop: ProgramStop | null;

  constructor(private readonly options: SimulatedTargetOptions) {
    const { machine, viewpoint } = options;
    this.machine = machine;
    this.home = viewpoint.mode === 'user' ? viewpoint.process : viewpoint.currentProcess;
    this.symbols = options.symbols;
    this.stop = options.stop ?? null;
    this.userHandles = userHandlesOf(options, this.home);
    this.userMemory =
      viewpoint.mode === 'user' && this.userHandles !== null
        ? sharedMemory(this.machine, this.userHandles)
        : null;
    this.info = targetInfo(options);
    this.capabilities = {
      handles: options.windowingOnly === undefined,
      traces: options.windowingOnly === undefined,
      memory: viewpoint.mode === 'kernel' || options.userSession !== undefined,
      control: true,
    };
    if (viewpoint.mode === 'user') {
      this.home.debugged = true;
    }
    this.baseControl = new SimulatedControl(options, (stop) => {
      this.stop = stop;
    });
    this.control = this.baseControl;
  }

  get parts(): readonly TargetPart[] {
    const { machine } = this;
    const { windowingOnly, userSession } = this.options;
    const visible = this.visibleProcesses();
    const handles = visible.reduce((sum, process) => sum + process.table.handleCount, 0);
    const threads = visible.reduce((sum, process) => sum + process.threads.length, 0);
    return [
      {
        name: 'Machine',
        size: null,
        note:
          windowingOnly === undefined
            ? `${machine.profile.version.name}, simulated`
            : `${windowingOnly.name}, of which only the windowing system is simulated`,
      },
      { name: 'Processes', size: null, note: counted(visible.length, 'process', 'processes') },
      { name: 'Threads', size: null, note: counted(threads, 'thread', 'threads') },
      ...(windowingOnly === undefined
        ? [{ name: 'Handles', size: null, note: counted(handles, 'handle', 'handles') }]
        : [
            {
              name: 'USER handles',
              size: null,
              note: `${String(userSession?.manager.livingCount ?? 0)} in use`,
            },
          ]),
    ];
  }

  get generation(): number {
    return this.machine.generation;
  }

  processes(): readonly ProcessInfo[] {
    return this.visibleProcesses().map((process) => this.processInfo(process));
  }

  currentProcessId(): number {
    return this.stop?.processId ?? this.home.processId;
  }

  currentThreadId(): number {
    return this.stop?.threadId ?? this.home.threads[0]?.threadId ?? 0;
  }

  threads(processId: number): readonly ThreadInfo[] {
    const process = this.find(processId);
    return (process?.threads ?? []).map((thread) => ({
      processId,
      threadId: thread.threadId,
      teb: thread.teb,
      name: thread.name,
      suspendCount: thread.suspendCount,
    }));
  }

  modules(): readonly ModuleInfo[] {
    return this.options.modules ?? [];
  }

  callStack(threadId: number): Promise<readonly Address[]> {
    const thread = this.visibleProcesses()
      .flatMap((process) => process.threads)
      .find((candidate) => candidate.threadId === threadId);
    const frames = thread?.frames() ?? [];
    return Promise.resolve(frames.length === 0 ? [thread?.startAddress ?? address(0)] : frames);
  }

  exception(): ExceptionInfo | null {
    return this.stop?.exception ?? null;
  }

  handles(processId: number, table: HandleTableSelector): Promise<Result<HandleStore>> {
    const { viewpoint, windowingOnly } = this.options;
    const { mode } = viewpoint;
    if (windowingOnly !== undefined) {
      return Promise.resolve(fail(kernelNotSimulated(windowingOnly.name)));
    }
    if (mode === 'user' && table !== 'process') {
      return Promise.resolve(fail(kernelOnly()));
    }
    if (table !== 'process') {
      const chosen = table === 'kernel' ? this.machine.system.table : this.machine.cidTable;
      return Promise.resolve(ok(this.store(chosen)));
    }
    const process = this.running(processId);
    return Promise.resolve(process.ok ? ok(this.store(process.value.table)) : process);
  }

  /** The process whose program has ended by itself while its handles are still there; null without one. */
  protected endedProcess(): SimulatedProcess | null {
    return null;
  }

  traces(processId: number): Promise<Result<TraceStore>> {
    const { windowingOnly } = this.options;
    if (windowingOnly !== undefined) {
      return Promise.resolve(fail(kernelNotSimulated(windowingOnly.name)));
    }
    const process = this.running(processId);
    if (!process.ok) {
      return Promise.resolve(process);
    }
    const { tracer } = process.value;
    return Promise.resolve(
      tracer === null
        ? fail(tracingOff(process.value))
        : ok(new SimulatedTraceStore(tracer, process.value === this.endedProcess())),
    );
  }

  memoryRanges(): readonly MemoryRange[] {
    return this.userMemory?.regions() ?? [];
  }

  readMemory(start: Address, length: number): Promise<Result<MemoryBytes>> {
    if (this.options.viewpoint.mode === 'kernel') {
      return Promise.resolve(this.machine.memory.read(start, length));
    }
    return Promise.resolve(
      this.userMemory?.read(start, length) ??
        fail({
          code: 'no-memory',
          message: 'The memory of a simulated user-mode process is not simulated.',
          hint: 'Kernel-mode samples have readable handle tables, object headers and trace records.',
        }),
    );
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** The processes that the debugger sees. */
  protected visibleProcesses(): readonly SimulatedProcess[] {
    if (this.options.viewpoint.mode === 'user') {
      return [this.home];
    }
    const { machine } = this;
    // System is the stand-in's, with the id that it has there.
    const active =
      this.options.windowingOnly === undefined
        ? machine.processes()
        : machine.processes().filter((process) => process !== machine.system);
    return active.includes(this.home) ? active : [this.home, ...active];
  }

  private find(processId: number): SimulatedProcess | null {
    return this.visibleProcesses().find((process) => process.processId === processId) ?? null;
  }

  private running(processId: number): Result<SimulatedProcess> {
    const process = this.find(processId);
    if (process === null) {
      return fail(noSuchProcess(processId));
    }
    return process.exited ? fail(processEnded(process)) : ok(process);
  }

  /** The store of a table; kept until the machine changes. */
  private store(table: HandleTable): HandleStore {
    if (this.storesGeneration !== this.machine.generation) {
      this.stores.clear();
      this.storesGeneration = this.machine.generation;
    }
    const known = this.stores.get(table);
    if (known !== undefined) {
      return known;
    }
    const store = new SimulatedHandleStore(this.machine, table, this.options.viewpoint.mode);
    this.stores.set(table, store);
    return store;
  }

  private processInfo(process: SimulatedProcess): ProcessInfo {
    const { processId, parentProcessId, image, sessionId, table } = process;
    const facts = { processId, parentProcessId, image, sessionId };
    return this.options.viewpoint.mode === 'user' || this.options.windowingOnly !== undefined
      ? facts
      : {
          ...facts,
          kernel: {
            object: process.objectAddress,
            peb: process.peb,
            directoryBase: process.directoryBase,
            objectTable: table.address,
            handleCount: table.handleCount,
          },
        };
  }
}

function targetInfo(options: SimulatedTargetOptions): TargetInfo {
  const { profile } = options.machine;
  return {
    kind: 'simulated',
    title: options.title,
    description: options.description,
    mode: options.viewpoint.mode,
    liveness: 'live',
    architecture: profile.architecture,
    pointerSize: profile.pointerSize,
    windows: options.windowingOnly ?? profile.version,
    debuggerStyle: options.debuggerStyle,
    hidesKernelFrames: options.windowingOnly === undefined && profile.hidesKernelFrames,
    simulated: true,
  };
}

function userHandlesOf(
  { userSession, viewpoint }: SimulatedTargetOptions,
  home: SimulatedProcess,
): SimulatedUserHandles | null {
  return userSession === undefined
    ? null
    : new SimulatedUserHandles(userSession, viewpoint.mode === 'kernel' ? null : home);
}

/** Memory of a user-mode process: only what it shares with the windowing system is simulated. */
function sharedMemory(machine: Machine, userHandles: SimulatedUserHandles): MemoryImage {
  return new MemoryImage({
    get generation() {
      return machine.generation;
    },
    regions: () => userHandles.viewerRegions(),
    contents: 'Of a user-mode process only the USER handle table and its desktop heap are there.',
  });
}

function counted(count: number, one: string, many: string): string {
  return `${String(count)} ${count === 1 ? one : many}`;
}

function processEnded(process: SimulatedProcess): Problem {
  return {
    code: 'process-ended',
    message: `Process ${process.image} has ended; its handle table and trace records are gone.`,
    hint: 'Open the target again to look at it while it runs.',
  };
}

function tracingOff(process: SimulatedProcess): Problem {
  return {
    code: 'tracing-off',
    message: `Handle tracing is not enabled for process ${process.image}.`,
    hint: 'Enable it with !htrace -enable (user mode); records are kept from then on.',
  };
}

function noSuchProcess(processId: number): Problem {
  return {
    code: 'no-such-process',
    message: `There is no process with id 0x${processId.toString(16)}.`,
    hint: 'List the processes with |.',
  };
}

function kernelOnly(): Problem {
  return {
    code: 'kernel-only',
    message: 'A user-mode debugger sees only the handle table of its process.',
    hint: 'Open a kernel-mode sample for the kernel handle table and for process and thread ids.',
  };
}
