/** Sizes and limits of trace buffers. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  VISTA_TRACE_LIMITS,
  WINDOWS_10_TRACE_LIMITS,
  X64_TRACE_BUFFER,
  X86_TRACE_BUFFER,
  XP_TRACE_LIMITS,
  roundTraceSlots,
  traceBufferSize,
} from '../../../src/core/windows/handleTraceLayout';

describe('Trace buffer limits', () => {
  it('default to 4096 slots when none are asked for', () => {
    assert.equal(roundTraceSlots(WINDOWS_10_TRACE_LIMITS, 0), 4096);
  });

  it('round up to a power of two', () => {
    assert.equal(roundTraceSlots(WINDOWS_10_TRACE_LIMITS, 129), 256);
    assert.equal(roundTraceSlots(WINDOWS_10_TRACE_LIMITS, 4097), 8192);
  });

  it('keep a power of two as it is', () => {
    assert.equal(roundTraceSlots(WINDOWS_10_TRACE_LIMITS, 0x1_0000), 0x1_0000);
  });

  it('never go below 128 slots', () => {
    assert.equal(roundTraceSlots(WINDOWS_10_TRACE_LIMITS, 1), 128);
  });

  it('end at 65536 slots before Windows 10 and at 131072 since', () => {
    assert.equal(roundTraceSlots(VISTA_TRACE_LIMITS, 0xffff_ffff), 0x1_0000);
    assert.equal(roundTraceSlots(WINDOWS_10_TRACE_LIMITS, 0xffff_ffff), 0x2_0000);
  });

  it('are 4096 slots on Windows XP whatever is asked for', () => {
    assert.deepEqual(
      [0, 1, 128, 100_000].map((slots) => roundTraceSlots(XP_TRACE_LIMITS, slots)),
      [4096, 4096, 4096, 4096],
    );
  });

  it('always give a power of two within the limits, at least what was asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 0x2_0000 }), (wanted) => {
        const slots = roundTraceSlots(WINDOWS_10_TRACE_LIMITS, wanted);
        assert.ok(slots >= wanted && slots >= 128 && slots <= 0x2_0000);
        assert.equal(slots & (slots - 1), 0);
      }),
    );
  });

  it('cost 0x50 + 160 bytes a slot on x64 and 0x30 + 80 on x86', () => {
    assert.equal(traceBufferSize(X64_TRACE_BUFFER, 4096), 0x50 + 160 * 4096);
    assert.equal(traceBufferSize(X86_TRACE_BUFFER, 4096), 0x30 + 80 * 4096);
  });
});
