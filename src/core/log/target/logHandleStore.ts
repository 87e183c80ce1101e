/** A handle table of a log at one moment, its records read from the log when somebody looks. */

import type { FreeHandleEntry, HandleRecord } from '../../model/handle';
import type { HandleColumns } from '../../model/handleColumns';
import type { NameColumn } from '../../model/nameColumn';
import { rowsOfPage, type HandleStore, type KernelTableFacts } from '../../target/handleStore';
import type { ByteSource } from '../../util/byteSource';
import type { CancellationToken } from '../../util/cancellation';
import { mergeFacts, recordOfFacts, type HandleFacts } from './handleFacts';
import type { HandleTableRows, RecordPlace } from './handleTable';
import type { RecordReader } from './logModel';

/** Rows that are read together; bounds the memory of a long page. */
const BATCH = 4096;

/** What a store is made of. */
export interface LogHandleStoreParts {
  readonly table: HandleTableRows;
  readonly free: readonly FreeHandleEntry[];
  readonly kernelTable: KernelTableFacts | null;
  readonly source: ByteSource;
  readonly reader: RecordReader;
}

/** Handle store over the answers of a moment. */
export class LogHandleStore implements HandleStore {
  readonly kernelTable: KernelTableFacts | null;

  constructor(private readonly parts: LogHandleStoreParts) {
    this.kernelTable = parts.kernelTable;
  }

  get count(): number {
    return this.parts.table.columns.count;
  }

  columns(): Promise<HandleColumns> {
    return Promise.resolve(this.parts.table.columns);
  }

  names(): Promise<NameColumn> {
    return Promise.resolve(this.parts.table.names);
  }

  page(start: number, length: number, token: CancellationToken): Promise<readonly HandleRecord[]> {
    return this.records(rowsOfPage(this.count, start, length), token);
  }

  async records(
    rows: ArrayLike<number>,
    token: CancellationToken,
  ): Promise<readonly HandleRecord[]> {
    const inside: number[] = [];
    for (let index = 0; index < rows.length; index++) {
      const row = rows[index] ?? -1;
      if (Number.isInteger(row) && row >= 0 && row < this.count) {
        inside.push(row);
      }
    }
    const records: HandleRecord[] = [];
    for (let start = 0; start < inside.length; start += BATCH) {
      for (const record of await this.readBatch(inside.slice(start, start + BATCH), token)) {
        records.push(record);
      }
    }
    return records;
  }

  freeEntries(): Promise<readonly FreeHandleEntry[]> {
    return Promise.resolve(this.parts.free);
  }

  private async readBatch(
    rows: readonly number[],
    token: CancellationToken,
  ): Promise<readonly HandleRecord[]> {
    const { table, source, reader } = this.parts;
    const wanted: { place: RecordPlace; value: HandleFacts['value'] }[] = [];
    const ends: number[] = [];
    for (const row of rows) {
      const value = table.columns.value(row);
      for (const place of table.places(row)) {
        wanted.push({ place, value });
      }
      ends.push(wanted.length);
    }
    const facts = await reader.read(source, wanted, token);
    let from = 0;
    return rows.map((row, index) => {
      const end = ends[index] ?? from;
      const own = facts.slice(from, end).filter((each) => each !== null);
      from = end;
      return own.length === 0
        ? this.recordOfColumns(row)
        : recordOfFacts(own.reduce((older, newer) => mergeFacts(older, newer)));
    });
  }

  /** What is still known of a handle when its place in the log can no longer be read. */
  private recordOfColumns(row: number): HandleRecord {
    const { columns, names } = this.parts.table;
    const type = columns.typeName(row);
    const name = names.name(row);
    return recordOfFacts({
      value: columns.value(row),
      ...(type === null ? {} : { type }),
      ...(name === null ? {} : { name }),
    });
  }
}
