/** Reads the entries of a table in large pieces, around memory that is missing. */

import { address, type Address } from '../model/identifiers';
import type { CancellationToken } from '../util/cancellation';
import type { UserProfile } from '../windows/user/userProfiles';
import { SESSION_LIMIT } from '../windows/user/userLimits';
import { UserEntryColumns } from './entryColumns';
import { readSome, type MemorySource } from './targetMemory';

/** Bytes that are asked for at once. */
const PIECE = 1024 * 1024;
const PAGE = 4096;
/** Rows that are made room for before any memory was seen to be there. */
const FIRST_ROWS = SESSION_LIMIT;

/** Where a table lies. */
export interface EntryRange {
  readonly aheList: Address;
  readonly entries: number;
  readonly profile: UserProfile;
  /** False where the number of entries is doubtful: then the first gap is taken for the end. */
  readonly mayHaveGaps: boolean;
}

/** Entries that could not be read: first index, and index after the last. */
export interface EntryGap {
  readonly from: number;
  readonly to: number;
}

/** What was read. */
export interface ReadEntries {
  readonly columns: UserEntryColumns;
  /** Gaps with readable entries after them. */
  readonly gaps: readonly EntryGap[];
}

/**
 * Reads up to `entries` entries, at most {@link SESSION_LIMIT} of them beyond missing memory, which is stepped over page by
 * page. The columns are cut where memory ends. Throws CancelledError.
 */
export async function readEntries(
  memory: MemorySource,
  range: EntryRange,
  token: CancellationToken,
): Promise<ReadEntries> {
  const { profile, entries } = range;
  const perPiece = Math.floor(PIECE / profile.entrySize);
  let columns = new UserEntryColumns(Math.min(entries, FIRST_ROWS), profile);
  const gaps: EntryGap[] = [];
  let row = 0;
  let readable = 0;
  while (row < entries) {
    const wanted = Math.min(perPiece, entries - row);
    const at = entryAt(range, row);
    const bytes = await readSome(memory, at, wanted * profile.entrySize, token);
    const whole = Math.floor(bytes.length / profile.entrySize);
    if (whole > 0) {
      columns = withRoom(columns, row + whole, range);
      if (row > readable) {
        gaps.push({ from: readable, to: row });
        columns.markUnreadable(readable, row);
      }
      columns.decode(bytes, row);
      row += whole;
      readable = row;
    }
    if (whole < wanted) {
      if (row >= SESSION_LIMIT || !range.mayHaveGaps) {
        break;
      }
      row = afterGap(range, row);
    }
  }
  columns.truncate(readable);
  return { columns, gaps };
}

function entryAt({ aheList, profile }: EntryRange, row: number): Address {
  return address(aheList + BigInt(row * profile.entrySize));
}

/** The first entry after `row` that begins in another page than the one at `row`, which cannot be read to its end. */
function afterGap({ aheList, profile }: EntryRange, row: number): number {
  const start = Number(aheList & BigInt(PAGE - 1)) + row * profile.entrySize;
  const toNextPage = PAGE - (start % PAGE);
  return row + Math.ceil(toNextPage / profile.entrySize);
}

/** Columns with room for `needed` rows: doubled, so that a false claim costs no more than twice what is there. */
function withRoom(columns: UserEntryColumns, needed: number, range: EntryRange): UserEntryColumns {
  if (needed <= columns.count) {
    return columns;
  }
  const larger = new UserEntryColumns(
    Math.min(range.entries, Math.max(needed, columns.count * 2)),
    range.profile,
  );
  larger.pheadLow.set(columns.pheadLow);
  larger.pheadHigh.set(columns.pheadHigh);
  larger.ownerLow.set(columns.ownerLow);
  larger.ownerHigh.set(columns.ownerHigh);
  larger.desktopLow.set(columns.desktopLow);
  larger.desktopHigh.set(columns.desktopHigh);
  larger.type.set(columns.type);
  larger.flags.set(columns.flags);
  larger.uniq.set(columns.uniq);
  if (columns.unreadable !== null) {
    larger.unreadable = new Uint8Array(larger.count);
    larger.unreadable.set(columns.unreadable);
  }
  return larger;
}
