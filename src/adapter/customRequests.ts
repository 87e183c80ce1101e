/** Our own requests: typed pages for views, instead of text that somebody would have to parse. */

import { explainRecord } from '../core/analysis/explainRecord';
import type { HandleTable } from '../core/analysis/handleTable';
import { noUserHandles } from '../core/commands/user/userAccess';
import { userHandleModel } from '../core/commands/user/userHandleModel';
import type { HandleRecord } from '../core/model/handle';
import { TRACE_OPERATIONS, type HandleTrace } from '../core/model/handleTrace';
import { handleValue } from '../core/model/identifiers';
import type { TraceStore } from '../core/target/traceStore';
import type { CancellationToken } from '../core/util/cancellation';
import { hex0x, hex0xOrNull } from '../core/util/hex';
import { accessNames } from '../core/windows/accessLabels';
import {
  HANDLE_REQUEST,
  HANDLES_REQUEST,
  SELECT_TRACE_REQUEST,
  TARGET_REQUEST,
  TRACES_REQUEST,
  TYPES_REQUEST,
  type HandleAnswer,
  type HandleRow,
  type HandlesAnswer,
  type SelectTraceAnswer,
  type TargetAnswer,
  type TraceRow,
  type TracesAnswer,
  type TracesArguments,
  type TypesAnswer,
} from '../protocol/dapExtensions';
import {
  parseHandleArguments,
  parseHandlesArguments,
  parseProcessArguments,
  parseSelectTraceArguments,
  parseTracesArguments,
} from '../protocol/dapGuards';
import { problemSentence, RequestError, valueOf } from './adapterErrors';
import type { Examination } from './examination';
import { objectFacts } from './handleFacts';
import { kernelMemory, rowsOfType } from './handleNodes';
import { findHandle } from './quietEvaluation';
import type { RequestContext } from './requestGuard';
import type { HandlerTable, SessionAccess } from './sessionAccess';
import { sourceOfFrame, tellsSourceLines } from './sourceLines';
import { focusStop } from './stopEvents';
import { prepareStacks } from './traceNodes';

/** Handlers of our own requests. */
export function customHandlers(session: SessionAccess): HandlerTable {
  return {
    [HANDLES_REQUEST]: (context) => handlesPage(session.examination(), context),
    [HANDLE_REQUEST]: (context) => oneHandle(session.examination(), context),
    [TRACES_REQUEST]: (context) => tracesPage(session.examination(), context),
    [TYPES_REQUEST]: (context) => types(session.examination(), context),
    [TARGET_REQUEST]: () => describeTarget(session.examination()),
    [SELECT_TRACE_REQUEST]: (context) => selectTrace(session, context),
  };
}

async function handlesPage(
  examination: Examination,
  { rawArguments, token }: RequestContext,
): Promise<HandlesAnswer> {
  const wanted = valueOf(parseHandlesArguments(rawArguments));
  const store = valueOf(await examination.handles(wanted.processId));
  const { generation } = examination.target;
  if (wanted.type === undefined) {
    const page = await store.page(wanted.start, wanted.count, token);
    return { rows: page.map(handleRow), total: store.count, generation };
  }
  const rows = rowsOfType(await store.columns(token), wanted.type);
  const page = await store.records(rows.subarray(wanted.start, wanted.start + wanted.count), token);
  return { rows: page.map(handleRow), total: rows.length, generation };
}

async function oneHandle(
  examination: Examination,
  { rawArguments, token }: RequestContext,
): Promise<HandleAnswer> {
  const wanted = valueOf(parseHandleArguments(rawArguments));
  const value = handleValue(wanted.handle);
  const found = await findHandle(examination, value, token, wanted.processId);
  if (found === null) {
    throw new RequestError(`There is no handle ${hex0x(value)} in this process.`);
  }
  const { record } = found;
  return {
    ...handleRow(record),
    access: record.grantedAccess === null ? [] : accessNames(record.type, record.grantedAccess),
    facts: objectFacts(record),
    memoryReference: kernelMemory(examination, record.kernel?.object ?? null) ?? null,
    generation: examination.target.generation,
  };
}

async function tracesPage(
  examination: Examination,
  { rawArguments, token }: RequestContext,
): Promise<TracesAnswer> {
  const wanted = valueOf(parseTracesArguments(rawArguments));
  const user = wanted.family === 'USER' ? await userTraces(examination, token) : null;
  const store = user?.store ?? valueOf(await examination.traces(wanted.processId));
  const isOfSession = user !== null && wanted.handle === undefined;
  const actor = isOfSession ? (wanted.processId ?? examination.processId) : null;
  const { rows, total } = await traceRows(store, { ...wanted, actor }, token);
  const records = await store.records(rows, token);
  await prepareStacks(examination.target.symbols, records, token);
  const page: TraceRow[] = [];
  for (const record of records) {
    const explanation =
      record.operation !== 'badref'
        ? null
        : user === null
          ? await explain(examination, record, wanted, token)
          : ((await explainRecord(user.table, record.row, token))?.text ?? null);
    page.push(traceRow(examination, record, explanation));
  }
  return {
    rows: page,
    total,
    lost: store.facts.lost,
    orderIsKnown: store.facts.orderIsKnown,
    generation: examination.target.generation,
  };
}

/** The trace log of the session's USER handles, with all of them; rejects with the reason why there is none. */
async function userTraces(
  { target, interpreter, views }: Examination,
  token: CancellationToken,
): Promise<{ readonly table: HandleTable; readonly store: TraceStore }> {
  if (target.userHandles === null) {
    throw new RequestError(problemSentence(noUserHandles(target)));
  }
  const { ownCode: rules } = interpreter.state;
  const request = { target, processId: null, rules, yieldNow: views.yieldNow };
  const { table, untraced } = valueOf(await userHandleModel(request, token));
  const store = await table.traceStore(token);
  if (store === null) {
    throw new RequestError(
      untraced === null ? 'There is no trace log.' : problemSentence(untraced),
    );
  }
  return { table, store };
}

/** Why a bad reference was bad; null when the handles of the process are not known. */
async function explain(
  examination: Examination,
  { row }: HandleTrace,
  { processId }: TracesArguments,
  token: CancellationToken,
): Promise<string | null> {
  if (!examination.target.capabilities.handles && examination.target.log === undefined) {
    return null;
  }
  const { table } = await examination.views.tracedTable(processId ?? examination.processId, token);
  return (await explainRecord(table, row, token))?.text ?? null;
}

/** Rows of the page and the number of rows of the selection. */
async function traceRows(
  store: TraceStore,
  {
    start,
    count,
    handle,
    operation,
    threadId,
    actor,
  }: TracesArguments & {
    /** The process that did it; null for all. */
    readonly actor: number | null;
  },
  token: CancellationToken,
): Promise<{ readonly rows: Uint32Array; readonly total: number }> {
  const isAll = operation === undefined && threadId === undefined && actor === null;
  if (handle === undefined && isAll) {
    const length = Math.max(0, Math.min(count, store.count - start));
    return { rows: Uint32Array.from({ length }, (_, i) => start + i), total: store.count };
  }
  const columns = await store.columns(token);
  const ofHandle =
    handle === undefined
      ? Uint32Array.from({ length: columns.count }, (_, row) => row)
      : columns.rowsOfHandle(handleValue(handle));
  const code = operation === undefined ? -1 : TRACE_OPERATIONS.indexOf(operation);
  const chosen = ofHandle.filter(
    (row) =>
      (operation === undefined || columns.operation[row] === code) &&
      (threadId === undefined || columns.threadId[row] === threadId) &&
      (actor === null || columns.processId[row] === actor),
  );
  return { rows: chosen.slice(start, start + count), total: chosen.length };
}

async function types(
  examination: Examination,
  { rawArguments, token }: RequestContext,
): Promise<TypesAnswer> {
  const { processId } = valueOf(parseProcessArguments(TYPES_REQUEST, rawArguments));
  const store = valueOf(await examination.handles(processId));
  const { byType, total } = (await store.columns(token)).summarise();
  return {
    types: [...byType].map(([type, count]) => ({ type, count })),
    total,
    generation: examination.target.generation,
  };
}

function describeTarget({ target, processId }: Examination): TargetAnswer {
  const { info, capabilities } = target;
  return {
    title: info.title,
    description: info.description,
    kind: info.kind,
    mode: info.mode,
    liveness: info.liveness,
    architecture: info.architecture,
    windows: info.windows?.name ?? null,
    simulated: info.simulated,
    tellsSourceLines: tellsSourceLines(target),
    capabilities: {
      handles: capabilities.handles,
      traces: capabilities.traces,
      memory: capabilities.memory,
      control: capabilities.control,
    },
    processes: target.processes().map((each) => ({ processId: each.processId, image: each.image })),
    currentProcessId: processId,
    problems: target.problems.map(({ code, message, where, hint }) => ({
      code,
      message,
      where: where ?? null,
      hint: hint ?? null,
    })),
    parts: target.parts.map(({ name, size, note }) => ({ name, size, note })),
    generation: target.generation,
  };
}

/** Shows a record's stack as a thread of its own and moves the focus there, or takes that thread away. */
async function selectTrace(
  session: SessionAccess,
  context: RequestContext,
): Promise<SelectTraceAnswer> {
  const examination = session.examination();
  const wanted = valueOf(parseSelectTraceArguments(context.rawArguments));
  const processId = wanted.processId ?? examination.processId;
  const record =
    wanted.row === null
      ? null
      : await findRecord(examination, processId, wanted.row, context.token);
  const earlier = examination.threads.list().find(({ kind }) => kind === 'trace');
  examination.selectedTrace = record === null ? null : { processId, record };
  const shown = examination.threads.list().find(({ kind }) => kind === 'trace');
  context.afterAnswer(() => {
    if (earlier !== undefined && earlier.id !== shown?.id) {
      session.sendBody('thread', { reason: 'exited', threadId: earlier.id });
    }
    if (shown !== undefined) {
      session.sendBody('thread', { reason: 'started', threadId: shown.id });
    }
    if (shown !== undefined || earlier !== undefined) {
      session.sendBody('stopped', focusStop(shown ?? examination.threads.current()));
    }
  });
  return { threadId: shown?.id ?? null };
}

async function findRecord(
  examination: Examination,
  processId: number,
  row: number,
  token: CancellationToken,
): Promise<HandleTrace> {
  const store = valueOf(await examination.traces(processId));
  const [record] = row < store.count ? await store.records([row], token) : [];
  if (record === undefined) {
    throw new RequestError(`There is no trace record ${row}: the log holds ${store.count}.`);
  }
  return record;
}

function handleRow(record: HandleRecord): HandleRow {
  return {
    handle: hex0x(record.value),
    type: record.type,
    name: record.name,
    attributes: hex0xOrNull(record.attributes),
    grantedAccess: hex0xOrNull(record.grantedAccess),
    handleCount: record.handleCount,
    pointerCount: record.pointerCount,
  };
}

/** A record with its frames, as it travels; resolve the stacks first. */
export function traceRow(
  { target }: Examination,
  record: HandleTrace,
  explanation: string | null,
): TraceRow {
  return {
    row: record.row,
    handle: hex0x(record.handle),
    operation: record.operation,
    processId: record.processId,
    threadId: record.threadId,
    stack: record.stack.map((address) => {
      const resolved = target.symbols.resolve(address);
      const { module, symbol, displacement } = resolved;
      const source = sourceOfFrame(target, resolved);
      const place = resolved.addressUnrecorded === true ? '?' : hex0x(address);
      return {
        address: place,
        module,
        symbol,
        displacement: hex0x(displacement),
        ...(source === null ? {} : { source }),
      };
    }),
    ...(explanation === null ? {} : { explanation }),
  };
}
