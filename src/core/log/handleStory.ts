/** What a log says about a handle as seen from one of its lines: type, name, access, state, opener, counts. */

import { accessNames } from '../windows/accessLabels';
import type { TraceOperation } from '../model/handleTrace';
import { traceAt, type HandleEntry, type PlacedBlock, type PlacedTrace } from './handleIndex';
import type { LogError, LogHandle, LogKernelHandle, LogTrace } from './logEvents';

/** Granted access in words. */
export interface AccessStory {
  readonly mask: number;
  /** Standard rights first; bits without a name are left out. */
  readonly names: readonly string[];
}

/** What the newest evidence in the log says. */
export type HandleState =
  | { readonly kind: 'open' | 'closed' | 'notOpen'; readonly line: number }
  | { readonly kind: 'unknown' };

/** The story of one handle value. */
export interface HandleStory {
  readonly type: string | null;
  /** Null for a handle without name, undefined where the log has none. */
  readonly name: string | null | undefined;
  readonly access: AccessStory | null;
  readonly block: LogHandle | LogKernelHandle | null;
  readonly state: HandleState;
  readonly opener: LogTrace | null;
  /** The newest record. */
  readonly last: LogTrace | null;
  readonly counts: Readonly<Record<TraceOperation, number>>;
  /** How many trace listings hold the handle: more than one may repeat records. */
  readonly listings: number;
}

/** Tells the story of a handle; `line` decides which of several generations of a re-used value is meant. */
export function handleStory(entry: HandleEntry, line: number): HandleStory {
  const block = nearestBlock(entry.blocks, line)?.record ?? null;
  const opener = findOpener(entry, line)?.record ?? null;
  const counts = { open: 0, close: 0, badref: 0 };
  for (const { record } of entry.traces) {
    if (record.operation !== null) {
      counts[record.operation]++;
    }
  }
  return {
    type: block?.type ?? null,
    name:
      block === null || (block.kind === 'kernelHandle' && block.type === undefined)
        ? undefined
        : nameOf(block),
    access: block === null ? null : accessOf(block),
    block,
    state: newestState(entry),
    opener,
    last: newestTrace(entry.traces)?.record ?? null,
    counts,
    listings: new Set(entry.traces.map(({ listing }) => listing)).size,
  };
}

/** Granted access of a block in words; null where it printed none. */
export function accessOf(block: LogHandle | LogKernelHandle): AccessStory | null {
  const mask = block.grantedAccess;
  return mask === undefined ? null : { mask, names: accessNames(block.type ?? null, mask) };
}

/**
 * The record that opened the handle, seen from a line: inside a trace listing the newest open that is not newer than the
 * line's record, elsewhere the newest open of the nearest listing. Null when the log has none.
 */
export function findOpener(entry: HandleEntry, line: number): PlacedTrace | null {
  const at = traceAt(entry, line);
  const here = entry.traces[at];
  if (here !== undefined && line <= here.record.lines.last) {
    return openFrom(entry, at);
  }
  const opens = entry.traces.filter(({ record }) => record.operation === 'open');
  const before = opens.findLast(({ record }) => record.lines.first <= line) ?? opens[0];
  return opens.find(({ listing }) => listing === before?.listing) ?? null;
}

/** The first open at or behind a place in the records of a handle, within the same listing. */
function openFrom({ traces }: HandleEntry, start: number): PlacedTrace | null {
  for (let at = start; traces[at]?.listing === traces[start]?.listing; at++) {
    const trace = traces[at];
    if (trace === undefined || trace.record.operation === 'open') {
      return trace ?? null;
    }
  }
  return null;
}

/** The block at or last before a line, else the first one after it. */
function nearestBlock(blocks: readonly PlacedBlock[], line: number): PlacedBlock | null {
  return blocks.findLast(({ record }) => record.lines.first <= line) ?? blocks[0] ?? null;
}

/** Kernel debuggers print a name only where there is one. */
function nameOf(block: LogHandle | LogKernelHandle): string | null | undefined {
  return block.kind === 'kernelHandle' ? (block.name ?? null) : block.name;
}

/** The newest record: the first of the last listing. */
function newestTrace(traces: readonly PlacedTrace[]): PlacedTrace | null {
  const last = traces.at(-1)?.listing;
  return traces.find(({ listing }) => listing === last) ?? null;
}

/** The state by the evidence that comes last in the log. */
function newestState(entry: HandleEntry): HandleState {
  const block = entry.blocks.at(-1)?.record ?? null;
  const trace = newestTrace(entry.traces);
  const error: LogError | null = entry.errors.at(-1) ?? null;
  const blockLine = block?.lines.first ?? -1;
  const errorLine = error?.lines.first ?? -1;
  const traceLine = trace?.record.lines.first ?? -1;
  const newest = Math.max(blockLine, errorLine, traceLine);
  if (newest === -1) {
    return { kind: 'unknown' };
  }
  if (newest === blockLine) {
    return { kind: 'open', line: blockLine };
  }
  if (newest === errorLine) {
    return { kind: 'notOpen', line: errorLine };
  }
  return trace === null ? { kind: 'unknown' } : stateAfter(trace.record);
}

function stateAfter(record: LogTrace): HandleState {
  const line = record.lines.first;
  switch (record.operation) {
    case 'open':
      return { kind: 'open', line };
    case 'close':
      return { kind: 'closed', line };
    case 'badref':
      return { kind: 'notOpen', line };
    case null:
      return { kind: 'unknown' };
  }
}
