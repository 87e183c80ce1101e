/** Damaged and random dumps: never a crash, never a hang, work in proportion to the file. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { openMinidump } from '../../../src/core/dump/openMinidump';
import { MemoryByteSource } from '../../../src/core/util/byteSource';
import { neverCancelled } from '../../../src/core/util/cancellation';
import { exerciseTarget } from '../../support/exerciseTarget';
import { CountingSource } from '../../support/openDump';
import { richDump } from '../../support/richDump';
import { patch } from '../../support/struct';

/** Opens whatever the bytes are, uses it, and checks what that cost. */
async function survive(bytes: Uint8Array): Promise<void> {
  const source = new CountingSource(new MemoryByteSource(bytes, 'fuzz.dmp'));
  const opened = await openMinidump(source, { token: neverCancelled });
  if (opened.ok) {
    await exerciseTarget(opened.value);
  } else {
    assert.ok(opened.problem.message.length > 10);
    assert.ok((opened.problem.hint ?? '').length > 10);
  }
  assert.ok(source.calls < 2000, `${source.calls} reads`);
  assert.ok(
    source.bytes < 100 * bytes.length + 100_000,
    `${source.bytes} bytes read of ${bytes.length}`,
  );
}

/** More of them find more: set the variable when the reader was changed. */
const RUNS = Number(process.env['HANDLE_LENS_FUZZ_RUNS'] ?? '120');
const RICH = richDump().build();
/** Numbers that break careless arithmetic. */
const interesting = fc.oneof(
  fc.constantFrom(0, 1, 3, 4, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 0xffff_fff0, 0x1_0000, 0xfffe),
  fc.nat(RICH.length + 64),
  fc.nat(0xffff_ffff),
);
const place = fc.nat(RICH.length / 4 - 1).map((index) => index * 4);

describe('a damaged minidump', () => {
  it('is sound before it is damaged', async () => {
    const opened = await openMinidump(new MemoryByteSource(RICH), { token: neverCancelled });
    assert.ok(opened.ok);
    assert.deepEqual(opened.value.problems, []);
    assert.deepEqual(await exerciseTarget(opened.value), { handles: 4, traces: 3, frames: 3 });
  });

  it('survives flipped bits (property)', async () => {
    const flips = fc.array(fc.tuple(fc.nat(RICH.length - 1), fc.nat(7)), {
      minLength: 1,
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(flips, async (all) => {
        const bytes = RICH.slice();
        for (const [at, bit] of all) {
          bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        }
        await survive(bytes);
      }),
      { numRuns: RUNS },
    );
  });

  it('survives overwritten numbers (property)', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(place, interesting), { minLength: 1, maxLength: 12 }),
        async (all) => {
          const bytes = RICH.slice();
          for (const [at, value] of all) {
            patch(bytes, at, { u32: { 0: value } });
          }
          await survive(bytes);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('survives every single number of its headers and lists being overwritten', async () => {
    const directory = new DataView(RICH.buffer).getUint32(12, true);
    for (let at = 8; at < directory; at += 4) {
      // Images and memory are long and dull: every 32nd number of them is enough.
      if (at < 0x200 || RICH.length - at < 0x1000 || at % 128 === 0) {
        const bytes = RICH.slice();
        patch(bytes, at, { u32: { 0: 0xffff_fffc } });
        await survive(bytes);
      }
    }
  });

  it('survives being cut off anywhere', async () => {
    for (let length = 0; length < RICH.length; length += 37) {
      await survive(RICH.slice(0, length));
    }
  });

  it('survives being cut off anywhere behind its directory', async () => {
    const bytes = richDump(20).build();
    for (let length = 32; length < bytes.length; length += 23) {
      await survive(bytes.slice(0, length));
    }
  });

  it('survives random bytes behind its header (property)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 600 }), fc.nat(20), async (noise, streams) => {
        const bytes = new Uint8Array(32 + noise.length);
        bytes.set(noise, 32);
        patch(bytes, 0, { u32: { 0: 0x504d_444d, 4: 0xa793, 8: streams, 12: 32 } });
        await survive(bytes);
      }),
      { numRuns: RUNS },
    );
  });

  it('survives random directory entries (property)', async () => {
    const type = fc.constantFrom(3, 4, 5, 6, 7, 9, 12, 14, 15, 16, 18, 24);
    const entry = fc.tuple(type, interesting, fc.nat(RICH.length));
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { minLength: 1, maxLength: 14 }), async (entries) => {
        const bytes = new Uint8Array(RICH.length + entries.length * 12);
        bytes.set(RICH);
        entries.forEach(([kind, size, rva], index) => {
          patch(bytes, RICH.length + index * 12, { u32: { 0: kind, 4: size, 8: rva } });
        });
        patch(bytes, 8, { u32: { 0: entries.length, 4: RICH.length } });
        await survive(bytes);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('random bytes', () => {
  it('are refused with a reason (property)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 4000 }), async (bytes) => survive(bytes)),
      { numRuns: RUNS },
    );
  });

  it('behind every known signature are refused with a reason (property)', async () => {
    const signature = fc.constantFrom(
      'PAGEDU64',
      'PAGEDUMP',
      'PMDM',
      '\x7fELF',
      'MZ',
      'PK\x03\x04',
      'MSCF',
      'HIBR',
    );
    await fc.assert(
      fc.asyncProperty(signature, fc.uint8Array({ maxLength: 300 }), async (text, noise) => {
        const head = Uint8Array.from(Array.from(text, (character) => character.charCodeAt(0)));
        const bytes = new Uint8Array(head.length + noise.length);
        bytes.set(head);
        bytes.set(noise, head.length);
        await survive(bytes);
      }),
    );
  });
});
