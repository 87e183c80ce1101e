/** Comparisons and lives as one short line each. */

import type { ComparisonResult, SnapshotsResult } from '../commands/compare/compareResults';
import type { LifeResult, WhyResult } from '../commands/life/lifeResults';
import type { CommandResult } from '../commands/results';
import { comparisonLine, snapshotLine } from './compare/comparisonText';
import { lifeLine, whyLine } from './life/lifeText';

/** Results that are more than a list of what the target has. */
export type Investigation = SnapshotsResult | ComparisonResult | LifeResult | WhyResult;

const KINDS: ReadonlySet<string> = new Set<Investigation['kind']>([
  'snapshots',
  'comparison',
  'life',
  'why',
]);

/** True for the results of {@link investigationLine}. */
export function isInvestigation(result: CommandResult): result is Investigation {
  return KINDS.has(result.kind);
}

/** One line without line feed. */
export function investigationLine(result: Investigation): string {
  switch (result.kind) {
    case 'snapshots':
      return result.subject === null
        ? `${result.snapshots.length} ${result.snapshots.length === 1 ? 'snapshot' : 'snapshots'}`
        : snapshotLine(result.action, result.subject);
    case 'comparison':
      return comparisonLine(result);
    case 'life':
      return lifeLine(result);
    case 'why':
      return whyLine(result);
  }
}
