/** Windows profiles hold together. */

import assert from 'node:assert/strict';
import { handleEntrySize } from '../../../src/core/windows/handleEntryLayout';
import { WINDOWS_PROFILES, windowsProfile } from '../../../src/core/windows/profiles';

describe('Windows profiles', () => {
  for (const profile of WINDOWS_PROFILES) {
    it(`of ${profile.id} keep their memory ranges apart and, but for user blocks, in the kernel`, () => {
      const { memory } = profile;
      const ranges = [
        memory.nonPagedPool,
        memory.pagedPool,
        memory.pagedPages,
        memory.nonPagedPages,
        memory.kernelImage,
      ].sort((a, b) => (a.base < b.base ? -1 : 1));
      ranges.forEach((range, position) => {
        const next = ranges[position + 1]?.base ?? 1n << BigInt(profile.pointerSize * 8);
        assert.ok(range.base + BigInt(range.size) <= next, `${range.base.toString(16)} overlaps`);
        assert.ok(range.base >= memory.kernelStart);
      });
      assert.ok(memory.userBlocks.base + BigInt(memory.userBlocks.size) <= memory.kernelStart);
    });

    it(`of ${profile.id} agree on sizes between their parts`, () => {
      assert.equal(handleEntrySize(profile.entryFormat), profile.geometry.entrySize);
      assert.equal(profile.header.pointerSize, profile.pointerSize);
      assert.equal(profile.geometry.entrySize, profile.pointerSize * 2);
      assert.equal(profile.traceBuffer.entrySize, profile.pointerSize === 4 ? 0x50 : 0xa0);
    });
  }

  it('prepay 262144 references on Windows 8, 32768 since Windows 10, none before', () => {
    assert.deepEqual(
      WINDOWS_PROFILES.map(({ prepaidReferences }) => prepaidReferences),
      [0, 0, 0, 0x4_0000, 0x8000, 0x8000],
    );
  });

  it('call the kernel ntoskrnl on Windows XP and nt later', () => {
    assert.equal(windowsProfile('xp-sp3-x86').kernelModule, 'ntoskrnl');
    assert.equal(windowsProfile('11-23h2-x64').kernelModule, 'nt');
  });

  it('hide kernel frames from user-mode debuggers up to Windows 7', () => {
    const hiding = WINDOWS_PROFILES.filter(({ hidesKernelFrames }) => hidesKernelFrames);
    assert.deepEqual(
      hiding.map(({ id }) => id),
      ['xp-sp3-x86', '7-sp1-x86', '7-sp1-x64'],
    );
  });
});
