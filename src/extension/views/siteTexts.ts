/** What the rows of the Leak Sites view say, in words. Knows nothing of VS Code. */

import type {
  LeakSiteAnswer,
  LeakSiteRow,
  LeakSitesAnswer,
  SitesCount,
} from '../../protocol/siteMessages';
import { l10n } from '../l10n';
import { frameLabel } from './rowTexts';

/** Types named in a row. */
const MOST_TYPES = 3;
/** Digits of a key that tell sites apart in practice. */
const SHOWN_KEY = 8;

/** The word for a level. */
export function levelWord(level: LeakSiteRow['level']): string {
  return {
    leak: l10n.t('likely leak'),
    suspicious: l10n.t('suspicious'),
    unclear: l10n.t('unclear'),
    steady: l10n.t('steady'),
  }[level];
}

/** Codicon of a level: the shape tells it, so that colour is never needed. */
export function levelIcon(level: LeakSiteRow['level']): string {
  return { leak: 'flame', suspicious: 'warning', unclear: 'question', steady: 'pass' }[level];
}

/** Colour of the icon; undefined for that of text. */
export function levelColour(level: LeakSiteRow['level']): string | undefined {
  return level === 'leak'
    ? 'list.errorForeground'
    : level === 'suspicious'
      ? 'list.warningForeground'
      : undefined;
}

/** `likely leak · 18 Key, opened 36, closed 18 here`. */
export function siteDescription(site: LeakSiteRow): string {
  return `${levelWord(site.level)} · ${siteCounts(site)}`;
}

/** `18 Key, opened 36, closed 18 here`. */
export function siteCounts(site: LeakSiteRow): string {
  return l10n.t(
    '{0}, opened {1}, closed {2} here',
    outstandingText(site),
    site.opened,
    site.closed,
  );
}

/** What is outstanding, by type as far as that is known; of USER handles that they are. */
function outstandingText({ outstanding, types, family }: LeakSiteRow): string {
  const [only] = types;
  if (only === undefined) {
    return family === 'USER'
      ? l10n.t('{0} USER handles outstanding', outstanding)
      : l10n.t('{0} outstanding', outstanding);
  }
  if (types.length === 1) {
    return `${outstanding} ${family === 'USER' ? 'USER ' : ''}${only.type}`;
  }
  const named = types.slice(0, MOST_TYPES).map(({ type, count }) => `${count} ${type}`);
  const more = types.length > MOST_TYPES ? ', …' : '';
  const listed = `${named.join(', ')}${more}`;
  return family === 'USER'
    ? l10n.t('{0} USER handles outstanding ({1})', outstanding, listed)
    : l10n.t('{0} outstanding ({1})', outstanding, listed);
}

/** The spoken form of a site: everything, in words. */
export function siteSpoken(site: LeakSiteRow): string {
  return [
    l10n.t('{0}, score {1} of 100', levelWord(site.level), site.score),
    site.label,
    siteCounts(site),
    ...site.reasons.slice(0, 1),
  ].join(', ');
}

/** What the view says in its title: `3 likely leaks, 54 outstanding`. */
export function sitesHeadline({ likely, total, missing }: LeakSitesAnswer): string {
  if (missing !== null) {
    return l10n.t('no traces');
  }
  const outstanding = likely.sites === 0 ? total.outstanding : likely.outstanding;
  const leaks =
    likely.sites === 0
      ? l10n.t('no likely leak')
      : likely.sites === 1
        ? l10n.t('1 likely leak')
        : l10n.t('{0} likely leaks', likely.sites);
  return l10n.t('{0}, {1} outstanding', leaks, outstanding);
}

/** The row that stands for all steady sites. */
export function steadyLabel({ sites }: SitesCount): string {
  return sites === 1 ? l10n.t('1 steady site') : l10n.t('{0} steady sites', sites);
}

/** The console line that shows a site in full. */
export function siteCommand({ key }: LeakSiteRow): string {
  return `!sites ${key.slice(0, SHOWN_KEY)}`;
}

/** The console line that hides a site until the session ends. */
export function suppressCommand({ key }: LeakSiteRow): string {
  return `!sites -suppress site:${key.slice(0, SHOWN_KEY)}`;
}

/** Why a text is no name of a snapshot; undefined when it is one. The console has the same rule. */
export function snapshotNameProblem(text: string): string | undefined {
  return text.toLowerCase() === 'now'
    ? l10n.t('"now" always means the present moment: choose another name.')
    : /^[A-Za-z0-9][\w-]*$/.test(text)
      ? undefined
      : l10n.t('Use letters, digits, - and _, beginning with a letter or a digit.');
}

/** The console line that compares a snapshot, a path or a sample with the present moment. */
export function compareLine(side: string): string {
  return /^[\w-]+$/.test(side) ? `!compare ${side}` : `!compare "${side}"`;
}

/** A site for a report or an issue: verdict, counts, reasons, the most frequent stack, where siblings are closed. */
export function siteMarkdown({ site, stacks, closers }: LeakSiteAnswer): string {
  const [stack] = stacks;
  return [
    `**${code(site.label)}** (${levelWord(site.level)}, ${site.score}/100)`,
    '',
    `${siteCounts(site)} (\`${siteCommand(site)}\`)`,
    '',
    ...site.reasons.map((reason) => `- ${escapeMarkdown(reason)}`),
    ...closers.map(({ label, count }) =>
      l10n.t('- siblings closed by {0}: {1}', code(label), count),
    ),
    ...(stack === undefined
      ? []
      : [
          '',
          l10n.t('Opening stack ({0} of {1}):', stack.count, site.outstanding),
          '',
          ...stack.trace.stack.map((frame) => `    ${oneLine(frameLabel(frame))}`),
        ]),
    '',
  ].join('\n');
}

/** Names come from dumps, which are anybody's: they stay code on one line. */
function code(text: string): string {
  return `\`${oneLine(text).replaceAll('`', "'")}\``;
}

function oneLine(text: string): string {
  return text.replace(/[\r\n\t]+/g, ' ');
}

function escapeMarkdown(text: string): string {
  return oneLine(text).replace(/[\\`*_[\]<>|]/g, '\\$&');
}
