/** What happened to the handles of a table between two stops, found in one walk over both in the order of the values. */

import {
  UNRECORDED_ACCESS,
  UNRECORDED_ATTRIBUTES,
  UNRECORDED_HANDLE_COUNT,
  UNRECORDED_NAME,
} from '../../model/handle';
import { NO_TYPE, type HandleColumns } from '../../model/handleColumns';
import { NO_NAME_ID, type NameColumn } from '../../model/nameColumn';
import { sortByWideColumn } from '../sortRows';
import { WorkMeter, type Work } from '../work';
import { ROW_CHANGED, ROW_CLOSED, ROW_NEW } from './rowStates';

/** The attributes of the handle differ. */
export const CHANGE_ATTRIBUTES = 0x1;
/** The number of handles of the object differs. */
export const CHANGE_HANDLE_COUNT = 0x2;
/** The name differs and the object may still be the same: a file that was renamed. */
export const CHANGE_NAME = 0x4;

/** Handles compared between two rests. */
const STRETCH = 16_384;
/** The one type whose objects change their names. */
const RENAMABLE = 'File';

/** A table at one stop. */
export interface TableSnapshot {
  readonly columns: HandleColumns;
  /** Null when names were not read; then they are not compared. */
  readonly names: NameColumn | null;
  /** How often each value was in use ({@link Openers}); null without traces; then it is not compared. */
  readonly generation: Uint32Array | null;
  /** Address of each handle's object; absent where the target does not tell it; then it is not compared. */
  readonly objects?: BigUint64Array;
}

/**
 * What changed. A value that stands for another object or was opened anew counts as closed and new: its type, granted
 * access, object or name differ (a handle's access never changes while it is open), or the trace log tells of another use. The
 * pointer count changes with every use of a handle and is no change.
 */
export interface TableDiff {
  /** State of each row of the table now: ROW_SAME, ROW_NEW or ROW_CHANGED. */
  readonly state: Uint8Array;
  /** State of each row of the table before: ROW_SAME or ROW_CLOSED. */
  readonly stateBefore: Uint8Array;
  /** Rows now, in the order of their values. */
  readonly added: Uint32Array;
  /** Rows before, in the order of their values: the ghosts, whose last facts the table before still has. */
  readonly closed: Uint32Array;
  /** Rows now whose handle was open before too, in the order of their values. */
  readonly changed: Uint32Array;
  /** Row before of each of {@link changed}. */
  readonly changedFrom: Uint32Array;
  /** `CHANGE_*` bits of each of {@link changed}. */
  readonly changes: Uint8Array;
  /** Values among added and closed that stand for something else now. */
  readonly reused: number;
}

/** Compares two tables. */
export async function diffTables(
  before: TableSnapshot,
  now: TableSnapshot,
  work: Work,
): Promise<TableDiff> {
  const older = await ValueOrder.build(before.columns, work);
  const newer = await ValueOrder.build(now.columns, work);
  const collector = new DiffCollector(before, now);
  const meter = new WorkMeter(work, STRETCH);
  let from = 0;
  let to = 0;
  while (from < older.count || to < newer.count) {
    const order = compareAt(older, from, newer, to);
    if (order < 0) {
      collector.close(older.row(from++));
    } else if (order > 0) {
      collector.open(newer.row(to++));
    } else {
      collector.compare(older.row(from++), newer.row(to++));
    }
    if (meter.add(1)) {
      await meter.rest();
    }
  }
  return collector.finish();
}

/** The rows of a table in the order of their values. */
class ValueOrder {
  private constructor(
    private readonly rows: Uint32Array,
    private readonly low: Uint32Array,
    private readonly high: Uint32Array | null,
    private readonly tagBits: number,
  ) {}

  static async build(columns: HandleColumns, work: Work): Promise<ValueOrder> {
    const { valueLow: low, valueHigh: high, tagBits } = columns;
    const rows = await sortByWideColumn(work, { low, high }, tagBits);
    return new ValueOrder(rows, low, high, tagBits);
  }

  get count(): number {
    return this.rows.length;
  }

  row(at: number): number {
    return this.rows[at] ?? 0;
  }

  lowAt(at: number): number {
    return (this.low[this.row(at)] ?? 0) >>> this.tagBits;
  }

  highAt(at: number): number {
    return this.high?.[this.row(at)] ?? 0;
  }
}

/** Compares the values at two places; a list that is at its end comes last. */
function compareAt(older: ValueOrder, from: number, newer: ValueOrder, to: number): number {
  if (from >= older.count) {
    return 1;
  }
  if (to >= newer.count) {
    return -1;
  }
  return older.highAt(from) - newer.highAt(to) || older.lowAt(from) - newer.lowAt(to);
}

class DiffCollector {
  private readonly state: Uint8Array;
  private readonly stateBefore: Uint8Array;
  private readonly added: RowList;
  private readonly closed: RowList;
  private readonly changed: RowList;
  private readonly changedFrom: RowList;
  private readonly changes: RowList;
  private reused = 0;
  /** Number of each type of the table before in the table now; -1 where it has none. */
  private readonly typeNow: Int32Array;
  private readonly typeRenamable: number;
  /** For a name before, the number now that was last found to be the same text. */
  private readonly sameName: Uint32Array;

  constructor(
    private readonly before: TableSnapshot,
    private readonly now: TableSnapshot,
  ) {
    const typeNames = now.columns.typeNames;
    this.state = new Uint8Array(now.columns.count);
    this.stateBefore = new Uint8Array(before.columns.count);
    this.added = new RowList(now.columns.count);
    this.closed = new RowList(before.columns.count);
    const most = Math.min(now.columns.count, before.columns.count);
    this.changed = new RowList(most);
    this.changedFrom = new RowList(most);
    this.changes = new RowList(most);
    const numbers = new Map(typeNames.map((name, id) => [name, id] as const));
    this.typeNow = Int32Array.from(before.columns.typeNames, (name) => numbers.get(name) ?? -1);
    this.typeRenamable = numbers.get(RENAMABLE) ?? -1;
    this.sameName = new Uint32Array((before.names?.distinct ?? 0) + 1);
  }

  open(row: number): void {
    this.state[row] = ROW_NEW;
    this.added.add(row);
  }

  close(row: number): void {
    this.stateBefore[row] = ROW_CLOSED;
    this.closed.add(row);
  }

  /** Two rows of the same value. */
  compare(from: number, to: number): void {
    const { before, now } = this;
    // What either side did not record tells nothing.
    const unknown = (before.columns.unrecorded?.[from] ?? 0) | (now.columns.unrecorded?.[to] ?? 0);
    const isNamedAlike = (unknown & UNRECORDED_NAME) !== 0 || this.hasSameName(from, to);
    if (this.isAnother(from, to, { unknown, isNamedAlike })) {
      this.reused++;
      this.close(from);
      this.open(to);
      return;
    }
    const differs = (column: 'attributes' | 'handleCount', bit: number): boolean =>
      (unknown & bit) === 0 && before.columns[column][from] !== now.columns[column][to];
    const changes =
      (differs('attributes', UNRECORDED_ATTRIBUTES) ? CHANGE_ATTRIBUTES : 0) |
      (differs('handleCount', UNRECORDED_HANDLE_COUNT) ? CHANGE_HANDLE_COUNT : 0) |
      (isNamedAlike ? 0 : CHANGE_NAME);
    if (changes !== 0) {
      this.state[to] = ROW_CHANGED;
      this.changed.add(to);
      this.changedFrom.add(from);
      this.changes.add(changes);
    }
  }

  /** True when the rows cannot be of the same use of the value. */
  private isAnother(
    from: number,
    to: number,
    facts: { readonly unknown: number; readonly isNamedAlike: boolean },
  ): boolean {
    const { before, now } = this;
    const type = now.columns.type[to] ?? NO_TYPE;
    const typeBefore = before.columns.type[from] ?? NO_TYPE;
    const isKnown = type !== NO_TYPE && typeBefore !== NO_TYPE;
    return (
      (isKnown && this.typeNow[typeBefore] !== type) ||
      ((facts.unknown & UNRECORDED_ACCESS) === 0 &&
        before.columns.grantedAccess[from] !== now.columns.grantedAccess[to]) ||
      before.objects?.[from] !== (before.objects && now.objects?.[to]) ||
      (!facts.isNamedAlike && !(type === this.typeRenamable && this.areBothNamed(from, to))) ||
      this.wasOpenedAnew(from, to)
    );
  }

  finish(): TableDiff {
    return {
      state: this.state,
      stateBefore: this.stateBefore,
      added: this.added.finish(),
      closed: this.closed.finish(),
      changed: this.changed.finish(),
      changedFrom: this.changedFrom.finish(),
      changes: Uint8Array.from(this.changes.finish()),
      reused: this.reused,
    };
  }

  private hasSameName(from: number, to: number): boolean {
    const before = this.before.names;
    const now = this.now.names;
    if (before === null || now === null) {
      return true;
    }
    const older = before.id[from] ?? NO_NAME_ID;
    const newer = now.id[to] ?? NO_NAME_ID;
    if (older === NO_NAME_ID || newer === NO_NAME_ID) {
      return older === newer;
    }
    if (this.sameName[older] === newer) {
      return true;
    }
    if (before.text(older) !== now.text(newer)) {
      return false;
    }
    this.sameName[older] = newer;
    return true;
  }

  private areBothNamed(from: number, to: number): boolean {
    return this.before.names?.id[from] !== NO_NAME_ID && this.now.names?.id[to] !== NO_NAME_ID;
  }

  /** More uses of the value on record than before. A ring that lost records may show fewer: that tells nothing. */
  private wasOpenedAnew(from: number, to: number): boolean {
    const before = this.before.generation?.[from] ?? 0;
    const now = this.now.generation?.[to] ?? 0;
    return before > 0 && now > before;
  }
}

/** Rows in an array that is as long as it can get. */
class RowList {
  private readonly rows: Uint32Array;
  private count = 0;

  constructor(most: number) {
    this.rows = new Uint32Array(most);
  }

  add(row: number): void {
    this.rows[this.count++] = row;
  }

  finish(): Uint32Array {
    return this.rows.slice(0, this.count);
  }
}
