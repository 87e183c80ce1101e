/** Binary search over a condition. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { lastWhere } from '../../../src/core/util/lastWhere';

describe('the last index where something holds', () => {
  it('is none in nothing', () => {
    assert.equal(
      lastWhere(0, () => true),
      -1,
    );
  });

  it('is what a walk from the end finds (property)', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20)), fc.nat(20), (numbers, wanted) => {
        const sorted = [...numbers].sort((a, b) => a - b);
        assert.equal(
          lastWhere(sorted.length, (index) => sorted[index]! <= wanted),
          sorted.findLastIndex((each) => each <= wanted),
        );
      }),
    );
  });

  it('asks about few indexes', () => {
    let asked = 0;
    lastWhere(1_000_000, (index) => {
      asked++;
      return index < 12_345;
    });
    assert.ok(asked <= 20, String(asked));
  });
});
