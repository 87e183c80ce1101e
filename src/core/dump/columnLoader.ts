/** Loads all handles of a dump as columns in one pass over their descriptors. */

import { NO_TYPE, type HandleColumns } from '../model/handleColumns';
import { readSequentially, type RecordRun } from '../util/sequentialReads';
import type { DumpFile } from './dumpFile';
import { TYPE_NAME_SLOTS, typeNameSlot, type TypeNames } from './typeNames';

/** Rows read ahead of all others, so that shared type names are known when the bulk is read. */
const FIRST_ROWS = 1024;
const UNKNOWN = -1;

/** Fills the columns of the handles in `run`; types are numbered by their first occurrence in the table. */
export class ColumnLoader {
  /** Type ids of the columns by file offset of the name, direct-mapped; offset 0 stands for no type. */
  private readonly slotRva = new Uint32Array(TYPE_NAME_SLOTS);
  private readonly slotId = new Uint16Array(TYPE_NAME_SLOTS);
  /** Type ids of the columns by id of {@link TypeNames}. */
  private readonly columnIds: number[] = [NO_TYPE];
  /** Rows of the current chunk whose type is not in a slot, and where its name is. */
  private pendingRow = new Uint32Array(FIRST_ROWS);
  private pendingRva = new Uint32Array(FIRST_ROWS);
  private high: Uint32Array | null = null;

  constructor(
    private readonly file: DumpFile,
    private readonly run: RecordRun,
    private readonly types: TypeNames,
    private readonly columns: HandleColumns,
  ) {}

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
    this.columns.valueHigh = this.high;
    if (read < run.count) {
      file.problems.add('file-shrank', 'HandleData', () => ({
        message: `The file became shorter while it was read: ${run.count - read} handles are missing.`,
        hint: 'Close it and open it again when its writer is done.',
      }));
    }
  }

  /** Takes one chunk of descriptors; a promise when type names must be read for it. */
  private add(view: DataView, first: number, count: number): void | Promise<void> {
    if (this.pendingRow.length < count) {
      this.pendingRow = new Uint32Array(count);
      this.pendingRva = new Uint32Array(count);
    }
    const pending = this.decode(view, first, count);
    return pending === 0 ? undefined : this.resolve(pending);
  }

  private decode(view: DataView, first: number, count: number): number {
    // Everything in locals: this loop runs a million times before it is fully optimised.
    const { slotRva, slotId, pendingRow, pendingRva } = this;
    const { valueLow, type, attributes, grantedAccess, handleCount, pointerCount } = this.columns;
    const { stride } = this.run;
    const end = first + count;
    let pending = 0;
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
        pendingRow[pending] = row;
        pendingRva[pending] = rva;
        pending++;
      }
      attributes[row] = view.getUint32(at + 16, true);
      grantedAccess[row] = view.getUint32(at + 20, true);
      handleCount[row] = view.getUint32(at + 24, true);
      pointerCount[row] = view.getUint32(at + 28, true);
    }
    return pending;
  }

  private setHigh(row: number, upper: number): void {
    this.high ??= new Uint32Array(this.run.count);
    this.high[row] = upper;
  }

  private async resolve(pending: number): Promise<void> {
    const { types, columns, columnIds, slotRva, slotId } = this;
    const rvas = this.pendingRva.subarray(0, pending);
    const ids = new Uint16Array(pending);
    await types.resolve(this.file, rvas, ids);
    for (let index = 0; index < pending; index++) {
      const id = ids[index] ?? NO_TYPE;
      let columnId = columnIds[id] ?? UNKNOWN;
      if (columnId === UNKNOWN) {
        columnId = columns.typeId(types.names[id] ?? null);
        columnIds[id] = columnId;
      }
      columns.type[this.pendingRow[index] ?? 0] = columnId;
      const rva = rvas[index] ?? 0;
      const slot = typeNameSlot(rva);
      slotRva[slot] = rva;
      slotId[slot] = columnId;
    }
  }
}
