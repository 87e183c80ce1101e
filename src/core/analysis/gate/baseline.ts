/** The baseline of a gate: what was there when somebody accepted it. A file that is committed and compared with. */

import { fail, ok, type Result } from '../../util/result';
import type { GateFacts, HandleCounts } from './gateFacts';

/** Written into every file, so that a later version knows what it reads. */
export const BASELINE_SCHEMA = 'handle-lens-baseline/1';

const NOTHING: HandleCounts = { total: 0, types: new Map() };

/** A place that was accepted. */
export interface AcceptedPlace {
  readonly key: string;
  /** For people who read the file. */
  readonly label: string;
  readonly count: number;
}

/** What was accepted. */
export interface Baseline {
  /** Kernel handles of the process; null when there was no list of them, as in a log of traces alone. */
  readonly kernel: HandleCounts | null;
  /** USER handles of the process; null when they could not be counted, and in files that were written before they were. */
  readonly user: HandleCounts | null;
  /** Outstanding opens by leak site; null when there were no traces. */
  readonly sites: readonly AcceptedPlace[] | null;
  /** Bad references by place; null when there were no traces. */
  readonly badReferences: readonly AcceptedPlace[] | null;
}

/** The baseline that accepts everything there is now. */
export function baselineOf(facts: GateFacts): Baseline {
  return {
    kernel: facts.unlisted === null ? { total: facts.total, types: facts.types } : null,
    user: facts.user,
    sites:
      facts.sites === null
        ? null
        : addUp(
            facts.sites.map(({ fingerprint, site }) => ({
              key: fingerprint,
              label: functionOf(site.label),
              count: site.outstanding,
            })),
          ),
    badReferences:
      facts.badReferences === null
        ? null
        : addUp(
            facts.badReferences.map(({ fingerprint, label, count }) => ({
              key: fingerprint,
              label: functionOf(label),
              count,
            })),
          ),
  };
}

/** Places of one fingerprint as one. */
export function addUp(places: readonly AcceptedPlace[]): readonly AcceptedPlace[] {
  const byKey = new Map<string, AcceptedPlace>();
  for (const place of places) {
    const known = byKey.get(place.key);
    byKey.set(
      place.key,
      known === undefined ? place : { ...known, count: known.count + place.count },
    );
  }
  return [...byKey.values()];
}

/** A frame without its displacement, which changes with every build. */
function functionOf(label: string): string {
  return label.includes('!') ? label.replace(/\+0x[0-9a-f]+$/, '') : label;
}

/** The content of a baseline file: sorted, a line per entry, so that changes read well in a review. */
export function baselineText(baseline: Baseline): string {
  const byLabel = (places: readonly AcceptedPlace[] | null): readonly AcceptedPlace[] | null =>
    places === null
      ? null
      : [...places].sort((a, b) =>
          a.label === b.label ? compare(a.key, b.key) : compare(a.label, b.label),
        );
  const { kernel, user } = baseline;
  const document = {
    schema: BASELINE_SCHEMA,
    ...(kernel === null ? {} : countsValue(kernel)),
    ...(user === null ? {} : { user: countsValue(user) }),
    sites: byLabel(baseline.sites),
    badReferences: byLabel(baseline.badReferences),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function countsValue({ total, types }: HandleCounts): Readonly<Record<string, unknown>> {
  return {
    total,
    types: Object.fromEntries([...types].sort(([a], [b]) => compare(a, b))),
  };
}

/** Reads the content of a baseline file. */
export function parseBaseline(value: unknown): Result<Baseline> {
  if (!isObject(value) || typeof value['schema'] !== 'string') {
    return damaged('It has no "schema".');
  }
  if (value['schema'] !== BASELINE_SCHEMA) {
    return damaged(`Its schema is "${value['schema']}", this version reads "${BASELINE_SCHEMA}".`);
  }
  const { user = null, sites, badReferences } = value;
  const isCounted = value['total'] !== undefined || value['types'] !== undefined;
  const counts = isCounted ? countsIn(value) : NOTHING;
  const userCounts = user === null ? null : countsIn(user);
  if (counts === null || (userCounts === null && user !== null)) {
    return damaged('"total" and the counts in "types" should be whole numbers.');
  }
  if (!isPlaces(sites) || !isPlaces(badReferences)) {
    return damaged('"sites" and "badReferences" should be lists of {key, label, count}, or null.');
  }
  return ok({
    // Earlier versions wrote zeros where nothing was listed.
    kernel: counts.total === 0 ? null : counts,
    user: userCounts,
    sites,
    badReferences,
  });
}

/** Null when the counts are not whole numbers. */
function countsIn(value: unknown): HandleCounts | null {
  if (!isObject(value)) {
    return null;
  }
  const { total, types } = value;
  return isCount(total) && isObject(types) && Object.values(types).every(isCount)
    ? { total, types: new Map(Object.entries(types as Record<string, number>)) }
    : null;
}

function damaged(message: string): Result<never> {
  return fail({
    code: 'baseline',
    message: `This is not a baseline file. ${message}`,
    hint: 'Write a new one with handle-lens check TARGET --write-baseline FILE.',
  });
}

function isPlaces(value: unknown): value is readonly AcceptedPlace[] | null {
  return (
    value === null ||
    (Array.isArray(value) &&
      value.every(
        (each: unknown) =>
          isObject(each) &&
          typeof each['key'] === 'string' &&
          typeof each['label'] === 'string' &&
          isCount(each['count']),
      ))
  );
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
