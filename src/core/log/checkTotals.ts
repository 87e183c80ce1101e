/** Compares the numbers a debugger printed about its answer with what the log really holds. */

import { isHandleCommand } from './commandWords';
import type { HandleListing, LogSection, TraceListing } from './logDocument';

/** One printed number and what it was compared with. */
export interface TotalCheck {
  readonly line: number;
  /** What is counted, for a sentence: `handles`, `handles of type Event`, `stack traces`. */
  readonly what: string;
  readonly printed: number;
  readonly found: number;
  /** `equal`; `cut`: fewer, and the author marked that something is left out; `different`: neither. */
  readonly outcome: 'equal' | 'cut' | 'different';
}

/**
 * Checks every total of a section that can be checked. A list that prints only its summary has nothing to compare with, and
 * the answers of filters such as `!grep … !handle` are parts by intention: neither is checked.
 */
export function checkTotals(section: LogSection): readonly TotalCheck[] {
  const { command, listings } = section;
  if (command !== null && command.text !== '' && !isHandleCommand(command.text)) {
    return [];
  }
  return listings.flatMap((listing) =>
    listing.kind === 'traces' ? checkTraces(listing) : checkHandles(listing),
  );
}

function checkTraces(listing: TraceListing): readonly TotalCheck[] {
  const found = listing.records.length;
  const hasCuts = listing.cuts.length > 0;
  const dumped = listing.totals.find(({ what }) => what === 'dumped')?.count ?? 0;
  return listing.totals.flatMap((total) => {
    const line = total.lines.first;
    if (total.what === 'parsed') {
      // Parsed counts what was examined: at least what was shown (domain.md 4.7).
      const least = Math.max(dumped, found);
      return [
        check({ line, what: 'stack traces', printed: total.count, found: least }, hasCuts, true),
      ];
    }
    return [check({ line, what: 'stack traces', printed: total.count, found }, hasCuts)];
  });
}

function checkHandles(listing: HandleListing): readonly TotalCheck[] {
  const { records, totals, summary } = listing;
  const hasCuts = listing.cuts.length > 0;
  const checks: TotalCheck[] = [];
  for (const total of totals) {
    if (records.length > 0) {
      const what = total.type === null ? 'handles' : `handles of type ${total.type}`;
      const printed = total.count;
      checks.push(
        check({ line: total.lines.first, what, printed, found: records.length }, hasCuts),
      );
    }
  }
  const total = totals.find(({ what }) => what === 'handles');
  if (summary === null || total === undefined) {
    return checks;
  }
  const sum = summary.rows.reduce((all, { count }) => all + count, 0);
  const line = summary.lines.first;
  const summaryIsCut = hasCuts || summary.notes.some(({ what }) => what === 'cut');
  checks.push(
    check({ line, what: 'handles in the table', printed: total.count, found: sum }, summaryIsCut),
  );
  return records.length === total.count ? [...checks, ...checkRows(listing)] : checks;
}

/** Compares each row of the table with the blocks of its type; `None` counts the types that have no row. */
function checkRows({ records, summary }: HandleListing): readonly TotalCheck[] {
  const counts = new Map<string, number>();
  const rows = summary?.rows ?? [];
  const known = new Set(rows.map(({ type }) => type));
  for (const { type } of records) {
    if (type === undefined) {
      return [];
    }
    const row = known.has(type) ? type : 'None';
    counts.set(row, (counts.get(row) ?? 0) + 1);
  }
  return rows.map(({ line, type, count }) =>
    check(
      { line, what: `handles of type ${type}`, printed: count, found: counts.get(type) ?? 0 },
      false,
    ),
  );
}

function check(
  numbers: Omit<TotalCheck, 'outcome'>,
  hasCuts: boolean,
  mayExceed = false,
): TotalCheck {
  const { printed, found } = numbers;
  const isEqual = printed === found || (mayExceed && printed > found);
  const isCut = hasCuts && found < printed;
  return { ...numbers, outcome: isEqual ? 'equal' : isCut ? 'cut' : 'different' };
}
