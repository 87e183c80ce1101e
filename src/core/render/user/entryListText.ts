/** The text of `!dhe` for lists: one line for each entry, or a block where more than the entry is wanted. */

import { SHOW_OBJECT, SHOW_OWNER, SHOW_STEPS } from '../../commands/user/entryQuery';
import type { ProcessAccount } from '../../commands/user/processAccount';
import type { UserHandlesResult } from '../../commands/user/userResults';
import { throwIfCancelled, type CancellationToken } from '../../util/cancellation';
import { hex, hexPadded } from '../../util/hex';
import { describeProblem } from '../../util/problem';
import { flagNames } from '../../windows/user/userFlags';
import { GENERIC_TYPE } from '../../windows/user/userTypes';
import { typeText } from '../../windows/user/userTypeText';
import { escapeText } from '../escapeText';
import { PAGE_ROWS } from '../handlePages';
import { countsChunk } from './countsText';
import { EntryBlockPrinter } from './entryBlockText';
import { OwnerTexts, ownerText } from './ownerText';
import { eightDigits, WideHex } from './wideHex';

const TYPE_WIDTH = 19;

/** Heading, entries in pages, what they were chosen from. */
export async function* entryListPages(
  result: UserHandlesResult,
  token: CancellationToken,
): AsyncGenerator<readonly string[], void, void> {
  const { rows, flags } = result;
  if (flags === 0) {
    yield await Promise.resolve([
      headingText(result),
      countsChunk(result.handles.table.profile.version, result.process ?? result.summary),
      footerText(result),
    ]);
    return;
  }
  if ((flags & (SHOW_OBJECT | SHOW_OWNER | SHOW_STEPS)) !== 0) {
    yield* blockPages(result, token);
    return;
  }
  const printer = new EntryLinePrinter(result);
  yield [headingText(result) + printer.heading()];
  for (let start = 0; start < rows.length; start += PAGE_ROWS) {
    throwIfCancelled(token);
    yield Array.from(rows.subarray(start, start + PAGE_ROWS), (index) => printer.line(index));
  }
  yield [footerText(result)];
}

async function* blockPages(
  result: UserHandlesResult,
  token: CancellationToken,
): AsyncGenerator<readonly string[], void, void> {
  const printer = new EntryBlockPrinter(result.handles, result.flags);
  yield [headingText(result)];
  for (let start = 0; start < result.rows.length; start += PAGE_ROWS) {
    throwIfCancelled(token);
    const blocks: string[] = [];
    for (const index of result.rows.subarray(start, start + PAGE_ROWS)) {
      blocks.push(await printer.block(index, token));
    }
    yield blocks;
  }
  yield [footerText(result)];
}

/** What table it is, and what is wrong with it. */
function headingText({ handles: { table }, summary }: UserHandlesResult): string {
  const { profile, place } = table;
  const session = place.session === null ? '' : `, session ${place.session}`;
  const list = hexPadded(table.aheList, profile.pointerSize * 2);
  const problems = table.problems.map((problem) => `${escapeText(describeProblem(problem))}\n`);
  return `USER handles${session}: aheList ${list}, entry size ${hex(profile.entrySize)}, entries ${table.entries}, in use ${summary.inUse}\n${problems.join('')}`;
}

/** `2 shown of 641 in use; process 8a4 has 412 of 10000, peak 413`. */
function footerText({ rows, flags, summary, process, handles }: UserHandlesResult): string {
  const free = rows.some((index) => handles.table.isFree(index));
  const inUse = `${summary.inUse} in use`;
  const of = free ? `${handles.table.entries} entries, ${inUse}` : inUse;
  const shown = flags === 0 ? inUse : `${rows.length} shown of ${of}`;
  return process === null ? `${shown}\n` : `${shown}; ${accountText(process)}\n`;
}

/** `process 8a4 has 412 of 10000, peak 413`; says so when the counter and the table differ. */
export function accountText(account: ProcessAccount): string {
  const { process, counted, counters, quota } = account;
  const has = counters?.userHandles ?? counted;
  const peak = counters?.userHandlesPeak ?? null;
  const differs = has === counted ? '' : ` (its counter; the table has ${counted})`;
  return `process ${hex(process.processId)} has ${has} of ${quota}${differs}${peak === null ? '' : `, peak ${peak}`}`;
}

/** Writes one line an entry, keeping the parts that repeat. */
class EntryLinePrinter {
  private readonly types = new Map<number, string>();
  private readonly flags: readonly string[];
  private readonly owners: OwnerTexts;
  private readonly addresses: WideHex;
  private readonly heads: WideHex;
  private readonly digits: 8 | 16;
  private readonly flagWidth: number;
  /** Free entries say `next 01b1` in the column of the object. */
  private readonly objectWidth: number;

  constructor(private readonly result: UserHandlesResult) {
    const { table } = result.handles;
    this.digits = table.profile.pointerSize === 4 ? 8 : 16;
    this.addresses = new WideHex(table.aheList, this.digits);
    this.heads = new WideHex(0n, this.digits);
    this.owners = new OwnerTexts(result.handles, (owner) => ownerText(owner, this.digits));
    this.flags = Array.from({ length: 256 }, (_, flags) => shortFlags(flags));
    const hasFree = result.rows.some((index) => table.isFree(index));
    this.objectWidth = Math.max(this.digits, hasFree ? 9 : 0);
    const used = new Set(Array.from(result.rows, (index) => table.columns.flags[index] ?? 0));
    this.flagWidth = Math.max(5, ...Array.from(used, (flags) => this.flags[flags]?.length ?? 0));
  }

  /** The names of the columns. */
  heading(): string {
    const { digits } = this;
    const object =
      this.result.handles.table.profile.owner === 'entry-id' ? 'Heap offset' : 'Object';
    return `Handle    ${'Entry'.padEnd(digits)}  ${'Type'.padEnd(TYPE_WIDTH)}  ${'Flags'.padEnd(this.flagWidth)}  ${object.padEnd(this.objectWidth)}  Owner\n`;
  }

  line(index: number): string {
    const { table } = this.result.handles;
    const entry = this.addresses.after(index * table.profile.entrySize);
    const flags = (this.flags[table.columns.flags[index] ?? 0] ?? '').padEnd(this.flagWidth);
    const object = table.isFree(index)
      ? `next ${hexPadded(table.phead(index), 4)}`
      : this.heads.of(table.columns.pheadHigh[index] ?? 0, table.columns.pheadLow[index] ?? 0);
    return `${eightDigits(table.handle(index))}  ${entry}  ${this.typeOf(index)}  ${flags}  ${object.padEnd(this.objectWidth)}  ${this.owners.of(index)}\n`;
  }

  private typeOf(index: number): string {
    const { table } = this.result.handles;
    const value = table.columns.type[index] ?? 0;
    let text = this.types.get(value);
    if (text === undefined) {
      text = typeText(table.profile.version, value).padEnd(TYPE_WIDTH);
      this.types.set(value, text);
    }
    return text;
  }
}

/** Flag names without their prefix; `-` for none. */
function shortFlags(flags: number): string {
  const names = flagNames(flags).map((name) => name.replace('HANDLEF_', ''));
  return names.length === 0 ? '-' : names.join('|');
}

/** The type filter in words; null without one. */
export function filterText({ type, handles }: UserHandlesResult): string | null {
  return type === null || type === GENERIC_TYPE
    ? null
    : typeText(handles.table.profile.version, type);
}
