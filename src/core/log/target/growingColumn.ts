/** Columns of numbers whose length is not known beforehand. */

const FIRST_LENGTH = 16;

/** The typed arrays a column can be made of. */
type NumberArray = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** A column that grows by doubling. */
export class GrowingColumn<T extends NumberArray> {
  /** How many numbers were added. */
  length = 0;
  private values: T;

  constructor(private readonly make: (length: number) => T) {
    this.values = make(FIRST_LENGTH);
  }

  /** Adds a number at the end. */
  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = this.make(this.length * 2);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length++] = value;
  }

  /** A number; 0 outside the column. */
  at(index: number): number {
    return index < this.length ? (this.values[index] ?? 0) : 0;
  }

  /** Replaces a number that is there. */
  put(index: number, value: number): void {
    this.values[index] = value;
  }

  /** The numbers so far; shares memory with the column until it grows. */
  view(): T {
    return this.values.subarray(0, this.length) as T;
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
