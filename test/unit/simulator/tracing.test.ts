/** The handle tracer: what is recorded, where, by whom. */

import assert from 'node:assert/strict';
import {
  TRACE_BREAK_ON_WRAP,
  TRACE_CLEAN,
  TRACE_COMPACT_CLOSE,
  TRACE_WAS_CLEANED,
  TRACE_WRAPPED,
} from '../../../src/core/windows/handleTraceLayout';
import {
  TABLE_HANDLE_EXCEPTIONS,
  TABLE_STRICT_FIFO,
} from '../../../src/core/windows/handleTableLayout';
import {
  STATUS_INSUFFICIENT_RESOURCES,
  STATUS_PROCESS_IS_TERMINATING,
} from '../../../src/core/simulator/machine/status';
import { ALL_PROFILES, Kit, recorded } from './machineKit';

/** Stack words of the newest record as 64-bit numbers. */
function newestStack(kit: Kit): bigint[] {
  const { tracer } = kit.process;
  assert.ok(tracer !== null);
  const wide = tracer.layout.entrySize === 0xa0;
  const start = (tracer.newestSlot * tracer.layout.entrySize + tracer.layout.entryStack) / 4;
  return Array.from({ length: 16 }, (_, depth) => {
    const at = start + depth * (wide ? 2 : 1);
    return (BigInt(wide ? tracer.words[at + 1]! : 0) << 32n) | BigInt(tracer.words[at]!);
  });
}

describe('Handle tracing', () => {
  for (const profile of ALL_PROFILES) {
    it(`records opens and closes, newest first (${profile})`, () => {
      const kit = new Kit(profile);
      kit.trace();
      kit.events(2);
      kit.close(4);
      assert.deepEqual(recorded(kit.process), ['close 4', 'open 8', 'open 4']);
    });

    it(`puts the first record into slot 1 (${profile})`, () => {
      const kit = new Kit(profile);
      kit.trace();
      kit.create();
      const { tracer } = kit.process;
      assert.deepEqual([tracer?.operation(0), tracer?.operation(1)], [0, 1]);
    });

    it(`records a bad reference with the value as it was used (${profile})`, () => {
      const kit = new Kit(profile);
      kit.trace();
      kit.use(0x7dd);
      assert.deepEqual(recorded(kit.process), ['badref 7dd']);
    });
  }

  it('uses slot 0 when the ring wraps, and says that it wrapped', () => {
    const kit = new Kit();
    kit.trace(128);
    const { tracer } = kit.process;
    assert.ok(tracer !== null);
    kit.events(127);
    assert.equal(tracer.operation(0), 0);
    kit.create();
    assert.equal(tracer.operation(0), 1);
    assert.equal(tracer.bitMaskFlags & TRACE_WRAPPED, TRACE_WRAPPED);
  });

  it('overwrites the oldest records and counts them as lost', () => {
    const kit = new Kit();
    kit.trace(128);
    kit.events(150);
    const { tracer } = kit.process;
    assert.deepEqual([tracer?.recorded, tracer?.lost], [150, 22]);
    assert.equal(recorded(kit.process).length, 128);
    assert.equal(recorded(kit.process).at(-1), `open ${(23 * 4).toString(16)}`);
  });

  it('starts anew when it is enabled again', () => {
    const kit = new Kit();
    kit.trace(128);
    kit.create();
    kit.trace(300);
    assert.deepEqual(recorded(kit.process), []);
    assert.equal(kit.process.tracer?.slots, 512);
  });

  it('drops its records when it is disabled', () => {
    const kit = new Kit();
    kit.trace();
    kit.create();
    kit.machine.services.disableTracing(kit.process);
    assert.equal(kit.process.tracer, null);
  });

  it('may be disabled when it is off', () => {
    const kit = new Kit();
    assert.equal(kit.machine.services.disableTracing(kit.process), 0);
  });

  it('turns strict reuse and handle exceptions on', () => {
    const kit = new Kit();
    kit.trace();
    const both = TABLE_STRICT_FIFO | TABLE_HANDLE_EXCEPTIONS;
    assert.equal(kit.process.table.flags & both, both);
  });

  it('turns handle exceptions off again when it is disabled', () => {
    const kit = new Kit();
    kit.trace();
    kit.machine.services.disableTracing(kit.process);
    assert.equal(kit.process.table.flags & TABLE_HANDLE_EXCEPTIONS, 0);
  });

  it('leaves handle exceptions on that were on before it', () => {
    const kit = new Kit();
    kit.machine.services.setStrictHandleChecks(kit.process, true);
    kit.trace();
    kit.trace();
    kit.machine.services.disableTracing(kit.process);
    assert.equal(kit.process.table.flags & TABLE_HANDLE_EXCEPTIONS, TABLE_HANDLE_EXCEPTIONS);
  });

  it('has no exception flag to set before Windows 8', () => {
    const kit = new Kit('7-sp1-x64');
    kit.trace();
    assert.equal(kit.process.table.flags & TABLE_HANDLE_EXCEPTIONS, 0);
  });

  it('fails for a process that has ended', () => {
    const kit = new Kit();
    kit.machine.services.exitProcess(kit.process, 0);
    assert.equal(kit.machine.services.enableTracing(kit.process, 0), STATUS_PROCESS_IS_TERMINATING);
  });

  it('fails when all buffers together would take more than 5/16 of the pool', () => {
    const kit = new Kit('xp-sp3-x86');
    const limit = (256 * 0x10_0000 * 5) / 16;
    const each = 4 + 80 * 4096;
    const statuses = Array.from({ length: Math.floor(limit / each) + 1 }, () =>
      kit.machine.services.enableTracing(kit.another().process, 0),
    );
    assert.equal(statuses.at(-2), 0);
    assert.equal(statuses.at(-1), STATUS_INSUFFICIENT_RESOURCES);
  });

  it('gives its pool back', () => {
    const kit = new Kit('xp-sp3-x86');
    for (let round = 0; round < 300; round++) {
      kit.trace();
    }
    assert.equal(kit.machine.services.disableTracing(kit.process), 0);
  });
});

describe('A trace record', () => {
  const kernel = new Uint32Array([0x8018_f44a, 0xffff_f801, 0x801e_3390, 0xffff_f801]);

  it('holds kernel frames first, then user frames from the innermost, then zeros', () => {
    const kit = new Kit('10-22h2-x64', { kernelFrames: { frames: () => kernel } });
    kit.trace();
    kit.thread.withFrame(0x7ff6_0000_1000n, () =>
      kit.thread.withFrame(0x7ff8_0000_2000n, () => kit.create()),
    );
    assert.deepEqual(newestStack(kit), [
      0xffff_f801_8018_f44an,
      0xffff_f801_801e_3390n,
      0x7ff8_0000_2000n,
      0x7ff6_0000_1000n,
      ...new Array<bigint>(12).fill(0n),
    ]);
  });

  it('holds 32-bit frames on x86', () => {
    const kit = new Kit('xp-sp3-x86', {
      kernelFrames: { frames: () => new Uint32Array([0x8018_f44a, 0]) },
    });
    kit.trace();
    kit.thread.withFrame(0x0100_11a0n, () => kit.create());
    assert.deepEqual(newestStack(kit).slice(0, 3), [0x8018_f44an, 0x0100_11a0n, 0n]);
  });

  it('holds 16 frames at most', () => {
    const kit = new Kit('10-22h2-x64', { kernelFrames: { frames: () => kernel } });
    kit.trace();
    for (let depth = 1; depth <= 100; depth++) {
      kit.thread.pushFrame(depth, 0);
    }
    kit.create();
    const stack = newestStack(kit);
    assert.equal(stack[2], 100n);
    assert.equal(stack[15], 87n);
  });

  it('does not keep frames of the record that was in its slot before', () => {
    const kit = new Kit();
    kit.trace(128);
    kit.thread.withFrame(0x1234n, () => kit.events(128));
    kit.create();
    assert.equal(newestStack(kit)[0], 0n);
  });

  it('asks for kernel frames by service and operation', () => {
    const asked: string[] = [];
    const kit = new Kit('10-22h2-x64', {
      kernelFrames: {
        frames: (service, operation) => {
          asked.push(`${service} ${operation}`);
          return kernel;
        },
      },
    });
    kit.trace();
    kit.close(kit.create());
    kit.use(4);
    assert.deepEqual(asked, ['NtCreateEvent open', 'NtClose close', 'NtSetEvent badref']);
  });

  it('names the acting thread, whoever owns the table', () => {
    const kit = new Kit();
    kit.trace();
    const other = kit.another();
    const source = kit.create({}, other.thread);
    kit.machine.services.duplicate(other.thread, {
      sourceProcess: other.process,
      sourceHandle: source,
      targetProcess: kit.process,
      options: 2,
    });
    const { tracer } = kit.process;
    assert.ok(tracer !== null);
    const at = (tracer.newestSlot * tracer.layout.entrySize) / 4;
    assert.equal(tracer.words[at], other.process.processId);
    assert.equal(tracer.words[at + 2], other.thread.threadId);
  });

  it('holds all 64 bits of a bad handle', () => {
    const kit = new Kit();
    kit.trace();
    kit.use(-0x7fff_fffc);
    const { tracer } = kit.process;
    assert.ok(tracer !== null);
    assert.equal(tracer.handleLow(1), 0x8000_0004);
    assert.equal(tracer.handleHigh(1), 0xffff_ffff);
  });
});

describe('What is not recorded', () => {
  it('is the use of a valid handle', () => {
    const kit = new Kit();
    kit.trace();
    kit.use(kit.create());
    assert.deepEqual(recorded(kit.process), ['open 4']);
  });

  it('is a change of handle flags', () => {
    const kit = new Kit();
    kit.trace();
    kit.machine.services.setHandleFlags(kit.thread, kit.create(), { inherit: true });
    assert.deepEqual(recorded(kit.process), ['open 4']);
  });

  it('is a refused access and a wrong type', () => {
    const kit = new Kit();
    kit.trace();
    const handle = kit.create({ desiredAccess: 0x10_0000 });
    kit.use(handle);
    kit.machine.services.reference(kit.thread, 'NtReleaseMutant', {
      handle,
      type: 'Mutant',
      access: 0,
    });
    assert.deepEqual(recorded(kit.process), ['open 4']);
  });

  it('is a handle that a child inherits', () => {
    const kit = new Kit();
    kit.create({ attributes: 2 });
    kit.trace();
    kit.machine.services.createProcess(kit.thread, 'NtCreateUserProcess', {
      image: 'child.exe',
      inheritHandles: true,
    });
    assert.deepEqual(recorded(kit.process), ['open c', 'open 8'], 'only the two new handles');
  });

  it('is the close of a reserved value, though its use is', () => {
    const kit = new Kit();
    kit.trace();
    kit.machine.services.close(kit.thread, 0);
    assert.deepEqual(recorded(kit.process), []);
    kit.use(0);
    assert.deepEqual(recorded(kit.process), ['badref 0']);
  });

  it('is the close of a protected handle', () => {
    const kit = new Kit();
    kit.trace();
    const handle = kit.create({ attributes: 1 });
    kit.machine.services.close(kit.thread, handle);
    assert.deepEqual(recorded(kit.process), ['open 4']);
  });

  it('is an open that was denied', () => {
    const kit = new Kit();
    kit.trace();
    kit.tryCreate({
      type: 'Key',
      name: '\\REGISTRY\\MACHINE\\SECURITY',
      security: { grants: [{ who: 'nobody', mask: 0xf003f }] },
    });
    assert.deepEqual(recorded(kit.process), []);
  });
});

describe('Ring flags that a kernel debugger sets', () => {
  it('clear the ring before the next record', () => {
    const kit = new Kit();
    kit.trace();
    kit.events(3);
    const { tracer } = kit.process;
    assert.ok(tracer !== null);
    tracer.bitMaskFlags |= TRACE_CLEAN;
    kit.create();
    assert.deepEqual(recorded(kit.process), ['open 10']);
    assert.equal(tracer.newestSlot, 1);
    assert.equal(tracer.bitMaskFlags & TRACE_CLEAN, 0);
    assert.equal((tracer.bitMaskFlags & TRACE_WAS_CLEANED) >>> 0, TRACE_WAS_CLEANED);
  });

  it('replace a closed open by the newest record instead of recording the close', () => {
    const kit = new Kit();
    kit.trace();
    const { tracer } = kit.process;
    assert.ok(tracer !== null);
    tracer.bitMaskFlags |= TRACE_COMPACT_CLOSE;
    kit.events(3);
    kit.close(4);
    assert.deepEqual(recorded(kit.process), ['open 8', 'open c']);
    assert.equal(tracer.newestSlot, 2);
  });

  it('leave the ring alone when a close finds no open to replace', () => {
    const kit = new Kit();
    const before = kit.create();
    kit.trace();
    const { tracer } = kit.process;
    assert.ok(tracer !== null);
    tracer.bitMaskFlags |= TRACE_COMPACT_CLOSE;
    kit.create();
    kit.close(before);
    assert.deepEqual(recorded(kit.process), ['open 8']);
  });

  it('break into the debugger when the ring wraps', () => {
    const kit = new Kit();
    kit.trace(128);
    const { tracer } = kit.process;
    assert.ok(tracer !== null);
    tracer.bitMaskFlags |= TRACE_BREAK_ON_WRAP;
    kit.events(255);
    assert.equal(tracer.breaks, 1);
    kit.create();
    assert.equal(tracer.breaks, 2);
  });
});
