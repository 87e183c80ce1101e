/** The outline of a log: commands, below them handles by type, trace records, processes. */

import { SymbolKind, type DocumentSymbol } from 'vscode-languageserver';
import type { LineRange, LogHandle, LogKernelHandle, LogTrace } from '../core/log/logEvents';
import type { HandleListing, LogListing, LogSection } from '../core/log/logDocument';
import { hex, hex0x } from '../core/util/hex';
import type { LogFile } from './logFile';
import { operationWord, shortActor } from './wording';

/** Names are cut at this many characters. */
const MAX_NAME = 120;
/** An outline with more rows than this helps nobody and takes long to send. */
const MAX_SYMBOLS = 5000;

/** Counts down what may still be added. */
class Budget {
  private left = MAX_SYMBOLS;
  skipped = 0;

  /** As many of the elements as still fit. */
  take<T>(elements: readonly T[]): readonly T[] {
    const taken = elements.slice(0, Math.max(0, this.left));
    this.left -= taken.length;
    this.skipped += elements.length - taken.length;
    return taken;
  }
}

/** All symbols of a log; at most 5,000, the last row says how many are left out. */
export function outline(file: LogFile): DocumentSymbol[] {
  const budget = new Budget();
  const symbols = budget.take(file.log.sections).map((section) => {
    const children = section.listings.flatMap((listing) => listingSymbols(file, listing, budget));
    return symbol(file, {
      name: sectionName(section),
      detail: '',
      kind: SymbolKind.Function,
      lines: section.lines,
      children,
    });
  });
  if (budget.skipped > 0) {
    const last = Math.max(0, file.log.lineCount - 1);
    symbols.push(
      symbol(file, {
        name: `and ${budget.skipped} more`,
        detail: 'the outline ends here',
        kind: SymbolKind.Null,
        lines: { first: last, last },
        children: [],
      }),
    );
  }
  return symbols;
}

function sectionName({ command }: LogSection): string {
  if (command === null) {
    return '(before the first prompt)';
  }
  return command.text === '' ? command.prompt : command.text;
}

function listingSymbols(file: LogFile, listing: LogListing, budget: Budget): DocumentSymbol[] {
  if (listing.kind === 'traces') {
    return budget.take(listing.records).map((record) => traceSymbol(file, record));
  }
  return typeSymbols(file, listing, budget);
}

function traceSymbol(file: LogFile, record: LogTrace): DocumentSymbol {
  return symbol(file, {
    name: `${hex0x(record.handle)} ${operationWord(record)}`,
    detail: shortActor(record),
    kind: record.operation === 'badref' ? SymbolKind.Event : SymbolKind.Method,
    lines: record.lines,
    children: [],
  });
}

/** Handles by type, types in the order of their first handle. */
function typeSymbols(file: LogFile, listing: HandleListing, budget: Budget): DocumentSymbol[] {
  const groups = new Map<string, (LogHandle | LogKernelHandle)[]>();
  for (const record of listing.records) {
    const type = record.type ?? '(no type)';
    const group = groups.get(type);
    if (group === undefined) {
      groups.set(type, [record]);
    } else {
      group.push(record);
    }
  }
  return budget.take([...groups]).map(([type, records]) => {
    const shown = budget.take(records);
    return symbol(file, {
      name: type,
      detail: String(records.length),
      kind: SymbolKind.Class,
      lines: groupLines(listing, records),
      children: shown.map((record) => handleSymbol(file, record)),
    });
  });
}

/** The lines of a group: all of them when it is the listing, else those of its first handle, since groups interleave. */
function groupLines(
  listing: HandleListing,
  records: readonly (LogHandle | LogKernelHandle)[],
): LineRange {
  const first = records[0]?.lines.first ?? 0;
  const end = records.length === listing.records.length ? records.at(-1) : records[0];
  return { first, last: end?.lines.last ?? first };
}

function handleSymbol(file: LogFile, record: LogHandle | LogKernelHandle): DocumentSymbol {
  return symbol(file, {
    name: record.value === null ? '(beginning is missing)' : hex(record.value),
    detail: record.name ?? '',
    kind: SymbolKind.Field,
    lines: record.lines,
    children: [],
  });
}

interface SymbolOptions {
  readonly name: string;
  readonly detail: string;
  readonly kind: SymbolKind;
  readonly lines: LineRange;
  readonly children: DocumentSymbol[];
}

function symbol(file: LogFile, options: SymbolOptions): DocumentSymbol {
  const { lines, children, kind } = options;
  const start = { line: lines.first, character: 0 };
  const first = file.lineText(lines.first).length;
  const last = lines.last === lines.first ? first : file.lineText(lines.last).length;
  return {
    name: shorten(options.name),
    detail: shorten(options.detail),
    kind,
    range: { start, end: { line: lines.last, character: last } },
    selectionRange: { start, end: { line: lines.first, character: first } },
    children,
  };
}

function shorten(text: string): string {
  return text.length > MAX_NAME ? `${text.slice(0, MAX_NAME)}…` : text;
}
