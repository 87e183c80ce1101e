/** The text of `!find`, `!dups` and `!zombies`. */

import type { DuplicateGroup } from '../../analysis/find/duplicates';
import type { OriginOf } from '../../analysis/find/rowOrigins';
import type { Zombie } from '../../analysis/find/zombies';
import type {
  DuplicatesResult,
  FindResult,
  SearchResult,
  ZombiesResult,
} from '../../commands/find/findResults';
import type { HandleRecord } from '../../model/handle';
import type { HandleStore } from '../../target/handleStore';
import { throwIfCancelled, type CancellationToken } from '../../util/cancellation';
import { hex, hexPadded } from '../../util/hex';
import { escapeText } from '../escapeText';
import { shortenMiddle } from '../textTable';
import { counted, originText, placesText, processText } from './findWords';

/** Lines printed when nobody says how many. */
const USUAL_LINES = 100;
/** Rows of one group that are printed when nobody says how many. */
const USUAL_IN_GROUP = 5;
/** Rows rendered together; columns are aligned within them. */
const PAGE_ROWS = 128;
/** Longest type that widens its column. */
const MOST_TYPE = 20;
/** Handle values named in one line. */
const MOST_VALUES = 16;

/** Pages of text; one chunk per line or group. */
export async function* searchPages(
  result: SearchResult,
  token: CancellationToken,
): AsyncGenerator<readonly string[], void, void> {
  switch (result.kind) {
    case 'find':
      yield* findPages(result, token);
      break;
    case 'duplicates':
      yield* duplicatesPages(result, token);
      break;
    case 'zombies':
      yield* zombiesPages(result, token);
      break;
  }
  if (result.notes.length > 0) {
    yield result.notes.map((note) => `${escapeText(note)}\n`);
  }
}

async function* findPages(
  result: FindResult,
  token: CancellationToken,
): AsyncGenerator<readonly string[], void, void> {
  const { groups, found, total } = result;
  const isGrouped = groups.grouping !== 'flat';
  const inGroups = isGrouped ? `, in ${counted(groups.count, 'group')}` : '';
  yield [`${found} of ${counted(total, 'handle')}${inGroups}.\n`];
  let left = result.most ?? USUAL_LINES;
  for (let index = 0; index < groups.count && left > 0; index++) {
    const group = groups.group(index);
    if (group === null) {
      break;
    }
    if (isGrouped) {
      left--;
      const key = groups.grouping === 'site' ? siteKey(group.key) : '';
      yield [`${escapeText(group.label)}   ${counted(group.count, 'handle')}${key}\n`];
    }
    const wanted = Math.min(left, isGrouped && result.most === null ? USUAL_IN_GROUP : Infinity);
    const rows = groups.rows.rows(index, 0, wanted);
    yield* rowPages(result, rows, token);
    left -= rows.length;
    const more = group.count - rows.length;
    if (isGrouped && more > 0 && left > 0) {
      yield [`     … ${more} more\n`];
    }
  }
  if (left <= 0) {
    yield ['There are more: -n prints so many lines, -a all.\n'];
  }
}

/** The key of a site group as `site:` takes it; nothing for handles without a record. */
function siteKey(key: string): string {
  const hash = /^site:([0-9a-f]{8})/.exec(key)?.[1];
  return hash === undefined ? '' : `   site:${hash}`;
}

async function* rowPages(
  { store, originOf, groups }: FindResult,
  rows: Uint32Array,
  token: CancellationToken,
): AsyncGenerator<readonly string[], void, void> {
  for (let start = 0; start < rows.length; start += PAGE_ROWS) {
    throwIfCancelled(token);
    const page = rows.subarray(start, start + PAGE_ROWS);
    const records = await store.records(page, token);
    const withPlace = groups.grouping !== 'site';
    yield handleLines(records, (at) =>
      originOf === null ? '' : `   ${originText(originOf(page[at] ?? 0), withPlace)}`,
    );
  }
}

/** Value, type, access and name, and who opened it where that is asked for. */
function handleLines(
  records: readonly HandleRecord[],
  openerAt: (at: number) => string,
): readonly string[] {
  const types = records.map(({ type }) => shortenMiddle(escapeText(type ?? 'None'), MOST_TYPE));
  const valueWidth = Math.max(4, ...records.map(({ value }) => hex(value).length));
  const typeWidth = Math.max(4, ...types.map((type) => type.length));
  return records.map((record, at) => {
    const name = record.kernel?.displayName ?? record.name;
    const cells = [
      hex(record.value).padStart(valueWidth),
      (types[at] ?? '').padEnd(typeWidth),
      record.grantedAccess === null ? '????????' : hexPadded(record.grantedAccess, 8),
      name === null ? '' : escapeText(name),
    ];
    return `  ${`${cells.join('  ').trimEnd()}${openerAt(at)}`.trimEnd()}\n`;
  });
}

async function* duplicatesPages(
  result: DuplicatesResult,
  token: CancellationToken,
): AsyncGenerator<readonly string[], void, void> {
  const { groups, store } = result;
  const handles = groups.reduce((sum, { rows }) => sum + rows.length, 0);
  yield [
    groups.length === 0
      ? `No two handles of ${processText(result)} are known to refer to the same object or name.\n`
      : `${counted(handles, 'handle')} of ${processText(result)} to the same object or name, ${counted(groups.length, 'group')}.\n`,
  ];
  const most = Math.min(groups.length, result.most ?? USUAL_LINES);
  for (let index = 0; index < most; index++) {
    throwIfCancelled(token);
    const group = groups[index];
    if (group !== undefined) {
      yield [await duplicateChunk(group, index + 1, { store, originOf: result.originOf, token })];
    }
  }
  yield* moreLine(groups.length - most);
}

interface Sources {
  readonly store: HandleStore;
  readonly originOf: OriginOf | null;
  readonly token: CancellationToken;
}

const SAME: Readonly<Record<DuplicateGroup['kind'], string>> = {
  object: 'one object',
  id: 'one object',
  'named object': 'one object',
  name: 'one name',
};

async function duplicateChunk(
  group: DuplicateGroup,
  number: number,
  sources: Sources,
): Promise<string> {
  const { kind, type, name, object, rows, looksLikeRace } = group;
  const what = [type ?? 'None', name ?? '', object === null ? '' : `at ${hex(object)}`].filter(
    (text) => text !== '',
  );
  const race = looksLikeRace ? ', opened at one place by several threads: a race?' : '';
  const lines = [
    `${`#${number}`.padEnd(4)} ${escapeText(what.join(' '))}   ${counted(rows.length, 'handle')} to ${SAME[kind]}${race}`,
    `     ${await valuesText(rows, sources)}`,
  ];
  const places = placesText(rows, sources.originOf);
  if (places !== null) {
    lines.push(`     opened by ${places}`);
  }
  return `${lines.join('\n')}\n`;
}

async function valuesText(rows: Uint32Array, { store, token }: Sources): Promise<string> {
  const records = await store.records(rows.subarray(0, MOST_VALUES), token);
  const values = records.map(({ value }) => hex(value)).join(', ');
  const more = rows.length - records.length;
  return more > 0 ? `${values} and ${more} more` : values;
}

async function* zombiesPages(
  result: ZombiesResult,
  token: CancellationToken,
): AsyncGenerator<readonly string[], void, void> {
  const { zombies, store, originOf } = result;
  yield [zombiesHeading(result)];
  const most = Math.min(zombies.length, result.most ?? USUAL_LINES);
  for (let index = 0; index < most; index++) {
    throwIfCancelled(token);
    const zombie = zombies[index];
    if (zombie !== undefined) {
      const values = await valuesText(zombie.rows, { store, originOf, token });
      const places = placesText(zombie.rows, originOf);
      const opener = places === null ? '' : `   opened by ${places}`;
      yield [
        `  ${zombieName(zombie, result)}   ${zombie.rows.length === 1 ? 'handle' : 'handles'} ${values}${opener}\n`,
      ];
    }
  }
  yield* moreLine(zombies.length - most);
  yield* unknownLine(result);
}

function zombiesHeading({ zombies, looked, unknown, process }: ZombiesResult): string {
  const where = processText({ process });
  if (looked === 0) {
    return `No handle of ${where} refers to a process or thread.\n`;
  }
  const handles = zombies.reduce((sum, { rows }) => sum + rows.length, 0);
  if (handles === 0) {
    const known = looked - unknown;
    return `No handle of ${where} is known to refer to an ended process or thread; ${counted(known, 'handle')} of ${looked} ${known === 1 ? 'refers' : 'refer'} to running ones.\n`;
  }
  return `${counted(handles, 'handle')} of ${where} ${handles === 1 ? 'refers' : 'refer'} to ${counted(zombies.length, 'process or thread', 'processes and threads')} that ended (of ${counted(looked, 'handle')} to processes and threads).\n`;
}

function zombieName(
  { kind, processId, threadId, exitStatus }: Zombie,
  { process }: ZombiesResult,
): string {
  const owner = processId === process.processId ? 'this process' : `process ${hex(processId)}`;
  const name =
    kind === 'process' ? `process ${hex(processId)}` : `thread ${hex(threadId ?? 0)} of ${owner}`;
  return `${name}, exit status ${hex(exitStatus >>> 0)}`;
}

function* unknownLine({ unknown, refused }: ZombiesResult): Generator<readonly string[]> {
  if (unknown > 0) {
    const why =
      refused === unknown
        ? 'their access does not allow the question'
        : refused === 0
          ? 'the target did not record it'
          : `the access of ${refused} does not allow the question, of the others it was not recorded`;
    yield [
      `Of ${counted(unknown, 'handle')} it is not known whether what they refer to still runs: ${why}.\n`,
    ];
  }
}

function* moreLine(more: number): Generator<readonly string[]> {
  if (more > 0) {
    yield [`${more} more: -n prints so many, -a all.\n`];
  }
}
