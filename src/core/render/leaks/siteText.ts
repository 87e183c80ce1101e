/** The text of `!sites <number>`: one site in full, its stacks beside those that close its siblings. */

import type { LeakSite, OpeningStack, SiteCloser } from '../../analysis/leaks/siteReport';
import type { SiteResult } from '../../commands/leaks/leakResults';
import type { HandleRecord } from '../../model/handle';
import type { ResolvedAddress } from '../../model/stackFrame';
import { throwIfCancelled, type CancellationToken } from '../../util/cancellation';
import { hex } from '../../util/hex';
import { escapeText } from '../escapeText';
import { formatFrame } from '../formatFrame';
import { limitsText } from './leakText';
import {
  countsText,
  fixOf,
  LEVEL_WORDS,
  namesText,
  openedText,
  threadsText,
  typesText,
} from './siteLines';

/** Stacks and closers in full; the others are counted. */
const MOST_STACKS = 4;
/** Handles that are listed; `!find site:<key>` lists all. */
const MOST_HANDLES = 64;
/** Width of the left column of stacks side by side. */
const COLUMN = 58;

/** Pages of text. */
export async function* sitePages(
  result: SiteResult,
  token: CancellationToken,
): AsyncGenerator<readonly string[], void, void> {
  const { site, stacks } = result;
  yield await Promise.resolve([headText(result)]);
  yield stacks.slice(0, MOST_STACKS).map((stack, at) => pairText(site, stack, at));
  yield [moreStacks(result)].filter((text) => text !== '');
  throwIfCancelled(token);
  yield [await handlesText(result, token), limitsText(result.limits)];
}

function headText({ site, stacks }: SiteResult): string {
  const lines = [
    `#${site.rank} ${escapeText(site.label)}   ${LEVEL_WORDS[site.level]} (${site.score})   ${site.key}`.trimEnd(),
    `     ${countsText(site)}: ${typesText(site)}, ${namesText(site)}`,
    `     ${openedText(site)}`,
    ...site.reasons.map(
      ({ points, text }) =>
        `     ${`${points > 0 ? '+' : ''}${points}`.padStart(4)}  ${escapeText(text)}`,
    ),
  ];
  if (site.growth.length > 0) {
    lines.push(`     at the snapshots and now: ${site.growth.join(', ')}`);
  }
  const fix = fixOf(site, stacks[0]?.frames ?? []);
  if (fix !== null) {
    lines.push(
      `     to fix: what ${escapeText(fix.opening)} returns is closed with ${fix.closing}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

/** An opening stack, and beside it the place that closes most siblings; later stacks stand beside the next closers. */
function pairText(site: LeakSite, stack: OpeningStack, at: number): string {
  const closer = site.closers[at];
  const left = [
    `opened, ${stack.count} outstanding, ${threadsText(stack.threads)}:`,
    ...frameLines(stack.frames),
  ];
  const right = closer === undefined ? [] : [closerHeading(closer), ...frameLines(closer.stack)];
  return `\n${sideBySide(left, right)}`;
}

function closerHeading({ count, threads }: SiteCloser): string {
  return `siblings closed, ${count}, ${threadsText(threads)}:`;
}

function frameLines(frames: readonly ResolvedAddress[]): readonly string[] {
  return frames.length === 0
    ? ['(no stack)']
    : frames.map((frame) => {
        const { source } = frame;
        const where = source === undefined ? '' : ` [${escapeText(source.file)} @ ${source.line}]`;
        return `${formatFrame(frame)}${where}`;
      });
}

/** Two columns where the left one is narrow enough, else one under the other. */
function sideBySide(left: readonly string[], right: readonly string[]): string {
  const width = Math.max(...left.map((line) => line.length));
  if (right.length === 0 || width > COLUMN * 2) {
    return [...left, ...right].map((line) => `  ${line}\n`).join('');
  }
  const rows = Math.max(left.length, right.length);
  return Array.from({ length: rows }, (_, row) =>
    `  ${(left[row] ?? '').padEnd(width)}  | ${right[row] ?? ''}`.trimEnd(),
  )
    .map((line) => `${line}\n`)
    .join('');
}

function moreStacks({ site, stacks }: SiteResult): string {
  const lines: string[] = [];
  if (stacks.length > MOST_STACKS) {
    lines.push(`${stacks.length - MOST_STACKS} more stacks with the same own frames.`);
  }
  const shown = Math.min(stacks.length, MOST_STACKS);
  for (const closer of site.closers.slice(shown, shown + MOST_STACKS)) {
    lines.push(
      `siblings also closed by ${escapeText(closer.label)} (${closer.count}, ${threadsText(closer.threads)})`,
    );
  }
  return lines.map((line) => `  ${line}\n`).join('');
}

async function handlesText({ site, store }: SiteResult, token: CancellationToken): Promise<string> {
  const { handles } = site;
  if (handles.length === 0) {
    return '\nNone of its handles is in the handle table.\n';
  }
  const records = await store.records(handles.subarray(0, MOST_HANDLES), token);
  const width = Math.max(...records.map(({ value }) => hex(value).length));
  const lines = records.map((record) => `  ${handleLine(record, width)}\n`);
  const isUser = site.family === 'USER';
  const left = handles.length - records.length;
  const where = isUser ? '!dhe lists them all' : `!find site:${site.key.slice(0, 8)}`;
  const more = left > 0 ? `  ${left} more: ${where}\n` : '';
  const command = isUser ? '!utrace' : '!htrace';
  return `\nHandles (${command} <handle> shows what happened to one):\n${lines.join('')}${more}`;
}

function handleLine(record: HandleRecord, width: number): string {
  const name = record.kernel?.displayName ?? record.name;
  const parts = [hex(record.value).padStart(width), escapeText(record.type ?? 'None')];
  return [...parts, name === null ? '' : escapeText(name)].join('  ').trimEnd();
}
