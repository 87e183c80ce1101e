/** Objects of the table: their headers as memory has them, and whether they agree about their handle. */

import { address, type Address } from '../model/identifiers';
import type { Target } from '../target/target';
import { BinaryView } from '../util/binaryView';
import type { CancellationToken } from '../util/cancellation';
import { objectHeader, type UserObjectHeader } from '../windows/user/userObjectHeaders';
import { userHandle32 } from '../windows/user/userHandleValue';
import { fieldOf } from '../windows/user/userLayouts';
import type { UserType } from '../windows/user/userTypes';
import { objectPlaces, type AddressFacts, type ObjectPlace } from './objectAddress';
import { numberIn, readSome } from './targetMemory';

/** Most bytes of clipboard data that are read. */
const CLIPBOARD_PREVIEW = 64;

/** A member of a header with its value. */
export interface HeaderValue {
  /** For example `cLockObj`. */
  readonly name: string;
  readonly offset: number;
  /** Bytes. */
  readonly size: number;
  readonly value: bigint;
}

/** Clipboard data after its header. */
export interface ClipboardData {
  /** Bytes, as the object says. */
  readonly length: number;
  /** The first of them, as far as they could be read. */
  readonly start: Uint8Array;
}

/** An object as memory has it. */
export interface UserObject {
  /** What `phead` says: a kernel address, or an offset into a desktop heap from Windows 10 1703 on. */
  readonly phead: bigint;
  /** Where it was read. */
  readonly place: ObjectPlace;
  readonly type: UserType | null;
  readonly header: UserObjectHeader;
  /** Members in the order of their offsets. */
  readonly values: readonly HeaderValue[];
  /** The handle that the object says it has. */
  readonly handle: number;
  /** Bytes of the whole object in Windows 7; null where that is not public or it is another version. */
  readonly size: number | null;
  readonly clipboard: ClipboardData | null;
}

/** An object, or why it cannot be shown. */
export type ObjectReading =
  | { readonly object: UserObject; readonly reason: null }
  | { readonly object: null; readonly reason: string };

/** Everything that reading objects needs. */
export interface ObjectReader extends AddressFacts {
  readonly memory: Pick<Target, 'readMemory'>;
}

/** Reads the header of the object of an entry in use. Throws CancelledError. */
export async function readUserObject(
  reader: ObjectReader,
  index: number,
  token: CancellationToken,
): Promise<ObjectReading> {
  const { table, memory } = reader;
  const { places, reason } = objectPlaces(reader, index);
  if (reason !== null) {
    return { object: null, reason };
  }
  const type = table.type(index);
  const header = objectHeader(type, table.profile);
  const length = lengthOf(header);
  for (const place of places) {
    const bytes = await readSome(memory, place.at, length, token);
    const values = bytes.length < length ? null : valuesOf(header, new BinaryView(bytes));
    if (values !== null && (place.certain || isThis(reader, index, values))) {
      const clipboard = await readClipboard(reader, { index, at: place.at }, token);
      return {
        object: {
          phead: table.phead(index),
          place,
          type,
          header,
          values,
          handle: userHandle32(headerValue(values, 'h') ?? 0n),
          size: sizeOf(reader, type),
          clipboard,
        },
        reason: null,
      };
    }
  }
  return {
    object: null,
    reason:
      places[0]?.certain === true
        ? 'the memory of the object is not in the target'
        : 'the object lies on a desktop heap that is not known here',
  };
}

/** The value of a header member; null when the header has no such member. */
export function headerValue(values: readonly HeaderValue[], name: string): bigint | null {
  return values.find((member) => member.name === name)?.value ?? null;
}

/** True when what was read under an uncertain address is the object of the entry: it names its own address, or handle. */
function isThis({ table }: ObjectReader, index: number, values: readonly HeaderValue[]): boolean {
  const self = table.profile.owner === 'entry-id' ? null : headerValue(values, 'pSelf');
  return self === null
    ? userHandle32(headerValue(values, 'h') ?? 0n) === table.handle(index)
    : self === table.phead(index);
}

function lengthOf(header: UserObjectHeader): number {
  return Math.max(...header.fields.map(({ offset, size }) => offset + (size ?? 0)));
}

function valuesOf(header: UserObjectHeader, view: BinaryView): readonly HeaderValue[] {
  return header.fields.flatMap(({ name, offset, size }) => {
    const value = numberIn(view, offset, size);
    return value === null || size === null ? [] : [{ name, offset, size, value }];
  });
}

async function readClipboard(
  { table, memory }: ObjectReader,
  { index, at }: { readonly index: number; readonly at: Address },
  token: CancellationToken,
): Promise<ClipboardData | null> {
  const count = fieldOf('CLIPDATA', 'cbData', table.profile);
  const data = fieldOf('CLIPDATA', 'abData', table.profile);
  if (table.type(index)?.id !== 'clipdata' || count === null || data === null) {
    return null;
  }
  const bytes = await readSome(memory, address(at + BigInt(count.offset)), 4, token);
  if (bytes.length < 4) {
    return null;
  }
  const length = new BinaryView(bytes).u32(0);
  const wanted = Math.min(length, CLIPBOARD_PREVIEW);
  const start =
    wanted === 0
      ? new Uint8Array()
      : await readSome(memory, address(at + BigInt(data.offset)), wanted, token);
  return { length, start: start.slice() };
}

function sizeOf({ table }: ObjectReader, type: UserType | null): number | null {
  const { version, architecture } = table.profile;
  return version === '6.1' ? (type?.sizes?.[architecture] ?? null) : null;
}
