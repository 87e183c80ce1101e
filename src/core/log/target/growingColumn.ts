/** Columns of numbers whose length is not known beforehand. */

const FIRST_LENGTH = 16;
/** From here on a column grows by half: what is copied and what stays unused are bounded by its size. */
const LARGE = 2 ** 16;

/** The typed arrays a column can be made of. */
type NumberArray = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** A column that grows as it is filled. While all of its numbers are alike it takes no memory for them. */
export class GrowingColumn<T extends NumberArray> {
  /** How many numbers were added. */
  length = 0;
  /** Null while all numbers are {@link only}. */
  private values: T | null = null;
  /** One number, cut to the width of the column. */
  private readonly only: T;

  constructor(private readonly make: (length: number) => T) {
    this.only = make(1);
  }

  /** Adds a number at the end. */
  push(value: number): void {
    const { values, length } = this;
    if (values !== null && length < values.length) {
      values[length] = value;
      this.length++;
      return;
    }
    if (values === null && this.isAlike(value)) {
      this.length++;
      return;
    }
    this.resize(Math.max(FIRST_LENGTH, length < LARGE ? length * 2 : length + (length >>> 1)));
    this.push(value);
  }

  /** A number; 0 outside the column. */
  at(index: number): number {
    return index < this.length
      ? ((this.values === null ? this.only[0] : this.values[index]) ?? 0)
      : 0;
  }

  /** Replaces a number that is there. */
  put(index: number, value: number): void {
    this.own()[index] = value;
  }

  /** The numbers so far; shares memory with the column until it grows. */
  view(): T {
    return this.own().subarray(0, this.length) as T;
  }

  /** Writes all numbers to `target` from `start` on; there must be room. */
  copyTo(target: T, start: number): void {
    if (this.values === null) {
      target.fill(this.only[0] ?? 0, start, start + this.length);
    } else {
      target.set(this.values.subarray(0, this.length), start);
    }
  }

  /** Gives back memory that nothing was added to; more may be added all the same. */
  seal(): void {
    if (this.values !== null && this.values.length > this.length) {
      this.resize(this.length);
    }
  }

  private isAlike(value: number): boolean {
    const { only } = this;
    const before = only[0] ?? 0;
    if (value === before) {
      return true;
    }
    only[0] = value;
    if (this.length === 0 || only[0] === before) {
      return true;
    }
    only[0] = before;
    return false;
  }

  private own(): T {
    return this.values ?? this.resize(this.length);
  }

  private resize(length: number): T {
    const values = this.make(length);
    this.copyTo(values, 0);
    this.values = values;
    return values;
  }
}

/** A growing column of 32-bit numbers. */
export function column32(): GrowingColumn<Uint32Array> {
  return new GrowingColumn((length) => new Uint32Array(length));
}

/** A growing column of 16-bit numbers. */
export function column16(): GrowingColumn<Uint16Array> {
  return new GrowingColumn((length) => new Uint16Array(length));
}

/** A growing column of bytes. */
export function column8(): GrowingColumn<Uint8Array> {
  return new GrowingColumn((length) => new Uint8Array(length));
}

/** A growing column of file offsets. */
export function columnOfOffsets(): GrowingColumn<Float64Array> {
  return new GrowingColumn((length) => new Float64Array(length));
}
