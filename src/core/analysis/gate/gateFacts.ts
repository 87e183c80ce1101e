/** What a gate looks at: handles by type, leak sites and bad references of one target. */

import type { BadReferenceKind } from '../../model/badReference';
import type { ResolvedAddress } from '../../model/stackFrame';
import type { HandleTable } from '../handleTable';
import { unknownTypes } from '../query/unknownTypes';
import { KNOWN_TYPES } from '../../windows/objectTypeLists';
import { USER_TYPES } from '../../windows/user/userTypes';
import { everyName } from '../../windows/user/userTypeNames';
import { rankLeaks, tellLimits } from '../leaks/leakRanking';
import { NO_HISTORY } from '../leaks/siteHistory';
import { reportSite, type LeakSite } from '../leaks/siteReport';
import type { Suppression } from '../leaks/suppressions';
import { badReferenceRows, explainBadReferences, type BadReferenceStory } from '../life/whyBad';
import type { HandleFamily } from '../traces/handleFamily';
import { frameText, pickFrames } from '../traces/ownFrames';
import { OWN_FRAMES } from '../traces/siteFrames';
import { hashOfTexts, placeKey } from '../traces/stackSites';
import type { CancellationToken } from '../../util/cancellation';
import { ok, type Result } from '../../util/result';
import { toResult } from './queryAsProblem';

/** Bad references that are explained; of more, the newest. */
const MOST_EXPLAINED = 500;
/** Leak sites that are reported, the most suspicious. */
const MOST_SITES = 1000;

/** Bad references of one kind at one place. */
export interface BadPlace {
  readonly fingerprint: string;
  readonly kind: BadReferenceKind;
  /** The kind of handle. */
  readonly family: HandleFamily;
  /** The frame to name. */
  readonly label: string;
  readonly count: number;
  /** The newest of them. */
  readonly story: BadReferenceStory;
}

/** A leak site and what it is recognised by from build to build. */
export interface GateSite {
  readonly fingerprint: string;
  readonly site: LeakSite;
}

/** How a program died that was run for the check. */
export interface Death {
  /** Of what, in a few words. */
  readonly title: string;
  /** Where it stood, one sentence. */
  readonly description: string;
  /** The stack of the thread there, innermost first. */
  readonly frames: readonly ResolvedAddress[];
}

/** Handles of one kind. */
export interface HandleCounts {
  /** Open handles by type, most first. */
  readonly types: ReadonlyMap<string, number>;
  readonly total: number;
}

/** Facts about one process. */
export interface GateFacts extends HandleCounts {
  /** Why its kernel handles cannot be listed, so that none are counted; null when they are. */
  readonly unlisted: string | null;
  /** What it means that they are counted by type without being listed; null when they are listed, or not counted either. */
  readonly onlyCounted: string | null;
  /** Its USER handles; null when they cannot be counted. */
  readonly user: HandleCounts | null;
  /** Most suspicious first; null when the target has no traces. */
  readonly sites: readonly GateSite[] | null;
  readonly suppressed: number;
  /** Null when the target has no traces. */
  readonly badReferences: readonly BadPlace[] | null;
  /** What the trace log cannot see, a sentence or two each. */
  readonly limits: readonly string[];
  /** How the script died; null when it ended by itself, and of targets that ran elsewhere. */
  readonly death: Death | null;
  /** What the settings or the choice of one process leave out, a sentence or two each: said also when the check passes. */
  readonly leftOut: readonly string[];
}

/** The tables that are looked at. */
export interface GateTables {
  readonly processId: number;
  /** The kernel handles of the process. */
  readonly kernel: HandleTable;
  /** Its USER handles; null when they cannot be listed. */
  readonly user: HandleTable | null;
  /** All USER handles of its session with their trace log; null without one. */
  readonly session: HandleTable | null;
  /** All tables that have a trace log. */
  readonly traced: readonly HandleTable[];
  /** Why others are not among them, a sentence each. */
  readonly remarks: readonly string[];
  /** How the script died; null when it did not. */
  readonly death: Death | null;
  /** What the process left open in others, a sentence each. */
  readonly elsewhere: readonly string[];
}

/** Gathers the facts. Fails when the sites cannot be told apart. */
export async function gatherGateFacts(
  { processId, kernel, user, session, traced, remarks, elsewhere, death }: GateTables,
  suppressions: readonly Suppression[],
  token: CancellationToken,
): Promise<Result<GateFacts>> {
  const base = {
    ...(await countHandles(kernel, token)),
    ...(await howListed(kernel, token)),
    user: user === null ? null : await countHandles(user, token),
    death,
  };
  const leftOut = [...unknownSuppressed(suppressions, [...base.types.keys()]), ...elsewhere];
  const options = {
    folding: OWN_FRAMES,
    query: null,
    suppressions,
    history: NO_HISTORY,
    remarks,
  };
  const leaks = toResult(await rankLeaks(traced, options, token));
  if (!leaks.ok) {
    return leaks;
  }
  if (leaks.value === null) {
    return ok({ ...base, sites: null, suppressed: 0, badReferences: null, limits: [], leftOut });
  }
  const { ranking, suppressed } = leaks.value;
  const sites: GateSite[] = [];
  for (let rank = 1; rank <= Math.min(ranking.length, MOST_SITES); rank++) {
    const site = reportSite(leaks.value, rank);
    if (site !== null) {
      sites.push({ site, fingerprint: placeKey(site.frames, site.family) });
    }
  }
  return ok({
    ...base,
    sites,
    suppressed,
    badReferences: [
      ...(await findBadPlaces(kernel, null, token)),
      ...(session === null ? [] : await findBadPlaces(session, processId, token)),
    ].sort((a, b) => b.count - a.count),
    limits: tellLimits(leaks.value),
    leftOut,
  });
}

/** Types that suppressions name and that neither a handle here has nor a Windows version knows: they suppress nothing. */
function unknownSuppressed(
  suppressions: readonly Suppression[],
  types: readonly string[],
): readonly string[] {
  const known = [...types, ...KNOWN_TYPES, ...USER_TYPES.flatMap(everyName)];
  return suppressions.flatMap(({ text, where }) =>
    unknownTypes({ where, group: null, sort: null }, known).map(
      (sentence) => `Suppression ${text}: ${sentence}`,
    ),
  );
}

async function howListed(
  table: HandleTable,
  token: CancellationToken,
): Promise<Pick<GateFacts, 'unlisted' | 'onlyCounted'>> {
  const isCounted = (await table.columns(token)).counted !== null;
  return {
    unlisted: isCounted ? null : (table.unlisted?.message ?? null),
    onlyCounted: isCounted
      ? 'The log counts handles by type without listing them: which handles they are is unknown.'
      : null,
  };
}

async function countHandles(table: HandleTable, token: CancellationToken): Promise<HandleCounts> {
  const { byType, total } = (await table.columns(token)).summarise();
  return { types: new Map([...byType].sort(([, a], [, b]) => b - a)), total };
}

/** The places of a log's bad references; `actor`: only those of a process. */
async function findBadPlaces(
  table: HandleTable,
  actor: number | null,
  token: CancellationToken,
): Promise<readonly BadPlace[]> {
  const rows = await badReferenceRows(table, null, token, actor);
  const options = { snapshots: [], most: MOST_EXPLAINED, token };
  const places = new Map<string, { story: BadReferenceStory; count: number; label: string }>();
  for (const story of await explainBadReferences(table, rows, options)) {
    const { frames, place } = story.record;
    const { site } = pickFrames(frames.map((frame) => table.source.code.ownerOf(frame)));
    const own = frames.filter((_, at) => site.includes(at));
    const key = hashOfTexts([story.reference.kind, placeKey(own, table.family)]);
    const known = places.get(key);
    if (known === undefined) {
      const label = place === null ? 'a use without a stack' : frameText(place);
      places.set(key, { story, count: 1, label });
    } else {
      known.count++;
    }
  }
  return [...places].map(([fingerprint, { story, count, label }]) => ({
    fingerprint,
    kind: story.reference.kind,
    family: table.family,
    label,
    count,
    story,
  }));
}
