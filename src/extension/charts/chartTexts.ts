/** The words of the charts' pages, translated. Knows nothing of VS Code. */

import type { TimelineSource } from '../../core/analysis/timeline/timeline';
import type { PageTexts } from '../../protocol/chartPages';
import { l10n } from '../l10n';

/** Words of the timeline. The keys are what the page asks for. */
export function timelineTexts(): PageTexts {
  return {
    'Open handles over time: {0}': l10n.t('Open handles over time: {0}'),
    'Time is counted in': l10n.t('Time is counted in'),
    records: l10n.t('trace records'),
    userRecords: l10n.t('trace records of USER handles'),
    moments: l10n.t('moments of the log'),
    snapshots: l10n.t('snapshots'),
    userSnapshots: l10n.t('snapshots of USER handles'),
    Lines: l10n.t('Lines'),
    'By type': l10n.t('By type'),
    'By place': l10n.t('By place'),
    Moment: l10n.t('Moment'),
    'Moment {0}': l10n.t('Moment {0}'),
    'After record {0}': l10n.t('After record {0}'),
    now: l10n.t('now'),
    'all handles': l10n.t('all handles'),
    '{0}: {1} open handles: {2}': l10n.t('{0}: {1} open handles: {2}'),
    then: l10n.t('Show the handles that were open then'),
    since: l10n.t('Show the handles opened since'),
    look: l10n.t('Look at this moment'),
    compare: l10n.t('Compare with now'),
    'Arrow keys, Page Up, Page Down, Home and End move through time.': l10n.t(
      'Arrow keys, Page Up, Page Down, Home and End move through time.',
    ),
    'Enter or a click: {0}.': l10n.t('Enter or a click: {0}.'),
    'Shift+Enter: {0}.': l10n.t('Shift+Enter: {0}.'),
    'As a table': l10n.t('As a table'),
    'What the log does not show': l10n.t('What the log does not show'),
  };
}

/** Words of the flame graph. */
export function flameTexts(): PageTexts {
  const help =
    'A bar is as wide as the function has outstanding opens. Arrow keys move between callers, callees and neighbours; Enter zooms in, Escape zooms out, Space shows the handles.';
  return {
    'Callers of outstanding opens: {0}': l10n.t('Callers of outstanding opens: {0}'),
    'Every handle whose opening is on record was closed again.': l10n.t(
      'Every handle whose opening is on record was closed again.',
    ),
    [help]: l10n.t(
      'A bar is as wide as the function has outstanding opens. Arrow keys move between callers, callees and neighbours; Enter zooms in, Escape zooms out, Space shows the handles.',
    ),
    '{0}: {1} of {2} outstanding opens ({3} %)': l10n.t(
      '{0}: {1} of {2} outstanding opens ({3} %)',
    ),
    '{0} by the function itself': l10n.t('{0} by the function itself'),
    'opened {0}, closed {1} from there on': l10n.t('opened {0}, closed {1} from there on'),
    '{0} below functions that are too small to show': l10n.t(
      '{0} below functions that are too small to show',
    ),
    'Show the handles': l10n.t('Show the handles'),
    'Zoom here': l10n.t('Zoom here'),
    'Show all': l10n.t('Show all'),
    'As a list': l10n.t('As a list'),
    'What the log does not show': l10n.t('What the log does not show'),
  };
}

/**
 * The filter for the handles that were open after the record in a row of the log, or for those opened since. Handles whose
 * opening is not on record were open all the time. The log of USER handles is one of its own, and other handles have no place in it.
 */
export function pointFilter(
  use: 'then' | 'since',
  row: number,
  source: TimelineSource | null,
): string {
  const filter = use === 'then' ? `age>=${row} or -age>=0` : `age<${row}`;
  return source === 'userRecords' ? `family:user (${filter})` : filter;
}

/** The filter for the handles that a function opened, itself or through others. */
export function functionFilter(label: string): string {
  return `openedBy="${label.replaceAll('"', '""')}"`;
}
