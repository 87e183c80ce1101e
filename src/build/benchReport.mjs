// Numbers of the bench as a table for people.

/** The middle value; the mean of the two in the middle for an even number of values. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Three significant digits, thousands separated: `1,250,000`, `38.2`, `0.41`. */
export function formatNumber(value) {
  return value.toLocaleString('en-US', { maximumSignificantDigits: 3 });
}

/** Rows as text in aligned columns, with a heading. */
export function formatTable(rows) {
  const cells = rows.map((row) => [
    row.what,
    `${formatNumber(row.measured)} ${row.unit}`,
    row.yardstick === null ? '' : `${formatNumber(row.yardstick)} ${row.yardstickUnit}`,
    row.ratio === null ? '' : `${row.ratio.toFixed(2)} ×`,
    row.goal,
    row.verdict,
  ]);
  const table = [['what', 'measured', 'yardstick', 'ratio', 'goal', 'verdict'], ...cells];
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  const isNumber = (column) => column >= 1 && column <= 3;
  return table
    .map((row) =>
      row
        .map((cell, column) =>
          isNumber(column) ? cell.padStart(widths[column]) : cell.padEnd(widths[column]),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
