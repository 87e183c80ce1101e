/** The handle table that analysing commands work on: one per process and stop, kept between commands. */

import type { HandleTable } from '../analysis/handleTable';
import type { OwnCodeRules } from '../analysis/traces/ownFrames';
import type { ProcessInfo } from '../model/process';
import { ok, type Result } from '../util/result';
import type { CommandContext } from './command';
import { handleTableOf } from './handleTableOf';
import { currentProcess } from './resolveProcess';

/** A table, and what it was made for. */
export interface KeptTable {
  /** State of the target. */
  readonly generation: number;
  readonly rules: OwnCodeRules;
  readonly table: HandleTable;
}

/**
 * The table of a process: the shell's, where it has one of its own (so that the console knows what the views know), else
 * one that is kept with the session until the target changes.
 */
export async function keptTable(
  context: CommandContext,
  process: ProcessInfo,
): Promise<Result<HandleTable>> {
  const { host, state, target, token } = context;
  const { processId } = process;
  if (host.handleTable !== undefined) {
    return await host.handleTable(processId, token);
  }
  const { generation } = target;
  const kept = state.tables.get(processId);
  if (kept?.generation === generation && kept.rules === state.ownCode) {
    return ok(kept.table);
  }
  const table = await handleTableOf(context, process);
  if (table.ok) {
    const before = state.tablesBefore.get(processId);
    if (before !== undefined) {
      await table.value.compareWith(before, token);
    }
    state.tables.set(processId, { generation, rules: state.ownCode, table: table.value });
  }
  return table;
}

/**
 * Reads what comparing needs of the current process's table, before the program runs: afterwards `state:` in queries tells
 * what happened. Does nothing where the shell keeps tables itself.
 */
export async function rememberStop(context: CommandContext): Promise<void> {
  const { host, state, token } = context;
  const process = currentProcess(context);
  if (host.handleTable !== undefined || !process.ok) {
    return;
  }
  const table = await keptTable(context, process.value);
  if (table.ok) {
    await table.value.snapshot(token);
    state.tablesBefore.clear();
    state.tablesBefore.set(process.value.processId, table.value);
  }
}
