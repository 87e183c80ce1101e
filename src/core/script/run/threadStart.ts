/** How threads of a script begin: the frames of Windows below their function, and the loader before the entry. */

import { highWord, lowWord } from '../../simulator/machine/words';
import type { SimulatedThread } from '../../simulator/machine/simulatedThread';
import type { ThreadEntry } from '../functions/builtIn';
import type { Engine } from './engine';
import type { ScriptProcess, ScriptThread } from './engineState';
import { framesBelow, modeOf } from './machinePlaces';
import type { Program, Value } from './program';

/** A thread in front of the first statement of its function. */
export function beginThread(
  engine: Engine,
  start: {
    readonly sim: SimulatedThread;
    readonly process: ScriptProcess;
    readonly entry: ThreadEntry;
  },
): ScriptThread {
  const { sim, process, entry } = start;
  const { program, state } = engine;
  const loader = loaderOf(engine, sim, entry);
  const isLoading = loader !== -1;
  const number = isLoading ? loader : engine.modules.functionAt(entry.address);
  const callee = program.functions[number];
  if (callee === undefined) {
    throw new RangeError('A thread of a script begins with one of its functions.');
  }
  sim.previousMode = modeOf(sim.process);
  const below = framesBelow(program.settings, sim, isLoading ? 'loader' : entry.kind);
  pushFrames(engine, sim, outside(engine, number, below));
  const cells: Value[] = Array.from(
    { length: callee.parameters },
    (_, index) => entry.values[index] ?? 0,
  );
  const thread: ScriptThread = {
    sim,
    process,
    segment: state.segments.push(cells) - 1,
    cells,
    top: cells.length,
    base: 0,
    pc: callee.pc,
    function: number,
    statement: firstStatement(program, number),
    frames: [],
    lastError: 0,
    wait: null,
    suspended: entry.suspended ? 1 : 0,
    ended: false,
    isMain: entry.kind === 'main',
    isLoading,
    exceptionText: '',
    work: entry.kind === 'poolWorker' ? Number(entry.values[2] ?? 0) : 0,
  };
  engine.enter(thread, number, 0);
  return thread;
}

/** The process is initialised: its first thread begins with the entry, and the loader's frames are gone. */
export function beginEntry(engine: Engine, thread: ScriptThread): void {
  const { program } = engine;
  thread.isLoading = false;
  while (thread.sim.depth > 0) {
    thread.sim.popFrame();
  }
  const below = framesBelow(program.settings, thread.sim, 'main');
  pushFrames(engine, thread.sim, outside(engine, program.main, below));
  engine.enter(thread, program.main, 0);
  thread.statement = firstStatement(program, program.main);
}

/** The frames outside of a function: a script can have one with which Windows starts threads, which is on the stack once. */
function outside(
  { modules }: Engine,
  number: number,
  frames: readonly string[],
): readonly string[] {
  const own = frames.findIndex((frame) => frame.startsWith(`${modules.symbolOf(number)}+`));
  return own === -1 ? frames : frames.slice(0, own);
}

function pushFrames({ context }: Engine, sim: SimulatedThread, frames: readonly string[]): void {
  for (const frame of frames) {
    const place = context.modules.place(frame);
    sim.pushFrame(lowWord(place), highWord(place));
  }
}

/** Function that runs before the entry in the program's first thread; -1 in other threads, and when there is none. */
function loaderOf({ program, home }: Engine, sim: SimulatedThread, { kind }: ThreadEntry): number {
  return kind === 'main' && sim.process === home
    ? program.functions.findIndex(({ name }) => name === program.settings.loader)
    : -1;
}

function firstStatement(program: Program, number: number): number {
  return Math.max(
    0,
    program.statements.findIndex((statement) => statement.function === number),
  );
}
