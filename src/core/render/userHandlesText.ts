/** The text of `!handle` in user mode. */

import type { HandleSection, HandlesResult } from '../commands/results';
import type { HandleRecord } from '../model/handle';
import type { Address } from '../model/identifiers';
import type { SymbolSource } from '../target/symbolSource';
import { throwIfCancelled, type CancellationToken } from '../util/cancellation';
import { describeProblem } from '../util/problem';
import { escapeText } from './escapeText';
import { PAGE_ROWS, recordPages, rowCount } from './handlePages';
import { summaryText } from './handleSummaryText';
import { collectAddresses } from './objectInfoText';
import { FLAG_SPECIFIC, UserHandlePrinter } from './userHandlePrinter';
import { DUMP_STYLE } from './windbgDump';
import { LIVE_STYLE } from './windbgLive';

/** Pages of handle blocks, then the summary or the number of handles of the type. */
export async function* userHandlePages(
  result: HandlesResult,
  token: CancellationToken,
): AsyncGenerator<readonly string[], void, void> {
  const style = result.target.liveness === 'live' ? LIVE_STYLE : DUMP_STYLE;
  const { symbols } = result;
  const printer = new UserHandlePrinter(result.flags, {
    style,
    symbols,
    pointerSize: result.target.pointerSize,
  });
  for (const section of result.sections) {
    if (section.problem !== null) {
      yield [`${escapeText(describeProblem(section.problem))}\n`];
      continue;
    }
    if (result.flags !== 0) {
      yield* blockPages(section, printer, { symbols, flags: result.flags, token });
    }
    if (result.handle === null) {
      yield [
        result.type === null
          ? summaryText(section.summary, style.summaryWidth)
          : `${rowCount(section)} handles of type ${escapeText(result.type)}\n`,
      ];
    }
  }
}

/** What walking the blocks needs. */
interface BlockOptions {
  readonly symbols: SymbolSource;
  readonly flags: number;
  readonly token: CancellationToken;
}

async function* blockPages(
  section: HandleSection,
  printer: UserHandlePrinter,
  options: BlockOptions,
): AsyncGenerator<readonly string[], void, void> {
  if (printer.needsOnlyColumns) {
    yield* columnPages(section, printer, options.token);
    return;
  }
  for await (const records of recordPages(section, options.token)) {
    await prepareSymbols(records, options);
    yield records.map((record) => printer.fromRecord(record));
  }
}

async function* columnPages(
  section: HandleSection,
  printer: UserHandlePrinter,
  token: CancellationToken,
): AsyncGenerator<readonly string[], void, void> {
  const columns = await section.store.columns(token);
  const { rows } = section;
  const count = rowCount(section);
  for (let start = 0; start < count; start += PAGE_ROWS) {
    throwIfCancelled(token);
    const blocks: string[] = [];
    const end = Math.min(start + PAGE_ROWS, count);
    for (let index = start; index < end; index++) {
      blocks.push(printer.fromColumns(columns, rows === 'all' ? index : (rows[index] ?? 0)));
    }
    yield blocks;
  }
}

async function prepareSymbols(
  records: readonly HandleRecord[],
  { symbols, flags, token }: BlockOptions,
): Promise<void> {
  if ((flags & FLAG_SPECIFIC) === 0) {
    return;
  }
  const addresses: Address[] = [];
  for (const record of records) {
    collectAddresses(record, addresses);
  }
  if (addresses.length > 0) {
    await symbols.prepare(addresses, token);
  }
}
