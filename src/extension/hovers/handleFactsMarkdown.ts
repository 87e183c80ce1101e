/** What a hover says about an open handle, as Markdown. All text from the target is escaped: it is data, never markup. */

import { l10n } from '../l10n';
import { NO_ACTOR } from '../../core/model/handleTrace';
import type { HandleAnswer, TraceRow } from '../../protocol/dapExtensions';
import type { ViewRow } from '../../protocol/viewMessages';

/** Most siblings named. */
const MAXIMUM_SIBLINGS = 5;
/** Longer names keep both ends. */
const MAXIMUM_NAME = 200;

/** What a hover is made of. */
export interface HoverFacts {
  readonly answer: HandleAnswer;
  /** The handle as views show it; null when they cannot. */
  readonly row: ViewRow | null;
  /** Values of other handles to an object of the same type and name. */
  readonly siblings: readonly string[];
  /** How many siblings there are in all. */
  readonly siblingCount: number;
  /** Newest record of the handle; null when nothing was traced. */
  readonly last: TraceRow | null;
  /** Named where the text under the mouse may be of another time or session. */
  readonly sessionName: string | null;
  /** Address of the command that reveals the handle; null leaves the link out. */
  readonly revealLink: string | null;
}

/** Lines of Markdown: heading, facts, link. */
export function handleFactsMarkdown(facts: HoverFacts): string {
  const { answer, row, last } = facts;
  const { stateText = null, opener = null } = row ?? {};
  const value = BigInt(answer.handle);
  const decimal = value < 10n ? '' : ` (${value.toString()})`;
  const head = `**${escape(answer.type ?? l10n.t('Handle, type not recorded'))}** \`${answer.handle}\`${decimal}`;
  const lines = [
    answer.name === null ? l10n.t('Unnamed') : l10n.t('Name: {0}', code(shortened(answer.name))),
    answer.grantedAccess === null
      ? l10n.t('Granted access: not recorded')
      : l10n.t('Granted access: {0}', `\`${answer.grantedAccess}\`${accessWords(answer, row)}`),
    stateText === null ? '' : l10n.t('State: {0}', escape(stateText)),
    opener === null || isAddress(opener) ? '' : l10n.t('Opened by {0}', code(opener)),
    last === null ? '' : lastLine(last),
    siblingLine(facts),
    row?.state === 'new' ? l10n.t('New since the last stop') : '',
    row?.state === 'changed' ? l10n.t('Changed since the last stop') : '',
  ].filter((line) => line !== '');
  const session =
    facts.sessionName === null ? [] : [l10n.t('Now in {0}:', escape(facts.sessionName))];
  const link =
    facts.revealLink === null ? [] : [`[${l10n.t('Reveal in Handles')}](${facts.revealLink})`];
  return [...session, head, ...lines, ...link].join('  \n');
}

/** Shortest query that finds the siblings of a handle: same type and the same name; null for unnamed ones. */
export function siblingQuery({ type, name }: Pick<HandleAnswer, 'type' | 'name'>): string | null {
  return type === null || name === null
    ? null
    : `type=${quoted(type)} name=${quoted(name)} -state:closed`;
}

/** The opener has no name: its stack was not resolved. */
function isAddress(opener: string): boolean {
  return opener.startsWith('0x');
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

function accessWords(answer: HandleAnswer, row: ViewRow | null): string {
  const names = answer.access.filter((name) => name !== '').join(', ');
  const words = names === '' ? (row?.accessText ?? '') : names;
  return words === '' ? '' : ` ${escape(words)}`;
}

function lastLine(last: TraceRow): string {
  const { threadId } = last;
  return threadId === NO_ACTOR
    ? l10n.t('Last recorded: {0}', operation(last))
    : l10n.t('Last recorded: {0} by thread {1}', operation(last), `\`0x${threadId.toString(16)}\``);
}

function operation({ operation: kind }: TraceRow): string {
  return { open: l10n.t('open'), close: l10n.t('close'), badref: l10n.t('bad reference') }[kind];
}

function siblingLine({ siblings, siblingCount }: HoverFacts): string {
  if (siblings.length === 0) {
    return '';
  }
  const shown = siblings.slice(0, MAXIMUM_SIBLINGS).map((each) => `\`${each}\``);
  const rest = siblingCount - shown.length;
  return rest > 0
    ? l10n.t('Same type and name: {0} and {1} more', shown.join(', '), rest)
    : l10n.t('Same type and name: {0}', shown.join(', '));
}

function shortened(text: string): string {
  const half = MAXIMUM_NAME / 2;
  return text.length <= MAXIMUM_NAME ? text : `${text.slice(0, half)}…${text.slice(-half)}`;
}

/** Text as inline code: backticks and line ends cannot leave it. */
function code(text: string): string {
  return `\`${visible(text).replaceAll('`', "'")}\``;
}

function escape(text: string): string {
  return visible(text).replace(/[\\`*_{}[\]()#+\-.!|<>~&$]/g, '\\$&');
}

/** Control and direction characters become visible. */
function visible(text: string): string {
  return text.replace(
    /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu,
    (char) => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}
