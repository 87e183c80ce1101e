/** Everything a log says about a handle value, found by value: blocks, trace records, commands, errors. */

import { handleValue, withoutTagBits, type HandleValue } from '../model/identifiers';
import { handlesInCommands } from './commandWords';
import { KERNEL_SCOPE } from './answerTracker';
import type { LogError, LogHandle, LogKernelHandle, LogTrace } from './logEvents';
import type { HandleListing, LogDocument, LogSection, TraceListing } from './logDocument';
import { lastWhere } from '../util/lastWhere';

/** A block of `!handle` and the listing it stands in. */
export interface PlacedBlock {
  readonly record: LogHandle | LogKernelHandle;
  readonly listing: HandleListing;
}

/** A trace record, its listing and its place there (0 = newest). */
export interface PlacedTrace {
  readonly record: LogTrace;
  readonly listing: TraceListing;
  readonly index: number;
}

/** A handle value in a command, by line and columns. */
export interface Mention {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** What a log says about one handle value of one handle table; every list in the order of lines. */
export interface HandleEntry {
  readonly value: HandleValue;
  readonly scope: string;
  readonly blocks: readonly PlacedBlock[];
  readonly traces: readonly PlacedTrace[];
  readonly mentions: readonly Mention[];
  /** Lines in which the debugger said that it could not use the handle. */
  readonly errors: readonly LogError[];
}

/** Index of the newest trace record that starts at or before a line, -1 when all start later: records are in line order. */
export function traceAt({ traces }: HandleEntry, line: number): number {
  return lastWhere(
    traces.length,
    (index) => (traces[index]?.record.lines.first ?? Infinity) <= line,
  );
}

interface OpenEntry extends HandleEntry {
  readonly blocks: PlacedBlock[];
  readonly traces: PlacedTrace[];
  readonly mentions: Mention[];
  readonly errors: LogError[];
}

const FIRST_KERNEL_HANDLE = 0xffff_ffff_8000_0000n;

/** Finds handles by value. Building takes one pass over the document. */
export class HandleIndex {
  private readonly entries = new Map<string, OpenEntry>();
  private readonly byName = new Map<string, OpenEntry[]>();
  private readonly byObject = new Map<bigint, OpenEntry[]>();

  constructor(document: LogDocument) {
    for (const section of document.sections) {
      this.addListings(section);
      this.addCommand(section);
      for (const event of section.events) {
        if (event.kind === 'error' && event.handle !== null) {
          this.entry(section.scope, event.handle).errors.push(event);
        }
      }
    }
    this.groupSiblings();
  }

  /** What the log says about a handle value, tag bits ignored; null when nothing. */
  find(scope: string, value: HandleValue): HandleEntry | null {
    return this.entries.get(keyOf(scope, value)) ?? null;
  }

  /** Other handles with the same name, or (kernel mode) to the same object, in the order of the log. */
  siblings(entry: HandleEntry): readonly HandleEntry[] {
    const found = new Set<HandleEntry>();
    for (const { record } of entry.blocks) {
      const sameName = this.byName.get(nameKey(record) ?? '') ?? [];
      const sameObject = record.kind === 'kernelHandle' ? this.byObject.get(record.object) : [];
      for (const other of [...sameName, ...(sameObject ?? [])]) {
        found.add(other);
      }
    }
    found.delete(entry);
    return [...found];
  }

  private addListings(section: LogSection): void {
    for (const listing of section.listings) {
      if (listing.kind === 'traces') {
        listing.records.forEach((record, index) =>
          this.entry(listing.scope, record.handle).traces.push({ record, listing, index }),
        );
      } else {
        for (const record of listing.records) {
          if (record.value !== null) {
            this.entry(listing.scope, record.value).blocks.push({ record, listing });
          }
        }
      }
    }
  }

  private addCommand({ command, scope }: LogSection): void {
    for (const { value, start, end } of handlesInCommands(command?.text ?? '')) {
      const line = command?.lines.first ?? 0;
      const column = command?.column ?? 0;
      const mention = { line, start: column + start, end: column + end };
      this.entry(scope, value).mentions.push(mention);
    }
  }

  private groupSiblings(): void {
    for (const entry of this.entries.values()) {
      for (const { record } of entry.blocks) {
        const name = nameKey(record);
        if (name !== null) {
          addTo(this.byName, name, entry);
        }
        if (record.kind === 'kernelHandle') {
          addTo(this.byObject, record.object, entry);
        }
      }
    }
  }

  private entry(scope: string, value: HandleValue): OpenEntry {
    const key = keyOf(scope, value);
    const known = this.entries.get(key);
    if (known !== undefined) {
      return known;
    }
    const entry: OpenEntry = { value, scope, blocks: [], traces: [], mentions: [], errors: [] };
    this.entries.set(key, entry);
    return entry;
  }
}

/** A kernel handle is printed without its upper half, and commands may be typed with it. */
function keyOf(scope: string, value: HandleValue): string {
  const isKernelHandle = value >= FIRST_KERNEL_HANDLE;
  const short = isKernelHandle ? handleValue(BigInt.asUintN(32, value)) : value;
  const table = isKernelHandle && !scope.startsWith('user') ? KERNEL_SCOPE : scope;
  return `${table} ${withoutTagBits(short).toString(16)}`;
}

/** Names are compared within one type and, where a kernel debugger prints only the last component, one directory. */
function nameKey(record: LogHandle | LogKernelHandle): string | null {
  const { name } = record;
  if (name === undefined || name === null || name === '') {
    return null;
  }
  const directory = record.kind === 'kernelHandle' ? (record.directory ?? 0n) : 0n;
  return `${record.type ?? ''} ${directory.toString(16)} ${name}`;
}

function addTo<K>(groups: Map<K, OpenEntry[]>, key: K, entry: OpenEntry): void {
  const group = groups.get(key);
  if (group === undefined) {
    groups.set(key, [entry]);
  } else if (group.at(-1) !== entry) {
    group.push(entry);
  }
}
