/** What earlier snapshots knew about leak sites: how sites grew. */

import type { HandleFamily } from '../traces/handleFamily';
import { countSites, type NamedSnapshot } from '../compare/namedSnapshot';

/** The open handles of one moment. */
export interface SiteSnapshot {
  /** What the user calls it. */
  readonly name: string;
  /** Open handles by {@link SiteFacts.key} of the sites by own frames; sites without any are absent. */
  readonly outstanding: ReadonlyMap<string, number>;
}

/** Snapshots of one process, oldest first. */
export interface SiteHistory {
  readonly snapshots: readonly SiteSnapshot[];
}

/** No snapshots. */
export const NO_HISTORY: SiteHistory = { snapshots: [] };

/** The counts of a site at all snapshots, oldest first. */
export function growthOf(history: SiteHistory, key: string): readonly number[] {
  return history.snapshots.map(({ outstanding }) => outstanding.get(key) ?? 0);
}

/**
 * The history of one process in the snapshots that the user named, oldest first; those of other processes and targets,
 * and those without a trace log, say nothing about it.
 */
export function historyOf(
  named: readonly NamedSnapshot[],
  { target, processId }: Pick<NamedSnapshot['origin'], 'target' | 'processId'>,
  family: HandleFamily,
): SiteHistory {
  return {
    snapshots: named
      .filter(({ origin }) => origin.target === target && origin.processId === processId)
      .flatMap((snapshot) => {
        const part = family === 'USER' ? snapshot.user : snapshot;
        return part === null || part.sites === null
          ? []
          : [{ name: snapshot.name, outstanding: countSites(part) }];
      }),
  };
}
