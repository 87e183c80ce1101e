/** Rows of a view as they travel: one handle each, with state, access in words and who opened it. */

import { frameText, pickFrames } from '../../core/analysis/traces/ownFrames';
import { NO_RECORD } from '../../core/analysis/traces/openers';
import { ROW_CLOSED, ROW_SAME, ROW_STATES } from '../../core/analysis/table/rowStates';
import type { HandleRecord } from '../../core/model/handle';
import type { Target } from '../../core/target/target';
import { stateText } from '../../core/render/renderLine';
import type { CancellationToken } from '../../core/util/cancellation';
import { hex, hex0x, hex0xOrNull } from '../../core/util/hex';
import { accessNames } from '../../core/windows/accessLabels';
import type { ViewRow } from '../../protocol/viewMessages';
import type { GroupPlace } from './groupedView';
import type { ViewTable } from './viewTables';

/** Trace logs up to this size are searched for openers at once; larger ones only once something else has read them. */
const SMALL_LOG = 200_000;
/** Most names of rights in a row. */
const MOST_RIGHTS = 4;

/** Some rows of a group, ghosts last. */
export async function rowsOf(
  place: Pick<GroupPlace, 'live' | 'ghosts'>,
  page: { readonly table: ViewTable; readonly start: number; readonly count: number },
  target: Target,
  token: CancellationToken,
): Promise<readonly ViewRow[]> {
  const { table, start, count } = page;
  const live = await tableRows(table, place.live.subarray(start, start + count), {
    target,
    token,
    gone: false,
  });
  const left = count - live.length;
  const from = Math.max(0, start - place.live.length);
  if (left <= 0 || table.previous === null || place.ghosts.length <= from) {
    return live;
  }
  const ghosts = place.ghosts.subarray(from, from + left);
  return [...live, ...(await tableRows(table.previous, ghosts, { target, token, gone: true }))];
}

interface RowOptions {
  readonly target: Target;
  readonly token: CancellationToken;
  /** The rows are of handles that were closed since. */
  readonly gone: boolean;
}

async function tableRows(
  table: ViewTable,
  rows: Uint32Array,
  options: RowOptions,
): Promise<readonly ViewRow[]> {
  const { token } = options;
  const records = await table.store.records(rows, token);
  const { store: log } = await table.traceLog.get(token);
  const traced = (log?.count ?? 0) <= SMALL_LOG ? await table.table.traces(token) : null;
  const openers =
    traced === null
      ? []
      : await openerTexts(
          table,
          Array.from(rows, (row) => traced.openers.openRecord[row] ?? NO_RECORD),
          options,
        );
  const state = table.diff?.state;
  return records.map((record, index) => {
    const row = rows[index] ?? 0;
    const generation = traced?.openers.generation[row] ?? 0;
    const badReferences = traced?.openers.badReferences[row] ?? 0;
    return viewRow(record, {
      generation,
      badReferences,
      opener: openers[index] ?? null,
      state: options.gone ? ROW_CLOSED : (state?.[row] ?? ROW_SAME),
    });
  });
}

function viewRow(
  record: HandleRecord,
  more: {
    readonly generation: number;
    readonly badReferences: number;
    readonly opener: string | null;
    readonly state: number;
  },
): ViewRow {
  const rights =
    record.grantedAccess === null
      ? []
      : accessNames(record.type, record.grantedAccess).filter((name) => name !== '');
  const value = hex(record.value);
  const state = ROW_STATES[more.state] ?? 'same';
  const use = more.generation > 1 ? `${value}#${more.generation}` : value;
  return {
    handle: hex0x(record.value),
    type: record.type,
    name: record.name,
    attributes: hex0xOrNull(record.attributes),
    grantedAccess: hex0xOrNull(record.grantedAccess),
    handleCount: record.handleCount,
    pointerCount: record.pointerCount,
    // A ghost and the next handle of the same value must not share an identity.
    id: state === 'closed' ? `${use}!` : use,
    state,
    accessText:
      rights.length > MOST_RIGHTS
        ? `${rights.slice(0, MOST_RIGHTS).join(', ')}, …`
        : rights.join(', '),
    stateText: stateText(record),
    opener: more.opener,
    badReferences: more.badReferences,
  };
}

/** The first own frame of the opening stack of each record; null where there is no record or no frame. */
async function openerTexts(
  table: ViewTable,
  records: readonly number[],
  { target, token }: RowOptions,
): Promise<readonly (string | null)[]> {
  const { code } = table;
  const { store: traces } = await table.traceLog.get(token);
  const known = records.filter((record) => record !== NO_RECORD);
  if (traces === null || known.length === 0) {
    return records.map(() => null);
  }
  const stacks = await traces.records(known, token);
  await target.symbols.prepare(new Set(stacks.flatMap(({ stack }) => stack)), token);
  const texts = new Map(
    stacks.map(({ row, stack }) => {
      const frames = stack.map((address) => target.symbols.resolve(address));
      const named = frames[pickFrames(frames.map((frame) => code.ownerOf(frame))).named];
      return [row, named === undefined || named.module === null ? null : frameText(named)] as const;
    }),
  );
  return records.map((record) => texts.get(record) ?? null);
}
