/** Plain text tables: columns as wide as their widest cell. */

/** How a column is set. */
export interface TextColumn {
  readonly title: string;
  /** Numbers are set flush right. */
  readonly alignRight?: boolean;
  /** Longest cell that is shown in full; the middle of longer ones is left out. */
  readonly most?: number;
}

/** A heading and a line per row, each ended by a line feed; no blanks at the ends of lines. */
export function textTable(
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
): string {
  const cells = rows.map((row) =>
    columns.map(({ most }, at) => shortenMiddle(row[at] ?? '', most ?? Infinity)),
  );
  const widths = columns.map(({ title }, at) =>
    Math.max(title.length, ...cells.map((row) => row[at]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    columns
      .map(({ alignRight }, at) =>
        alignRight === true
          ? (row[at] ?? '').padStart(widths[at] ?? 0)
          : (row[at] ?? '').padEnd(widths[at] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [columns.map(({ title }) => title), ...cells].map((row) => `${line(row)}\n`).join('');
}

/** A text of at most `most` characters: both ends stay, the middle becomes an ellipsis. */
export function shortenMiddle(text: string, most: number): string {
  if (text.length <= most) {
    return text;
  }
  const head = Math.ceil((most - 1) / 2);
  return `${text.slice(0, head)}…${text.slice(text.length - (most - 1 - head))}`;
}
