/** What the branch of USER handles says, in words. Knows nothing of VS Code. */

import type {
  UserGroup,
  UserHandleAnswer,
  UserQuota,
  UserRow,
  UserTableFacts,
} from '../../protocol/userMessages';
import { l10n } from '../l10n';
import { escapeMarkdown } from './handleTooltip';
import { changesText, stateWord } from './rowTexts';

/** Characters of the bar that shows how much of a quota is used. */
const BAR_LENGTH = 20;

/** Codicon by type id: shape tells the kind without colour. */
const ICONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    window: 'window',
    menu: 'menu',
    cursor: 'inspect',
    setwindowpos: 'move',
    hook: 'plug',
    clipdata: 'clippy',
    callproc: 'references',
    acceltable: 'keyboard',
    monitor: 'device-desktop',
    kbdlayout: 'keyboard',
    kbdfile: 'keyboard',
    wineventhook: 'bell',
    timer: 'watch',
    inputcontext: 'edit',
    threadinfo: 'git-commit',
  }),
);

/** Codicon of a type; a question mark when the version does not define it. */
export function userTypeIcon(type: string | null): string {
  return type === null ? 'question' : (ICONS.get(type) ?? 'symbol-misc');
}

/** The heading of the branch. */
export function userRootLabel({ session }: UserTableFacts): string {
  return session === null
    ? l10n.t('USER handles')
    : l10n.t('USER handles, session {0}', String(session));
}

/** `412 of 2,048 entries · 36 new, 2 closed`. */
export function userRootDescription(table: UserTableFacts): string {
  const { matched, inUse, entries } = table;
  return joined([
    matched === null
      ? l10n.t('{0} of {1} entries in use', grouped(inUse), grouped(entries))
      : l10n.t('{0} of {1} entries in use meet the filter', grouped(matched), grouped(inUse)),
    changesText(table),
  ]);
}

/** `36 · 3 new`; for a process with its quota: `412 of 10,000 · 3 new`. */
export function userGroupDescription(group: UserGroup): string {
  const count = group.count - group.closedCount;
  return joined([
    group.quota === null
      ? grouped(count)
      : l10n.t('{0} of {1}', grouped(count), grouped(group.quota.quota)),
    changesText(group),
  ]);
}

/** The spoken form of a type or owner: everything, in words. */
export function userGroupSpoken(group: UserGroup): string {
  const { label, quota } = group;
  const count = grouped(group.count - group.closedCount);
  const parts = [
    label,
    quota === null
      ? l10n.t('{0} USER handles', count)
      : l10n.t('{0} of {1} USER handles', count, grouped(quota.quota)),
    changesText(group),
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** What is written behind an entry. */
export function userRowDescription({ state, owner, flags }: UserRow): string {
  return joined([stateWord(state), owner, flags]);
}

/** The spoken form of an entry: everything, in words. */
export function userRowSpoken(row: UserRow): string {
  return [
    l10n.t('USER handle {0}', row.handle),
    row.typeName,
    row.owner,
    row.flags === '' ? '' : l10n.t('flags {0}', row.flags),
    stateWord(row.state),
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** The tooltip of a type or owner, as Markdown. */
export function userGroupTooltip({ label, quota, createdBy, destroyedBy }: UserGroup): string {
  return [
    `**${escapeMarkdown(label)}**`,
    ...(quota === null ? [] : ['', ...quotaLines(quota)]),
    ...lifeLines(createdBy, destroyedBy),
  ].join('\n');
}

/** The tooltip of an entry, as Markdown. `answer` null: it could not be asked for. */
export function userEntryTooltip(row: UserRow, answer: UserHandleAnswer | null): string {
  const state = stateWord(row.state);
  const head = `**${escapeMarkdown(row.typeName)}** \`${row.handle}\`${state === '' ? '' : ` — ${state}`}`;
  return answer === null ? head : [head, '', ...userFactLines(answer)].join('\n');
}

/** The hover over a value that stands for an entry, as Markdown. */
export function userHover(answer: UserHandleAnswer): string {
  const type = answer.typeName ?? '';
  const now = answer.kind === 'stale' ? l10n.t('the entry now holds: {0}', type) : type;
  const head = `**${l10n.t('USER handle')}** \`${answer.handle}\` — ${escapeMarkdown(now)}`;
  return [head, '', ...userFactLines(answer)].join('\n');
}

/** What is known of a USER handle, as a Markdown table and sentences. */
export function userFactLines(answer: UserHandleAnswer): readonly string[] {
  const facts: readonly (readonly [string, string])[] = [
    [l10n.t('Index'), hexDigits(answer.index, 4)],
    [l10n.t('Uniqueness'), hexDigits(answer.uniq, 4)],
    [l10n.t('Verdict'), answer.verdict],
    [l10n.t('Owner'), answer.owner === '' ? l10n.t('none') : answer.owner],
    ...(answer.objectAddress === null ? [] : [[l10n.t('Object'), answer.objectAddress] as const]),
    ...(answer.objectReason === null
      ? []
      : [[l10n.t('Object'), l10n.t('not read: {0}', answer.objectReason)] as const]),
    ...(answer.entryAddress === null ? [] : [[l10n.t('Entry'), answer.entryAddress] as const]),
    ...answer.flags.map(({ name, meaning }) => [name, meaning] as const),
  ];
  return [
    '| | |',
    '|---|---|',
    ...facts.map(([label, text]) => `| ${escapeMarkdown(label)} | ${escapeMarkdown(text)} |`),
    ...(answer.note === null ? [] : ['', escapeMarkdown(answer.note)]),
    ...lifeLines(answer.createdBy, answer.destroyedBy),
  ];
}

/** `██████░░░░`: how much of a quota is used. Something never looks like nothing, and less than all never like all. */
export function quotaBar(used: number, quota: number): string {
  const part = quota <= 0 ? BAR_LENGTH : Math.round((used / quota) * BAR_LENGTH);
  const least = used > 0 ? 1 : 0;
  const most = used < quota ? BAR_LENGTH - 1 : BAR_LENGTH;
  const full = Math.min(Math.max(part, least), most);
  return '█'.repeat(full) + '░'.repeat(BAR_LENGTH - full);
}

function quotaLines({ counted, quota, isKnown, counter, peak }: UserQuota): readonly string[] {
  return [
    `${l10n.t('{0} of {1} USER handles', grouped(counted), grouped(quota))}  `,
    `\`${quotaBar(counted, quota)}\``,
    ...(isKnown ? [] : ['', l10n.t('The target does not say its quota: 10,000 is the usual one.')]),
    ...(peak === null ? [] : ['', l10n.t('Peak: {0}', grouped(peak))]),
    ...(counter === null || counter === counted
      ? []
      : ['', l10n.t('The windowing system itself counts {0}.', grouped(counter))]),
  ];
}

function lifeLines(createdBy: string | null, destroyedBy: string | null): readonly string[] {
  return [
    ...(createdBy === null ? [] : ['', l10n.t('Created by {0}.', createdBy)]),
    ...(destroyedBy === null ? [] : ['', l10n.t('Destroyed by {0}.', destroyedBy)]),
  ];
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}

function hexDigits(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

/** `10,000`: the same on every machine. */
function grouped(number: number): string {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
