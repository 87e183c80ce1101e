/** The table of the bench. */

import assert from 'node:assert/strict';
import { loadBuildModule } from './buildModule';

interface Row {
  readonly what: string;
  readonly measured: number;
  readonly unit: string;
  readonly yardstick: number | null;
  readonly yardstickUnit: string;
  readonly ratio: number | null;
  readonly goal: string;
  readonly verdict: string;
}

interface BenchReport {
  median(values: readonly number[]): number;
  formatNumber(value: number): string;
  formatTable(rows: readonly Row[]): string;
}

describe('the table of the bench', () => {
  let report: BenchReport;
  before(async () => {
    report = await loadBuildModule<BenchReport>('benchReport.mjs');
  });

  it('takes the value in the middle', () => {
    assert.equal(report.median([9, 1, 5]), 5);
    assert.equal(report.median([1, 9, 5, 100]), 7);
  });

  it('shows three digits that matter', () => {
    assert.deepEqual(
      [0.123456, 12.3456, 1234567].map((value) => report.formatNumber(value)),
      ['0.123', '12.3', '1,230,000'],
    );
  });

  it('aligns names to the left and numbers to the right', () => {
    const row = { yardstickUnit: 'ms', unit: 'ms', goal: 'below 5 ms', verdict: 'met' };
    const text = report.formatTable([
      { ...row, what: 'look-up', measured: 2.5, yardstick: 100, ratio: 0.025 },
      { ...row, what: 'memory', measured: 120, unit: 'MB', yardstick: null, ratio: null },
    ]);
    assert.equal(
      text,
      [
        'what     measured  yardstick   ratio  goal        verdict',
        'look-up    2.5 ms     100 ms  0.03 ×  below 5 ms  met',
        'memory     120 MB                     below 5 ms  met',
      ].join('\n'),
    );
  });
});
