/** The handles of a minidump, page by page from the file. */

import type { HandleRecord } from '../model/handle';
import { HandleColumns } from '../model/handleColumns';
import { handleValue } from '../model/identifiers';
import type { NameColumn } from '../model/nameColumn';
import { rowsOfPage, type HandleStore } from '../target/handleStore';
import type { CancellationToken } from '../util/cancellation';
import type { RecordRun } from '../util/sequentialReads';
import { SharedLoad } from '../util/sharedLoad';
import { ColumnLoader } from './columnLoader';
import type { DumpFile } from './dumpFile';
import { readNameColumn } from './dumpNames';
import { readStrings } from './dumpStrings';
import { readDescriptors } from './handleDescriptors';
import { readObjectInfoChains } from './objectInfoChains';
import { NO_NAME, TypeNames } from './typeNames';

/** Rows that are read together; bounds the memory of a long page. */
const BATCH = 4096;

/** Handle store over the HandleData stream. Reads only what is asked for; problems go to the file's log. */
export class DumpHandleStore implements HandleStore {
  readonly kernelTable = null;
  private readonly types = new TypeNames();
  private readonly loaded = new SharedLoad((token) => this.load(token));
  private readonly loadedNames = new SharedLoad((token) =>
    readNameColumn({ ...this.file, token }, this.run),
  );

  constructor(
    private readonly file: DumpFile,
    /** Where the descriptors are. */
    private readonly run: RecordRun,
  ) {}

  get count(): number {
    return this.run.count;
  }

  columns(token: CancellationToken): Promise<HandleColumns> {
    return this.loaded.get(token);
  }

  names(token: CancellationToken): Promise<NameColumn> {
    return this.loadedNames.get(token);
  }

  page(start: number, length: number, token: CancellationToken): Promise<readonly HandleRecord[]> {
    return this.read(rowsOfPage(this.count, start, length), token);
  }

  records(rows: ArrayLike<number>, token: CancellationToken): Promise<readonly HandleRecord[]> {
    const inside: number[] = [];
    for (let index = 0; index < rows.length; index++) {
      const row = rows[index] ?? -1;
      if (Number.isInteger(row) && row >= 0 && row < this.count) {
        inside.push(row);
      }
    }
    return this.read(inside, token);
  }

  freeEntries(): Promise<readonly never[]> {
    return Promise.resolve([]);
  }

  private async load(token: CancellationToken): Promise<HandleColumns> {
    const columns = new HandleColumns(this.count);
    await new ColumnLoader({ ...this.file, token }, this.run, this.types, columns).load();
    return columns;
  }

  private async read(
    rows: number[] | Uint32Array,
    token: CancellationToken,
  ): Promise<readonly HandleRecord[]> {
    if (rows.length <= BATCH) {
      return this.readBatch(rows, token);
    }
    const records: HandleRecord[] = [];
    for (let start = 0; start < rows.length; start += BATCH) {
      for (const record of await this.readBatch(rows.slice(start, start + BATCH), token)) {
        records.push(record);
      }
    }
    return records;
  }

  private async readBatch(
    rows: ArrayLike<number>,
    token: CancellationToken,
  ): Promise<HandleRecord[]> {
    const file = { ...this.file, token };
    const page = await readDescriptors(file, this.run, rows);
    const typeIds = new Uint16Array(page.count);
    await this.types.resolve(file, page.typeRva, typeIds);
    const names = await readStrings(file, page.nameRva, 'name of an object');
    const infos = await readObjectInfoChains(file, page.infoRva);
    const records: HandleRecord[] = [];
    for (let index = 0; index < page.count; index++) {
      if (page.present[index] === 1) {
        const low = page.valueLow[index] ?? 0;
        const high = page.valueHigh[index] ?? 0;
        records.push({
          value: handleValue(high === 0 ? low : (BigInt(high) << 32n) | BigInt(low)),
          type: this.types.names[typeIds[index] ?? NO_NAME] ?? null,
          name: names[index] ?? null,
          attributes: page.attributes[index] ?? 0,
          grantedAccess: page.grantedAccess[index] ?? 0,
          handleCount: page.handleCount[index] ?? 0,
          pointerCount: page.pointerCount[index] ?? 0,
          objectInfo: infos[index] ?? [],
          objectInfoRefused: false,
        });
      }
    }
    return records;
  }
}
