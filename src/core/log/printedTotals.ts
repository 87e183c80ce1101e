/** Compares the numbers a debugger printed about its answer with what the log really holds. */

import type { LogTotalCheck } from '../target/logAccess';
import type { LogSummary, LogTotal } from './logEvents';

/** A check whose line counts from 0. */
export type TotalCheck = LogTotalCheck;

/** What one answer holds and what it says about itself. */
export interface CountedAnswer {
  readonly kind: 'handles' | 'traces';
  readonly count: number;
  /** Handles by type; null when one has none. */
  readonly byType: ReadonlyMap<string, number> | null;
  readonly totals: readonly LogTotal[];
  readonly summary: LogSummary | null;
  /** The author of the log left something out. */
  readonly hasCuts: boolean;
}

/** Checks every total that can be checked. A list that prints only its summary has nothing to compare with. */
export function checkAnswer(answer: CountedAnswer): readonly TotalCheck[] {
  return answer.kind === 'traces' ? checkTraces(answer) : checkHandles(answer);
}

function checkTraces({ count, totals, hasCuts }: CountedAnswer): readonly TotalCheck[] {
  const dumped = totals.find(({ what }) => what === 'dumped')?.count ?? 0;
  return totals.map((total) => {
    // Parsed counts what was examined: at least what was shown (domain.md 4.7).
    const isParsed = total.what === 'parsed';
    const found = isParsed ? Math.max(dumped, count) : count;
    return check(total.lines.first, 'stack traces', total.count, { found, hasCuts, isParsed });
  });
}

function checkHandles(answer: CountedAnswer): readonly TotalCheck[] {
  const { count, totals, summary, hasCuts } = answer;
  const checks: TotalCheck[] = [];
  for (const total of totals) {
    if (count > 0) {
      const what = total.type === null ? 'handles' : `handles of type ${total.type}`;
      checks.push(check(total.lines.first, what, total.count, { found: count, hasCuts }));
    }
  }
  const total = totals.find(({ what }) => what === 'handles');
  if (summary === null || total === undefined) {
    return checks;
  }
  const sum = summary.rows.reduce((all, row) => all + row.count, 0);
  const isCut = hasCuts || summary.notes.some(({ what }) => what === 'cut');
  checks.push(
    check(summary.lines.first, 'handles in the table', total.count, { found: sum, hasCuts: isCut }),
  );
  return count === total.count ? [...checks, ...checkRows(answer, summary)] : checks;
}

/** Compares each row of the table with the blocks of its type; `None` counts the types that have no row. */
function checkRows({ byType }: CountedAnswer, summary: LogSummary): readonly TotalCheck[] {
  if (byType === null) {
    return [];
  }
  const counts = new Map<string, number>();
  const known = new Set(summary.rows.map(({ type }) => type));
  for (const [type, count] of byType) {
    const row = known.has(type) ? type : 'None';
    counts.set(row, (counts.get(row) ?? 0) + count);
  }
  return summary.rows.map(({ line, type, count }) =>
    check(line, `handles of type ${type}`, count, { found: counts.get(type) ?? 0, hasCuts: false }),
  );
}

function check(
  line: number,
  what: string,
  printed: number,
  {
    found,
    hasCuts,
    isParsed = false,
  }: { readonly found: number; readonly hasCuts: boolean; readonly isParsed?: boolean },
): TotalCheck {
  const isEqual = printed === found || (isParsed && printed > found);
  const isCut = hasCuts && found < printed;
  const outcome = isEqual ? 'equal' : isCut ? 'cut' : 'different';
  return { line, what, printed, found, outcome };
}
