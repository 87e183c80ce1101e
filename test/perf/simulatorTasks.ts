/** Measurements on the simulated machine: handles opened and closed per second, and loops that only move the words. */

import { Machine } from '../../src/core/simulator/machine/machine';
import type { SimulatedThread } from '../../src/core/simulator/machine/simulatedThread';
import { windowsProfile } from '../../src/core/windows/profiles';
import type { BenchTask } from './benchTask';

const WARM_UP = 100_000;
const PAIRS = 2_000_000;
const FRAMES = 16;
/** EVENT_ALL_ACCESS. */
const ACCESS = 0x1f_0003;

/** Runs a pair many times; returns pairs per second. */
function pairsPerSecond(pair: () => void): number {
  for (let index = 0; index < WARM_UP; index++) {
    pair();
  }
  const start = performance.now();
  for (let index = 0; index < PAIRS; index++) {
    pair();
  }
  return PAIRS / ((performance.now() - start) / 1000);
}

/** One pair of system calls. */
type Pair = (machine: Machine, thread: SimulatedThread) => () => void;

/** An existing event is opened, the handle closed. */
const openAndClose: Pair = ({ services }, thread) => {
  const event = { type: 'Event', desiredAccess: ACCESS };
  const { object } = services.create(thread, 'NtCreateEvent', event);
  if (object === null) {
    throw new Error('The event could not be created.');
  }
  const request = { object, desiredAccess: ACCESS };
  return () => {
    const { handle } = services.openObject(thread, 'NtOpenEvent', request);
    services.close(thread, handle);
  };
};

/** An event is created and, with its only handle, deleted. */
const createAndClose: Pair = ({ services }, thread) => {
  const event = { type: 'Event', desiredAccess: ACCESS };
  return () => {
    const { handle } = services.create(thread, 'NtCreateEvent', event);
    services.close(thread, handle);
  };
};

/** Pairs per second by a thread with 16 frames on its stack. */
function pairs(makePair: Pair, traced: boolean): BenchTask {
  return () => {
    const machine = new Machine({ profile: windowsProfile('10-22h2-x64') });
    const process = machine.createProcess({ image: 'bench.exe' });
    const thread = machine.createThread(process);
    for (let frame = 0; frame < FRAMES; frame++) {
      thread.pushFrame(0x4010_0000 + 0x40 * frame, 0x7ff6);
    }
    const pair = makePair(machine, thread);
    if (traced) {
      machine.tracing.enable(process, 0);
    }
    const value = pairsPerSecond(pair);
    checkRecords(process.table.tracer?.recorded ?? 0, traced);
    return Promise.resolve({ value });
  };
}

/** Every pair must have left its two records, or none. */
function checkRecords(recorded: number, traced: boolean): void {
  const expected = traced ? 2 * (WARM_UP + PAIRS) : 0;
  if (recorded !== expected) {
    throw new Error(`${recorded} records instead of ${expected}.`);
  }
}

/** Pairs per second without tracing. */
export const pairsUntraced = pairs(openAndClose, false);

/** Pairs per second with a record of 16 frames for each open and each close. */
export const pairsTraced = pairs(openAndClose, true);

/** The same, with an object of its own for each pair. */
export const createdPairsTraced = pairs(createAndClose, true);

/** The least that a pair must do: take an entry from a free list, fill it, clear it, put it back. */
function walkPair(traced: boolean): BenchTask {
  return () => {
    const entries = new Uint32Array(4 * 256);
    const ring = new Uint32Array(4096 * 40);
    const stack = Uint32Array.from({ length: 2 * FRAMES }, (_, index) => index);
    let free = 1;
    let slot = 0;
    const record = (handle: number, operation: number): void => {
      const at = (slot++ & 4095) * 40;
      ring[at] = handle;
      ring[at + 2] = 0x2000;
      ring[at + 4] = operation;
      for (let word = 0; word < stack.length; word++) {
        ring[at + 8 + word] = stack[word] ?? 0;
      }
    };
    const value = pairsPerSecond(() => {
      const index = free;
      const at = 4 * index;
      free = entries[at + 3] ?? 0;
      entries[at] = 0x1234_5678;
      entries[at + 1] = 0xffff_8000;
      entries[at + 2] = ACCESS;
      if (traced) {
        record(4 * index, 1);
        record(4 * index, 2);
      }
      entries.fill(0, at, at + 3);
      entries[at + 3] = free;
      free = index;
    });
    return Promise.resolve({ value, details: { sum: (entries[4] ?? 0) + (ring[8] ?? 0) } });
  };
}

/** Yardstick of {@link pairsUntraced}. */
export const walkPairsUntraced = walkPair(false);

/** Yardstick of {@link pairsTraced}. */
export const walkPairsTraced = walkPair(true);
