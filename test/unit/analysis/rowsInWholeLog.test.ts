/** Rows of a part of a log as rows of the whole. */

import assert from 'node:assert/strict';
import { rowsInWholeLog } from '../../../src/core/analysis/timeline/rowsInWholeLog';

describe('rows of a part of a log', () => {
  const whole = [90, 80, 70, 60, 50, 40];

  it('are found in the whole log by the numbers of their records', () => {
    assert.deepEqual(rowsInWholeLog([0, 1, 2], [80, 60, 50], whole), [1, 3, 4]);
  });

  it('end behind the oldest record of the part, where nothing of it has happened', () => {
    assert.deepEqual(rowsInWholeLog([3], [80, 60, 50], whole), [5]);
    assert.deepEqual(rowsInWholeLog([6], whole, whole), [6]);
  });

  it('are behind everything when the part or the whole has no records', () => {
    assert.deepEqual(rowsInWholeLog([0], [], whole), [6]);
    assert.deepEqual(rowsInWholeLog([0], [80], []), [0]);
  });
});
