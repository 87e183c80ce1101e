/** Compares the numbers a debugger printed about its answers with what a section of a log document holds. */

import { isHandleCommand } from './commandWords';
import type { LogListing, LogSection } from './logDocument';
import { checkAnswer, type TotalCheck } from './printedTotals';

/**
 * Checks every total of a section that can be checked; lines count from 0. The answers of filters such as
 * `!grep … !handle` are parts by intention and are not checked.
 */
export function checkTotals({ command, listings }: LogSection): readonly TotalCheck[] {
  return command !== null && command.text !== '' && !isHandleCommand(command.text)
    ? []
    : listings.flatMap(checkListing);
}

function checkListing(listing: LogListing): readonly TotalCheck[] {
  const { kind, records, totals, cuts } = listing;
  return checkAnswer({
    kind,
    count: records.length,
    byType: listing.kind === 'handles' ? countTypes(listing.records) : null,
    totals,
    summary: listing.kind === 'handles' ? listing.summary : null,
    hasCuts: cuts.length > 0,
  });
}

function countTypes(
  records: readonly { readonly type?: string }[],
): ReadonlyMap<string, number> | null {
  const counts = new Map<string, number>();
  for (const { type } of records) {
    if (type === undefined) {
      return null;
    }
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return counts;
}
