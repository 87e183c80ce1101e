/** Rows of words as lines with aligned columns. */

/**
 * One line per row, each ending in a line feed. Columns are as wide as their widest word and two blanks apart; the last
 * word of a row is not padded, and empty words at its end leave no trace.
 */
export function alignedRows(rows: readonly (readonly string[])[], indent = ''): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((word, column) => {
      widths[column] = Math.max(widths[column] ?? 0, word.length);
    });
  }
  return rows.map((row) => {
    const line = row.map((word, column) => word.padEnd(widths[column] ?? 0)).join('  ');
    return `${indent}${line}`.trimEnd() + '\n';
  });
}
