/** Explains a bad reference with everything a table knows: stacks, symbols and what the handles are. */

import type { CancellationToken } from '../util/cancellation';
import type { HandleTable } from './handleTable';
import { explainBadReferences } from './life/whyBad';
import type { BadReference } from './traces/badReferences';

/** The story of the bad reference in `row` of the table's trace log; null when there is no log or no such record. */
export async function explainRecord(
  table: HandleTable,
  row: number,
  token: CancellationToken,
): Promise<BadReference | null> {
  const options = { snapshots: [], most: 1, token };
  const [story] = await explainBadReferences(table, Uint32Array.of(row), options);
  return story?.record.trace.operation === 'badref' ? story.reference : null;
}
