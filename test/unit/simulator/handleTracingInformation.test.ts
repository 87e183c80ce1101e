/** ProcessHandleTracing through its structures. */

import assert from 'node:assert/strict';
import {
  queryHandleTracing,
  setHandleTracing,
} from '../../../src/core/simulator/machine/handleTracingInformation';
import {
  STATUS_ACCESS_DENIED,
  STATUS_INFO_LENGTH_MISMATCH,
  STATUS_INVALID_HANDLE,
  STATUS_INVALID_PARAMETER,
  STATUS_SUCCESS,
} from '../../../src/core/simulator/machine/status';
import { Kit } from './machineKit';

const SELF = -1;

function enable(...words: number[]): Uint8Array {
  return new Uint8Array(Uint32Array.from(words).buffer);
}

function set(kit: Kit, buffer: Uint8Array, process = SELF): number {
  return setHandleTracing(kit.machine, kit.thread, process, buffer).status;
}

function query(kit: Kit, handle = 0, length = 0x1_0000) {
  return queryHandleTracing(kit.machine, kit.thread, { process: SELF, handle, length });
}

describe('Setting ProcessHandleTracing', () => {
  it('enables with the default size for four bytes', () => {
    const kit = new Kit();
    assert.equal(set(kit, enable(0)), STATUS_SUCCESS);
    assert.equal(kit.process.tracer?.slots, 4096);
  });

  it('enables with a size for eight bytes', () => {
    const kit = new Kit();
    assert.equal(set(kit, enable(0, 1000)), STATUS_SUCCESS);
    assert.equal(kit.process.tracer?.slots, 1024);
  });

  it('disables for no bytes', () => {
    const kit = new Kit();
    kit.trace();
    assert.equal(set(kit, enable()), STATUS_SUCCESS);
    assert.equal(kit.process.tracer, null);
  });

  it('refuses other lengths', () => {
    assert.equal(set(new Kit(), new Uint8Array(5)), STATUS_INFO_LENGTH_MISMATCH);
  });

  it('refuses flags', () => {
    assert.equal(set(new Kit(), enable(1)), STATUS_INVALID_PARAMETER);
  });

  it('needs the right to set information', () => {
    const kit = new Kit();
    const { object } = kit.another().process;
    assert.ok(object !== null);
    const { handle } = kit.machine.services.openObject(kit.thread, 'NtOpenProcess', {
      object,
      desiredAccess: 0x400,
    });
    assert.equal(set(kit, enable(0), handle), STATUS_ACCESS_DENIED);
  });

  it('needs a handle', () => {
    assert.equal(set(new Kit(), enable(0), 0x40), STATUS_INVALID_HANDLE);
  });
});

describe('Querying ProcessHandleTracing', () => {
  it('copies the records newest first, handle before ids (x64)', () => {
    const kit = new Kit();
    kit.trace();
    kit.thread.withFrame(0x7ff8_0000_1234n, () => kit.create());
    kit.close(4);
    const { status, bytes } = query(kit);
    const view = new DataView(bytes.buffer);
    assert.equal(status, STATUS_SUCCESS);
    assert.equal(bytes.length, 0x10 + 2 * 0xa0);
    assert.equal(view.getUint32(8, true), 2);
    const older = 0x10 + 0xa0;
    assert.deepEqual(
      [0, 8, 0x10, 0x20].map((offset) => view.getBigUint64(older + offset, true)),
      [4n, BigInt(kit.process.processId), BigInt(kit.thread.threadId), 0x7ff8_0000_1234n],
    );
    assert.deepEqual(
      [view.getUint32(0x10 + 0x18, true), view.getUint32(older + 0x18, true)],
      [2, 1],
    );
  });

  it('copies them in the 32-bit layout on x86', () => {
    const kit = new Kit('xp-sp3-x86');
    kit.trace();
    kit.thread.withFrame(0x0100_11a0n, () => kit.create());
    const { bytes } = query(kit);
    const words = [...new Uint32Array(bytes.buffer)];
    assert.equal(bytes.length, 8 + 0x50);
    assert.deepEqual(words.slice(0, 8), [
      0,
      1,
      4,
      kit.process.processId,
      kit.thread.threadId,
      1,
      0x0100_11a0,
      0,
    ]);
  });

  it('can be limited to one handle', () => {
    const kit = new Kit();
    kit.trace();
    kit.events(3);
    const { bytes } = query(kit, 8);
    assert.equal(new DataView(bytes.buffer).getUint32(8, true), 1);
    assert.equal(bytes.length, 0x10 + 0xa0);
  });

  it('counts all records and copies the newest when the buffer is too small', () => {
    const kit = new Kit();
    kit.trace();
    kit.events(5);
    const { status, bytes } = query(kit, 0, 0x10 + 0xa0 * 2 + 0x9f);
    const view = new DataView(bytes.buffer);
    assert.equal(status, STATUS_INFO_LENGTH_MISMATCH);
    assert.equal(view.getUint32(8, true), 5);
    assert.equal(view.getUint32(0x10, true), 0x14);
    assert.equal(bytes.length, 0x10 + 0xa0 * 2);
  });

  it('needs room for its header', () => {
    const kit = new Kit();
    kit.trace();
    assert.equal(query(kit, 0, 0xf).status, STATUS_INFO_LENGTH_MISMATCH);
  });

  it('fails while tracing is off', () => {
    assert.equal(query(new Kit()).status, STATUS_INVALID_PARAMETER);
  });

  it('is refused to restricted callers since Windows 10', () => {
    for (const [profile, status] of [
      ['10-22h2-x64', STATUS_ACCESS_DENIED],
      ['7-sp1-x64', STATUS_SUCCESS],
    ] as const) {
      const kit = new Kit(profile);
      kit.trace();
      kit.process.restricted = true;
      assert.equal(query(kit).status, status);
    }
  });
});
