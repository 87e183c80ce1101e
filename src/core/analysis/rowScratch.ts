/** Arrays that are needed for a moment only, kept to be used again: freed memory comes back late, and a table has megabytes. */

/** Arrays that are kept at most. */
const MOST_KEPT = 2;

/** A few arrays of one length, a number per row. What they hold is left over from their last use. */
export class RowScratch {
  private readonly kept: Uint32Array<ArrayBuffer>[] = [];

  /** `length`: rows of the table; arrays of another length are not kept. */
  constructor(private readonly length: number) {}

  /** An array of `length` numbers, whatever they are. */
  take(length: number): Uint32Array<ArrayBuffer> {
    const kept = length === this.length ? this.kept.pop() : undefined;
    return kept ?? new Uint32Array(length);
  }

  /** Takes an array back that nobody looks at any more. Views of a part of another array are left alone. */
  give(array: Uint32Array): void {
    if (
      array.length === this.length &&
      array.buffer instanceof ArrayBuffer &&
      array.buffer.byteLength === array.byteLength &&
      this.kept.length < MOST_KEPT
    ) {
      this.kept.push(array as Uint32Array<ArrayBuffer>);
    }
  }
}
