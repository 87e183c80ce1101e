/** Changing a simulated target the way a debugger does: tracing, closing handles, going on. */

import type { HandleValue } from '../model/identifiers';
import type { StopInfo, TargetControl } from '../target/target';
import { throwIfCancelled, type CancellationToken } from '../util/cancellation';
import { hex0x } from '../util/hex';
import type { Problem } from '../util/problem';
import { fail, ok, type Result } from '../util/result';
import { DUPLICATE_CLOSE_SOURCE } from './machine/duplicateService';
import type { SimulatedProcess } from './machine/simulatedProcess';
import type { SimulatedThread } from './machine/simulatedThread';
import { STATUS_SUCCESS } from './machine/status';
import type { ProgramStop, SimulatedTargetOptions } from './simulatedTarget';
import { kernelNotSimulated } from './user/standIns';

/** Values above this are no handles of a table (domain.md 1.2). */
const LARGEST_HANDLE = 0x3ff_ffffn;

/** The control of one target. */
export class SimulatedControl implements TargetControl {
  private debuggerThread: SimulatedThread | null;

  constructor(
    private readonly options: SimulatedTargetOptions,
    private readonly stopped: (stop: ProgramStop) => void,
  ) {
    this.debuggerThread = options.debugger ?? null;
  }

  enableTracing(processId: number, slots: number): Result<{ readonly slots: number }> {
    const process = this.process(processId);
    if (!process.ok) {
      return process;
    }
    const { machine } = this.options;
    const status = machine.services.enableTracing(process.value, slots);
    const { tracer } = process.value;
    return status === STATUS_SUCCESS && tracer !== null
      ? ok({ slots: tracer.slots })
      : fail(refused('Handle tracing could not be enabled', status));
  }

  disableTracing(processId: number): Result<void> {
    const process = this.process(processId);
    if (!process.ok) {
      return process;
    }
    const status = this.options.machine.services.disableTracing(process.value);
    return status === STATUS_SUCCESS
      ? ok(undefined)
      : fail(refused('Handle tracing could not be disabled', status));
  }

  /**
   * Closes a handle by duplicating it to nowhere with DUPLICATE_CLOSE_SOURCE: the record names the debugger's thread
   * (domain.md 8.1; 10, row 15). A protected handle stays open.
   */
  closeHandle(processId: number, handle: HandleValue): Result<void> {
    const process = this.process(processId);
    if (!process.ok) {
      return process;
    }
    const { table } = process.value;
    const value = handle > LARGEST_HANDLE ? 0 : Number(handle);
    const index = table.find(value);
    if (index === 0) {
      return fail({
        code: 'invalid-handle',
        message: `${hex0x(handle)} is not an open handle of process ${process.value.image}.`,
        hint: 'List the open handles with !handle.',
      });
    }
    if ((table.attributes(index) & 1) !== 0) {
      return fail({
        code: 'handle-protected',
        message: `Handle ${hex0x(handle)} is protected from being closed.`,
        hint: 'The program must clear the protection with SetHandleInformation first.',
      });
    }
    const { machine } = this.options;
    const outcome = machine.services.duplicate(this.debugger(), {
      sourceProcess: process.value,
      sourceHandle: value,
      targetProcess: null,
      options: DUPLICATE_CLOSE_SOURCE,
    });
    return outcome.status === STATUS_SUCCESS
      ? ok(undefined)
      : fail(refused(`Handle ${hex0x(handle)} could not be closed`, outcome.status));
  }

  resume(token: CancellationToken): Promise<Result<StopInfo>> {
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
    this.options.machine.generation++;
    this.stopped(step.value);
    return Promise.resolve(ok(step.value));
  }

  private process(processId: number): Result<SimulatedProcess> {
    const { machine, viewpoint, windowingOnly } = this.options;
    if (windowingOnly !== undefined) {
      return fail(kernelNotSimulated(windowingOnly.name));
    }
    const process =
      viewpoint.mode === 'user' && processId !== viewpoint.process.processId
        ? null
        : machine.process(processId);
    return process === null
      ? fail({
          code: 'no-such-process',
          message: `There is no running process with id ${hex0x(processId)}.`,
          hint: 'List the processes with |.',
        })
      : ok(process);
  }

  /** The debugger's thread, made with its process when it is first needed. */
  private debugger(): SimulatedThread {
    if (this.debuggerThread === null) {
      const { machine, viewpoint } = this.options;
      const sessionId = viewpoint.mode === 'user' ? viewpoint.process.sessionId : 0;
      const process = machine.createProcess({ image: 'windbg.exe', sessionId });
      process.privileges = ['SeDebugPrivilege'];
      this.debuggerThread = machine.createThread(process);
    }
    return this.debuggerThread;
  }
}

function refused(what: string, status: number): Problem {
  return {
    code: 'refused',
    message: `${what}: the simulated kernel answered with status ${hex0x(status)}.`,
    hint: 'The process may be ending, or the trace buffers of all processes together are too large.',
  };
}
