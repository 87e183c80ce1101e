/** The handle table that analysing commands work on: one per process and stop, kept between commands. */

import type { HandleTable } from '../analysis/handleTable';
import type { OwnCodeRules } from '../analysis/traces/ownFrames';
import type { ProcessInfo } from '../model/process';
import { ok, type Result } from '../util/result';
import type { CommandContext } from './command';
import { handleTableOf } from './handleTableOf';

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
    state.tables.set(processId, { generation, rules: state.ownCode, table: table.value });
  }
  return table;
}
