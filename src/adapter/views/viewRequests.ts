/** Answers the requests of the Handles and Types views. */

import { typeGrowth } from '../../core/analysis/table/typeGrowth';
import { handleValue } from '../../core/model/identifiers';
import { neverCancelled, type CancellationToken } from '../../core/util/cancellation';
import { hex0x } from '../../core/util/hex';
import {
  CLOSE_HANDLES_REQUEST,
  EXPORT_REQUEST,
  TYPE_GROWTH_REQUEST,
  VIEW_GROUPS_REQUEST,
  VIEW_LOCATE_REQUEST,
  VIEW_ROWS_REQUEST,
  VIEW_SUSPICIOUS_REQUEST,
  type CloseHandlesAnswer,
  type ExportAnswer,
  type ExportArguments,
  type TypeGrowthAnswer,
  type ViewGroupsAnswer,
  type ViewLocateAnswer,
  type ViewRow,
  type ViewRowsAnswer,
  type ViewSuspiciousAnswer,
} from '../../protocol/viewMessages';
import {
  parseCloseHandlesArguments,
  parseExportArguments,
  parseViewArguments,
  parseViewLocateArguments,
  parseViewRowsArguments,
  parseViewSuspiciousArguments,
} from '../../protocol/viewGuards';
import { OWN_CODE_REQUEST, parseOwnCode } from '../../protocol/ownCode';
import { parseProcessArguments } from '../../protocol/dapGuards';
import { problemSentence, RequestError, valueOf } from '../adapterErrors';
import type { Examination } from '../examination';
import type { RequestContext } from '../requestGuard';
import type { HandlerTable, SessionAccess } from '../sessionAccess';
import { chartHandlers } from './chartRequests';
import { exportBlocks, exportRows } from './exportRows';
import type { GroupPlace } from './groupedView';
import { outstandingOpens } from './outstandingOpens';
import { siteHandlers } from './siteRequests';
import { findSuspicious } from './suspiciousRows';
import { rowsOf } from './viewRows';
import type { ViewTable } from './viewTables';

/** Handlers of the views' requests. */
export function viewHandlers(session: SessionAccess): HandlerTable {
  return {
    [VIEW_GROUPS_REQUEST]: (context) => groups(session.examination(), context),
    [VIEW_ROWS_REQUEST]: (context) => rows(session.examination(), context),
    [VIEW_LOCATE_REQUEST]: (context) => locate(session.examination(), context),
    [VIEW_SUSPICIOUS_REQUEST]: (context) => suspicious(session.examination(), context),
    [TYPE_GROWTH_REQUEST]: (context) => growth(session.examination(), context),
    [EXPORT_REQUEST]: (context) => exportPage(session.examination(), context),
    [OWN_CODE_REQUEST]: (context) => ownCode(session, context),
    ...siteHandlers(session),
    ...chartHandlers(session),
    [CLOSE_HANDLES_REQUEST]: (context) => session.exclusive(() => closeHandles(session, context)),
  };
}

/** The views ask again, because the event tells them that something changed. */
function ownCode(session: SessionAccess, context: RequestContext): undefined {
  session.examination().setOwnCode(parseOwnCode(context.arguments));
  context.afterAnswer(() => {
    session.announceChange('handles');
  });
  return undefined;
}

async function groups(
  examination: Examination,
  { rawArguments, token, afterAnswer }: RequestContext,
): Promise<ViewGroupsAnswer> {
  const wanted = valueOf(parseViewArguments(rawArguments));
  const view = await examination.views.view(processOf(examination, wanted), wanted, token);
  afterAnswer(() => {
    // While the user looks at the groups: their rows, and the log that tells who opened a handle. Whoever needs these reports
    // what fails.
    void view
      .places(neverCancelled)
      .then(() => view.table.traceLog.get(neverCancelled))
      .catch(() => undefined);
  });
  return {
    groups: view.groups,
    total: view.table.table.count,
    matched: view.matched,
    generation: view.table.generation,
    outstanding: await outstandingOpens(examination, view.table, token),
    filterProblem: view.problem,
    notes: view.notes,
  };
}

async function rows(
  examination: Examination,
  { rawArguments, token }: RequestContext,
): Promise<ViewRowsAnswer> {
  const wanted = valueOf(parseViewRowsArguments(rawArguments));
  const view = await examination.views.view(processOf(examination, wanted), wanted, token);
  const places = await view.places(token);
  const place = places.find(({ group }) => group.key === wanted.group);
  const { table } = view;
  const page = { table, start: wanted.start, count: wanted.count };
  return {
    rows: place === undefined ? [] : await rowsOf(place, page, examination.target, token),
    total: place?.group.count ?? 0,
    generation: table.generation,
  };
}

async function locate(
  examination: Examination,
  { rawArguments, token }: RequestContext,
): Promise<ViewLocateAnswer> {
  const wanted = valueOf(parseViewLocateArguments(rawArguments));
  const view = await examination.views.view(processOf(examination, wanted), wanted, token);
  const columns = await view.table.table.columns(token);
  const row = columns.find(handleValue(wanted.handle));
  if (row < 0) {
    return { place: null, reason: 'notOpen' };
  }
  for (const place of await view.places(token)) {
    const index = place.live.indexOf(row);
    if (index >= 0) {
      const page = { table: view.table, start: index, count: 1 };
      const [found] = await rowsOf(place, page, examination.target, token);
      return found === undefined
        ? { place: null, reason: 'notOpen' }
        : { place: { group: place.group.key, index, row: found }, reason: null };
    }
  }
  return { place: null, reason: 'filtered' };
}

async function suspicious(
  examination: Examination,
  { rawArguments, token }: RequestContext,
): Promise<ViewSuspiciousAnswer> {
  const wanted = valueOf(parseViewSuspiciousArguments(rawArguments));
  const view = await examination.views.view(processOf(examination, wanted), wanted, token);
  const { found, count } = await findSuspicious(view, wanted, token);
  const place = found === null ? undefined : (await view.places(token))[found.place];
  if (found === null || place === undefined) {
    return { place: null, position: 0, count: 0 };
  }
  const { index, position } = found;
  const page = { table: view.table, start: index, count: 1 };
  const [row] = await rowsOf(place, page, examination.target, token);
  return row === undefined
    ? { place: null, position: 0, count: 0 }
    : { place: { group: place.group.key, index, row }, position, count };
}

async function growth(
  examination: Examination,
  { rawArguments, token }: RequestContext,
): Promise<TypeGrowthAnswer> {
  const wanted = valueOf(parseProcessArguments(TYPE_GROWTH_REQUEST, rawArguments));
  const table = await examination.views.table(processOf(examination, wanted), token);
  const now = (await table.table.columns(token)).summarise();
  const before =
    table.previous === null ? [] : [(await table.previous.table.columns(token)).summarise()];
  const types = typeGrowth(now, before).map(({ type, count, growth: change }) => ({
    type,
    count,
    growth: change,
  }));
  return {
    types,
    total: now.total,
    totalGrowth: before[0] === undefined ? 0 : now.total - before[0].total,
    generation: table.generation,
  };
}

/** All rows of a view in the order of its groups, or the handles named. */
async function exportPage(
  examination: Examination,
  { rawArguments, token }: RequestContext,
): Promise<ExportAnswer> {
  const wanted = valueOf(parseExportArguments(rawArguments));
  const view = await examination.views.view(processOf(examination, wanted), wanted, token);
  const places =
    wanted.handles === undefined
      ? await view.places(token)
      : [await placeOf(view.table, wanted.handles, token)];
  const total = places.reduce((sum, { live, ghosts }) => sum + live.length + ghosts.length, 0);
  const parts = sliceOf(places, wanted.start, wanted.count);
  const end = Math.min(total, wanted.start + wanted.count);
  const position = { isFirst: wanted.start === 0, isLast: end >= total };
  return {
    text: await exportText(
      { examination, table: view.table, parts, format: wanted.format, position },
      token,
    ),
    next: position.isLast ? null : end,
    total,
  };
}

interface ExportPart {
  readonly place: GroupPlace;
  readonly start: number;
  readonly count: number;
}

async function exportText(
  what: {
    readonly examination: Examination;
    readonly table: ViewTable;
    readonly parts: readonly ExportPart[];
    readonly format: ExportArguments['format'];
    readonly position: { readonly isFirst: boolean; readonly isLast: boolean };
  },
  token: CancellationToken,
): Promise<string> {
  const { examination, table, parts, format, position } = what;
  if (format === 'text') {
    const texts: string[] = [];
    for (const { place, start, count } of parts) {
      texts.push(
        await exportBlocks(
          table,
          place.live.subarray(start, start + count),
          examination.target,
          token,
        ),
      );
    }
    return texts.join('');
  }
  const found: ViewRow[] = [];
  for (const { place, start, count } of parts) {
    found.push(...(await rowsOf(place, { table, start, count }, examination.target, token)));
  }
  return exportRows(found, format, position);
}

/** The parts of groups that make up a page over all of them. */
function sliceOf(
  places: readonly GroupPlace[],
  start: number,
  count: number,
): readonly ExportPart[] {
  const parts: ExportPart[] = [];
  let first = 0;
  for (const place of places) {
    const size = place.live.length + place.ghosts.length;
    const from = Math.max(start - first, 0);
    const to = Math.min(start + count - first, size);
    if (from < to) {
      parts.push({ place, start: from, count: to - from });
    }
    first += size;
  }
  return parts;
}

/** A group of just the handles named; values that are not open are left out. */
async function placeOf(
  table: ViewTable,
  handles: readonly bigint[],
  token: CancellationToken,
): Promise<GroupPlace> {
  const columns = await table.table.columns(token);
  const found = handles
    .map((handle) => columns.find(handleValue(handle)))
    .filter((row) => row >= 0);
  return {
    group: {
      key: '',
      label: '',
      description: null,
      count: found.length,
      newCount: 0,
      changedCount: 0,
      closedCount: 0,
      type: null,
    },
    live: Uint32Array.from(found),
    ghosts: new Uint32Array(0),
  };
}

async function closeHandles(
  session: SessionAccess,
  { rawArguments }: RequestContext,
): Promise<CloseHandlesAnswer> {
  const examination = session.examination();
  const wanted = valueOf(parseCloseHandlesArguments(rawArguments));
  const { control, info } = examination.target;
  if (control === null) {
    throw new RequestError(
      `${info.title} is a ${info.kind === 'log' ? 'log' : 'dump'}: its handles cannot be closed.`,
    );
  }
  await examination.views.settle();
  const closed: string[] = [];
  const failed: { handle: string; message: string }[] = [];
  for (const handle of wanted.handles) {
    const outcome = control.closeHandle(processOf(examination, wanted), handleValue(handle));
    if (outcome.ok) {
      closed.push(hex0x(handle));
    } else {
      failed.push({ handle: hex0x(handle), message: problemSentence(outcome.problem) });
    }
  }
  if (closed.length > 0) {
    session.announceChange('handles');
  }
  return { closed, failed };
}

function processOf(
  examination: Examination,
  { processId }: { readonly processId?: number },
): number {
  return processId ?? examination.processId;
}
