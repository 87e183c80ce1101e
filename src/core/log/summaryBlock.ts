/** Reads the table of types and counts at the end of a `!handle` list (output-formats 1.4). */

import { Block } from './block';
import type { LogSummary } from './logEvents';
import { isBlank, LineScanner } from './lineScanner';
import { scan, type SourceLine } from './sourceLine';

const MAX_ROW_LENGTH = 120;

/** True for `Type           Count`, the heading of the table. */
export function isSummaryHeading(line: SourceLine): boolean {
  const words = scan(line);
  return words.take('Type') && words.skipBlanks() && words.take('Count') && words.atEnd;
}

/** A summary table under construction. */
export class SummaryBlock extends Block {
  private readonly rows: { line: number; type: string; count: number }[] = [];
  private isEnded = false;

  /** `ALPC Port      9`: the count is the last word, the type may hold blanks. */
  override accept(line: SourceLine): boolean {
    const length = line.end - line.start;
    if (this.isEnded || length > MAX_ROW_LENGTH) {
      return false;
    }
    let column = line.end;
    while (column > line.start && !isBlank(line.text.charCodeAt(column - 1))) {
      column--;
    }
    const count = new LineScanner(line.text, column, line.end).takeDecimal();
    const type = line.text.slice(line.start, column).trimEnd();
    if (count === null || type === '') {
      return false;
    }
    this.rows.push({ line: line.number, type, count });
    this.reach(line);
    return true;
  }

  override acceptBlank(): void {
    this.isEnded = this.rows.length > 0;
  }

  override finish(): LogSummary {
    return {
      kind: 'summary',
      lines: this.lines,
      rows: this.rows,
      notes: this.notes,
      span: this.span,
    };
  }

  protected override isOpenFor(): boolean {
    return false;
  }
}
