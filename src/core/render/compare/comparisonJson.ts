/** The JSON of `!snapshot` and `!compare`. */

import type { PartComparison } from '../../analysis/compare/comparison';
import type { NamedSnapshot, SnapshotPart } from '../../analysis/compare/namedSnapshot';
import type { ComparisonResult, SnapshotsResult } from '../../commands/compare/compareResults';
import {
  UNRECORDED_ACCESS,
  UNRECORDED_ATTRIBUTES,
  UNRECORDED_HANDLE_COUNT,
} from '../../model/handle';
import { hex0x, hex0xOrNull } from '../../util/hex';
import type { JsonValue } from '../jsonText';
import { changeWords } from './comparisonText';

/** `!snapshot`. */
export function snapshotsValue(result: SnapshotsResult): Readonly<Record<string, JsonValue>> {
  return {
    action: result.action,
    snapshot: result.subject === null ? null : snapshotValue(result.subject),
    snapshots: result.snapshots.map(snapshotValue),
  };
}

/** `!compare`, in pieces: a list of handles can be long. Starts with a member and has no braces around it. */
export function* comparisonJson({ comparison }: ComparisonResult): Generator<string, void, void> {
  const { before, after, by, notes, user } = comparison;
  const head = {
    before: snapshotValue(before),
    after: snapshotValue(after),
    comparedBy: by,
    notes,
  };
  yield `${JSON.stringify(head).slice(1, -1)},`;
  yield* partJson(comparison);
  if (user !== null) {
    yield ',"user":{';
    yield* partJson(user);
    yield '}';
  }
}

/** The handles of one kind. */
function* partJson(part: PartComparison): Generator<string, void, void> {
  const { before, after, types, sites } = part;
  const head = {
    types: types.map((each) => ({ ...each })),
    sites: sites === null ? null : sites.map((each) => ({ ...each })),
  };
  yield JSON.stringify(head).slice(1, -1);
  yield* list('opened', part.added, (row) => handleValue(after, row));
  yield* list('closed', part.removed, (row) => handleValue(before, row));
  yield* list('replaced', part.replaced, (pair) => ({
    before: handleValue(before, pair.before),
    after: handleValue(after, pair.after),
  }));
  yield* list('changed', part.changed, (pair) => ({
    before: handleValue(before, pair.before),
    after: handleValue(after, pair.after),
    changes: changeWords(before, after, pair),
  }));
}

function* list<T>(
  name: string,
  items: Iterable<T>,
  valueOf: (item: T) => JsonValue,
): Generator<string, void, void> {
  yield `,${JSON.stringify(name)}:[`;
  let separator = '';
  for (const item of items) {
    yield `${separator}${JSON.stringify(valueOf(item))}`;
    separator = ',';
  }
  yield ']';
}

function snapshotValue({
  name,
  origin,
  table,
  records,
  lost,
  unlisted,
  user,
}: NamedSnapshot): JsonValue {
  return {
    name,
    target: origin.target,
    processId: origin.processId,
    image: origin.image,
    handles: unlisted === null ? table.columns.summarise().total : null,
    records,
    lost,
    ...(user === null
      ? {}
      : {
          userHandles: user.table.columns.count,
          userRecords: user.records,
          userLost: user.lost,
        }),
  };
}

function handleValue({ table, sites }: SnapshotPart, row: number): JsonValue {
  const { columns, names } = table;
  const site = sites?.list[sites.of[row] ?? 0];
  return {
    handle: hex0x(columns.value(row)),
    type: columns.typeName(row),
    name: names?.name(row) ?? null,
    attributes: hex0xOrNull(columns.fact(columns.attributes, row, UNRECORDED_ATTRIBUTES)),
    grantedAccess: hex0xOrNull(columns.fact(columns.grantedAccess, row, UNRECORDED_ACCESS)),
    handleCount: columns.fact(columns.handleCount, row, UNRECORDED_HANDLE_COUNT),
    openedAt: site === undefined || site.key === '' ? null : site.label,
  };
}
