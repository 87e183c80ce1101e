/** The limits of a trace log in words: each says what is not known, and what that means for the verdict. */

import type { BlindSpots, TypeCount } from './blindSpots';

/** Types named at most; the others are counted. */
const MOST_TYPES = 5;

/** One sentence or two for each limit, the most important first; never empty. */
export function tellBlindSpots(spots: BlindSpots): readonly string[] {
  return [
    reach(spots),
    unrecorded(spots),
    lostOpens(spots),
    missingCloses(spots),
    unlisted(spots),
    stacks(spots),
    order(spots),
  ].filter((text) => text !== null);
}

/** Where the log begins: when tracing was enabled, or after the records that were overwritten. */
function reach({ log, records, firstSequence }: BlindSpots): string {
  const { lost, recorded, slots } = log;
  if (lost === null) {
    return `The log has ${count(records, 'record')} and does not say when tracing was enabled or whether older records were lost: handles opened before its first record belong to no site.`;
  }
  if (lost === 0) {
    return `The log is whole: ${count(records, 'record')} since tracing was enabled.`;
  }
  const ring = slots === null ? 'The log' : `The ring of ${slots} slots`;
  const first = firstSequence ?? lost + 1;
  const total = recorded === null ? '' : ` of ${recorded}`;
  return `${ring} wrapped: ${count(lost, 'record')}${total} ${lost === 1 ? 'was' : 'were'} overwritten, and the log begins at record ${first}. What was opened before belongs to no site, and counts of opens begin there.`;
}

function unrecorded({ unrecorded: byType, handles, log }: BlindSpots): string | null {
  if (byType === null) {
    return 'There is no handle table to compare with: types and names are not known, and handles that were closed without a record count as open.';
  }
  const total = byType.reduce((sum, each) => sum + each.count, 0);
  if (total === 0) {
    return null;
  }
  const when =
    log.lost === 0
      ? 'they were opened before tracing was enabled, or inherited'
      : 'they were opened before the log begins, or inherited';
  return `${total} of ${count(handles, 'open handle')} ${total === 1 ? 'has' : 'have'} no open on record (${typesText(byType)}): ${when}. Who opened them is not known.`;
}

function typesText(byType: readonly TypeCount[]): string {
  const named = byType.slice(0, MOST_TYPES).map(({ type, count: each }) => `${type} ${each}`);
  const rest = byType.length - named.length;
  return rest > 0 ? `${named.join(', ')} and ${count(rest, 'other type')}` : named.join(', ');
}

function lostOpens({ orphanedCloses }: BlindSpots): string | null {
  return orphanedCloses === 0
    ? null
    : `${count(orphanedCloses, 'close')} on record ${orphanedCloses === 1 ? 'belongs' : 'belong'} to an open that is not: no site counts ${orphanedCloses === 1 ? 'it' : 'them'}.`;
}

function missingCloses({ replacedOpens, closes, opens }: BlindSpots): string | null {
  if (closes === 0 && opens > 0) {
    return 'No close is on record. If the program closes handles at all, they were not traced: then every open looks outstanding that is not in the handle table any more.';
  }
  return replacedOpens === 0
    ? null
    : `${count(replacedOpens, 'handle')} ${replacedOpens === 1 ? 'was' : 'were'} closed without a record: the value was opened again.`;
}

function unlisted({ unlisted: missing, outstanding, tableFits }: BlindSpots): string | null {
  if (missing === null || missing === 0) {
    return null;
  }
  const start = `${missing} of ${count(outstanding, 'outstanding open')} ${missing === 1 ? 'has' : 'have'} no handle in the handle table`;
  return tableFits
    ? `${start}: ${missing === 1 ? 'it was' : 'they were'} closed without a record.`
    : `${start}: the table and the log do not belong together (another moment, or another process), so verdicts rest on the log alone.`;
}

function stacks({ cutStacks, emptyStacks, records, log }: BlindSpots): string | null {
  const parts: string[] = [];
  if (cutStacks > 0) {
    parts.push(
      `${cutStacks} of ${count(records, 'stack')} ${cutStacks === 1 ? 'has' : 'have'} ${log.maximumDepth} frames, the most the log holds: callers farther out are not known, and places that differ only there count as one.`,
    );
  }
  if (emptyStacks > 0) {
    parts.push(
      `${count(emptyStacks, 'record')} ${emptyStacks === 1 ? 'has' : 'have'} no stack and ${emptyStacks === 1 ? 'belongs' : 'belong'} to no site.`,
    );
  }
  return parts.length === 0 ? null : parts.join(' ');
}

function order({ log }: BlindSpots): string | null {
  return log.orderIsKnown
    ? (log.orderReason ?? null)
    : 'The order of the records is not known, and nothing in them shows it; newest first is assumed. Which open a close belongs to, ages, first and last opens and growth rest on it.';
}

function count(number: number, noun: string): string {
  return `${number} ${number === 1 ? noun : `${noun}s`}`;
}
