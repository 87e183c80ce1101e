/** How many USER handles a process has: by the windowing system's counter and by counting the table. */

import type { GuiProcess } from '../../target/userHandles';
import { readProcessCounters, type UserProcessCounters } from '../../userHandles/counters';
import { summariseTable, type UserTableSummary } from '../../userHandles/summary';
import type { Problem } from '../../util/problem';
import { DEFAULT_PROCESS_QUOTA } from '../../windows/user/userLimits';
import type { CommandContext } from '../command';
import type { UserHandles } from '../../userHandles/keptUserHandles';

/** What is known of a process that uses the windowing system. */
export interface ProcessAccount {
  readonly process: GuiProcess;
  /** Entries of the table that it or its threads own. */
  readonly counted: number;
  /** The same by the value of `bType`; 256 counts. */
  readonly byType: Uint32Array;
  /** What its W32PROCESS says; null when it cannot be read. */
  readonly counters: UserProcessCounters | null;
  /** Why there are no counters; null when there are. */
  readonly countersProblem: Problem | null;
  /** Most handles it may have. */
  readonly quota: number;
  /** False when the quota is the usual one because the target does not say. */
  readonly quotaIsKnown: boolean;
}

/** The account of one process. The summary saves counting again. */
export async function accountOf(
  context: CommandContext,
  { table, owners }: UserHandles,
  process: GuiProcess,
  summary: UserTableSummary = summariseTable(table, owners),
): Promise<ProcessAccount> {
  const counts = summary.byProcess.get(process.processId);
  const counters =
    process.processInfo === null
      ? null
      : await readProcessCounters(
          context.target,
          table.profile,
          process.processInfo,
          context.token,
        );
  return {
    process,
    counted: counts?.total ?? 0,
    byType: counts?.byType ?? new Uint32Array(256),
    counters: counters?.ok === true ? counters.value : null,
    countersProblem:
      counters?.ok === false ? counters.problem : counters === null ? NO_ADDRESS : null,
    quota: process.quota ?? DEFAULT_PROCESS_QUOTA,
    quotaIsKnown: process.quota !== null,
  };
}

const NO_ADDRESS: Problem = {
  code: 'no-process-info',
  message: 'The target does not say where the PROCESSINFO of the process is.',
};
