/** What a function is that scripts can call: its signature, what is known of it, and what it does. */

import type { Address } from '../../model/identifiers';
import type { UserCaller } from '../../simulator/user/calls/userCaller';
import type { Caller } from '../../simulator/win32/caller';
import type { UserTypeId } from '../../windows/user/userTypeTable';
import type { KernelObject } from '../../simulator/machine/kernelObject';
import type { ProcessPlacement } from '../../simulator/machine/machineTypes';
import type { SimulatedProcess } from '../../simulator/machine/simulatedProcess';
import { HANDLE, pointerTo, typeNamed, VOID, type ScriptType } from '../language/typeNames';
import type { Value } from '../run/program';
import type { ConstantGroup } from './constants';

/** A parameter of a function. */
export interface BuiltInParameter {
  readonly name: string;
  readonly type: ScriptType;
  /** Characters are written to it: the argument is the buffer, not its text. */
  readonly isBuffer: boolean;
  /** Constants it takes. */
  readonly group: ConstantGroup | null;
}

/** Answers of calls that do not return yet: the thread waits. */
export const BLOCKED = Symbol('blocked');

/** What a call answers with. */
export type CallAnswer = Value | typeof BLOCKED;

/** What a waiting thread waits for. */
export interface WaitRequest {
  /** All of them, or any; empty to wait for time only. */
  readonly objects: readonly KernelObject[];
  readonly all: boolean;
  /** Milliseconds; `INFINITE` waits for ever. */
  readonly timeout: number;
  /** What the call answers when the wait ends, by why it ended. */
  readonly kind: WaitKind;
  /** Cells that the end of the wait writes to: what a completion port gives out. */
  readonly outputs?: readonly number[];
}

/** How the end of a wait becomes an answer. */
export type WaitKind = 'win32' | 'native' | 'sleep' | 'completion' | 'work';

/** The running call, as functions use it. */
export interface Call {
  readonly caller: Caller;
  /** The same thread as a caller of the windowing system, for functions with {@link BuiltIn.windowing}. */
  readonly userCaller: UserCaller;
  /** True where window stations and desktops are USER objects. */
  readonly hasUserDesktops: boolean;
  /** The thread of CSRSS that does what no program does: it finds monitors and input devices. */
  readonly csrss: UserCaller;
  /** Number of arguments given. */
  readonly count: number;
  /** An argument as a number; a text is 1. */
  number(index: number): number;
  /** An argument as a text; null for NULL. */
  text(index: number): string | null;
  /** A text, whatever is given. */
  textOf(value: Value): string;
  /** An argument as it is. */
  value(index: number): Value;
  /** Reads a cell: `offset` cells behind the address. 0 for NULL. */
  read(address: number, offset?: number): Value;
  /** Writes through a pointer argument; NULL is read over. */
  write(address: number, value: Value, offset?: number): void;
  /** bInheritHandle of a SECURITY_ATTRIBUTES argument. */
  inherit(index: number): boolean;
  setLastError(error: number): void;
  readonly lastError: number;
  /** Something went wrong: sets the last error and answers with `value`. */
  fail<T extends Value>(error: number, value: T): T;
  /**
   * Raises an exception that the program goes on after, as the system does for bad handles. `from`: frames of the thread
   * when the kernel raised it, innermost first; absent when the call itself raises it.
   */
  raise(status: number, from?: readonly Address[]): void;
  /** Prints to the debugger. */
  print(text: string): void;
  /** Lets the debugger stop behind the call, and say a sentence. */
  stop(text: string): void;
  /** Lets the debugger stop at the thread's next exception, and say a sentence. */
  stopAtException(text: string): void;
  /** Lets the thread wait for objects it has references to; they are released when it ends. */
  wait(request: WaitRequest): CallAnswer;
  /** True for files and keys that the script says are missing. */
  isMissing(path: string): boolean;
  /** What only the run of the script knows. */
  readonly run: RunAccess;
}

/** Threads, processes and time, as functions use them. */
export interface RunAccess {
  /** Milliseconds since the start. */
  readonly clock: number;
  /** A new thread of the machine begins to run the function at an address. */
  startThread(thread: Caller['thread'], start: ThreadEntry): void;
  /** Symbol of the function at an address as `module!name`; null when there is none. */
  functionAt(address: number): string | null;
  /** Where the machine wants the next process of an image, and its ids; empty where it says nothing. */
  planned(image: string): PlannedProcess;
  /** Starts the next process of an image that the machine block describes, without any handle to it; null when there is none. */
  startListed(image: string, parent: SimulatedProcess): SimulatedProcess | null;
  /** Runs the function that the script names for an image in a process's first thread. */
  startProcess(process: SimulatedProcess, image: string, suspended: boolean): void;
  /** An id for a new process or thread: the first free one from `from`, or from the program's own on. */
  freeId(from?: number): number;
  /** The calling thread ends. */
  exitThread(code: number): void;
  /** A process ends; of the program itself the run is over. */
  exitProcess(process: SimulatedProcess, code: number): void;
  /** Ends or stops a thread that need not be the caller. */
  endThread(thread: Caller['thread'], code: number): void;
  suspend(thread: Caller['thread'], change: 1 | -1): number;
  /** Packets of a completion port: three numbers each, first come first. */
  readonly packets: Map<KernelObject, number[]>;
  /** Objects of the thread pool by the number that the program holds. */
  readonly work: Map<number, PoolWork>;
  /** An object may have become signalled: whoever waits is looked at again. */
  changed(): void;
}

/** What the machine block says about a process that is to be started. */
export interface PlannedProcess {
  readonly processId?: number;
  readonly threadId?: number;
  readonly placement?: ProcessPlacement;
}

/** How a thread of the script begins. */
export interface ThreadEntry {
  readonly address: number;
  /** Values of its parameters. */
  readonly values: readonly Value[];
  readonly suspended: boolean;
  readonly kind: 'main' | 'thread' | 'poolWorker';
}

/** A work object of the thread pool. */
export interface PoolWork {
  readonly callback: number;
  readonly context: Value;
  /** Callbacks that were submitted and did not end yet. */
  pending: number;
  /** Threads that run them. */
  running: Caller['thread'][];
  closed: boolean;
}

/** A function of Windows or of the C runtime. */
export interface BuiltIn {
  readonly name: string;
  readonly returns: ScriptType;
  readonly parameters: readonly BuiltInParameter[];
  readonly isVariadic: boolean;
  /** As a header declares it. */
  readonly signature: string;
  /** One or two sentences. */
  readonly summary: string;
  /** Type of the object that it opens a handle to; null when it opens none. */
  readonly opens: string | null;
  /** Number of the parameter through which the handle is returned; -1: it is the result. */
  readonly opensThrough: number;
  /** What closes that handle. */
  readonly closedBy: string | null;
  /** Number of the parameter whose handle it closes; null when it closes none. */
  readonly closes: number | null;
  /** Numbers of the parameters whose object goes with another from now on, or is destroyed later by the system. */
  readonly handsOver: readonly number[];
  /** The object goes with its thread anyway: nobody need destroy it. */
  readonly goesWithThread: boolean;
  /** It only reads: watches and conditions of breakpoints may call it. */
  readonly changesNothing: boolean;
  /** For functions of the windowing system: the type of object that the version must have; `any` for no certain one. */
  readonly windowing: UserTypeId | 'any' | null;
  /** Names of call paths that it needs; the function is missing on versions that lack one. */
  readonly paths: readonly string[];
  readonly run: (call: Call) => CallAnswer;
}

/** What a function is described by; the rest follows from its signature. */
export interface BuiltInDescription {
  readonly signature: string;
  readonly summary: string;
  readonly opens?: string;
  /** Name of the parameter through which the handle is returned; absent: it is the result. */
  readonly through?: string;
  readonly closedBy?: string;
  /** Name of the parameter whose handle it closes. */
  readonly closes?: string;
  /** Names of parameters whose object goes with another from now on. */
  readonly handsOver?: readonly string[];
  readonly goesWithThread?: boolean;
  readonly changesNothing?: boolean;
  readonly windowing?: UserTypeId | 'any';
  /** Constants by parameter. */
  readonly flags?: Readonly<Record<string, ConstantGroup>>;
  /** Default: the function's own name; an empty list for functions that never enter the kernel, or call it directly. */
  readonly paths?: readonly string[];
  readonly run: (call: Call) => CallAnswer;
}

/** Types that are written through as a buffer of characters. */
const BUFFERS = new Set(['LPWSTR', 'LPSTR']);

/** Completes a description. A signature that cannot be read is a mistake in the table and throws. */
export function builtIn(description: BuiltInDescription): BuiltIn {
  const match = /^(\w+\**) (\w+)\((.*)\)$/.exec(description.signature);
  const [, returns = '', name = '', list = ''] = match ?? [];
  const items = list === '' || list === 'void' ? [] : list.split(', ');
  const parameters = items
    .filter((item) => item !== '...')
    .map((item) => parameterOf(item, description.flags ?? {}));
  const indexOf = (parameter: string | undefined): number =>
    parameters.findIndex((each) => each.name === parameter);
  return {
    name,
    returns: typeOf(returns),
    parameters,
    isVariadic: items.includes('...'),
    signature: description.signature,
    summary: description.summary,
    opens: description.opens ?? null,
    opensThrough: indexOf(description.through),
    closedBy: description.opens === undefined ? null : (description.closedBy ?? 'CloseHandle'),
    closes: description.closes === undefined ? null : indexOf(description.closes),
    handsOver: (description.handsOver ?? []).map(indexOf),
    goesWithThread: description.goesWithThread ?? false,
    changesNothing: description.changesNothing ?? false,
    windowing: description.windowing ?? null,
    paths: description.paths ?? (description.windowing === undefined ? [name] : []),
    run: description.run,
  };
}

function parameterOf(
  item: string,
  flags: Readonly<Record<string, ConstantGroup>>,
): BuiltInParameter {
  const space = item.lastIndexOf(' ');
  const typeName = item.slice(0, space);
  const name = item.slice(space + 1);
  return {
    name,
    type: typeOf(typeName),
    isBuffer: BUFFERS.has(typeName),
    group: flags[name] ?? null,
  };
}

function typeOf(text: string): ScriptType {
  const stars = text.length - text.replace(/\*+$/, '').length;
  let type = typeNamed(text.slice(0, text.length - stars));
  if (type === undefined) {
    throw new Error(`A signature names the unknown type ${text}.`);
  }
  for (let star = 0; star < stars; star++) {
    type = pointerTo(type);
  }
  return type;
}

/** True for values that stand for "any object": what `LPVOID` takes. */
export function isOpaque(type: ScriptType): boolean {
  return type.kind === 'pointer' && (type.target === VOID || type.target === null);
}

/** True for parameters that take a handle. */
export function takesHandle(parameter: BuiltInParameter): boolean {
  return parameter.type.isHandle || parameter.type === HANDLE;
}
