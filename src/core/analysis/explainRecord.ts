/** Explains a bad reference with everything a table knows: stacks, symbols and what the handles are. */

import type { CancellationToken } from '../util/cancellation';
import type { HandleTable } from './handleTable';
import { explainBadReference, type BadReference } from './traces/badReferences';

/**
 * The story of the bad reference in `row` of the table's trace log; null when there is no log or no such record. What a
 * record opened is only known while that handle is open.
 */
export async function explainRecord(
  table: HandleTable,
  row: number,
  token: CancellationToken,
): Promise<BadReference | null> {
  const { symbols, pointerSize } = table.source;
  const store = await table.traceStore(token);
  const index = await table.traceIndex(token);
  const traces = await table.traces(token);
  const [record] = (await store?.records([row], token)) ?? [];
  if (store === null || index === null || traces === null || record?.operation !== 'badref') {
    return null;
  }
  await symbols.prepare(record.stack, token);
  const columns = await table.columns(token);
  const open = columns.find(record.handle);
  const name = open === -1 ? null : ((await table.names(token)).name(open) ?? '');
  const what = open === -1 ? '' : `${columns.typeName(open) ?? 'handle'} ${name ?? ''}`.trimEnd();
  return explainBadReference(index, row, {
    facts: store.facts,
    pointerSize,
    frames: record.stack.map((address) => symbols.resolve(address)),
    describeOpen: (opened) =>
      open !== -1 && traces.openers.openRecord[open] === opened ? what : null,
  });
}
