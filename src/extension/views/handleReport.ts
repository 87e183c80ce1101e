/** A report on a session as Markdown, to hand to somebody: the target, its types, its leak sites, its misused values. */

import type { TargetAnswer, TracesAnswer } from '../../protocol/dapExtensions';
import type { LeakSiteAnswer, LeakSitesAnswer } from '../../protocol/siteMessages';
import type { UserTableFacts } from '../../protocol/userMessages';
import type { TypeGrowthAnswer } from '../../protocol/viewMessages';
import { l10n } from '../l10n';
import { escapeMarkdown, visibleText } from './handleTooltip';
import { frameLabel, namedFrame } from './rowTexts';
import { siteMarkdown, sitesHeadline } from './siteTexts';
import { growthText, userTypeRows } from './typesText';

/** What a report is made of; null where the target does not tell. */
export interface ReportFacts {
  readonly sessionName: string;
  readonly target: TargetAnswer;
  readonly types: TypeGrowthAnswer | null;
  readonly sites: LeakSitesAnswer | null;
  /** The most suspicious sites in full. */
  readonly leaks: readonly LeakSiteAnswer[];
  readonly badReferences: TracesAnswer | null;
  /** USER handles of the session. */
  readonly users: UserTableFacts | null;
  readonly userBadReferences: TracesAnswer | null;
  readonly made: Date;
}

/** The report. All text from the target is escaped: it is data, never markup. */
export function handleReport(facts: ReportFacts): string {
  return [
    ...head(facts),
    ...typeTable(facts.types),
    ...userTypeTable(facts.users),
    ...leakSection(facts),
    ...badReferenceSection(facts),
    ...problemSection(facts.target),
  ].join('\n');
}

function head({ sessionName, target, made }: ReportFacts): readonly string[] {
  return [
    `# ${l10n.t('Handles of {0}', escapeMarkdown(target.title))}`,
    '',
    escapeMarkdown(target.description),
    '',
    l10n.t(
      'Session {0}, {1}, {2}. Written by Handle Lens at {3}.',
      escapeMarkdown(sessionName),
      escapeMarkdown(target.architecture),
      escapeMarkdown(target.windows ?? l10n.t('Windows version not recorded')),
      made.toISOString(),
    ),
    '',
  ];
}

function typeTable(types: TypeGrowthAnswer | null): readonly string[] {
  if (types === null) {
    return [`## ${l10n.t('Open handles')}`, '', l10n.t('The target tells no handles.'), ''];
  }
  return [
    `## ${l10n.t('{0} open handles', types.total)}`,
    '',
    ...countTable(types.types.map(({ type, ...counts }) => ({ label: type, ...counts }))),
  ];
}

/** Nothing where the target has none. */
function userTypeTable(users: UserTableFacts | null): readonly string[] {
  return users === null
    ? []
    : [
        `## ${l10n.t('{0} USER handles in the session', users.inUse)}`,
        '',
        ...countTable(userTypeRows(users)),
      ];
}

function countTable(
  rows: readonly { readonly label: string; readonly count: number; readonly growth: number }[],
): readonly string[] {
  return [
    `| ${l10n.t('Type')} | ${l10n.t('Count')} | ${l10n.t('Since the last stop')} |`,
    '|---|---:|---:|',
    ...rows.map(
      ({ label, count, growth }) =>
        `| ${escapeMarkdown(label)} | ${count} | ${growthText(growth)} |`,
    ),
    '',
  ];
}

function leakSection({ sites, leaks }: ReportFacts): readonly string[] {
  const title = `## ${l10n.t('Leak sites')}`;
  if (sites === null) {
    return [title, '', l10n.t('The target tells no leak sites.'), ''];
  }
  return [
    title,
    '',
    sites.missing === null ? `${sitesHeadline(sites)}.` : escapeMarkdown(sites.missing),
    '',
    ...leaks.map(siteMarkdown),
    ...(sites.limits.length === 0
      ? []
      : [l10n.t('What the traces cannot see:'), '', ...sites.limits.map(item), '']),
  ];
}

function badReferenceSection({
  badReferences: kernel,
  userBadReferences: user,
}: ReportFacts): readonly string[] {
  const title = `## ${l10n.t('Bad references')}`;
  const total = (kernel?.total ?? 0) + (user?.total ?? 0);
  if (total === 0) {
    const none =
      kernel === null && user === null
        ? l10n.t('The target has no trace records.')
        : l10n.t('None is in the trace log.');
    return [title, '', none, ''];
  }
  const rows = [...(kernel?.rows ?? []), ...(user?.rows ?? [])];
  const shown = rows.map(({ handle, stack, explanation = '' }) => {
    const named = namedFrame(stack);
    const where = named === undefined ? '' : `, ${code(frameLabel(named))}`;
    return `- \`${handle}\`${where}${explanation === '' ? '' : `: ${escapeMarkdown(explanation)}`}`;
  });
  const rest = total - rows.length;
  return [title, '', ...shown, ...(rest > 0 ? [`- ${l10n.t('and {0} more', rest)}`] : []), ''];
}

function problemSection({ problems }: TargetAnswer): readonly string[] {
  return problems.length === 0
    ? []
    : [
        `## ${l10n.t('What could not be read')}`,
        '',
        ...problems.map(({ message, where, hint }) =>
          item([message, where === null ? '' : `(${where})`, hint ?? ''].join(' ').trim()),
        ),
        '',
      ];
}

function item(text: string): string {
  return `- ${escapeMarkdown(text)}`;
}

function code(text: string): string {
  return `\`${visibleText(text).replaceAll('`', "'")}\``;
}
