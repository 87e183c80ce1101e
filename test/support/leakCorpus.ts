/** Small programs that open and close handles by a seed, most of them rightly, one place wrongly: what a leak hunter must find. */

import { MODULES } from '../unit/analysis/tables';
import type { HandleRecord } from '../../src/core/model/handle';
import type { HandleTrace } from '../../src/core/model/handleTrace';
import { FakeTarget, fakeHandle, fakeTrace } from './fakeTarget';

/** Frames that a record of a kernel ring holds. */
export const RING_DEPTH = 16;

const THREAD_START = ['KERNELBASE!ThreadMain+0x14', 'ntdll!RtlUserThreadStart+0x21'];

/** How a handle is opened. */
export interface OpenOptions {
  /** Frames of the program, innermost first, `app!Function+0x12`. */
  readonly stack: readonly string[];
  readonly type?: string;
  readonly name?: string;
  readonly thread?: number;
  /** The thread it refers to has ended. */
  readonly dead?: boolean;
}

/** A program at work: hands out handle values as Windows does, lowest free first, and records everything. */
export class LeakProgram {
  private readonly log: HandleTrace[] = [];
  private readonly open_ = new Map<number, HandleRecord>();
  private readonly free: number[] = [];
  private readonly addresses = new Map<string, number>();
  private next = 4;
  private state: number;

  constructor(seed: number) {
    this.state = seed * 0x9e37_79b1;
  }

  /** A number from 0 to below `limit`. */
  random(limit: number): number {
    this.state = (this.state + 0x6d2b_79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  /** One of some values. */
  pick<T>(values: readonly T[]): T {
    return values[this.random(values.length)]!;
  }

  /** Opens a handle. */
  open(options: OpenOptions): number {
    const { stack, type = 'Event', name = null, thread = 0x10, dead = false } = options;
    const value = this.free.pop() ?? this.next;
    this.next += value === this.next ? 4 : 0;
    const info =
      type === 'Thread'
        ? ([
            {
              kind: 'thread',
              processId: 0x17e8,
              threadId: 0x8000 + value,
              priority: 8,
              basePriority: 8,
              exitStatus: dead ? 0 : 0x103,
              teb: 0n,
            },
          ] as unknown as HandleRecord['objectInfo'])
        : [];
    this.open_.set(value, fakeHandle(value, type, { name, objectInfo: info }));
    const system = [`ntdll!NtCreate${type}+0x14`, `KERNELBASE!Create${type}W+0x27`];
    this.record('open', value, [...system, ...stack, ...THREAD_START], thread);
    return value;
  }

  /** Closes a handle. */
  close(value: number, stack: readonly string[], thread = 0x10): void {
    this.open_.delete(value);
    this.free.unshift(value);
    const system = ['ntdll!NtClose+0x14', 'KERNELBASE!CloseHandle+0x45'];
    this.record('close', value, [...system, ...stack, ...THREAD_START], thread);
  }

  /** Opens and closes a handle of a place, as most code does. */
  use(place: string, thread: number): void {
    const value = this.open({ stack: [`app!${place}::Open+0x10`, `app!${place}+0x20`], thread });
    this.close(value, [`app!${place}::~Scope+0x8`, `app!${place}+0x40`], thread);
  }

  /** Open handles. */
  get handles(): readonly HandleRecord[] {
    return [...this.open_.values()].sort((a, b) => Number(a.value - b.value));
  }

  /** Records so far. */
  get recorded(): number {
    return this.log.length;
  }

  /** The process as it stands, traced by a ring of `slots` slots. */
  target(slots = Infinity): FakeTarget {
    const kept = this.log.slice(-Math.min(slots, this.log.length)).reverse();
    const lost = this.log.length - kept.length;
    return new FakeTarget({
      modules: MODULES,
      handles: this.handles,
      traces: kept,
      traceFacts: { lost, recorded: this.log.length, slots: slots === Infinity ? null : slots },
      symbols: Object.fromEntries(
        [...this.addresses].map(([text, address]) => [address.toString(16), text]),
      ),
    });
  }

  private record(
    operation: HandleTrace['operation'],
    value: number,
    stack: readonly string[],
    thread: number,
  ): void {
    const frames = stack.slice(0, RING_DEPTH).map((text) => this.addressOf(text));
    this.log.push(fakeTrace(operation, value, frames, { threadId: thread }));
  }

  private addressOf(text: string): number {
    let address = this.addresses.get(text);
    if (address === undefined) {
      address = 0x10_0000 + 0x100 * this.addresses.size;
      this.addresses.set(text, address);
    }
    return address;
  }
}

/** A program with one place that leaks. */
export interface LeakCase {
  readonly name: string;
  readonly program: LeakProgram;
  /** Slots of the ring. */
  readonly slots: number;
  /** The frame to blame. */
  readonly culprit: string;
  /** What it left open. */
  readonly leaked: number;
}

/** Places of all programs that keep handles on purpose. */
export const CACHES: readonly string[] = [
  'app!Cache::Load+0x30',
  'app!Recent::Insert+0x30',
  'plugin!Pool::Grow+0x30',
];

const WORKERS = [0x20, 0x24, 0x28];

/** What every program does besides: a cache filled at the start, one that forgets the oldest, a pool, short-lived handles. */
class Surroundings {
  private readonly recent: number[] = [];
  private readonly pool: number[] = [];

  constructor(private readonly program: LeakProgram) {
    for (let item = 0; item < 30; item++) {
      const name = `\\Device\\HarddiskVolume3\\App\\cache-${100 + item}.bin`;
      program.open({ stack: ['app!Cache::Load+0x30', 'app!Start+0x50'], type: 'File', name });
    }
    for (let worker = 0; worker < 8; worker++) {
      this.grow();
    }
  }

  /** A step of everyday work. */
  step(): void {
    const { program, recent, pool } = this;
    const thread = program.pick(WORKERS);
    program.use(program.pick(['Parse', 'Store', 'Notify', 'Render']), thread);
    if (program.random(3) === 0) {
      recent.push(program.open({ stack: ['app!Recent::Insert+0x30', 'app!Serve+0x60'], thread }));
      if (recent.length > 12) {
        program.close(recent.shift()!, ['app!Recent::Evict+0x18', 'app!Serve+0x60'], thread);
      }
    }
    if (program.random(40) === 0) {
      program.close(pool.splice(program.random(pool.length), 1)[0]!, ['plugin!Pool::Retire+0x18']);
      this.grow();
    }
  }

  private grow(): void {
    this.pool.push(this.program.open({ stack: ['plugin!Pool::Grow+0x30', 'app!Start+0x90'] }));
  }
}

type Scenario = (program: LeakProgram, step: () => void) => { culprit: string; leaked: number };

const SCENARIOS: Readonly<Record<string, { readonly run: Scenario; readonly slots?: number }>> = {
  'a missed error path': { run: missedErrorPath },
  'a race that opens twice': { run: doubleOpen },
  'growth without any close': { run: growth },
  'a close in another thread that is sometimes left out': { run: otherThread },
  'the same file opened again and again': { run: duplicates },
  'handles of ended threads': { run: deadThreads },
  'a ring that wrapped': { run: missedErrorPath, slots: 1024 },
  'a recursion of any depth': { run: recursion },
};

/** All programs for a seed. */
export function leakCorpus(seed: number): readonly LeakCase[] {
  return Object.entries(SCENARIOS).map(([name, { run, slots = Infinity }]) => {
    const program = new LeakProgram(seed);
    const surroundings = new Surroundings(program);
    const { culprit, leaked } = run(program, () => surroundings.step());
    return { name, program, slots, culprit, leaked };
  });
}

const STEPS = 600;

function missedErrorPath(program: LeakProgram, step: () => void): ReturnType<Scenario> {
  let leaked = 0;
  for (let request = 0; request < STEPS; request++) {
    step();
    const thread = program.pick(WORKERS);
    const stack = ['app!Request::Begin+0x44', 'app!Handler::Run+0x20', 'app!Worker+0x10'];
    const handle = program.open({ stack, thread });
    if (program.random(40) === 0) {
      leaked++;
    } else {
      program.close(handle, ['app!Request::~Request+0x1c', 'app!Handler::Run+0x88'], thread);
    }
  }
  return { culprit: 'app!Request::Begin+0x44', leaked };
}

/** Names that are made on first use; now and then two threads make one at once, and one of the handles is lost. */
function doubleOpen(program: LeakProgram, step: () => void): ReturnType<Scenario> {
  let leaked = 0;
  for (let item = 0; item < 60; item++) {
    const name = `\\Sessions\\1\\BaseNamedObjects\\App.Lock.${1000 + item}`;
    const stack = ['app!Locks::Get+0x5c', 'app!Serve+0x24'];
    program.open({ stack, type: 'Mutant', name, thread: WORKERS[0]! });
    leaked++;
    if (program.random(8) === 0 || item === 7) {
      program.open({ stack, type: 'Mutant', name, thread: WORKERS[1]! });
      leaked++;
    }
    step();
  }
  for (let more = 0; more < STEPS; more++) {
    step();
  }
  return { culprit: 'app!Locks::Get+0x5c', leaked };
}

function growth(program: LeakProgram, step: () => void): ReturnType<Scenario> {
  let leaked = 0;
  for (let tick = 0; tick < STEPS; tick++) {
    step();
    if (tick % 15 === 0) {
      program.open({ stack: ['plugin!Timer::OnTick+0x31', 'app!Loop+0x66'], type: 'Semaphore' });
      leaked++;
    }
  }
  return { culprit: 'plugin!Timer::OnTick+0x31', leaked };
}

/** A queue between threads; when it is full, what comes is dropped without being closed. */
function otherThread(program: LeakProgram, step: () => void): ReturnType<Scenario> {
  const queue: number[] = [];
  let leaked = 0;
  for (let item = 0; item < STEPS; item++) {
    step();
    const stack = ['app!Producer::Make+0x2a', 'app!Producer::Run+0x70'];
    const handle = program.open({ stack, thread: 0x30 });
    if (program.random(30) === 0) {
      leaked++;
    } else {
      queue.push(handle);
    }
    while (queue.length > program.random(6)) {
      program.close(queue.shift()!, ['app!Consumer::Done+0x12', 'app!Consumer::Run+0x40'], 0x34);
    }
  }
  return { culprit: 'app!Producer::Make+0x2a', leaked: leaked + queue.length };
}

function duplicates(program: LeakProgram, step: () => void): ReturnType<Scenario> {
  let leaked = 0;
  for (let tick = 0; tick < STEPS; tick++) {
    step();
    if (program.random(25) === 0) {
      const name = '\\Device\\HarddiskVolume3\\App\\settings.ini';
      program.open({ stack: ['app!Settings::Read+0x3c', 'app!Loop+0x66'], type: 'File', name });
      leaked++;
    }
  }
  return { culprit: 'app!Settings::Read+0x3c', leaked };
}

function deadThreads(program: LeakProgram, step: () => void): ReturnType<Scenario> {
  let leaked = 0;
  for (let tick = 0; tick < STEPS; tick++) {
    step();
    if (program.random(30) === 0) {
      const stack = ['app!Task::Start+0x71', 'app!Loop+0x90'];
      program.open({ stack, type: 'Thread', dead: true });
      leaked++;
    }
  }
  return { culprit: 'app!Task::Start+0x71', leaked };
}

/** A tree is walked, each node opens a handle; the branch that fails forgets it. */
function recursion(program: LeakProgram, step: () => void): ReturnType<Scenario> {
  let leaked = 0;
  for (let walk = 0; walk < STEPS / 2; walk++) {
    step();
    const depth = program.random(24);
    const branches = Array.from({ length: depth }, () =>
      program.pick([
        ['app!Tree::Visit+0x61'],
        ['app!Tree::Visit+0x7d'],
        ['app!Tree::Children+0x19', 'app!Tree::Visit+0x90'],
      ]),
    ).flat();
    const stack = ['app!Tree::Visit+0x30', ...branches, 'app!Tree::Walk+0x22', 'app!Serve+0x99'];
    const handle = program.open({ stack, thread: 0x28 });
    if (program.random(12) === 0) {
      leaked++;
    } else {
      program.close(handle, ['app!Tree::Visit+0xb0', ...branches, 'app!Tree::Walk+0x22'], 0x28);
    }
  }
  return { culprit: 'app!Tree::Visit+0x30', leaked };
}
