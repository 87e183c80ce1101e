/** A handle with everything that can be said of it: entry, verdict, owner, object. */

import type { CancellationToken } from '../util/cancellation';
import type { UserType } from '../windows/user/userTypes';
import type { UserOwner } from './owners';
import { readUserObject, type ObjectReader, type ObjectReading } from './userObject';
import { decodeUserHandle, isGood, type DecodedUserHandle } from './verdict';

/** A handle that was looked into. */
export interface ExaminedUserHandle extends DecodedUserHandle {
  readonly owner: UserOwner;
  /** The object; null when the entry is not in use. */
  readonly reading: ObjectReading | null;
  /** True when the object was read and has the handle of the entry. A good verdict without it rests on the table alone. */
  readonly confirmed: boolean;
}

/**
 * Judges a handle by the table and by its object: where both can be read and disagree, the verdict is `inconsistent`.
 * Throws CancelledError.
 */
export async function examineUserHandle(
  reader: ObjectReader,
  handle: number,
  token: CancellationToken,
  wanted: UserType | null = null,
): Promise<ExaminedUserHandle> {
  const { table, owners } = reader;
  const decoded = decodeUserHandle(table, handle, wanted);
  const index = decoded.entry;
  if (index === null || !table.isInUse(index)) {
    return { ...decoded, owner: { kind: 'none' }, reading: null, confirmed: false };
  }
  const reading = await readUserObject(reader, index, token);
  const says = reading.object?.handle ?? null;
  const confirmed = says !== null && says === table.handle(index);
  const disagrees = says !== null && !confirmed && isGood(decoded.verdict);
  return {
    ...decoded,
    verdict: disagrees ? { kind: 'inconsistent', says } : decoded.verdict,
    owner: owners.ownerOf(index),
    reading,
    confirmed,
  };
}
