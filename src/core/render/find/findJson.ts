/** The JSON of `!find`, `!dups` and `!zombies`: everything that was found, unless -n says otherwise. */

import type { OriginOf } from '../../analysis/find/rowOrigins';
import type { FindResult, SearchResult } from '../../commands/find/findResults';
import type { HandleRecord } from '../../model/handle';
import { throwIfCancelled, type CancellationToken } from '../../util/cancellation';
import { hex0x, hex0xOrNull } from '../../util/hex';
import { accessNames } from '../../windows/accessLabels';
import type { JsonValue } from '../jsonText';

const PAGE_ROWS = 1024;

/** Everything after the target. */
export async function* searchJson(
  result: SearchResult,
  token: CancellationToken,
): AsyncGenerator<string, void, void> {
  const { process, query, total, notes } = result;
  yield `"processId":${process.processId},"query":${JSON.stringify(query)},"total":${total},"notes":${JSON.stringify(notes)},`;
  switch (result.kind) {
    case 'find':
      yield* findJson(result, token);
      return;
    case 'duplicates':
      yield '"groups":[';
      yield* listed(
        result.groups,
        result,
        token,
        ({ kind, type, name, object, looksLikeRace }) => ({
          kind,
          type,
          name,
          object: object === null ? null : hex0x(object),
          looksLikeRace,
        }),
      );
      yield ']';
      return;
    case 'zombies':
      yield '"zombies":[';
      yield* listed(result.zombies, result, token, ({ kind, processId, threadId, exitStatus }) => ({
        kind,
        processId,
        threadId,
        exitStatus: hex0x(exitStatus >>> 0),
      }));
      yield `],"looked":${result.looked},"unknown":${result.unknown},"refused":${result.refused}`;
  }
}

async function* findJson(
  result: FindResult,
  token: CancellationToken,
): AsyncGenerator<string, void, void> {
  const { groups, found, store, originOf } = result;
  yield `"found":${found},"group":${JSON.stringify(groups.grouping)},"groups":[`;
  let left = result.most ?? Infinity;
  for (let index = 0; index < groups.count && left > 0; index++) {
    const group = groups.group(index);
    if (group === null) {
      break;
    }
    const { key, label, count, query } = group;
    yield `${index === 0 ? '' : ','}${JSON.stringify({ key, label, count, query }).slice(0, -1)},"handles":[`;
    const rows = groups.rows.rows(index, 0, left);
    left -= rows.length;
    for (let start = 0; start < rows.length; start += PAGE_ROWS) {
      throwIfCancelled(token);
      const page = rows.subarray(start, start + PAGE_ROWS);
      const records = await store.records(page, token);
      const values = records.map((record, at) =>
        JSON.stringify(handleValue(record, page[at] ?? 0, originOf)),
      );
      yield `${start === 0 ? '' : ','}${values.join(',')}`;
    }
    yield ']}';
  }
  yield ']';
}

/** Items that each stand for some rows. */
async function* listed<T extends { readonly rows: Uint32Array }>(
  items: readonly T[],
  result: SearchResult,
  token: CancellationToken,
  valueOf: (item: T) => Readonly<Record<string, JsonValue>>,
): AsyncGenerator<string, void, void> {
  const most = Math.min(items.length, result.most ?? Infinity);
  for (let index = 0; index < most; index++) {
    throwIfCancelled(token);
    const item = items[index];
    if (item !== undefined) {
      const records = await result.store.records(item.rows, token);
      const handles = records.map((record, at) =>
        handleValue(record, item.rows[at] ?? 0, result.originOf),
      );
      yield `${index === 0 ? '' : ','}${JSON.stringify({ ...valueOf(item), handles })}`;
    }
  }
}

function handleValue(record: HandleRecord, row: number, originOf: OriginOf | null): JsonValue {
  const { value, type, name, grantedAccess } = record;
  const origin = originOf === null ? undefined : originOf(row);
  return {
    handle: hex0x(value),
    type,
    name: record.kernel?.displayName ?? name,
    grantedAccess: hex0xOrNull(grantedAccess),
    access: grantedAccess === null ? null : accessNames(type, grantedAccess),
    ...(origin === undefined
      ? {}
      : {
          opened:
            origin === null
              ? null
              : { ...origin, site: origin.site === null ? null : { ...origin.site } },
        }),
  };
}
