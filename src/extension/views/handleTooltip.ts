/** The tooltip of a handle as Markdown. All text from the target is escaped: it is data, never markup. */

import type { HandleAnswer, TraceFrame, TraceRow } from '../../protocol/dapExtensions';
import type { ViewRow } from '../../protocol/viewMessages';
import { l10n } from '../l10n';
import { COMMANDS } from '../manifestIds';
import { frameLabel, operationWord, stateWord, threadText } from './rowTexts';

/** What a tooltip is made of. */
export interface TooltipFacts {
  readonly row: ViewRow;
  /** Null when it could not be asked for: the session has ended. */
  readonly answer: HandleAnswer | null;
  /** Newest records of the handle; empty when nothing was traced. */
  readonly traces: readonly TraceRow[];
}

/** Stands for a fact that the target does not tell. */
function notRecorded(): string {
  return l10n.t('not recorded');
}

/** Markdown with a heading, a table of facts and the opening frames. */
export function handleTooltip({ row, answer, traces }: TooltipFacts): string {
  const value = BigInt(row.handle);
  const rows: (readonly [string, string])[] = [
    [l10n.t('Name'), row.name ?? l10n.t('(none)')],
    [l10n.t('Value'), `${row.handle} = ${value.toString()}`],
    [l10n.t('Granted access'), accessLine(row, answer)],
    [l10n.t('Attributes'), row.attributes === null ? notRecorded() : attributeText(row.attributes)],
    [l10n.t('Handle count'), String(row.handleCount ?? notRecorded())],
    [l10n.t('Pointer count'), String(row.pointerCount ?? notRecorded())],
    ...(answer?.facts ?? []).map(({ label, value: text }) => [label, text] as const),
  ];
  const state = stateWord(row.state);
  const head = `**${escapeMarkdown(row.type ?? l10n.t('Handle, type not recorded'))}** \`${row.handle}\`${state === '' ? '' : ` — ${state}`}`;
  const table = rows.map(
    ([label, text]) => `| ${escapeMarkdown(label)} | ${escapeMarkdown(text)} |`,
  );
  const lines = [head, '', '| | |', '|---|---|', ...table, '', ...traceLines(row, traces)];
  return [...lines, '', linkLine(row)].join('\n');
}

/** Commands that the links of a tooltip may run. */
export const TOOLTIP_COMMANDS: readonly string[] = [
  COMMANDS.filterTraces,
  COMMANDS.filter,
  COMMANDS.filterType,
];

/** Where to go on from a handle: its records, what else was opened in the same place, its type. */
function linkLine({ handle, opener, type }: ViewRow): string {
  const link = (text: string, command: string, argument: string): string =>
    `[${text}](command:${command}?${linkArgument(JSON.stringify([argument]))})`;
  return [
    link(l10n.t('Trace records'), COMMANDS.filterTraces, handle),
    ...(opener?.includes('!') !== true
      ? []
      : [link(l10n.t('Opened in the same function'), COMMANDS.filter, openerQuery(opener))]),
    ...(type === null ? [] : [link(l10n.t('Only this type'), COMMANDS.filterType, type)]),
  ].join(' · ');
}

/** Text that cannot leave the target of a Markdown link: `encodeURIComponent` leaves brackets as they are. */
function linkArgument(text: string): string {
  return encodeURIComponent(text).replace(
    /[()!'*]/g,
    (char) => `%${char.charCodeAt(0).toString(16)}`,
  );
}

/** The filter for the handles that a function opened: filters know no displacements. */
function openerQuery(opener: string): string {
  return `openedBy="${opener.replace(/\+0x[0-9a-f]+$/i, '').replaceAll('"', '""')}"`;
}

/** `0x2` in words. */
export function attributeText(attributes: string): string {
  const bits = Number(attributes);
  const words = [
    bits & 1 ? l10n.t('protect from close') : '',
    bits & 2 ? l10n.t('inherit') : '',
    bits & 4 ? l10n.t('audit') : '',
  ].filter((word) => word !== '');
  return words.length === 0 ? attributes : `${attributes} (${words.join(', ')})`;
}

/** Makes any text safe to stand in Markdown, table cells included; control characters become visible. */
export function escapeMarkdown(text: string): string {
  return Array.from(visibleText(text), (char) =>
    /[\\`*_{}[\]()#+\-.!|<>~&:@]/.test(char) ? `\\${char}` : char,
  ).join('');
}

/** Makes any text safe to stand in a code span or a code block. */
function codeText(text: string): string {
  return visibleText(text).replaceAll('`', "'");
}

/** Shows control characters, and those that change lines or the direction of text, as `\x1b`. */
export function visibleText(text: string): string {
  return text.replace(
    /[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu,
    (char) => `\\x${(char.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`,
  );
}

function accessLine(row: ViewRow, answer: HandleAnswer | null): string {
  const names = answer?.access.filter((name) => name !== '').join(', ') ?? row.accessText;
  if (row.grantedAccess === null) {
    return notRecorded();
  }
  return names === '' ? row.grantedAccess : `${row.grantedAccess} = ${names}`;
}

function traceLines(row: ViewRow, traces: readonly TraceRow[]): readonly string[] {
  const opened = traces.find(({ operation }) => operation === 'open');
  const newest = traces[0];
  if (newest === undefined) {
    return [l10n.t('No trace record of this handle.')];
  }
  const lines = [
    l10n.t(
      'Last recorded: {0} by {1}.',
      operationWord(newest.operation),
      threadText(newest.threadId),
    ),
  ];
  if (opened !== undefined) {
    const age =
      opened.row === 0 ? l10n.t('it is the newest record') : l10n.t('{0} records ago', opened.row);
    const thread = threadText(opened.threadId);
    lines.push(
      '',
      row.opener === null
        ? l10n.t('Opened by {0}, {1}:', thread, age)
        : l10n.t('Opened in {0} by {1}, {2}:', `\`${codeText(row.opener)}\``, thread, age),
      '',
      ...stackBlock(opened.stack),
    );
  }
  return lines;
}

/** The named frames of a stack as a code block. */
function stackBlock(stack: readonly TraceFrame[]): readonly string[] {
  const named = stack.filter(({ module }) => module !== null).slice(0, 8);
  return [
    '```',
    ...(named.length === 0 ? stack.slice(0, 8) : named).map((frame) => codeText(frameLabel(frame))),
    '```',
  ];
}
