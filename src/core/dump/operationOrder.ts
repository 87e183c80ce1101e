/**
 * In which order a dump holds its handle operations. The format does not say, and an operation has no time (domain.md 5.5),
 * so the order is found from what the operations do: read backwards, a log tells of closes before opens.
 */

import type { HandleColumns } from '../model/handleColumns';
import { TRACE_BADREF, TRACE_CLOSE, TRACE_OPEN, type TraceColumns } from '../model/handleTrace';
import { TAG_BITS } from '../model/identifiers';

/** The order of a list of operations, and how it is known. */
export interface OperationOrder {
  readonly oldestFirst: boolean;
  /** What in the data says so, a sentence; null when nothing does and newest first is assumed. */
  readonly reason: string | null;
}

/** Handle tables have fewer entries than this (domain.md 1.1); greater values are no evidence. */
const MOST_ENTRIES = 1 << 24;
/** Entries of the first page of a table, which a child of XP hands out downwards (domain.md 1.3); Windows 10 does not. */
const FIRST_PAGE = 0x800 >>> TAG_BITS;
const FIRST_VERSION_UPWARDS = 10;
/** Values that have to differ before few are more than chance. */
const FEW = 4;
/** Values from which on a table that fits decides alone. */
const SEVERAL = 12;
/** Values from which on a table may have some that do not fit. */
const MANY = 32;
/** Share of values that has to fit a table that belongs to the log. */
const FITS = 0.95;
/** How many times more must speak for one order than for the other. */
const CLEARLY = 4;
/** Fresh values that have to come in ascending order, and how many times as many as the other way round. */
const MANY_FRESH = 10;
const CLEARLY_FRESH = 3;

// What is kept of each value: its first and its last open or close in the list, whether a bad reference came behind that, whether
// the handle table lists it, and whether a bad reference to it was judged.
const FIRST = 0b11;
const LAST_SHIFT = 2;
const LAST = 0b1100;
const PENDING = 0b1_0000;
const LISTED = 0b10_0000;
const JUDGED = 0b100_0000;

/** Something that speaks for one of the orders. */
interface Evidence {
  readonly oldestFirst: boolean;
  readonly reason: string;
}

/** Where the operations were recorded. */
export interface OrderHints {
  /** True when the comment of the dump says newest first, as that of Handle Lens does. */
  readonly saidNewestFirst: boolean;
  /** Major version of Windows; 0 when not known. */
  readonly windows: number;
  /** The handle table of the same process at the end, null without one; only asked for when some value can tell. */
  handles(): Promise<HandleColumns | null>;
}

/**
 * Finds the order of the operations of `traces`, which are as the dump holds them. What a table of many values says counts most,
 * then the way fresh values are handed out, then what the operations of each value suggest.
 */
export async function findOperationOrder(
  traces: TraceColumns,
  hints: OrderHints,
): Promise<OperationOrder> {
  if (hints.saidNewestFirst) {
    return { oldestFirst: false, reason: 'the comment of the dump says so' };
  }
  const uses = new ValueUses(traces);
  const handles = uses.canTell ? await hints.handles() : null;
  const table = handles === null ? null : uses.compareWith(handles);
  if (table !== null && table.telling >= MANY) {
    return table;
  }
  const fresh = freshValues(traces, hints.windows >= FIRST_VERSION_UPWARDS ? 0 : FIRST_PAGE);
  if (fresh !== null) {
    return fresh;
  }
  return table !== null && table.telling >= SEVERAL
    ? table
    : (agreed([table, uses.pairs(), uses.badReferences(FEW)]) ??
        agreed([uses.badReferences(1)]) ??
        NOTHING_TELLS);
}

const NOTHING_TELLS: OperationOrder = { oldestFirst: false, reason: null };

/** What all evidence says; null without any, and newest first is assumed where it contradicts itself. */
function agreed(evidence: readonly (Evidence | null)[]): OperationOrder | null {
  const [first, ...others] = evidence.filter((each) => each !== null);
  if (first === undefined) {
    return null;
  }
  const { oldestFirst } = first;
  return others.every((each) => each.oldestFirst === oldestFirst)
    ? { oldestFirst, reason: [first, ...others].map(({ reason }) => reason).join('; ') }
    : NOTHING_TELLS;
}

/** Evidence where clearly more speaks for one order than for the other; null when fewer than `least` do, or not clearly. */
function clearly(
  forOldest: number,
  forNewest: number,
  { least, words }: { readonly least: number; readonly words: string },
): Evidence | null {
  const most = Math.max(forOldest, forNewest);
  const fewest = Math.min(forOldest, forNewest);
  return most < least || most < CLEARLY * fewest
    ? null
    : {
        oldestFirst: forOldest > forNewest,
        reason: `only in this order ${most} of ${most + fewest} ${words}`,
      };
}

/** The first and last operation of each value, in one pass. */
class ValueUses {
  private readonly uses: Uint8Array;
  /** Values that are opened first and closed last in the list, and the other way round. */
  private opensFirst = 0;
  private closesFirst = 0;
  /** Bad references that were no mistake of a closed handle in one of the orders. */
  private badIfOldestFirst = 0;
  private badIfNewestFirst = 0;

  constructor(traces: TraceColumns) {
    this.uses = new Uint8Array(entriesOf(traces));
    for (let row = 0; row < traces.count; row++) {
      const entry = entryAt(traces, row);
      if (entry < this.uses.length) {
        this.uses[entry] = this.add(this.uses[entry] ?? 0, traces.operation[row] ?? 0);
      }
    }
    for (const use of this.uses) {
      if (use !== 0) {
        this.finish(use);
      }
    }
  }

  /** True when some value was opened and closed: others look the same from both ends. */
  get canTell(): boolean {
    return this.opensFirst + this.closesFirst > 0;
  }

  /** Which order leaves open what the table lists; null when the table is not that of the log, or too few values tell. */
  compareWith(table: HandleColumns): (Evidence & { readonly telling: number }) | null {
    const { uses } = this;
    for (let row = 0; row < table.count; row++) {
      const entry = (table.valueLow[row] ?? 0) >>> TAG_BITS;
      if (entry < uses.length && (table.valueHigh?.[row] ?? 0) === 0) {
        uses[entry] = (uses[entry] ?? 0) | LISTED;
      }
    }
    let oldest = 0;
    let newest = 0;
    let either = 0;
    let neither = 0;
    for (const use of uses) {
      const first = use & FIRST;
      const last = (use & LAST) >>> LAST_SHIFT;
      if (first === 0) {
        continue;
      }
      const isListed = (use & LISTED) !== 0;
      const fitsOldest = (last === TRACE_OPEN) === isListed;
      if (first === last) {
        either += fitsOldest ? 1 : 0;
        neither += fitsOldest ? 0 : 1;
      } else {
        oldest += fitsOldest ? 1 : 0;
        newest += fitsOldest ? 0 : 1;
      }
    }
    const telling = oldest + newest;
    const best = Math.max(oldest, newest);
    const all = telling + either + neither;
    const belongs =
      telling >= MANY
        ? best >= FITS * telling && either >= FITS * (either + neither)
        : best === telling && neither === 0;
    if (telling < FEW || !belongs) {
      return null;
    }
    return {
      telling,
      oldestFirst: oldest > newest,
      reason: `only in this order ${best + either} of ${all} values are open or closed at the end as the handle table says; in the other ${telling - best + either}`,
    };
  }

  /** A handle that is opened and closed within the log is seen more often than one that is replaced. */
  pairs(): Evidence | null {
    return clearly(this.opensFirst, this.closesFirst, {
      least: FEW,
      words: 'values are opened before they are closed',
    });
  }

  /** A bad reference lies behind a close and before an open; null when fewer than `least` values tell. */
  badReferences(least: number): Evidence | null {
    return clearly(this.badIfOldestFirst, this.badIfNewestFirst, {
      least,
      words: 'bad references name what is closed then',
    });
  }

  private add(use: number, operation: number): number {
    if (operation === TRACE_BADREF) {
      return use | PENDING;
    }
    if (operation !== TRACE_OPEN && operation !== TRACE_CLOSE) {
      return use;
    }
    const first = use & FIRST;
    const judged = this.judged(use, operation);
    return (first === 0 ? operation : first) | (operation << LAST_SHIFT) | judged;
  }

  private finish(use: number): void {
    const first = use & FIRST;
    const last = (use & LAST) >>> LAST_SHIFT;
    this.judged(use, 0);
    if (first !== last) {
      this.opensFirst += first === TRACE_OPEN ? 1 : 0;
      this.closesFirst += first === TRACE_CLOSE ? 1 : 0;
    }
  }

  /**
   * Judges a bad reference that waits for the next operation of its value, `after` (0: there is none), once for each value.
   * {@link JUDGED} when that is done.
   */
  private judged(use: number, after: number): number {
    const before = (use & LAST) >>> LAST_SHIFT;
    if ((use & PENDING) === 0 || (use & JUDGED) !== 0 || (before === 0 && after === 0)) {
      return use & JUDGED;
    }
    this.badIfOldestFirst += before !== TRACE_OPEN && after !== TRACE_CLOSE ? 1 : 0;
    this.badIfNewestFirst += before !== TRACE_CLOSE && after !== TRACE_OPEN ? 1 : 0;
    return JUDGED;
  }
}

/** Where the table has to grow, values are handed out in ascending order (domain.md 1.3): seen from one end they climb. */
function freshValues(traces: TraceColumns, from: number): Evidence | null {
  const forwards = climbing(traces, { from, start: 0, step: 1 });
  const backwards = climbing(traces, { from, start: traces.count - 1, step: -1 });
  const most = Math.max(forwards, backwards);
  const fewest = Math.min(forwards, backwards);
  return most < MANY_FRESH || most < CLEARLY_FRESH * fewest
    ? null
    : {
        oldestFirst: forwards > backwards,
        reason: `only in this order ${most} new values come in ascending order; in the other ${fewest}`,
      };
}

/** Opens of a value above all before, seen in one direction; entries below `from` do not count. */
function climbing(
  traces: TraceColumns,
  { from, start, step }: { readonly from: number; readonly start: number; readonly step: 1 | -1 },
): number {
  let top = from - 1;
  let count = 0;
  for (let row = start; row >= 0 && row < traces.count; row += step) {
    const operation = traces.operation[row];
    const entry = entryAt(traces, row);
    if (operation !== TRACE_BADREF && entry > top && entry < MOST_ENTRIES) {
      top = entry;
      count += operation === TRACE_OPEN ? 1 : 0;
    }
  }
  return count;
}

/** The entry of the handle table that a value names; {@link MOST_ENTRIES} or more when it names none. */
function entryAt(traces: TraceColumns, row: number): number {
  return (traces.handleHigh?.[row] ?? 0) === 0
    ? (traces.handleLow[row] ?? 0) >>> TAG_BITS
    : MOST_ENTRIES;
}

/** Entries up to the greatest that is opened or closed. */
function entriesOf(traces: TraceColumns): number {
  let greatest = -1;
  for (let row = 0; row < traces.count; row++) {
    const entry = entryAt(traces, row);
    if (entry > greatest && entry < MOST_ENTRIES && traces.operation[row] !== TRACE_BADREF) {
      greatest = entry;
    }
  }
  return greatest + 1;
}
