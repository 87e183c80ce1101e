/** Owners of Windows NT 3.1: the entry has none, the object names it (user-handles.md 5.1). */

import { address } from '../model/identifiers';
import { BinaryView } from '../util/binaryView';
import type { CancellationToken } from '../util/cancellation';
import { fieldOf } from '../windows/user/userLayouts';
import type { UserHandleTable } from './userTable';
import { readSome, type MemorySource } from './targetMemory';

/** Fills the owner columns of a table from HEAD.pOwner; 0 where an object cannot be read. */
export async function readHeadOwners(
  memory: MemorySource,
  table: UserHandleTable,
  token: CancellationToken,
): Promise<void> {
  const { columns, profile } = table;
  const field = fieldOf('HEAD', 'pOwner', profile);
  if (field === null) {
    return;
  }
  for (let index = 0; index < columns.count; index++) {
    if (!table.isInUse(index)) {
      continue;
    }
    const at = address(table.phead(index) + BigInt(field.offset));
    const bytes = await readSome(memory, at, profile.pointerSize, token);
    if (bytes.length === profile.pointerSize) {
      columns.ownerLow[index] = new BinaryView(bytes).u32(0);
    }
  }
}
