/** All handles of one table as columns of numbers: a million handles without a million objects. */

import { handleValue, TAG_BITS, type HandleValue } from './identifiers';

/** Index 0 of the type names: the target did not record a type. */
export const NO_TYPE = 0;

/** How many handles there are, by real type name; those without one are counted under `None`. */
export interface HandleSummary {
  readonly total: number;
  /** Insertion order: first occurrence in the table. */
  readonly byType: ReadonlyMap<string, number>;
}

/** Columns of a handle table; row i of every array describes the same handle. */
export class HandleColumns {
  readonly count: number;
  readonly valueLow: Uint32Array;
  /** Upper halves of the handle values; null when all are 0, which is nearly always. */
  valueHigh: Uint32Array | null = null;
  /** Index into {@link typeNames}. */
  readonly type: Uint16Array;
  readonly attributes: Uint32Array;
  readonly grantedAccess: Uint32Array;
  readonly handleCount: Uint32Array;
  readonly pointerCount: Uint32Array;
  /**
   * Bits of the facts that were not recorded (UNRECORDED_* of model/handle), whose columns then hold 0; null when every fact
   * of every row was, which is the rule outside of logs.
   */
  unrecorded: Uint8Array | null = null;
  /** Handles by type, where somebody counted them and listed none: there are no rows then. */
  counted: HandleSummary | null = null;
  /** Type names by index; index 0 stands for "not recorded". */
  readonly typeNames: string[] = [''];
  private readonly typeIds = new Map<string, number>();
  private typeCounts: Float64Array | null = null;

  /** Allocates columns for `count` handles, all zero. */
  constructor(
    count: number,
    /** Low bits that tell no handle from another: none in USER handles. */
    readonly tagBits = TAG_BITS,
  ) {
    this.count = count;
    this.valueLow = new Uint32Array(count);
    this.type = new Uint16Array(count);
    this.attributes = new Uint32Array(count);
    this.grantedAccess = new Uint32Array(count);
    this.handleCount = new Uint32Array(count);
    this.pointerCount = new Uint32Array(count);
  }

  /** The index of a type name, added when it is new. At most 65,535 names; further ones share index 0. */
  typeId(name: string | null): number {
    if (name === null) {
      return NO_TYPE;
    }
    const known = this.typeIds.get(name);
    if (known !== undefined) {
      return known;
    }
    if (this.typeNames.length > 0xffff) {
      return NO_TYPE;
    }
    this.typeNames.push(name);
    this.typeIds.set(name, this.typeNames.length - 1);
    return this.typeNames.length - 1;
  }

  /** The handle value of a row. */
  value(row: number): HandleValue {
    const low = this.valueLow[row] ?? 0;
    const high = this.valueHigh?.[row] ?? 0;
    return high === 0 ? handleValue(low) : handleValue((BigInt(high) << 32n) | BigInt(low));
  }

  /** A number of a row out of its column; null when it was not recorded (`bit` is one of UNRECORDED_*). */
  fact(column: Uint32Array, row: number, bit: number): number | null {
    return ((this.unrecorded?.[row] ?? 0) & bit) === 0 ? (column[row] ?? 0) : null;
  }

  /** The type name of a row, null when it was not recorded. */
  typeName(row: number): string | null {
    const id = this.type[row] ?? NO_TYPE;
    return id === NO_TYPE ? null : (this.typeNames[id] ?? null);
  }

  /**
   * The row of a handle value, tag bits ignored; -1 when there is none. Tables are nearly always in ascending order, where
   * a binary search finds it at once; otherwise it scans, a few milliseconds for a million rows.
   */
  find(value: HandleValue): number {
    const low = Number(value & 0xffff_ffffn);
    const high = Number(value >> 32n);
    let row = high === 0 && this.valueHigh === null ? this.bisect(low) - 1 : -1;
    do {
      row = this.indexOfLow(low, row + 1);
    } while (row !== -1 && (this.valueHigh?.[row] ?? 0) !== high);
    return row;
  }

  /** Rows whose type name equals `typeName`, letter case ignored, in table order. */
  rowsOfType(typeName: string): Uint32Array {
    const wanted = typeName.toLowerCase();
    const matches = this.typeNames.map(
      (name, id) => id !== NO_TYPE && name.toLowerCase() === wanted,
    );
    const rows = new Uint32Array(this.count);
    let found = 0;
    for (let row = 0; row < this.count; row++) {
      if (matches[this.type[row] ?? NO_TYPE] === true) {
        rows[found++] = row;
      }
    }
    return rows.slice(0, found);
  }

  /** How many rows each type has, by its index. Counted once: not to be asked for before all rows are there. */
  countTypes(): Float64Array {
    if (this.typeCounts === null) {
      const counts = new Float64Array(this.typeNames.length);
      for (let row = 0; row < this.count; row++) {
        const id = this.type[row] ?? NO_TYPE;
        counts[id] = (counts[id] ?? 0) + 1;
      }
      this.typeCounts = counts;
    }
    return this.typeCounts;
  }

  /** Counts all rows by type; see {@link HandleColumns.countTypes}. Of a table that is only counted, what was told. */
  summarise(): HandleSummary {
    if (this.counted !== null) {
      return this.counted;
    }
    const counts = this.countTypes();
    const byType = new Map<string, number>();
    this.typeNames.forEach((name, id) => {
      const count = counts[id] ?? 0;
      if (count > 0) {
        byType.set(id === NO_TYPE ? 'None' : name, count);
      }
    });
    return { total: this.count, byType };
  }

  /** The first row from which on values are not below `low`, if the column ascends and has it there; else 0. */
  private bisect(low: number): number {
    const { tagBits, valueLow: column } = this;
    const index = low >>> tagBits;
    let from = 0;
    let to = column.length;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((column[middle] ?? 0) >>> tagBits < index) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from < column.length && (column[from] ?? 0) >>> tagBits === index ? from : 0;
  }

  private indexOfLow(low: number, from: number): number {
    const { tagBits, valueLow: column } = this;
    for (let row = from; row < column.length; row++) {
      if ((column[row] ?? 0) >>> tagBits === low >>> tagBits) {
        return row;
      }
    }
    return -1;
  }
}
