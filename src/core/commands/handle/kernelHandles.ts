/** `!handle` on kernel-mode targets: `[Handle [KMFlags [Process [TypeName]]]]`. */

import { processWords } from '../../model/processWords';
import type { FreeHandleEntry } from '../../model/handle';
import type { HandleColumns } from '../../model/handleColumns';
import { withoutTagBits, type HandleValue } from '../../model/identifiers';
import type { ProcessInfo } from '../../model/process';
import type { HandleStore } from '../../target/handleStore';
import { throwIfCancelled } from '../../util/cancellation';
import { hex } from '../../util/hex';
import type { Problem } from '../../util/problem';
import { ok } from '../../util/result';
import type { CommandContext } from '../command';
import { errorResult, headerOf } from '../defineCommand';
import { EMPTY_SUMMARY, summaryOf } from '../handleSummary';
import type { CommandResult, HandleSection } from '../results';
import { canonicalType } from '../typeFilter';
import { EMPTY_COLUMNS, EMPTY_STORE } from '../../target/emptyTable';
import { parseKernelQuery, type KernelQuery } from './kernelQuery';

const FLAG_FREE = 0x4;

/** A table that was opened, or why it was not. */
interface OpenedTable {
  readonly process: ProcessInfo;
  readonly store: HandleStore;
  readonly columns: HandleColumns;
  readonly problem: Problem | null;
}

/** Answers `!handle` from the handle tables of one or all processes, the kernel's table or the client id table. */
export async function runKernelHandle(
  context: CommandContext,
  pieces: readonly string[],
): Promise<CommandResult> {
  const query = await parseKernelQuery(context, pieces);
  if (!query.ok) {
    return errorResult(context, query.problem);
  }
  const tables = await openTables(context, query.value);
  const only = tables.length === 1 ? tables[0] : undefined;
  if (only !== undefined && only.problem !== null) {
    return errorResult(context, only.problem);
  }
  const { handle, typed, flags, choice, table } = query.value;
  const type =
    typed === null
      ? ok(null)
      : canonicalType(
          typed,
          tables.map((opened) => opened.columns),
        );
  if (!type.ok) {
    return errorResult(context, type.problem);
  }
  const sections: HandleSection[] = [];
  for (const opened of tables) {
    sections.push(await buildSection(context, opened, query.value, type.value));
  }
  const shown =
    handle === null
      ? sections
      : sections.filter((section) => hasEntries(section) || type.value !== null);
  if (handle !== null && shown.length === 0) {
    return errorResult(context, notInTable(query.value, only?.process ?? null));
  }
  return {
    ...headerOf(context),
    kind: 'handles',
    symbols: context.target.symbols,
    flags,
    handle,
    type: type.value,
    sections: shown,
    allProcesses: choice.kind === 'all',
    searchedProcessId: choice.kind === 'one' && choice.byId ? choice.process.processId : null,
    table,
  };
}

async function openTables(
  context: CommandContext,
  query: KernelQuery,
): Promise<readonly OpenedTable[]> {
  const { choice, table } = query;
  const processes = choice.kind === 'all' ? context.target.processes() : [choice.process];
  const opened: OpenedTable[] = [];
  for (const [index, process] of processes.entries()) {
    throwIfCancelled(context.token);
    context.host.progress(
      `Reading the handle table of ${processWords(process)}`,
      index / processes.length,
    );
    const store = await context.target.handles(process.processId, table);
    opened.push(
      store.ok
        ? {
            process,
            store: store.value,
            columns: await store.value.columns(context.token),
            problem: null,
          }
        : { process, store: EMPTY_STORE, columns: EMPTY_COLUMNS, problem: store.problem },
    );
  }
  return opened;
}

async function buildSection(
  context: CommandContext,
  opened: OpenedTable,
  query: KernelQuery,
  type: string | null,
): Promise<HandleSection> {
  const { process, store, columns, problem } = opened;
  if (problem !== null) {
    return { process, store, rows: new Uint32Array(0), free: [], summary: EMPTY_SUMMARY, problem };
  }
  const section = { process, store, summary: summaryOf(columns), problem: null };
  if (query.handle === null) {
    const wantsFree = (query.flags & FLAG_FREE) !== 0 && type === null;
    return {
      ...section,
      rows: type === null ? 'all' : columns.rowsOfType(type),
      free: wantsFree ? await store.freeEntries(context.token) : [],
    };
  }
  const row = columns.find(query.lookup);
  if (row === -1) {
    const free = await store.freeEntries(context.token);
    return { ...section, rows: new Uint32Array(0), free: freeEntryOf(free, query.lookup) };
  }
  const matches = type === null || columns.typeName(row) === type;
  return { ...section, rows: matches ? Uint32Array.of(row) : new Uint32Array(0), free: [] };
}

function freeEntryOf(
  entries: readonly FreeHandleEntry[],
  value: HandleValue,
): readonly FreeHandleEntry[] {
  const wanted = withoutTagBits(value);
  return entries.filter((entry) => entry.value === wanted);
}

function hasEntries(section: HandleSection): boolean {
  return section.rows === 'all' || section.rows.length > 0 || section.free.length > 0;
}

function notInTable(query: KernelQuery, process: ProcessInfo | null): Problem {
  const value = hex(query.handle ?? 0n);
  if (query.table === 'cid') {
    return {
      code: 'handle-not-open',
      message: `No process or thread has the id ${value}.`,
      hint: 'The command | lists the processes; a decimal id needs 0n.',
    };
  }
  const owner =
    query.table === 'kernel'
      ? 'The kernel handle table'
      : process === null
        ? 'No process'
        : `Process ${hex(process.processId)}${process.image === '' ? '' : ` (${process.image})`}`;
  return {
    code: 'handle-not-open',
    message: `${owner} has ${process === null ? 'a' : 'no'} handle ${value}.`,
    hint:
      query.table === 'kernel'
        ? '!handle 0 13 lists its handles.'
        : '!handle 0 lists the open handles.',
  };
}
