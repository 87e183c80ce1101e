/** Answers the requests behind the charts. */

import { tellBlindSpots } from '../../core/analysis/leaks/tellBlindSpots';
import { tellLimits, type LeakRanking } from '../../core/analysis/leaks/leakRanking';
import { prefixTree, type PrefixNode } from '../../core/analysis/leaks/prefixTree';
import {
  momentTimeline,
  snapshotMoments,
  type TimelineMoment,
} from '../../core/analysis/timeline/momentTimeline';
import { recordTimeline } from '../../core/analysis/timeline/recordTimeline';
import { rowsInWholeLog } from '../../core/analysis/timeline/rowsInWholeLog';
import type {
  Timeline,
  TimelinePoint,
  TimelineSource,
} from '../../core/analysis/timeline/timeline';
import type { NamedSnapshot } from '../../core/analysis/compare/namedSnapshot';
import { takeSnapshotWith } from '../../core/commands/compare/takeSnapshot';
import { userHandleModel } from '../../core/commands/user/userHandleModel';
import type { CancellationToken } from '../../core/util/cancellation';
import { ok } from '../../core/util/result';
import { escapeText } from '../../core/render/escapeText';
import {
  CALL_TREE_REQUEST,
  parseTimelineArguments,
  TIMELINE_REQUEST,
  TIMELINE_SOURCES,
  type CallNode,
  type CallTreeAnswer,
  type TimelineAnswer,
} from '../../protocol/chartMessages';
import { parseProcessArguments } from '../../protocol/dapGuards';
import { problemSentence, valueOf } from '../adapterErrors';
import type { Examination } from '../examination';
import type { RequestContext } from '../requestGuard';
import type { HandlerTable, SessionAccess } from '../sessionAccess';
import { rankedSites } from './rankings';

/** Moments of a log that are drawn, the newest. */
const MOST_MOMENTS = 400;
/** Functions with a smaller share of all outstanding opens are summed up. */
const LEAST_SHARE = 0.002;

/** Handlers of the requests behind the charts. */
export function chartHandlers(session: SessionAccess): HandlerTable {
  return {
    [TIMELINE_REQUEST]: (context) => timeline(session.examination(), context),
    [CALL_TREE_REQUEST]: (context) => callTree(session.examination(), context),
  };
}

/** What a target's timelines can be made from. */
interface Material {
  readonly leaks: LeakRanking | null;
  /** Why there is no trace log; null when there is one. */
  readonly untraced: string | null;
  /** Those of each source that is no log. */
  readonly moments: Readonly<Partial<Record<TimelineSource, readonly TimelineMoment[]>>>;
}

async function timeline(
  examination: Examination,
  { rawArguments, token, progress }: RequestContext,
): Promise<TimelineAnswer> {
  const wanted = valueOf(parseTimelineArguments(rawArguments));
  const processId = wanted.processId ?? examination.processId;
  progress('Counting open handles over time');
  const material = await gather(examination, processId, token);
  const sources = TIMELINE_SOURCES.filter((source) => has(material, source));
  const source = sources.find((each) => each === wanted.source) ?? sources[0] ?? null;
  const head = { process: imageOf(examination, processId), sources, source };
  if (source === null) {
    return { ...head, ...NOTHING, missing: missingText(material) };
  }
  const drawn = await draw(material, source, examination, token);
  const { total, byType, bySite } = drawn;
  const points =
    source === 'userRecords'
      ? await inSessionLog(drawn.points, material, examination, token)
      : drawn.points;
  const notes = notesOf(material, source);
  return { ...head, points, total, byType, bySite, notes, missing: null };
}

const NOTHING: Pick<TimelineAnswer, 'points' | 'total' | 'byType' | 'bySite' | 'notes'> = {
  points: [],
  total: [],
  byType: [],
  bySite: null,
  notes: [],
};

async function gather(
  examination: Examination,
  processId: number,
  token: CancellationToken,
): Promise<Material> {
  const ranked = await rankedSites(examination, processId, token);
  const snapshots = await snapshotsUpToNow(examination, processId, token);
  return {
    leaks: ranked.ok ? ranked.value.leaks : null,
    untraced: ranked.ok ? null : problemSentence(ranked.problem),
    moments: {
      moments: await logMoments(examination, processId, token),
      snapshots: snapshotMoments(snapshots, 'kernel'),
      userSnapshots: snapshotMoments(snapshots, 'USER'),
    },
  };
}

function has(material: Material, source: TimelineSource): boolean {
  return familyOf(material, source) !== null || (material.moments[source] ?? []).length > 1;
}

/** The log that a timeline is made from; null for moments and snapshots, and without a log that has records. */
function familyOf({ leaks }: Material, source: TimelineSource): LeakRanking['families'][0] | null {
  const family = source === 'records' ? 'kernel' : source === 'userRecords' ? 'USER' : null;
  return (
    leaks?.families.find(
      ({ parts }) => parts.table.family === family && parts.records.columns.count > 0,
    ) ?? null
  );
}

async function draw(
  material: Material,
  source: TimelineSource,
  { views }: Examination,
  token: CancellationToken,
): Promise<Timeline> {
  const order = material.leaks?.ranking.map(({ key }) => key) ?? [];
  const family = familyOf(material, source);
  return family === null
    ? momentTimeline(material.moments[source] ?? [], order)
    : await recordTimeline(family, order, { token, yieldNow: views.yieldNow });
}

/** Points by the log of the whole session, which the filter of USER handles goes by: the timeline is that of one process. */
async function inSessionLog(
  points: readonly TimelinePoint[],
  material: Material,
  { target, interpreter, views }: Examination,
  token: CancellationToken,
): Promise<readonly TimelinePoint[]> {
  const model = await userHandleModel(
    { target, processId: null, rules: interpreter.state.ownCode, yieldNow: views.yieldNow },
    token,
  );
  const all = model.ok ? await model.value.table.traces(token) : null;
  const part = familyOf(material, 'userRecords')?.parts.records.columns.sequence ?? [];
  const rows = rowsInWholeLog(
    points.map(({ position }) => position ?? 0),
    part,
    all?.columns.sequence ?? [],
  );
  return points.map((point, at) => ({ ...point, position: rows[at] ?? 0 }));
}

/** The moments of a debugger log that list handles of the process. */
async function logMoments(
  { target }: Examination,
  processId: number,
  token: CancellationToken,
): Promise<readonly TimelineMoment[]> {
  const found: TimelineMoment[] = [];
  for (const { number } of (target.log?.moments ?? []).slice(-MOST_MOMENTS)) {
    const store = await target.handlesAt?.(number, processId);
    if (store?.ok === true) {
      const columns = await store.value.columns(token);
      found.push({ point: { label: String(number), position: number }, columns, sites: null });
    }
  }
  return found;
}

/** The snapshots of the process that the user took, and the present moment. */
async function snapshotsUpToNow(
  examination: Examination,
  processId: number,
  token: CancellationToken,
): Promise<readonly NamedSnapshot[]> {
  const { interpreter, target, views } = examination;
  const { named, ownCode } = interpreter.state;
  const earlier = named.filter(
    ({ origin }) => origin.target === target.info.title && origin.processId === processId,
  );
  const process = target.processes().find((each) => each.processId === processId);
  if (earlier.length === 0 || process === undefined) {
    return [];
  }
  const handles = await examination.handles(processId);
  const kernel = handles.ok ? ok((await views.tracedTable(processId, token)).table) : handles;
  const work = { token, yieldNow: views.yieldNow };
  const now = await takeSnapshotWith({ name: '', target, process }, kernel, ownCode, work);
  return now.ok ? [...earlier, now.value] : earlier;
}

function notesOf(material: Material, source: TimelineSource): readonly string[] {
  const family = familyOf(material, source);
  return family === null ? [] : tellBlindSpots(family.blindSpots);
}

function missingText({ untraced }: Material): string {
  const others = 'Snapshots (!snapshot) and the moments of a debugger log make a timeline too.';
  return untraced === null
    ? `The trace log has no records yet: they are kept while the program runs. ${others}`
    : `${untraced} ${others}`;
}

async function callTree(
  examination: Examination,
  { rawArguments, token, progress }: RequestContext,
): Promise<CallTreeAnswer> {
  const wanted = valueOf(parseProcessArguments(CALL_TREE_REQUEST, rawArguments));
  const processId = wanted.processId ?? examination.processId;
  const process = imageOf(examination, processId);
  progress('Adding up callers');
  const ranked = await rankedSites(examination, processId, token);
  if (!ranked.ok) {
    return { process, root: null, notes: [], missing: problemSentence(ranked.problem) };
  }
  const { leaks } = ranked.value;
  if (leaks === null) {
    return { process, root: null, notes: [], missing: 'There are no handle traces.' };
  }
  const parts = leaks.families.map((family) => family.parts);
  const root = await prefixTree(parts, { token, yieldNow: examination.views.yieldNow });
  return {
    process,
    root: callNode(root, root.outstanding * LEAST_SHARE),
    notes: tellLimits(leaks),
    missing: null,
  };
}

/** A node with the children that have at least `least` outstanding opens. */
function callNode(node: PrefixNode, least: number): CallNode {
  const { label, outstanding, self, opened, closed, children } = node;
  const shown = children.filter((child) => child.outstanding >= least);
  const below = (nodes: readonly PrefixNode[]): number =>
    nodes.reduce((sum, child) => sum + child.outstanding, 0);
  return {
    label: escapeText(label),
    outstanding,
    self,
    opened,
    closed,
    children: shown.map((child) => callNode(child, least)),
    leftOut: below(children) - below(shown),
  };
}

function imageOf({ target }: Examination, processId: number): string {
  return target.processes().find((each) => each.processId === processId)?.image ?? '';
}
