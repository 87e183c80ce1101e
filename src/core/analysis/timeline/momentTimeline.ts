/** Open handles at separate moments: those of a debugger log, or the snapshots that the user took. */

import type { HandleColumns } from '../../model/handleColumns';
import type { NamedSnapshot, SnapshotPart } from '../compare/namedSnapshot';
import type { HandleFamily } from '../traces/handleFamily';
import {
  SeriesBook,
  UNKNOWN_SITE,
  UNKNOWN_TYPE,
  type Timeline,
  type TimelinePoint,
} from './timeline';

/** The handles of one moment. */
export interface TimelineMoment {
  readonly point: TimelinePoint;
  readonly columns: HandleColumns;
  /** Where they were opened; null where nobody knows. */
  readonly sites: SnapshotPart['sites'];
}

/** The kernel handles, or the USER handles, of those snapshots that list or count them. */
export function snapshotMoments(
  snapshots: readonly NamedSnapshot[],
  family: HandleFamily,
): readonly TimelineMoment[] {
  return snapshots.flatMap((snapshot) => {
    const part = family === 'USER' ? snapshot.user : snapshot.unlisted === null ? snapshot : null;
    return part === null
      ? []
      : [
          {
            point: { label: snapshot.name, position: null },
            columns: part.table.columns,
            sites: part.sites,
          },
        ];
  });
}

/** Counts the handles of each moment, oldest first. `order`: keys of sites that get a series of their own first. */
export function momentTimeline(
  moments: readonly TimelineMoment[],
  order: readonly string[] | null,
): Timeline {
  const byType = new SeriesBook(moments.length);
  const bySite = new SeriesBook(moments.length);
  moments.forEach(({ columns, sites }, at) => {
    for (const [type, count] of columns.summarise().byType) {
      (type === 'None' ? byType.of('', UNKNOWN_TYPE) : byType.of(type, type))[at] = count;
    }
    sites?.of.forEach((site) => {
      const facts = sites.list[site];
      const isKnown = facts !== undefined && site !== 0 && facts.key !== '';
      const counts = isKnown ? bySite.of(facts.key, facts.label) : bySite.of('', UNKNOWN_SITE);
      counts[at] = (counts[at] ?? 0) + 1;
    });
  });
  return {
    points: moments.map(({ point }) => point),
    total: moments.map(({ columns }) => columns.summarise().total),
    byType: byType.series('other types'),
    bySite: moments.every(({ sites }) => sites !== null)
      ? bySite.series('other places', order)
      : null,
  };
}
