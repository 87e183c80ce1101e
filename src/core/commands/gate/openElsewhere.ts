/** Handles that a program opened in the tables of other processes: a check of the program alone does not see them. */

import { TRACE_CLOSE, TRACE_OPEN, type TraceColumns } from '../../model/handleTrace';
import type { ProcessInfo } from '../../model/process';
import { processWords } from '../../model/processWords';
import type { Target } from '../../target/target';
import type { CancellationToken } from '../../util/cancellation';
import { hex } from '../../util/hex';

/** A sentence for each other process of a script in which the program left handles open, as with DuplicateHandle. */
export async function openElsewhere(
  target: Target,
  process: ProcessInfo,
  token: CancellationToken,
): Promise<readonly string[]> {
  if (target.history === undefined) {
    return [];
  }
  const sentences: string[] = [];
  for (const other of target.processes()) {
    const traces =
      other.processId === process.processId ? null : await target.history(other.processId);
    if (traces?.ok === true) {
      const count = leftOpenBy(process.processId, await traces.value.columns(token));
      if (count > 0) {
        const which = `${count} ${count === 1 ? 'handle' : 'handles'} that ${processWords(process)} opened there`;
        sentences.push(
          `${processWords(other)} still has ${which}. The check looks at one process and does not judge them; !handle 0 3 ${hex(other.processId)} lists them.`,
        );
      }
    }
  }
  return sentences;
}

/** Values whose last open is by a process and has no close behind it. */
function leftOpenBy(processId: number, traces: TraceColumns): number {
  const opened = new Set<number>();
  for (let row = traces.count - 1; row >= 0; row--) {
    const value = traces.handleLow[row] ?? 0;
    if (traces.operation[row] === TRACE_CLOSE) {
      opened.delete(value);
    } else if (traces.operation[row] === TRACE_OPEN && traces.processId[row] === processId) {
      opened.add(value);
    }
  }
  return opened.size;
}
