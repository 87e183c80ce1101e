/** A small machine with one program, for tests of the simulator. */

import assert from 'node:assert/strict';
import { Machine } from '../../../src/core/simulator/machine/machine';
import type {
  CreateOptions,
  HandleOutcome,
  MachineOptions,
  SimulatedHandle,
} from '../../../src/core/simulator/machine/machineTypes';
import type { SimulatedProcess } from '../../../src/core/simulator/machine/simulatedProcess';
import type { SimulatedThread } from '../../../src/core/simulator/machine/simulatedThread';
import { STATUS_SUCCESS } from '../../../src/core/simulator/machine/status';
import { windowsProfile, type ProfileId } from '../../../src/core/windows/profiles';

/** Full access to an event. */
export const EVENT_ALL_ACCESS = 0x1f_0003;
/** Windows 10, on which tests run that are not about one version. */
export const USUAL: ProfileId = '10-22h2-x64';
/** Every profile. */
export const ALL_PROFILES: readonly ProfileId[] = [
  'xp-sp3-x86',
  '7-sp1-x86',
  '7-sp1-x64',
  '8-x64',
  '10-22h2-x64',
  '11-23h2-x64',
];

/** A machine with one process that has one thread. */
export class Kit {
  readonly machine: Machine;
  readonly process: SimulatedProcess;
  readonly thread: SimulatedThread;

  constructor(profile: ProfileId = USUAL, options: Partial<MachineOptions> = {}) {
    this.machine = new Machine({ ...options, profile: windowsProfile(profile) });
    this.process = this.machine.createProcess({ image: 'test.exe', sessionId: 1 });
    this.thread = this.machine.createThread(this.process);
  }

  /** Creates something and answers with whatever came of it. */
  tryCreate(options: Partial<CreateOptions> = {}, thread = this.thread): HandleOutcome {
    const type = options.type ?? 'Event';
    return this.machine.services.create(thread, `NtCreate${type}`, {
      type,
      desiredAccess: EVENT_ALL_ACCESS,
      ...options,
    });
  }

  /** Creates something that must work; by default an unnamed event. */
  create(options: Partial<CreateOptions> = {}, thread = this.thread): SimulatedHandle {
    const outcome = this.tryCreate(options, thread);
    assert.equal(outcome.status, STATUS_SUCCESS);
    return outcome.handle;
  }

  /** Creates several events. */
  events(count: number): SimulatedHandle[] {
    return Array.from({ length: count }, () => this.create());
  }

  /** Closes a handle that must be open. */
  close(handle: SimulatedHandle, thread = this.thread): void {
    const outcome = this.machine.services.close(thread, handle);
    assert.deepEqual(outcome, { status: STATUS_SUCCESS, raised: false });
  }

  /** Uses an event handle once and answers with the status. */
  use(handle: SimulatedHandle, thread = this.thread): number {
    return this.machine.services.reference(thread, 'NtSetEvent', {
      handle,
      type: 'Event',
      access: 2,
    }).status;
  }

  /** Starts tracing; 0 slots is the default. */
  trace(slots = 0, process = this.process): void {
    assert.equal(this.machine.services.enableTracing(process, slots), STATUS_SUCCESS);
  }

  /** A further process with one thread. */
  another(image = 'other.exe'): { process: SimulatedProcess; thread: SimulatedThread } {
    const process = this.machine.createProcess({ image, sessionId: 1 });
    return { process, thread: this.machine.createThread(process) };
  }
}

/** `open 4`, `close 4` …, newest first, as the ring holds them. */
export function recorded(process: SimulatedProcess): string[] {
  const { tracer } = process;
  assert.ok(tracer !== null, 'tracing is on');
  const names = ['', 'open', 'close', 'badref'];
  return Array.from(tracer.usedSlots()).map(
    (slot) => `${names[tracer.operation(slot)]!} ${tracer.handleLow(slot).toString(16)}`,
  );
}

/** A handle value as debuggers print it. */
export function hex(handle: number): string {
  return handle.toString(16);
}
