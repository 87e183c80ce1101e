/** Makes records of handles from the columns of a list: formats whose rows say no more than that. */

import {
  UNRECORDED_ACCESS,
  UNRECORDED_ATTRIBUTES,
  UNRECORDED_HANDLE_COUNT,
  UNRECORDED_NAME,
  UNRECORDED_POINTER_COUNT,
  type KernelHandleFacts,
} from '../../model/handle';
import type { Address, HandleValue } from '../../model/identifiers';
import type { ByteSource } from '../../util/byteSource';
import type { HandleFacts } from '../target/handleFacts';
import type { RecordPlace } from '../target/handleTable';
import type { RecordReader } from '../target/logModel';

/** Reader of records that needs the log no more. */
export class ColumnRecords implements RecordReader {
  /** Kernel mode has facts about objects, even where only their absence is known. */
  constructor(private readonly mode: 'user' | 'kernel') {}

  read(
    _source: ByteSource,
    wanted: readonly { readonly place: RecordPlace; readonly value: HandleValue }[],
  ): Promise<readonly (HandleFacts | null)[]> {
    return Promise.resolve(wanted.map(({ place, value }) => this.facts(place, value)));
  }

  private facts({ rows, row }: RecordPlace, value: HandleValue): HandleFacts {
    const type = rows.book.types[rows.type.at(row)] ?? '';
    const missing = rows.unrecorded.at(row);
    const has = (bit: number): boolean => (missing & bit) === 0;
    const name = has(UNRECORDED_NAME) ? rows.book.text(rows.name.at(row)) : undefined;
    return {
      value,
      ...(type === '' ? {} : { type }),
      ...(has(UNRECORDED_ATTRIBUTES) ? { attributes: rows.attributes.at(row) } : {}),
      ...(has(UNRECORDED_ACCESS) ? { grantedAccess: rows.grantedAccess.at(row) } : {}),
      ...(has(UNRECORDED_HANDLE_COUNT) ? { handleCount: rows.handleCount.at(row) } : {}),
      ...(has(UNRECORDED_POINTER_COUNT) ? { pointerCount: rows.pointerCount.at(row) } : {}),
      ...(name === undefined ? {} : { name }),
      ...(this.mode === 'user' ? {} : { kernel: kernelFacts(rows.objectAt(row), name ?? null) }),
    };
  }
}

function kernelFacts(object: Address | null, displayName: string | null): KernelHandleFacts {
  return {
    object,
    objectHeader: null,
    typeObject: null,
    entry: null,
    directory: null,
    displayName,
  };
}
