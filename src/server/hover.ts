/** What a hover says about a handle value, an access mask, a frame or an error code. */

import { accessOf, handleStory, type HandleStory } from '../core/log/handleStory';
import type { HandleEntry } from '../core/log/handleIndex';
import type { LineToken } from '../core/log/lineTokens';
import type { LogFrame, LogHandle, LogKernelHandle, LogTrace } from '../core/log/logEvents';
import type { HandleValue } from '../core/model/identifiers';
import { hex0x, hexPadded } from '../core/util/hex';
import { MarkupKind, type Hover } from 'vscode-languageserver';
import type { LogFile } from './logFile';
import {
  bold,
  code,
  link,
  renderMarkdown,
  renderPlain,
  type RichLine,
  type RichPart,
} from './richText';
import { badReferenceWords, operationOnHandle, operationWord, plural } from './wording';
import { describeFrame, isSystemModule, ownFrame } from './ownFrames';

/** At most this many handles with the same name are listed. */
const MAX_SIBLINGS = 8;
/** Frames of a record in the kernel's ring (domain.md 4.2). */
const MAX_RING_FRAMES = 16;

type RichGroups = readonly (readonly RichLine[])[];

/** The hover at a position; null where nothing is known. `markdown`: whether the client shows Markdown. */
export function hoverAt(
  file: LogFile,
  position: { readonly line: number; readonly character: number },
  markdown: boolean,
): Hover | null {
  const { line, character } = position;
  const token = file.tokenAt(line, character);
  const groups = token === null ? null : describe(file, line, token);
  if (token === null || groups === null) {
    return null;
  }
  const value = markdown ? renderMarkdown(groups) : renderPlain(groups);
  return {
    contents: { kind: markdown ? MarkupKind.Markdown : MarkupKind.PlainText, value },
    range: { start: { line, character: token.start }, end: { line, character: token.end } },
  };
}

function describe(file: LogFile, line: number, token: LineToken): RichGroups | null {
  switch (token.kind) {
    case 'handle': {
      const entry = file.entryAt(line, token.value);
      return entry === null || !hasNews(entry) ? null : describeHandle(file, line, entry);
    }
    case 'access':
      return describeAccess(token.record);
    case 'frame':
      return describeFrameOf(file, token.record, token.frame);
    case 'error': {
      const { space, code: number, name, meaning } = token.error;
      const shown = space === 'Win32' ? String(number) : `0x${hexPadded(number, 8).toUpperCase()}`;
      return [[[bold(name), ` (${space} `, code(shown), `): ${meaning}`]]];
    }
  }
}

/** False when the log knows nothing but the command that names the value. */
function hasNews({ blocks, traces, errors }: HandleEntry): boolean {
  return blocks.length + traces.length + errors.length > 0;
}

function describeHandle(file: LogFile, line: number, entry: HandleEntry): RichGroups {
  const story = handleStory(entry, line);
  const name: RichPart[] = typeof story.name === 'string' ? [' ', code(story.name)] : [];
  const type = story.type === null ? '' : `: ${story.type}`;
  const title: RichLine = [bold(`Handle ${shortValue(entry.value)}${type}`), ...name];
  return [
    [title],
    [...stateLines(file, story), ...accessLines(story), ...traceLines(file, story)],
    badReferenceLines(line, entry),
    siblingLines(file, entry),
  ];
}

/** `0x1f4 (500)`: in hexadecimal and decimal. */
function shortValue(value: HandleValue): string {
  return value < 10n ? hex0x(value) : `${hex0x(value)} (${value.toString()})`;
}

function lineLink(file: LogFile, line: number): RichPart {
  return link(`line ${line + 1}`, file.link(line));
}

const STATES = { open: 'open', closed: 'closed', notOpen: 'no open handle' } as const;

function stateLines(file: LogFile, { state, block, name }: HandleStory): readonly RichLine[] {
  const lines: RichLine[] = [];
  if (state.kind !== 'unknown') {
    lines.push([`State: ${STATES[state.kind]} at `, lineLink(file, state.line)]);
  }
  if (block !== null && (state.kind === 'unknown' || state.line !== block.lines.first)) {
    lines.push(['Listed at ', lineLink(file, block.lines.first)]);
  }
  if (name === null) {
    lines.push(['Name: none']);
  }
  return lines;
}

function accessLines({ access }: HandleStory): readonly RichLine[] {
  if (access === null) {
    return [];
  }
  return [
    [
      'Granted access: ',
      code(hex0x(access.mask)),
      ` ${access.names.join(', ') || 'no named right'}`,
    ],
  ];
}

function traceLines(file: LogFile, story: HandleStory): readonly RichLine[] {
  const { opener, last, counts, listings } = story;
  const lines: RichLine[] = [];
  if (opener !== null) {
    lines.push(['Opened', ...actorParts(opener), ', ', lineLink(file, opener.lines.first)]);
  }
  if (last !== null && last !== opener) {
    const what = `Last operation: ${operationWord(last)}`;
    lines.push([what, ...actorParts(last), ', ', lineLink(file, last.lines.first)]);
  }
  const total = counts.open + counts.close + counts.badref;
  if (total > 0) {
    const repeated = listings > 1 ? ` (${listings} listings, which may repeat records)` : '';
    const each = [
      plural(counts.open, 'open'),
      plural(counts.close, 'close'),
      plural(counts.badref, 'bad reference'),
    ];
    lines.push([`In this log: ${each.join(', ')}${repeated}`]);
  }
  return lines;
}

/** ` by thread 0xb54 in `, then the first own frame as code. */
function actorParts(record: LogTrace): readonly RichPart[] {
  const frame = ownFrame(record.frames);
  const thread = record.threadId === null ? '' : ` by thread ${hex0x(record.threadId)}`;
  return frame === null ? [thread] : [`${thread} in `, code(describeFrame(frame))];
}

/** The explanation, when the line stands in a bad reference. */
function badReferenceLines(line: number, entry: HandleEntry): readonly RichLine[] {
  const bad = entry.traces.find(
    ({ record }) =>
      record.operation === 'badref' && record.lines.first <= line && line <= record.lines.last,
  );
  return bad === undefined ? [] : badReferenceWords(bad, entry).sentences.map((each) => [each]);
}

function siblingLines(file: LogFile, entry: HandleEntry): readonly RichLine[] {
  const siblings = file.index.siblings(entry);
  if (siblings.length === 0) {
    return [];
  }
  const shown = siblings.slice(0, MAX_SIBLINGS).flatMap((sibling, index): RichPart[] => {
    const line = sibling.blocks[0]?.record.lines.first ?? 0;
    return [index === 0 ? '' : ', ', link(hex0x(sibling.value), file.link(line))];
  });
  const rest = siblings.length > MAX_SIBLINGS ? ` and ${siblings.length - MAX_SIBLINGS} more` : '';
  return [['Same object or name: ', ...shown, rest]];
}

function describeAccess(record: LogHandle | LogKernelHandle): RichGroups | null {
  const access = accessOf(record);
  if (access === null) {
    return null;
  }
  const type = record.type === undefined ? '' : ` to ${record.type}`;
  const names = access.names.map((name): RichLine => ['- ', code(name)]);
  const shown = names.length === 0 ? [['No right with a name.']] : names;
  const title: RichLine = [bold(`Granted access${type}`), ' ', code(hex0x(access.mask))];
  const note: RichLine[] =
    record.kind === 'kernelHandle' && record.type === undefined
      ? [['The entry has no type here: rights of the type are not shown.']]
      : [];
  return [[title], shown, note];
}

function describeFrameOf(file: LogFile, record: LogTrace, frame: LogFrame): RichGroups {
  const about = `Frame ${record.frames.indexOf(frame) + 1} of ${record.frames.length}: ${operationOnHandle(record)}`;
  const who = record.threadId === null ? '' : ` by thread ${hex0x(record.threadId)}`;
  return [
    [[code(describeFrame(frame))]],
    [[`${about}${who}, `, lineLink(file, record.lines.first)], [ownerOf(record, frame)]],
    record.frames.length === MAX_RING_FRAMES
      ? [['The trace keeps 16 frames: callers further out are not recorded.']]
      : [],
  ];
}

function ownerOf(record: LogTrace, frame: LogFrame): string {
  if (frame.module === null) {
    return 'The debugger found no module at this address.';
  }
  if (isSystemModule(frame.module)) {
    return 'A module of Windows.';
  }
  return frame === ownFrame(record.frames)
    ? 'The first frame outside of Windows: the code to look at.'
    : 'Outside of Windows.';
}
