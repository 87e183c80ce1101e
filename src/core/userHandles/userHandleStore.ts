/** The USER handles of one process in the form of a handle table: value and type are all that an entry says of both kinds. */

import {
  UNRECORDED_ACCESS,
  UNRECORDED_ATTRIBUTES,
  UNRECORDED_HANDLE_COUNT,
  UNRECORDED_NAME,
  UNRECORDED_POINTER_COUNT,
  unknownHandle,
  type FreeHandleEntry,
  type HandleRecord,
} from '../model/handle';
import { HandleColumns } from '../model/handleColumns';
import { rowsOfPage, type HandleStore } from '../target/handleStore';
import { typeText } from '../windows/user/userTypeText';
import type { UserHandleTable } from './userTable';

/** USER handles differ in every bit (user-handles.md 4.1). */
const NO_TAG_BITS = 0;
const NOTHING_ELSE =
  UNRECORDED_ATTRIBUTES |
  UNRECORDED_ACCESS |
  UNRECORDED_HANDLE_COUNT |
  UNRECORDED_POINTER_COUNT |
  UNRECORDED_NAME;

/** Some entries of a session's table, by index. They have no names, access or counts: those facts are not recorded. */
export class UserHandleStore implements HandleStore {
  readonly kernelTable = null;
  private readonly data: HandleColumns;

  constructor(table: UserHandleTable, indexes: Uint32Array) {
    const data = new HandleColumns(indexes.length, NO_TAG_BITS);
    data.unrecorded = new Uint8Array(indexes.length).fill(NOTHING_ELSE);
    const { version } = table.profile;
    indexes.forEach((index, row) => {
      data.valueLow[row] = table.handle(index);
      data.type[row] = data.typeId(typeText(version, table.columns.type[index] ?? 0));
    });
    this.data = data;
  }

  get count(): number {
    return this.data.count;
  }

  columns(): Promise<HandleColumns> {
    return Promise.resolve(this.data);
  }

  page(start: number, length: number): Promise<readonly HandleRecord[]> {
    return this.records(rowsOfPage(this.count, start, length));
  }

  records(rows: ArrayLike<number>): Promise<readonly HandleRecord[]> {
    return Promise.resolve(
      Array.from(rows)
        .filter((row) => row < this.count)
        .map((row) => this.record(row)),
    );
  }

  /** Free entries belong to the session, not to a process. */
  freeEntries(): Promise<readonly FreeHandleEntry[]> {
    return Promise.resolve([]);
  }

  private record(row: number): HandleRecord {
    return unknownHandle(this.data.value(row), this.data.typeName(row));
  }
}
