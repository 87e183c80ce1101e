/** A simulated Windows machine: object manager, processes, handle tables, tracing, services and memory. */

import type { Address } from '../../model/identifiers';
import type { TraceOperation } from '../../model/handleTrace';
import type { WindowsProfile } from '../../windows/profiles';
import type { HandleTable } from './handleTable';
import type { KernelObject } from './kernelObject';
import { bootNamespace, bootSession } from './machineBoot';
import type { FrameList, MachineOptions, ProcessOptions, ThreadOptions } from './machineTypes';
import type { MachineExtension } from './machineExtension';
import { MemoryImage } from './memoryImage';
import { memoryRegions } from './memoryRegions';
import { NativeServices } from './nativeServices';
import { ObjectManager } from './objectManager';
import { PageAllocator } from './pageAllocator';
import { ProcessFactory, type ProcessCreation } from './processFactory';
import type { SimulatedProcess } from './simulatedProcess';
import type { SimulatedThread } from './simulatedThread';
import { TracingControl } from './tracing';

/** The close of a handle whose object is audited. */
export interface CloseAudit {
  readonly processId: number;
  readonly handle: number;
}

/** One operation on a handle table, traced or not. */
export interface HandleOperation {
  readonly operation: TraceOperation;
  readonly table: HandleTable;
  /** As it was used. */
  readonly handle: number;
  /** The actor, whoever owns the table. */
  readonly thread: SimulatedThread;
  /** System service, for example `NtClose`. */
  readonly service: string;
  /** Null for bad references. */
  readonly object: KernelObject | null;
}

const NO_FRAMES = new Uint32Array(0);

/** One machine. The same program run on the same options gives the same addresses and bytes every time. */
export class Machine {
  readonly profile: WindowsProfile;
  readonly globalFlags: number;
  readonly objects: ObjectManager;
  readonly services: NativeServices;
  readonly memory: MemoryImage;
  readonly tracing: TracingControl;
  /** The System process; its table is the kernel handle table. */
  readonly system: SimulatedProcess;
  /** The Idle process; a kernel debugger may find itself in it. */
  readonly idle: SimulatedProcess;
  /** Grows with every change that a debugger could see. */
  generation = 0;
  /** Closes of audited handles, oldest first. */
  readonly closeAudits: CloseAudit[] = [];
  /** Lines that the kernel printed to an attached kernel debugger. */
  readonly debugOutput: string[] = [];
  /** Parts beside the object manager, such as the windowing system of a session. */
  readonly extensions: MachineExtension[] = [];
  /**
   * Told of every open, close and bad reference, while the stack of the actor still stands; answers with the number by which
   * it will know the operation again, -1 for none. Null: nobody wants to know.
   */
  handleObserver: ((operation: HandleOperation) => number) | null = null;
  /** Where the next object that a program creates lies; null: where the pools have room. */
  nextObjectPlace: Address | null = null;
  /** Bug check code once the machine has crashed. */
  bugCheck: number | null = null;
  private readonly factory: ProcessFactory;
  private readonly tokens = new Map<SimulatedProcess, KernelObject>();
  private readonly active: SimulatedProcess[] = [];

  constructor(private readonly options: MachineOptions) {
    const { profile } = options;
    this.profile = profile;
    this.globalFlags = options.globalFlags ?? 0;
    this.objects = new ObjectManager(profile);
    bootNamespace(this.objects, profile.pointerSize === 8);
    this.tracing = new TracingControl(
      profile,
      new PageAllocator(profile.memory.nonPagedPages),
      this.objects.journal,
    );
    const pages = new PageAllocator(profile.memory.pagedPages);
    this.factory = new ProcessFactory(options, this.objects, pages);
    this.objects.onDeleted = (object) => this.releaseId(object);
    this.system = this.createProcess({
      image: 'System',
      processId: 4,
      sessionId: profile.id === 'xp-sp3-x86' ? 0 : null,
      ...options.systemPlacement,
    });
    this.idle = this.factory.createIdle(this.system.table, options.idlePlacement ?? {});
    this.services = new NativeServices(this);
    this.memory = memoryOf(this);
  }

  /** The handle table of process and thread ids. */
  get cidTable(): HandleTable {
    return this.factory.cidTable;
  }

  /** Running processes, oldest first: System leads, Idle is not among them. */
  processes(): readonly SimulatedProcess[] {
    return this.active;
  }

  /** A running process, or Idle, by its id; null when there is none. */
  process(processId: number): SimulatedProcess | null {
    if (processId === 0) {
      return this.idle;
    }
    return this.active.find((process) => process.processId === processId) ?? null;
  }

  /** A process that nobody has a handle to: how a machine gets its first ones. Throws when that cannot be. */
  createProcess(options: ProcessOptions): SimulatedProcess {
    const { process, status } = this.tryCreateProcess(options);
    if (process === null) {
      throw new Error(`Cannot create process ${options.image}: status ${status.toString(16)}.`);
    }
    return process;
  }

  /** The same, with failures as an NTSTATUS. */
  tryCreateProcess(options: ProcessOptions): ProcessCreation {
    const creation = this.factory.createProcess(options);
    if (creation.process !== null) {
      this.generation++;
      this.active.push(creation.process);
      bootSession(this.objects, creation.process.sessionId ?? 0);
    }
    return creation;
  }

  /** A thread that nobody has a handle to. Throws when its id is taken. */
  createThread(process: SimulatedProcess, options: ThreadOptions = {}): SimulatedThread {
    this.generation++;
    return this.factory.createThread(process, options);
  }

  /** Takes a process out of the list of running ones and gives its handle table back. */
  retire(process: SimulatedProcess): void {
    this.factory.destroyTable(process.table);
    const position = this.active.indexOf(process);
    if (position >= 0) {
      this.active.splice(position, 1);
    }
  }

  /** The place of an object that is created now; it is used up. */
  takeObjectPlace(): Address | undefined {
    const place = this.nextObjectPlace ?? undefined;
    this.nextObjectPlace = null;
    return place;
  }

  /** Kernel part of the stack of a record. */
  kernelFrames(service: string, operation: TraceOperation): FrameList {
    return this.options.kernelFrames?.frames(service, operation) ?? NO_FRAMES;
  }

  /** Parts that never change, for whoever keeps the state of a machine. */
  constantParts(): readonly object[] {
    const { kernelFrames } = this.options;
    return [
      ...(kernelFrames === undefined ? [] : [kernelFrames]),
      ...this.objects.types.map(({ facts }) => facts),
    ];
  }

  /** The primary token of a process, made when it is first asked for. */
  tokenOf(process: SimulatedProcess): KernelObject {
    const known = this.tokens.get(process);
    if (known !== undefined) {
      return known;
    }
    const token = this.objects.createObject({ type: 'Token' });
    this.tokens.set(process, token);
    return token;
  }

  /** A process that ended gives up its token. */
  dropToken(process: SimulatedProcess): void {
    const token = this.tokens.get(process);
    if (token !== undefined) {
      this.tokens.delete(process);
      this.objects.dereference(token);
    }
  }

  /** A deleted process or thread gives its id back. */
  private releaseId(object: KernelObject): void {
    const { body } = object;
    const id =
      body.kind === 'process'
        ? body.process.processId
        : body.kind === 'thread'
          ? body.thread.threadId
          : 0;
    if (id !== 0) {
      this.cidTable.free(id >>> 2, 0);
    }
  }
}

function memoryOf(machine: Machine): MemoryImage {
  return new MemoryImage({
    get generation() {
      return machine.generation;
    },
    regions: () => memoryRegions(machine),
    contents:
      'Handle tables, object headers and trace buffers can be read; !handle prints their addresses.',
  });
}
