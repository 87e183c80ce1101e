/** NtDuplicateObject. */

import assert from 'node:assert/strict';
import type { DuplicateOptions } from '../../../src/core/simulator/machine/machineTypes';
import {
  STATUS_ACCESS_DENIED,
  STATUS_INVALID_HANDLE,
  STATUS_INVALID_PARAMETER,
  STATUS_NOT_SUPPORTED,
  STATUS_PROCESS_IS_TERMINATING,
} from '../../../src/core/simulator/machine/status';
import { Kit, recorded } from './machineKit';

const CLOSE_SOURCE = 1;
const SAME_ACCESS = 2;
const SAME_ATTRIBUTES = 4;

class Pair extends Kit {
  readonly other = this.another();

  /** Duplicates from this process to the other one. */
  duplicate(options: Partial<DuplicateOptions> & { sourceHandle: number }, thread = this.thread) {
    return this.machine.services.duplicate(thread, {
      sourceProcess: this.process,
      targetProcess: this.other.process,
      options: SAME_ACCESS,
      ...options,
    });
  }

  granted(handle: number): number {
    const { table } = this.other.process;
    return table.grantedAccess(table.find(handle));
  }

  attributes(handle: number): number {
    const { table } = this.other.process;
    return table.attributes(table.find(handle));
  }
}

describe('Duplicating a handle', () => {
  it('makes a handle to the same object in the target', () => {
    const pair = new Pair();
    const source = pair.create({ desiredAccess: 0x10_0002 });
    const outcome = pair.duplicate({ sourceHandle: source });
    assert.equal(outcome.object?.handleCount, 2);
    assert.equal(pair.granted(outcome.handle), 0x10_0002);
  });

  it('leaves the prepaid references of the source alone', () => {
    const pair = new Pair();
    const source = pair.create();
    pair.duplicate({ sourceHandle: source });
    assert.equal(pair.process.table.references(pair.process.table.find(source)), 0);
  });

  it('gives the access that is asked for', () => {
    const pair = new Pair();
    const sourceHandle = pair.create();
    const { handle } = pair.duplicate({ sourceHandle, options: 0, desiredAccess: 0x8000_0000 });
    assert.equal(pair.granted(handle), 0x2_0001);
  });

  it('checks the object when more access is asked for than the source has', () => {
    const pair = new Pair();
    const grants = [{ who: '*', mask: 1 }];
    const sourceHandle = pair.create({ desiredAccess: 0x10_0000, security: { grants } });
    const more = { sourceHandle, options: 0 };
    assert.equal(pair.duplicate({ ...more, desiredAccess: 1 }).status, 0);
    assert.equal(pair.duplicate({ ...more, desiredAccess: 2 }).status, STATUS_ACCESS_DENIED);
  });

  it('gives the attributes that are asked for, or those of the source', () => {
    const pair = new Pair();
    const sourceHandle = pair.create({ attributes: 1 });
    const asked = pair.duplicate({ sourceHandle, attributes: 2 });
    assert.equal(pair.attributes(asked.handle), 2);
    const same = pair.duplicate({ sourceHandle, options: SAME_ACCESS | SAME_ATTRIBUTES });
    assert.equal(pair.attributes(same.handle), 1);
  });

  it('closes the source on request', () => {
    const pair = new Pair();
    const sourceHandle = pair.create();
    pair.use(sourceHandle);
    const outcome = pair.duplicate({ sourceHandle, options: SAME_ACCESS | CLOSE_SOURCE });
    assert.equal(pair.process.table.handleCount, 0);
    assert.deepEqual([outcome.object?.handleCount, outcome.object?.pointerCount], [1, 1]);
  });

  it('closes the source even when the duplication fails', () => {
    const pair = new Pair();
    const sourceHandle = pair.create({ type: 'EtwRegistration', desiredAccess: 0x800 });
    const outcome = pair.duplicate({ sourceHandle, options: SAME_ACCESS | CLOSE_SOURCE });
    assert.equal(outcome.status, STATUS_NOT_SUPPORTED);
    assert.equal(pair.process.table.handleCount, 0);
  });

  it('does not close a protected source', () => {
    const pair = new Pair();
    const sourceHandle = pair.create({ attributes: 1 });
    pair.duplicate({ sourceHandle, options: SAME_ACCESS | CLOSE_SOURCE });
    assert.equal(pair.process.table.handleCount, 1);
  });

  it('only closes when there is no target', () => {
    const pair = new Pair();
    const sourceHandle = pair.create();
    const outcome = pair.duplicate({ sourceHandle, targetProcess: null, options: CLOSE_SOURCE });
    assert.deepEqual([outcome.status, outcome.handle], [0, 0]);
    assert.equal(pair.process.table.handleCount, 0);
  });

  it('needs a target or a source to close', () => {
    const pair = new Pair();
    const sourceHandle = pair.create();
    const outcome = pair.duplicate({ sourceHandle, targetProcess: null });
    assert.equal(outcome.status, STATUS_INVALID_PARAMETER);
  });

  it('turns a pseudo handle into a real one', () => {
    const pair = new Pair();
    const outcome = pair.duplicate({ sourceHandle: -2, targetProcess: pair.process });
    assert.equal(outcome.object, pair.thread.object);
    assert.equal(outcome.handle, 4);
  });

  it('fails for a bad source, and records that in the source table without an exception', () => {
    const pair = new Pair();
    pair.trace();
    const outcome = pair.duplicate({ sourceHandle: 0x40 }, pair.other.thread);
    assert.deepEqual([outcome.status, outcome.raised], [STATUS_INVALID_HANDLE, false]);
    assert.deepEqual(recorded(pair.process), ['badref 40']);
  });

  it('records the open in the target table and the close in the source table', () => {
    const pair = new Pair();
    pair.trace();
    pair.trace(0, pair.other.process);
    const sourceHandle = pair.create();
    pair.duplicate({ sourceHandle, options: SAME_ACCESS | CLOSE_SOURCE });
    assert.deepEqual(recorded(pair.process), ['close 4', 'open 4']);
    assert.deepEqual(recorded(pair.other.process), ['open 4']);
  });

  it('works through process handles that grant it', () => {
    const pair = new Pair();
    const { object } = pair.other.process;
    assert.ok(object !== null);
    const handles = [0x40, 0x400].map(
      (desiredAccess) =>
        pair.machine.services.openObject(pair.thread, 'NtOpenProcess', { object, desiredAccess })
          .handle,
    );
    const sourceHandle = pair.create();
    const statuses = handles.map(
      (targetProcess) => pair.duplicate({ sourceProcess: -1, sourceHandle, targetProcess }).status,
    );
    assert.deepEqual(statuses, [0, STATUS_ACCESS_DENIED]);
  });

  it('fails for a process handle that is bad', () => {
    const pair = new Pair();
    const outcome = pair.duplicate({ sourceHandle: pair.create(), targetProcess: 0x1000 });
    assert.equal(outcome.status, STATUS_INVALID_HANDLE);
  });

  it('fails when a process has ended', () => {
    const pair = new Pair();
    const sourceHandle = pair.create();
    pair.machine.services.exitProcess(pair.other.process, 0);
    assert.equal(pair.duplicate({ sourceHandle }).status, STATUS_PROCESS_IS_TERMINATING);
  });
});
