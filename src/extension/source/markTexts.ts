/** What is said at the source lines of leak sites. Knows nothing of VS Code. */

import type { LeakSiteRow } from '../../protocol/siteMessages';
import { l10n } from '../l10n';
import { levelWord, siteCounts } from '../views/siteTexts';

/** Reasons that are named at a line. */
const MOST_REASONS = 3;

/** Above the line: `opened 36, closed 18 here · likely leak`. */
export function lensTitle({ opened, closed, level }: LeakSiteRow): string {
  return `${l10n.t('opened {0}, closed {1} here', opened, closed)} · ${levelWord(level)}`;
}

/** In Problems: the verdict, the counts and why. */
export function problemText(site: LeakSiteRow): string {
  const reasons = site.reasons.slice(0, MOST_REASONS).join('; ');
  return l10n.t(
    '{0} in {1}: {2}. {3}.',
    levelWord(site.level),
    site.label,
    siteCounts(site),
    reasons,
  );
}

/** Sites that belong into Problems: those that look like mistakes. */
export function isProblem({ level }: LeakSiteRow): boolean {
  return level === 'leak' || level === 'suspicious';
}
