/** USER handles in the form in which queries, views and leak sites know kernel handles; made once for each state of a target. */

import { HandleTable } from '../../analysis/handleTable';
import { OwnCode, type OwnCodeRules } from '../../analysis/traces/ownFrames';
import type { WorkProgress } from '../../analysis/work';
import { EMPTY_STORE } from '../../target/emptyTable';
import type { HandleStore } from '../../target/handleStore';
import type { Target } from '../../target/target';
import type { TraceStore } from '../../target/traceStore';
import { NOT_GUI } from '../../target/userHandles';
import { keptUserHandles, type UserHandles } from '../../userHandles/keptUserHandles';
import { UNKNOWN_OWNER } from '../../userHandles/owners';
import { UserHandleStore } from '../../userHandles/userHandleStore';
import { UserLifeRecords } from '../../userHandles/userLifeRecords';
import type { CancellationToken } from '../../util/cancellation';
import type { Problem } from '../../util/problem';
import { fail, ok, type Result } from '../../util/result';

/** Whose handles, and how they are worked on. */
export interface UserModelRequest {
  readonly target: Target;
  /** Null for all handles of the session. */
  readonly processId: number | null;
  /** Whose code is whose. */
  readonly rules: OwnCodeRules;
  readonly yieldNow: () => Promise<void>;
  readonly report?: (progress: WorkProgress) => void;
}

/** A table of USER handles. */
export interface UserHandleModel {
  readonly table: HandleTable;
  /** Index of the entry in each row. */
  readonly indexes: Uint32Array;
  /** `phead` of each row, which tells objects apart; read when asked for. */
  objects(): BigUint64Array;
  /** Why there is no trace log; null when there is one. */
  readonly untraced: Problem | null;
  /** Entries that are left out although they may be the process's: the target does not tell whose they are. */
  readonly unattributed: number;
}

/** What to say of entries that may be the process's. */
export function ownersUnknown(count: number): Problem {
  const what = count === 1 ? '1 USER handle' : `${count} USER handles`;
  return {
    code: 'user-owners-unknown',
    message: `The target does not tell which process owns ${what} of the session: how many of them are this process's is not known.`,
    hint: '!dhe lists those of the whole session.',
  };
}

/** A model, and what it was made from. */
interface KnownModel {
  readonly generation: number;
  readonly rules: OwnCodeRules;
  readonly model: Result<UserHandleModel>;
}

const known = new WeakMap<Target, Map<number | null, KnownModel>>();

/**
 * The USER handles of a process: those it owns, and those it made that somebody else, or nobody, owns now. The problem says
 * why the table cannot be read.
 */
export async function userHandleModel(
  request: UserModelRequest,
  token: CancellationToken,
): Promise<Result<UserHandleModel>> {
  const { target, processId, rules } = request;
  const { generation } = target;
  const ofTarget = known.get(target) ?? new Map<number | null, KnownModel>();
  known.set(target, ofTarget);
  const before = ofTarget.get(processId);
  if (before?.generation === generation && before.rules === rules) {
    return before.model;
  }
  const model = await makeModel(request, token);
  ofTarget.set(processId, { generation, rules, model });
  return model;
}

/**
 * The same for who counts: a process that has not used the windowing system has an empty table, and where some of its handles
 * cannot be told from those of others, the problem says so.
 */
export async function userHandlesOrNone(
  request: UserModelRequest,
  token: CancellationToken,
): Promise<Result<UserHandleModel>> {
  const model = await userHandleModel(request, token);
  if (model.ok && model.value.unattributed > 0) {
    return fail(ownersUnknown(model.value.unattributed));
  }
  const { target, processId } = request;
  const log = target.userHandles?.traces();
  if (model.ok || model.problem.code !== NOT_GUI || log === undefined) {
    return model;
  }
  const traces = log.ok
    ? await UserLifeRecords.open(log.value, { processId, version: null }, token)
    : null;
  return ok({
    table: tableOf(EMPTY_STORE, traces, request),
    indexes: new Uint32Array(0),
    objects: () => new BigUint64Array(0),
    untraced: log.ok ? null : log.problem,
    unattributed: 0,
  });
}

function tableOf(
  handles: HandleStore,
  traces: TraceStore | null,
  { target, rules, yieldNow, report }: UserModelRequest,
): HandleTable {
  const { pointerSize } = target.info;
  return new HandleTable({
    family: 'USER',
    handles,
    traces,
    symbols: target.symbols,
    code: new OwnCode(target.modules(), pointerSize, rules),
    pointerSize,
    yieldNow,
    ...(report === undefined ? {} : { report }),
  });
}

async function makeModel(
  request: UserModelRequest,
  token: CancellationToken,
): Promise<Result<UserHandleModel>> {
  const { target, processId } = request;
  const handles = await keptUserHandles(target, token);
  if (!handles.ok) {
    return handles;
  }
  const { access, table } = handles.value;
  const log = access.traces();
  const { version } = table.profile;
  const traces = log.ok
    ? await UserLifeRecords.open(log.value, { processId, version }, token)
    : null;
  const indexes = indexesOf(handles.value, processId, traces?.created ?? new Set());
  return ok({
    table: tableOf(new UserHandleStore(table, indexes), traces, request),
    indexes,
    objects: () => BigUint64Array.from(indexes, (index) => table.phead(index)),
    untraced: log.ok ? null : log.problem,
    unattributed: countUnattributed(handles.value, processId),
  });
}

/** Owners are addresses of a PROCESSINFO or THREADINFO, which dumps seldom tell, or from 1703 on ids. */
function countUnattributed(
  { table, owners, access }: UserHandles,
  processId: number | null,
): number {
  const process = access.guiProcesses().find((each) => each.processId === processId);
  const threads = access.guiThreads().filter((each) => each.processId === processId);
  const isTold =
    process === undefined ||
    table.profile.owner === 'entry-id' ||
    (process.processInfo !== null && threads.every(({ threadInfo }) => threadInfo !== null));
  let count = 0;
  for (let index = 0; !isTold && index < table.columns.count; index++) {
    count += Number(table.isInUse(index) && owners.processIdOf(index) === UNKNOWN_OWNER);
  }
  return count;
}

function indexesOf(
  { table, owners }: UserHandles,
  processId: number | null,
  created: ReadonlySet<number>,
): Uint32Array {
  const indexes = new Uint32Array(table.columns.count);
  let count = 0;
  for (let index = 0; index < indexes.length; index++) {
    const isIts =
      processId === null ||
      owners.processIdOf(index) === processId ||
      created.has(table.handle(index));
    if (isIts && table.isInUse(index)) {
      indexes[count++] = index;
    }
  }
  return indexes.slice(0, count);
}
