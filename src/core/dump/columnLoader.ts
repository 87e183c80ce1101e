/** Loads all handles of a dump as columns in one pass over their descriptors. */

import { NO_TYPE, type HandleColumns } from '../model/handleColumns';
import { readSequentially, type RecordRun } from '../util/sequentialReads';
import type { DumpFile } from './dumpFile';
import { TYPE_NAME_SLOTS, typeNameSlot, type TypeNames } from './typeNames';

/** Rows read ahead of all others, so that shared type names are known when the bulk is read. */
const FIRST_ROWS = 1024;
/** Rows of each chunk whose unknown types are looked up at once; the rest waits for the end, when it costs fewer reads. */
const AT_ONCE = 512;
const UNKNOWN = -1;

/** Fills the columns of the handles in `run`; types are numbered by their first occurrence in the table. */
export class ColumnLoader {
  /** Type ids by file offset of the name, direct-mapped; offset 0 stands for no type. */
  private readonly slotRva = new Uint32Array(TYPE_NAME_SLOTS);
  private readonly slotId = new Uint16Array(TYPE_NAME_SLOTS);
  private readonly numbering: TypeNumbering;
  /** Rows whose type is not known yet, and where its name is. */
  private waiting = new WaitingRows(FIRST_ROWS);
  private high: Uint32Array | null = null;

  constructor(
    private readonly file: DumpFile,
    private readonly run: RecordRun,
    private readonly types: TypeNames,
    private readonly columns: HandleColumns,
  ) {
    this.numbering = new TypeNumbering(types);
  }

  /** Reads all descriptors, and the type names that are not known yet. */
  async load(): Promise<void> {
    const { run, file } = this;
    const few = Math.min(FIRST_ROWS, run.count);
    const head = { ...run, count: few };
    const tail = { ...run, offset: run.offset + few * run.stride, count: run.count - few };
    const visit = (first: number) => (view: DataView, row: number, count: number) =>
      this.add(view, first + row, count);
    const read =
      (await readSequentially(file.source, head, file.token, visit(0))) +
      (await readSequentially(file.source, tail, file.token, visit(few)));
    await this.resolve(0);
    this.numbering.finish(this.columns);
    this.columns.valueHigh = this.high;
    if (read < run.count) {
      file.problems.add('file-shrank', 'HandleData', () => ({
        message: `The file became shorter while it was read: ${run.count - read} handles are missing.`,
        hint: 'Close it and open it again when its writer is done.',
      }));
    }
  }

  /** Takes one chunk of descriptors; a promise when type names are read for it. */
  private add(view: DataView, first: number, count: number): void | Promise<void> {
    const before = this.waiting.count;
    this.waiting.makeRoom(count);
    this.decode(view, first, count);
    return this.waiting.count === before ? undefined : this.resolve(before, AT_ONCE);
  }

  private decode(view: DataView, first: number, count: number): void {
    // Everything in locals: this loop runs a million times before it is fully optimised.
    const { slotRva, slotId, waiting } = this;
    const { rows, rvas } = waiting;
    let waitingCount = waiting.count;
    const { valueLow, type, attributes, grantedAccess, handleCount, pointerCount } = this.columns;
    const { stride } = this.run;
    const end = first + count;
    for (let row = first, at = 0; row < end; row++, at += stride) {
      valueLow[row] = view.getUint32(at, true);
      const upper = view.getUint32(at + 4, true);
      if (upper !== 0) {
        this.setHigh(row, upper);
      }
      const rva = view.getUint32(at + 8, true);
      const slot = typeNameSlot(rva);
      if (slotRva[slot] === rva) {
        type[row] = slotId[slot] ?? NO_TYPE;
      } else if (rva !== 0) {
        rows[waitingCount] = row;
        rvas[waitingCount] = rva;
        waitingCount++;
      }
      attributes[row] = view.getUint32(at + 16, true);
      grantedAccess[row] = view.getUint32(at + 20, true);
      handleCount[row] = view.getUint32(at + 24, true);
      pointerCount[row] = view.getUint32(at + 28, true);
    }
    waiting.count = waitingCount;
  }

  private setHigh(row: number, upper: number): void {
    this.high ??= new Uint32Array(this.run.count);
    this.high[row] = upper;
  }

  /** Looks up waiting rows from position `start`, at most `limit` of them, and takes them off the list. */
  private async resolve(start: number, limit = Infinity): Promise<void> {
    const { file, types, numbering, slotRva, slotId } = this;
    const { rows, rvas } = this.waiting.take(start, limit);
    const ids = new Uint16Array(rows.length);
    await types.resolve(file, rvas, ids);
    for (let index = 0; index < rows.length; index++) {
      const row = rows[index] ?? 0;
      const rva = rvas[index] ?? 0;
      const id = numbering.number(ids[index] ?? NO_TYPE, row);
      this.columns.type[row] = id;
      slotRva[typeNameSlot(rva)] = rva;
      slotId[typeNameSlot(rva)] = id;
    }
  }
}

/** Rows with the place of their type name: the first `count` of two growing arrays. */
class WaitingRows {
  count = 0;
  rows: Uint32Array;
  rvas: Uint32Array;

  constructor(capacity: number) {
    this.rows = new Uint32Array(capacity);
    this.rvas = new Uint32Array(capacity);
  }

  /** Makes room for `more` rows. */
  makeRoom(more: number): void {
    if (this.count + more > this.rows.length) {
      const { rows, rvas } = this;
      const capacity = Math.max(this.count + more, rows.length * 2);
      this.rows = new Uint32Array(capacity);
      this.rvas = new Uint32Array(capacity);
      this.rows.set(rows.subarray(0, this.count));
      this.rvas.set(rvas.subarray(0, this.count));
    }
  }

  /** Removes up to `limit` rows from position `start` and returns them. */
  take(start: number, limit: number): { readonly rows: Uint32Array; readonly rvas: Uint32Array } {
    const end = Math.min(this.count, start + limit);
    const taken = { rows: this.rows.slice(start, end), rvas: this.rvas.slice(start, end) };
    this.rows.copyWithin(start, end, this.count);
    this.rvas.copyWithin(start, end, this.count);
    this.count -= end - start;
    return taken;
  }
}

/** Numbers types as they are found; at the end in the order of their first row. */
class TypeNumbering {
  /** Number by id of {@link TypeNames}. */
  private readonly numbers: number[] = [NO_TYPE];
  /** Ids of {@link TypeNames} by number, and the first row that has it. */
  private readonly found: { readonly id: number; firstRow: number }[] = [
    { id: NO_TYPE, firstRow: UNKNOWN },
  ];

  constructor(private readonly types: TypeNames) {}

  /** The number of a type that was found in `row`. */
  number(id: number, row: number): number {
    const known = this.numbers[id];
    if (known !== undefined) {
      const entry = this.found[known];
      if (entry !== undefined && row < entry.firstRow) {
        entry.firstRow = row;
      }
      return known;
    }
    this.numbers[id] = this.found.length;
    this.found.push({ id, firstRow: row });
    return this.found.length - 1;
  }

  /** Adds the names to the columns, renumbering the rows where rows were not looked up in order. */
  finish(columns: HandleColumns): void {
    const ordered = [...this.found].sort((a, b) => a.firstRow - b.firstRow);
    const final = new Uint16Array(this.found.length);
    let isInOrder = true;
    for (const { id } of ordered) {
      const number = this.numbers[id] ?? NO_TYPE;
      final[number] = columns.typeId(this.types.names[id] ?? null);
      isInOrder &&= final[number] === number;
    }
    for (let row = 0; !isInOrder && row < columns.count; row++) {
      columns.type[row] = final[columns.type[row] ?? NO_TYPE] ?? NO_TYPE;
    }
  }
}
