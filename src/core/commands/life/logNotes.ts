/** What a trace log cannot tell, in sentences for answers that rest on it. */

import type { ProcessInfo } from '../../model/process';
import type { TraceFacts } from '../../target/traceStore';
import { describeProblem } from '../../util/problem';
import type { CommandContext } from '../command';
import { openTraces } from '../trace/openTraces';

/** Said where a log has traces and no list of handles. */
export const RECORDS_ONLY =
  'The log lists no handles: what is open, and what it is, is told by the trace records alone.';

/** Why there is no log (`facts` is then null), or what the log does not reach. */
export async function logNotes(
  context: CommandContext,
  process: ProcessInfo,
  facts: TraceFacts | null,
): Promise<readonly string[]> {
  if (facts === null) {
    const traces = await openTraces(context, process);
    return traces.ok ? [] : [describeProblem(traces.problem)];
  }
  const notes: string[] = [];
  if (facts.lost !== null && facts.lost > 0) {
    notes.push(
      `${facts.lost} older records were overwritten: what happened before them is not known.`,
    );
  }
  if (!facts.orderIsKnown) {
    notes.push('The order of the records is assumed to be newest first.');
  }
  return notes;
}
