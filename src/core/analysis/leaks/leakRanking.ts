/** Leak sites of all kinds of handles of a process in one ranking: kernel handles and USER handles, judged alike. */

import type { CancellationToken } from '../../util/cancellation';
import { ok, type Result } from '../../util/result';
import type { HandleTable } from '../handleTable';
import type { HandleFamily } from '../traces/handleFamily';
import type { QueryProblem } from '../query/querySyntax';
import {
  bySuspicion,
  findLeakSites,
  type LeakOptions,
  type LeakSites,
  type RankedSite,
} from './leakSites';
import { NO_HISTORY, type SiteHistory } from './siteHistory';
import { tellBlindSpots } from './tellBlindSpots';

/** What the kinds of handles are called where both may be meant. */
export const FAMILY_NAMES: Readonly<Record<HandleFamily, string>> = {
  kernel: 'Kernel handles',
  USER: 'USER handles',
};

/** Leak sites of several tables. */
export interface LeakRanking {
  readonly options: LeakOptions;
  /** Each table that has a trace log, with what it was made from. */
  readonly families: readonly LeakSites[];
  /** Sites with outstanding opens, most suspicious first. */
  readonly ranking: readonly RankedSite[];
  /** Sites that suppressions took out. */
  readonly suppressed: number;
  /** Outstanding opens of the sites that were taken out. */
  readonly suppressedOpens: number;
  /** What has to be said of tables that could not be ranked, a sentence each. */
  readonly remarks: readonly string[];
}

/** What is ranked, and what is known besides. */
export interface RankOptions extends LeakOptions {
  /** What earlier snapshots knew of USER handles; nothing without it. */
  readonly userHistory?: SiteHistory;
  readonly remarks?: readonly string[];
}

/**
 * Folds the trace logs of some tables into one ranking. Null when none has a log; a problem when the query suits none of
 * them. `remarks`: why other tables are not among them.
 */
export async function rankLeaks(
  tables: readonly HandleTable[],
  options: RankOptions,
  token: CancellationToken,
): Promise<Result<LeakRanking | null, QueryProblem>> {
  const families: LeakSites[] = [];
  const refused: { readonly family: HandleFamily; readonly problem: QueryProblem }[] = [];
  for (const table of tables) {
    const { family } = table;
    const history = family === 'kernel' ? options.history : (options.userHistory ?? NO_HISTORY);
    const found = await findLeakSites(table, { ...options, history }, token);
    if (!found.ok) {
      refused.push({ family, problem: found.problem });
    } else if (found.value !== null) {
      families.push(found.value);
    }
  }
  const [first] = refused;
  if (families.length === 0) {
    return first === undefined ? ok(null) : { ok: false, problem: first.problem };
  }
  return ok({
    options,
    families,
    ranking: families.flatMap(({ ranking }) => ranking).sort(bySuspicion),
    suppressed: sum(families.map(({ suppressed }) => suppressed)),
    suppressedOpens: sum(families.map(({ suppressedOpens }) => suppressedOpens)),
    remarks: [
      ...(options.remarks ?? []),
      ...refused.map(({ family, problem }) => `${FAMILY_NAMES[family]}: ${problem.message}`),
    ],
  });
}

/** What the logs of a ranking cannot see, a sentence or two each; those about USER handles say so. */
export function tellLimits({ families, remarks }: LeakRanking): readonly string[] {
  return [
    ...families.flatMap(({ parts, blindSpots }) => {
      const { family } = parts.table;
      const start = family === 'kernel' ? '' : `${FAMILY_NAMES[family]}: `;
      return tellBlindSpots(blindSpots).map((text) => `${start}${text}`);
    }),
    ...remarks,
  ];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
