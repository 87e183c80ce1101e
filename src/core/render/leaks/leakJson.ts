/** The JSON of `!sites`. */

import type { HandleFamily } from '../../analysis/traces/handleFamily';
import type { BlindSpots } from '../../analysis/leaks/blindSpots';
import type { LeakRanking } from '../../analysis/leaks/leakRanking';
import type { PrefixNode } from '../../analysis/leaks/prefixTree';
import {
  reportSite,
  type LeakSite,
  type OpeningStack,
  type RecordPlace,
  type SiteCloser,
} from '../../analysis/leaks/siteReport';
import type { LeakResult, SiteResult, SitesResult } from '../../commands/leaks/leakResults';
import { throwIfCancelled, type CancellationToken } from '../../util/cancellation';
import { hex0x } from '../../util/hex';
import { frameValue, type JsonValue } from '../jsonText';
import { fixOf } from './siteLines';

/** Handles of one site that are named. */
const MOST_HANDLES = 1000;

/** Everything after the target. */
export async function* leakJson(
  result: LeakResult,
  token: CancellationToken,
): AsyncGenerator<string, void, void> {
  switch (result.kind) {
    case 'sites':
      yield* sitesJson(result, token);
      return;
    case 'site':
      yield members(await siteMembers(result, token));
      return;
    case 'siteTree':
      yield members({
        processId: result.process.processId,
        tree: nodeValue(result.root),
        limits: result.limits,
      });
      return;
    case 'suppressions':
      yield members({ patterns: result.patterns });
  }
}

async function* sitesJson(
  result: SitesResult,
  token: CancellationToken,
): AsyncGenerator<string, void, void> {
  const { process, leaks, total, likely, steady, more, suppressed, filter, limits } = result;
  yield await Promise.resolve(
    `"processId":${process.processId},"folding":${JSON.stringify(leaks.options.folding)},"sites":[`,
  );
  for (let rank = 1; rank <= result.shown; rank++) {
    throwIfCancelled(token);
    const site = reportSite(leaks, rank);
    if (site !== null) {
      yield `${rank === 1 ? '' : ','}${JSON.stringify(siteValue(site))}`;
    }
  }
  yield '],';
  yield members({
    total: { ...total },
    likely: { ...likely },
    steady: { ...steady },
    more: { ...more },
    suppressed: { ...suppressed },
    filter,
    limits,
    log: logOf(leaks, 'kernel'),
    userLog: logOf(leaks, 'USER'),
  });
}

async function siteMembers(
  { process, site, stacks, store, limits }: SiteResult,
  token: CancellationToken,
): Promise<Readonly<Record<string, JsonValue>>> {
  const records = await store.records(site.handles.subarray(0, MOST_HANDLES), token);
  const fix = fixOf(site, stacks[0]?.frames ?? []);
  return {
    processId: process.processId,
    site: siteValue(site),
    stacks: stacks.map(stackValue),
    handles: records.map(({ value, type, name }) => ({ handle: hex0x(value), type, name })),
    fix: fix === null ? null : { ...fix },
    limits,
  };
}

/** What a log cannot see; null without one. */
function logOf({ families }: LeakRanking, family: HandleFamily): JsonValue {
  const found = families.find(({ parts }) => parts.table.family === family);
  return found === undefined ? null : blindSpotsValue(found.blindSpots);
}

/** A site as data. */
export function siteValue(site: LeakSite): JsonValue {
  return {
    rank: site.rank,
    key: site.key,
    family: site.family,
    label: site.label,
    owner: site.owner,
    score: site.score,
    level: site.level,
    reasons: site.reasons.map((reason) => ({ ...reason })),
    outstanding: site.outstanding,
    opened: site.opened,
    closed: site.closed,
    closedWithoutRecord: site.replaced,
    inHandleTable: site.listed,
    types: site.types.map((type) => ({ ...type })),
    names: { ...site.names },
    threads: site.threads.map((thread) => ({ ...thread })),
    processes: site.processes.map((process) => ({ ...process })),
    firstOpen: placeValue(site.firstOpen),
    lastOpen: placeValue(site.lastOpen),
    closedBy: site.closers.map(closerValue),
    quarters: site.floors,
    growth: site.growth,
    frames: site.frames.map(frameValue),
  };
}

function placeValue(place: RecordPlace): JsonValue {
  return { ...place };
}

function closerValue({ key, label, count, threads, stack }: SiteCloser): JsonValue {
  return {
    key,
    label,
    count,
    threads: threads.map((thread) => ({ ...thread })),
    stack: stack.map(frameValue),
  };
}

function stackValue({ count, threads, frames }: OpeningStack): JsonValue {
  return {
    count,
    threads: threads.map((thread) => ({ ...thread })),
    frames: frames.map(frameValue),
  };
}

function nodeValue(node: PrefixNode): JsonValue {
  return { ...node, children: node.children.map(nodeValue) };
}

function blindSpotsValue(spots: BlindSpots): JsonValue {
  return {
    ...spots,
    log: {
      ...spots.log,
      maximumDepth: Number.isFinite(spots.log.maximumDepth) ? spots.log.maximumDepth : null,
    },
    unrecorded: spots.unrecorded?.map((type) => ({ ...type })) ?? null,
  };
}

function members(value: Readonly<Record<string, JsonValue>>): string {
  return Object.entries(value)
    .map(([key, each]) => `${JSON.stringify(key)}:${JSON.stringify(each)}`)
    .join(',');
}
