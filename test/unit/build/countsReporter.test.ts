/** The last line of a test run. */

import assert from 'node:assert/strict';
import { loadBuildModule } from './buildModule';

interface CountsReporter {
  readonly default: {
    readonly describeCounts: (stats: {
      passes: number;
      failures: number;
      pending: number;
    }) => string;
  };
}

describe('the counts of a test run', () => {
  let describeCounts: CountsReporter['default']['describeCounts'];
  before(async () => {
    ({ describeCounts } = (await loadBuildModule<CountsReporter>('countsReporter.cjs')).default);
  });

  it('name what passed and what failed', () => {
    assert.equal(describeCounts({ passes: 12, failures: 0, pending: 0 }), '12 passed, 0 failed');
  });

  it('name what was skipped when something was', () => {
    assert.equal(
      describeCounts({ passes: 1, failures: 2, pending: 3 }),
      '1 passed, 2 failed, 3 skipped',
    );
  });
});
