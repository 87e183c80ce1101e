/** Everything that changes while a script runs: plain data, so that it can be kept and put back. */

import type { Address } from '../../model/identifiers';
import type { KernelObject } from '../../simulator/machine/kernelObject';
import type { SimulatedProcess } from '../../simulator/machine/simulatedProcess';
import type { SimulatedThread } from '../../simulator/machine/simulatedThread';
import type { PoolWork, WaitKind } from '../functions/builtIn';
import type { Value } from './program';

/** A process whose threads run functions of the script. */
export interface ScriptProcess {
  readonly sim: SimulatedProcess;
  /** Memory segment of its global variables. */
  readonly globals: number;
}

/** What a thread waits for. */
export interface ThreadWait {
  readonly objects: readonly KernelObject[];
  readonly all: boolean;
  /** Simulated time at which the wait is over; Infinity for never. */
  readonly deadline: number;
  readonly kind: WaitKind;
  readonly outputs: readonly number[];
  /** Call stack while it waits, innermost first. */
  readonly stack: readonly Address[];
  /** Waits are satisfied in the order in which they began. */
  readonly order: number;
}

/** Words per frame in {@link ScriptThread.frames}. */
export const FRAME_WORDS = 4;

/** A thread that runs functions of the script. */
export interface ScriptThread {
  readonly sim: SimulatedThread;
  readonly process: ScriptProcess;
  /** Memory segment of its stack. */
  readonly segment: number;
  /** The stack: variables of functions, and values of expressions above them. */
  readonly cells: Value[];
  /** Cells in use. */
  top: number;
  /** First cell of the running function. */
  base: number;
  /** Next instruction. */
  pc: number;
  /** Number of the function that runs. */
  function: number;
  /** Statement that runs. */
  statement: number;
  /** Callers, outermost first: return instruction, base, function, statement of each. */
  readonly frames: number[];
  lastError: number;
  wait: ThreadWait | null;
  suspended: number;
  ended: boolean;
  /** True for the thread whose return ends its process. */
  readonly isMain: boolean;
  /** It runs the loader of its process: its entry comes when that returns. */
  isLoading: boolean;
  /** What the debugger says when the thread raises its next exception, at which it stops then; empty: nothing. */
  exceptionText: string;
  /** Work object whose callback it runs; 0 for none. */
  readonly work: number;
}

/** An exception that the program is in. */
export interface ScriptException {
  readonly thread: ScriptThread;
  readonly code: number;
  readonly address: Address;
  /** What the program has to say about it; empty: nothing. */
  readonly text: string;
  /** True when the process ends by it as soon as it goes on. */
  readonly isFatal: boolean;
  /** Frames of the thread while it is raised, innermost first; empty when the current statement itself raised it. */
  readonly stack: readonly Address[];
}

/** Why a run cannot go on. */
export type RunEnd =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'deadlock' }
  | { readonly kind: 'operations' }
  | { readonly kind: 'memory' };

/** The state of one run. */
export interface EngineState {
  /** Instructions executed: the time line. */
  position: number;
  /** Statements executed. */
  statements: number;
  /** Statements until the next thread gets its turn. */
  slice: number;
  /** Simulated milliseconds. */
  clock: number;
  /** Numbers the waits. */
  waits: number;
  /** Something may have become signalled since the waits were looked at. */
  changed: boolean;
  current: ScriptThread | null;
  readonly threads: ScriptThread[];
  readonly processes: ScriptProcess[];
  /** Processes of the machine block that run, by their places in it. */
  readonly started: number[];
  /** Memory by segment number; null where there is none (any more). */
  readonly segments: (Value[] | null)[];
  /** By completion port: its packets, three numbers each, one after the other. */
  readonly packets: Map<KernelObject, number[]>;
  readonly work: Map<number, PoolWork>;
  exception: ScriptException | null;
  end: RunEnd | null;
}

/** Cells of one segment; addresses are segment × this + cell. */
export const SEGMENT_SIZE = 0x10_0000;
/** Cells of a thread's stack. */
export const STACK_CELLS = 0x1_0000;
/** Calls that one thread nests. */
export const DEEPEST_CALLS = 8000;

/** The state before anything ran. */
export function initialState(): EngineState {
  return {
    position: 0,
    statements: 0,
    slice: 0,
    clock: 0,
    waits: 0,
    changed: false,
    current: null,
    threads: [],
    processes: [],
    started: [],
    // Segment 0 is where NULL points to.
    segments: [null],
    packets: new Map(),
    work: new Map(),
    exception: null,
    end: null,
  };
}
