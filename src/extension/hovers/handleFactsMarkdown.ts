/** What a hover says about an open handle, as Markdown. All text from the target is escaped: it is data, never markup. */

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
  const head = `**${escape(answer.type ?? 'Handle, type not recorded')}** \`${answer.handle}\`${decimal}`;
  const lines = [
    answer.name === null ? 'Unnamed' : `Name: ${code(shortened(answer.name))}`,
    answer.grantedAccess === null
      ? 'Granted access: not recorded'
      : `Granted access: \`${answer.grantedAccess}\`${accessWords(answer, row)}`,
    stateText === null ? '' : `State: ${escape(stateText)}`,
    opener === null || isAddress(opener) ? '' : `Opened by ${code(opener)}`,
    last === null ? '' : `Last recorded: ${operation(last)}${byThread(last)}`,
    siblingLine(facts),
    row?.state === 'new' ? 'New since the last stop' : '',
    row?.state === 'changed' ? 'Changed since the last stop' : '',
  ].filter((line) => line !== '');
  const session = facts.sessionName === null ? [] : [`Now in ${escape(facts.sessionName)}:`];
  const link = facts.revealLink === null ? [] : [`[Reveal in Handles](${facts.revealLink})`];
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

function byThread({ threadId }: TraceRow): string {
  return threadId === NO_ACTOR ? '' : ` by thread \`0x${threadId.toString(16)}\``;
}

function operation({ operation: kind }: TraceRow): string {
  return { open: 'open', close: 'close', badref: 'bad reference' }[kind];
}

function siblingLine({ siblings, siblingCount }: HoverFacts): string {
  if (siblings.length === 0) {
    return '';
  }
  const shown = siblings.slice(0, MAXIMUM_SIBLINGS).map((each) => `\`${each}\``);
  const rest = siblingCount - shown.length;
  return `Same type and name: ${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
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
