/** Open handles in the course of a trace log. */

import { TRACE_CLOSE, TRACE_OPEN } from '../../model/handleTrace';
import type { LeakSites } from '../leaks/leakSites';
import { NO_RECORD } from '../traces/openers';
import { inSteps, ROWS_PER_STEP, type Work } from '../work';
import {
  SeriesBook,
  UNKNOWN_SITE,
  UNKNOWN_TYPE,
  type Timeline,
  type TimelinePoint,
} from './timeline';

/** Points of a long log; more than a screen can tell apart. */
const MOST_POINTS = 400;

/** Which part of the log each record belongs to: point 0 is before the first record, each further one the end of a part. */
class LogParts {
  readonly points: number;

  constructor(private readonly records: number) {
    this.points = Math.min(records, MOST_POINTS) + 1;
  }

  /** The first point at which a record has happened; row 0 is the newest record. */
  pointOf(row: number): number {
    const nth = this.records - row;
    return Math.ceil((nth * (this.points - 1)) / this.records);
  }

  /** The newest record that has happened at a point. */
  rowAt(point: number): number {
    return this.records - Math.floor((point * this.records) / (this.points - 1 || 1));
  }
}

/**
 * Counts open handles at up to 401 points from before the first record to the last. An open counts until its close, or
 * until its value is opened again; handles opened before the log begins count from the start, until their close where it
 * is on record. `order`: keys of sites, those first that get a series of their own.
 */
export async function recordTimeline(
  { parts }: LeakSites,
  order: readonly string[],
  work: Work,
): Promise<Timeline> {
  const { records, columns, traces, sites } = parts;
  const log = new LogParts(records.columns.count);
  const byType = new SeriesBook(log.points);
  const bySite = new SeriesBook(log.points);
  const total = new Float64Array(log.points);
  const typeOf = recordTypes(parts);
  const before = (type: string | null): readonly Float64Array[] => [
    total,
    typeSeries(byType, type),
    bySite.of('', UNKNOWN_SITE),
  ];
  const siteSeries = new Map<number, Float64Array>();
  const ofSite = (site: number): Float64Array => {
    const known = siteSeries.get(site) ?? makeSiteSeries(bySite, sites.facts(site));
    siteSeries.set(site, known);
    return known;
  };
  await inSteps(work, records.columns.count, ROWS_PER_STEP, (from, to) => {
    for (let row = from; row < to; row++) {
      const end = records.pairs.mate[row] ?? NO_RECORD;
      const operation = records.columns.operation[row];
      if (operation === TRACE_OPEN) {
        const counts = [total, typeSeries(byType, typeOf(row)), ofSite(records.siteOf(row))];
        change(counts, log.pointOf(row), 1);
        if (end !== NO_RECORD) {
          change(counts, log.pointOf(end), -1);
        }
      } else if (operation === TRACE_CLOSE && end === NO_RECORD) {
        const counts = before(typeOf(row));
        change(counts, 0, 1);
        change(counts, log.pointOf(row), -1);
      }
    }
  });
  for (let row = 0; row < columns.count; row++) {
    if ((traces.openers.openRecord[row] ?? NO_RECORD) === NO_RECORD) {
      change(before(columns.typeName(row)), 0, 1);
    }
  }
  byType.sumUp();
  bySite.sumUp();
  for (let point = 1; point < total.length; point++) {
    total[point] = (total[point] ?? 0) + (total[point - 1] ?? 0);
  }
  return {
    points: Array.from({ length: log.points }, (_, point) => pointAt(parts, log, point)),
    total: Array.from(total),
    byType: byType.series('other types'),
    bySite: bySite.series('other places', order),
  };
}

type Parts = LeakSites['parts'];

function typeSeries(book: SeriesBook, type: string | null): Float64Array {
  return type === null ? book.of('', UNKNOWN_TYPE) : book.of(type, type);
}

function makeSiteSeries(
  book: SeriesBook,
  facts: { readonly key: string; readonly label: string } | null,
): Float64Array {
  return facts === null ? book.of('', UNKNOWN_SITE) : book.of(facts.key, facts.label);
}

function change(counts: readonly Float64Array[], point: number, by: number): void {
  for (const each of counts) {
    each[point] = (each[point] ?? 0) + by;
  }
}

/**
 * The type of what a record opened or closed: as the record says, else of the handle in the table that it opened; null
 * where neither tells, as for kernel handles that are closed by now.
 */
function recordTypes({ records, columns, traces }: Parts): (row: number) => string | null {
  const { objectTypes } = records.columns;
  if (objectTypes !== null) {
    return (row) => objectTypes.names[objectTypes.of[row] ?? 0] ?? null;
  }
  const handleOf = new Int32Array(records.columns.count).fill(NO_RECORD);
  traces.openers.openRecord.forEach((record, row) => {
    if (record !== NO_RECORD) {
      handleOf[record] = row;
    }
  });
  return (row) => {
    const handle = handleOf[row] ?? NO_RECORD;
    return handle === NO_RECORD ? null : columns.typeName(handle);
  };
}

function pointAt({ records }: Parts, log: LogParts, point: number): TimelinePoint {
  const row = log.rowAt(point);
  const { sequence, count } = records.columns;
  const number = row >= count ? (sequence?.[count - 1] ?? 1) - 1 : (sequence?.[row] ?? count - row);
  return { label: String(number), position: row };
}
