/** Handle table geometry, checked against entry addresses that debuggers printed. */

import assert from 'node:assert/strict';
import {
  X64_GEOMETRY,
  X86_GEOMETRY,
  entryPlace,
  maximumHandles,
  tableLevel,
  type HandleTableGeometry,
} from '../../../src/core/windows/handleTableLayout';

/** Handle value, geometry, low 12 bits of the printed entry address. */
const PRINTED: readonly (readonly [number, HandleTableGeometry, number])[] = [
  [0x1f0, X64_GEOMETRY, 0x7c0],
  [0x40, X64_GEOMETRY, 0x100],
  [0x4, X64_GEOMETRY, 0x10],
  [0x88, X64_GEOMETRY, 0x220],
  [0x255c, X64_GEOMETRY, 0x570],
  [0x477c, X64_GEOMETRY, 0xdf0],
  [0x170, X86_GEOMETRY, 0x2e0],
  [0xcc, X86_GEOMETRY, 0x198],
  [0x478, X86_GEOMETRY, 0x8f0],
];

describe('Handle table geometry', () => {
  for (const [handle, geometry, offset] of PRINTED) {
    const bits = geometry === X64_GEOMETRY ? 'x64' : 'x86';
    it(`puts the entry of handle ${handle.toString(16)} at page offset ${offset.toString(16)} (${bits})`, () => {
      assert.equal(entryPlace(geometry, handle).offset, offset);
    });
  }

  it('ignores the tag bits of a handle', () => {
    assert.deepEqual(entryPlace(X64_GEOMETRY, 0x1f3), entryPlace(X64_GEOMETRY, 0x1f0));
  });

  it('holds 512 entries of 8 bytes a page on x86 and 256 of 16 on x64', () => {
    assert.deepEqual([X86_GEOMETRY.entriesPerPage, X64_GEOMETRY.entriesPerPage], [512, 256]);
    assert.deepEqual([X86_GEOMETRY.valuesPerPage, X64_GEOMETRY.valuesPerPage], [0x800, 0x400]);
  });

  it('has room for 16,711,680 handles on x64 and 16,744,448 on x86', () => {
    assert.deepEqual(
      [maximumHandles(X64_GEOMETRY), maximumHandles(X86_GEOMETRY)],
      [16_711_680, 16_744_448],
    );
  });

  it('fills the high-level table exactly', () => {
    for (const { pointersPerHigh, pointersPerMid, maximumPages } of [X86_GEOMETRY, X64_GEOMETRY]) {
      assert.equal(pointersPerHigh * pointersPerMid, maximumPages);
    }
  });

  it('has one level up to 512 pages on x64 and two beyond', () => {
    const levels = [1, 2, 512, 513, 65536].map((pages) => tableLevel(X64_GEOMETRY, pages));
    assert.deepEqual(levels, [0, 1, 1, 2, 2]);
  });

  it('reaches 0x80000 with one level on x64 and 0x200000 on x86', () => {
    assert.equal(X64_GEOMETRY.pointersPerMid * X64_GEOMETRY.valuesPerPage, 0x8_0000);
    assert.equal(X86_GEOMETRY.pointersPerMid * X86_GEOMETRY.valuesPerPage, 0x20_0000);
  });

  it('covers handle values below 0x4000000 altogether', () => {
    for (const geometry of [X86_GEOMETRY, X64_GEOMETRY]) {
      assert.equal(geometry.maximumPages * geometry.valuesPerPage, 0x400_0000);
    }
  });
});
