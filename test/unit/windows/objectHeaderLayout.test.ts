/** Sub-headers below an object header and the encoded type index. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  INFO_CREATOR,
  INFO_HANDLE,
  INFO_NAME,
  INFO_QUOTA,
  subHeaderDistance,
  subHeadersSize,
  transformTypeIndex,
} from '../../../src/core/windows/objectHeaderLayout';

describe('Object header layout', () => {
  it('puts the name directly below the header when nothing nearer is there', () => {
    assert.equal(subHeaderDistance(INFO_NAME | INFO_QUOTA, INFO_NAME, 8), 0x20);
  });

  it('puts the name below the creator information when both are there', () => {
    assert.equal(subHeaderDistance(INFO_NAME | INFO_CREATOR, INFO_NAME, 8), 0x40);
    assert.equal(subHeaderDistance(INFO_NAME | INFO_CREATOR, INFO_NAME, 4), 0x20);
  });

  it('has no distance for a sub-header that is absent', () => {
    assert.equal(subHeaderDistance(INFO_QUOTA, INFO_NAME, 8), 0);
  });

  it('sums all sub-headers', () => {
    const all = INFO_CREATOR | INFO_NAME | INFO_HANDLE | INFO_QUOTA;
    assert.deepEqual([subHeadersSize(all, 8), subHeadersSize(all, 4)], [0x70, 0x38]);
    assert.equal(subHeadersSize(0, 8), 0);
  });

  it('decodes a type index with the operation that encoded it', () => {
    fc.assert(
      fc.property(fc.nat(255), fc.nat(255), fc.nat(0xffff_ffff), (index, cookie, header) => {
        const stored = transformTypeIndex(index, cookie, header);
        assert.equal(transformTypeIndex(stored, cookie, header), index);
      }),
    );
  });

  it('mixes the second byte of the header address into the index', () => {
    assert.equal(transformTypeIndex(0x10, 0, 0x1234_5630), 0x10 ^ 0x56);
  });
});
