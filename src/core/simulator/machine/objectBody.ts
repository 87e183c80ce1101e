/** The bodies of kernel objects: what a program can change and a debugger can ask. */

import type { Address } from '../../model/identifiers';
import type { KernelObject } from './kernelObject';
import type { SimulatedProcess } from './simulatedProcess';
import type { SimulatedThread } from './simulatedThread';

/** KEVENT. */
export interface EventBody {
  readonly kind: 'event';
  readonly manualReset: boolean;
  signalled: boolean;
}

/** KMUTANT. */
export interface MutantBody {
  readonly kind: 'mutant';
  /** 1 = free, 0 or less = owned. */
  count: number;
  abandoned: boolean;
  /** 0 when free. */
  ownerProcessId: number;
  ownerThreadId: number;
}

/** KSEMAPHORE. */
export interface SemaphoreBody {
  readonly kind: 'semaphore';
  count: number;
  readonly limit: number;
}

/** KTIMER. */
export interface TimerBody {
  readonly kind: 'timer';
  readonly manualReset: boolean;
  signalled: boolean;
  /** Simulated time, in milliseconds, at which it becomes signalled; Infinity while it is not set. */
  due: number;
  /** Milliseconds between two such moments; 0: there is one only. */
  period: number;
}

/** SECTION. */
export interface SectionBody {
  readonly kind: 'section';
  readonly baseAddress: Address;
  /** SEC_* bits. */
  readonly attributes: number;
  /** Bytes. */
  readonly size: bigint;
}

/** A registry key as one handle's key body sees it. */
export interface KeyBody {
  readonly kind: 'key';
  /** Full path, `\REGISTRY\MACHINE\…`. */
  readonly path: string;
  /** 100 ns units since 1601, local time. */
  lastWriteTime: bigint;
}

/** FILE_OBJECT. */
export interface FileBody {
  readonly kind: 'file';
  /** Last component of the device's name, for example `HarddiskVolume3` or `NamedPipe`. */
  readonly device: string;
  /** Name below the device, with its leading backslash; may be empty. */
  readonly fileName: string;
}

/** EPROCESS. */
export interface ProcessBody {
  readonly kind: 'process';
  readonly process: SimulatedProcess;
}

/** ETHREAD. */
export interface ThreadBody {
  readonly kind: 'thread';
  readonly thread: SimulatedThread;
}

/** KQUEUE of a completion port. */
export interface IoCompletionBody {
  readonly kind: 'ioCompletion';
  depth: number;
}

/** EJOB. */
export interface JobBody {
  readonly kind: 'job';
  /** JOB_OBJECT_UILIMIT_* bits. */
  uiRestrictions: number;
}

/** A thread pool's worker factory; times in 100 ns units. */
export interface WorkerFactoryBody {
  readonly kind: 'workerFactory';
  readonly threadCreationTimeout: bigint;
  readonly threadCreationRetryTimeout: bigint;
  threadIdleTimeout: bigint;
  boundObjectCount: number;
  workerMinimum: number;
  workerMaximum: number;
  pendingWorkers: number;
  waitingWorkers: number;
  totalWorkers: number;
  releaseCount: number;
  idleGoal: number;
  readonly startRoutine: Address;
  readonly pool: Address;
  readonly workerProcessId: number;
  readonly stackReserve: bigint;
  readonly stackCommit: bigint;
  lastThreadCreationStatus: number;
}

/** OBJECT_DIRECTORY. */
export interface DirectoryBody {
  readonly kind: 'directory';
  /** By upper-case name, in order of insertion. */
  readonly entries: Map<string, KernelObject>;
}

/** OBJECT_SYMBOLIC_LINK. */
export interface SymbolicLinkBody {
  readonly kind: 'symbolicLink';
  /** Full path in the object namespace. */
  readonly target: string;
}

/** Any other object: nothing that a debugger asks for. */
export interface PlainBody {
  readonly kind: 'plain';
}

/** An object's body. */
export type ObjectBody =
  | EventBody
  | MutantBody
  | SemaphoreBody
  | TimerBody
  | SectionBody
  | KeyBody
  | FileBody
  | ProcessBody
  | ThreadBody
  | IoCompletionBody
  | JobBody
  | WorkerFactoryBody
  | DirectoryBody
  | SymbolicLinkBody
  | PlainBody;

/** The body of a kind. */
export type BodyOf<Kind extends ObjectBody['kind']> = Extract<ObjectBody, { readonly kind: Kind }>;

/** A body that is only looked at. */
export type SteadyBody = Steady<ObjectBody>;

type Steady<Body> = Body extends DirectoryBody
  ? { readonly kind: 'directory'; readonly entries: ReadonlyMap<string, KernelObject> }
  : Readonly<Body>;

const PLAIN: PlainBody = { kind: 'plain' };

/** The body that an object gets when its creator gives none. */
export function defaultBody(typeName: string): ObjectBody {
  switch (typeName) {
    case 'Event':
      return { kind: 'event', manualReset: false, signalled: false };
    case 'Mutant':
      return { kind: 'mutant', count: 1, abandoned: false, ownerProcessId: 0, ownerThreadId: 0 };
    case 'Semaphore':
      return { kind: 'semaphore', count: 0, limit: 1 };
    case 'Timer':
      return timerBody(false);
    case 'Section':
      return { kind: 'section', baseAddress: 0n as Address, attributes: 0x800_0000, size: 0x1000n };
    case 'IoCompletion':
      return { kind: 'ioCompletion', depth: 0 };
    case 'Job':
      return { kind: 'job', uiRestrictions: 0 };
    case 'TpWorkerFactory':
      return defaultWorkerFactory();
    case 'Directory':
      return { kind: 'directory', entries: new Map() };
    default:
      return PLAIN;
  }
}

/** A timer that is not set. */
export function timerBody(manualReset: boolean): TimerBody {
  return { kind: 'timer', manualReset, signalled: false, due: Infinity, period: 0 };
}

/** The body of a key or file that was opened by its full name; null for other types. */
export function bodyFromPath(typeName: string, path: string): KeyBody | FileBody | null {
  if (typeName === 'Key') {
    return { kind: 'key', path, lastWriteTime: 0n };
  }
  if (typeName === 'File') {
    const match = /^\\Device\\([^\\]+)(.*)$/i.exec(path);
    return match === null
      ? { kind: 'file', device: '', fileName: path }
      : { kind: 'file', device: match[1] ?? '', fileName: match[2] ?? '' };
  }
  return null;
}

/** A worker factory as the default thread pool makes it. */
function defaultWorkerFactory(): WorkerFactoryBody {
  return {
    kind: 'workerFactory',
    threadCreationTimeout: 0n,
    threadCreationRetryTimeout: 0n,
    threadIdleTimeout: 0n,
    boundObjectCount: 0,
    workerMinimum: 0,
    workerMaximum: 0,
    pendingWorkers: 0,
    waitingWorkers: 0,
    totalWorkers: 0,
    releaseCount: 0,
    idleGoal: 0,
    startRoutine: 0n as Address,
    pool: 0n as Address,
    workerProcessId: 0,
    stackReserve: 0n,
    stackCommit: 0n,
    lastThreadCreationStatus: 0,
  };
}
