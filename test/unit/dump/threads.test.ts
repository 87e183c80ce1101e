/** Threads, their registers and names, the exception, and call stacks. */

import assert from 'node:assert/strict';
import { address } from '../../../src/core/model/identifiers';
import { neverCancelled } from '../../../src/core/util/cancellation';
import { DumpBuilder } from '../../support/dumpBuilder';
import { codesOf, openDump } from '../../support/openDump';
import { concat, struct } from '../../support/struct';

const X86 = { u16: { 0: 0 } };
const contextX64 = (ip: bigint): Uint8Array => struct(1232, { u64: { 0x98: 0x10000, 0xf8: ip } });

function contextX86(ip: number, frame: number, stack: number): Uint8Array {
  return struct(716, { u32: { 0xb4: frame, 0xb8: ip, 0xc4: stack } });
}

/** A frame: the saved frame pointer and the return address. */
const frame = (next: number, returnAddress: number): Uint8Array =>
  struct(16, { u32: { 0: next, 4: returnAddress } });

describe('the threads of a minidump', () => {
  it('have id, suspend count and TEB', async () => {
    const dump = new DumpBuilder()
      .systemInfo()
      .miscInfo(8)
      .threads([{ id: 0x20, suspendCount: 1, teb: 0x7000n }]);
    assert.deepEqual((await openDump(dump)).threads(8), [
      { processId: 8, threadId: 0x20, teb: 0x7000n, name: null, suspendCount: 1 },
    ]);
  });

  it('have the names of ThreadNames', async () => {
    const dump = new DumpBuilder()
      .systemInfo()
      .threads([{ id: 4 }, { id: 8 }])
      .threadNames({ 8: 'Worker' });
    assert.deepEqual(
      (await openDump(dump)).threads(0).map(({ name }) => name),
      [null, 'Worker'],
    );
  });

  it('have no name when it is outside the file, which is reported', async () => {
    const names = concat([
      struct(4, { u32: { 0: 1 } }),
      struct(12, { u32: { 0: 4 }, u64: { 4: 2n ** 60n } }),
    ]);
    const target = await openDump(
      new DumpBuilder()
        .systemInfo()
        .threads([{ id: 4 }])
        .stream(24, names),
    );
    assert.equal(target.threads(0)[0]?.name, null);
    assert.deepEqual(codesOf(target), ['thread-name-outside-file']);
  });

  it('are found behind four bytes of padding after the count', async () => {
    const target = await openDump(
      new DumpBuilder().systemInfo().threads([{ id: 4 }, { id: 8 }], 4),
    );
    assert.deepEqual(
      target.threads(0).map(({ threadId }) => threadId),
      [4, 8],
    );
  });

  it('are cut down to the bytes of the stream when the count is too large', async () => {
    const list = concat([struct(4, { u32: { 0: 500 } }), struct(48, { u32: { 0: 4 } })]);
    const target = await openDump(new DumpBuilder().systemInfo().stream(3, list));
    assert.equal(target.threads(0).length, 1);
    assert.deepEqual(codesOf(target), ['count-too-large']);
  });

  it('are one with id 0 when the dump has none', async () => {
    const target = await openDump(new DumpBuilder().systemInfo());
    assert.equal(target.currentThreadId(), 0);
    assert.deepEqual(
      target.threads(0).map(({ threadId }) => threadId),
      [0],
    );
    assert.deepEqual(await target.callStack(0, neverCancelled), []);
  });
});

describe('the current thread of a minidump', () => {
  const exception = { code: 0xc000_0008, address: 0x1234n, parameters: [] };

  it('is the one with the exception', async () => {
    const dump = new DumpBuilder().systemInfo().threads([{ id: 4 }, { id: 8 }]);
    assert.equal(
      (await openDump(dump.exception({ threadId: 8, ...exception }))).currentThreadId(),
      8,
    );
  });

  it('is the first one without an exception', async () => {
    const dump = new DumpBuilder().systemInfo().threads([{ id: 4 }, { id: 8 }]);
    assert.equal((await openDump(dump)).currentThreadId(), 4);
  });

  it('is the first one when the exception names a thread that is not there', async () => {
    const dump = new DumpBuilder().systemInfo().threads([{ id: 4 }]);
    assert.equal(
      (await openDump(dump.exception({ threadId: 99, ...exception }))).currentThreadId(),
      4,
    );
  });

  it('is the one of the exception when the dump has no thread list', async () => {
    const target = await openDump(
      new DumpBuilder().systemInfo().exception({ threadId: 8, ...exception }),
    );
    assert.equal(target.currentThreadId(), 8);
    assert.deepEqual(await target.callStack(8, neverCancelled), [0x1234n]);
  });
});

describe('the exception of a minidump', () => {
  it('has code, address, thread and parameters', async () => {
    const dump = new DumpBuilder()
      .systemInfo()
      .miscInfo(16)
      .exception({
        threadId: 8,
        code: 0xc000_0008,
        address: 0x7ffb_0000_1234n,
        parameters: [0x4n, 0xffff_ffff_ffff_ffffn],
      });
    assert.deepEqual((await openDump(dump)).exception(), {
      processId: 16,
      threadId: 8,
      code: 0xc000_0008,
      address: 0x7ffb_0000_1234n,
      firstChance: false,
      parameters: [4n, 0xffff_ffff_ffff_ffffn],
    });
  });

  it('is null when there was none', async () => {
    assert.equal((await openDump(new DumpBuilder().systemInfo())).exception(), null);
  });

  it('has no more than 15 parameters; a larger number is reported', async () => {
    const bytes = struct(0xa8, { u32: { 0: 4, 8: 0xc000_0005, 0x20: 4000 } });
    const target = await openDump(new DumpBuilder().systemInfo().stream(6, bytes));
    assert.equal(target.exception()?.parameters.length, 15);
    assert.deepEqual(codesOf(target), ['exception-parameters']);
  });

  it('is read without its context when the stream is cut off', async () => {
    const bytes = struct(0x30, { u32: { 0: 4, 8: 0xc000_0005, 0x20: 1 }, u64: { 0x28: 7n } });
    const target = await openDump(new DumpBuilder().systemInfo().stream(6, bytes));
    assert.deepEqual(target.exception()?.parameters, [7n]);
    assert.deepEqual(target.problems, []);
  });

  it('is ignored when the stream is too short, which is reported', async () => {
    const target = await openDump(new DumpBuilder().systemInfo().stream(6, struct(0x20)));
    assert.equal(target.exception(), null);
    assert.deepEqual(codesOf(target), ['stream-too-short']);
  });
});

describe('a call stack of a minidump', () => {
  it('is the instruction pointer on x64', async () => {
    const dump = new DumpBuilder()
      .systemInfo()
      .threads([{ id: 4, context: contextX64(0x7ffb_0000_9d4cn) }]);
    assert.deepEqual(await (await openDump(dump)).callStack(4, neverCancelled), [
      0x7ffb_0000_9d4cn,
    ]);
  });

  it('is the instruction pointer on arm64', async () => {
    const context = struct(912, { u64: { 0x108: 0x7ffb_0000_1000n } });
    const dump = new DumpBuilder().systemInfo({ u16: { 0: 12 } }).threads([{ id: 4, context }]);
    assert.deepEqual(await (await openDump(dump)).callStack(4, neverCancelled), [
      0x7ffb_0000_1000n,
    ]);
  });

  it('follows the frame pointers on x86', async () => {
    const stack = concat([
      new Uint8Array(16),
      frame(0x1020, 0x40_1111),
      frame(0x1030, 0x40_2222),
      frame(0, 0x77_3333),
    ]);
    const dump = new DumpBuilder().systemInfo(X86).threads([
      {
        id: 4,
        context: contextX86(0x40_0000, 0x1010, 0x1000),
        stack: { start: 0x1000n, bytes: stack },
      },
    ]);
    assert.deepEqual(await (await openDump(dump)).callStack(4, neverCancelled), [
      0x40_0000n,
      0x40_1111n,
      0x40_2222n,
      0x77_3333n,
    ]);
  });

  it('ends where a frame pointer leads downwards', async () => {
    const stack = concat([frame(0x1010, 0x40_1111), frame(0x1000, 0x40_2222)]);
    const dump = new DumpBuilder().systemInfo(X86).threads([
      {
        id: 4,
        context: contextX86(0x40_0000, 0x1000, 0x1000),
        stack: { start: 0x1000n, bytes: stack },
      },
    ]);
    assert.equal((await (await openDump(dump)).callStack(4, neverCancelled)).length, 3);
  });

  it('ends where a frame points to itself', async () => {
    const dump = new DumpBuilder().systemInfo(X86).threads([
      {
        id: 4,
        context: contextX86(0x40_0000, 0x1000, 0x1000),
        stack: { start: 0x1000n, bytes: frame(0x1000, 0x40_1111) },
      },
    ]);
    assert.equal((await (await openDump(dump)).callStack(4, neverCancelled)).length, 2);
  });

  it('ends after 64 frames', async () => {
    const frames = Array.from({ length: 100 }, (_, index) =>
      frame(0x1000 + (index + 1) * 16, 0x40_0000 + index),
    );
    const dump = new DumpBuilder().systemInfo(X86).threads([
      {
        id: 4,
        context: contextX86(0x40_0000, 0x1000, 0x1000),
        stack: { start: 0x1000n, bytes: concat(frames) },
      },
    ]);
    assert.equal((await (await openDump(dump)).callStack(4, neverCancelled)).length, 64);
  });

  it('ends where the dump has no more of the stack', async () => {
    const dump = new DumpBuilder()
      .systemInfo(X86)
      .threads([{ id: 4, context: contextX86(0x40_0000, 0x5000, 0x1000) }]);
    assert.deepEqual(await (await openDump(dump)).callStack(4, neverCancelled), [0x40_0000n]);
  });

  it('starts at the exception when the thread has no context of its own', async () => {
    const dump = new DumpBuilder()
      .systemInfo()
      .threads([{ id: 4 }])
      .exception({
        threadId: 4,
        code: 0xc000_0005,
        address: 0x1n,
        context: contextX64(0x7ffb_1111n),
      });
    assert.deepEqual(await (await openDump(dump)).callStack(4, neverCancelled), [0x7ffb_1111n]);
  });

  it('is empty when the context is cut off', async () => {
    const context = contextX64(1n).slice(0, 0xfc);
    const dump = new DumpBuilder().systemInfo().threads([{ id: 4, context }]);
    assert.deepEqual(await (await openDump(dump)).callStack(4, neverCancelled), []);
  });

  it('is empty for a thread that is not in the dump', async () => {
    const dump = new DumpBuilder().systemInfo().threads([{ id: 4, context: contextX64(1n) }]);
    assert.deepEqual(await (await openDump(dump)).callStack(77, neverCancelled), []);
  });

  it('resolves to module and offset', async () => {
    const dump = new DumpBuilder()
      .systemInfo()
      .modules([{ path: 'ntdll.dll', base: 0x7ffb_0000_0000n, size: 0x20000 }])
      .threads([{ id: 4, context: contextX64(0x7ffb_0000_9d4cn) }]);
    const target = await openDump(dump);
    const [top = address(0)] = await target.callStack(4, neverCancelled);
    assert.deepEqual(target.symbols.resolve(top), {
      address: top,
      module: 'ntdll',
      symbol: null,
      displacement: 0x9d4cn,
    });
  });
});
