/** Every operation on the handles of one process that a script has done up to now, as if the trace log had room for all. */

import { TRACE_OPERATIONS, TraceColumns, type HandleTrace } from '../../model/handleTrace';
import { handleValue, type Address } from '../../model/identifiers';
import { fromWords, highWordOfNumber } from '../../simulator/machine/words';
import type { TraceFacts, TraceStore } from '../../target/traceStore';
import { HISTORY_DEPTH, type LoggedOperation, type OperationLog } from '../history/operationLog';

/** The operations of a process, newest first. Those that happen later, or are forgotten, do not change it. */
export class HistoryTraceStore implements TraceStore {
  readonly facts: TraceFacts;
  /** Numbers in the log, oldest first. */
  private readonly numbers: Uint32Array;

  /** `happened`: operations of the log that have happened at this moment. */
  constructor(
    private readonly log: OperationLog,
    happened: number,
    processId: number,
  ) {
    this.numbers = Uint32Array.from({ length: happened }, (_, number) => number).filter(
      (number) => log.at(number)?.tableProcessId === processId,
    );
    this.facts = {
      source: 'event log',
      slots: null,
      lost: 0,
      recorded: this.count,
      orderIsKnown: true,
      maximumDepth: HISTORY_DEPTH,
    };
  }

  get count(): number {
    return this.numbers.length;
  }

  columns(): Promise<TraceColumns> {
    const columns = new TraceColumns(this.count);
    const handleHigh = new Uint32Array(this.count);
    const sequence = new Float64Array(this.count);
    for (let row = 0; row < this.count; row++) {
      const operation = this.operation(row);
      if (operation !== null) {
        columns.handleLow[row] = operation.handle >>> 0;
        handleHigh[row] = highWordOfNumber(operation.handle);
        columns.operation[row] = TRACE_OPERATIONS.indexOf(operation.operation);
        columns.processId[row] = operation.processId;
        columns.threadId[row] = operation.threadId;
        sequence[row] = this.count - row;
      }
    }
    columns.handleHigh = handleHigh.some((word) => word !== 0) ? handleHigh : null;
    columns.sequence = sequence;
    return Promise.resolve(columns);
  }

  records(rows: ArrayLike<number>): Promise<readonly HandleTrace[]> {
    return Promise.resolve(
      Array.from(rows).flatMap((row) => {
        const operation = this.operation(row);
        return operation === null ? [] : [recordOf(row, operation)];
      }),
    );
  }

  private operation(row: number): LoggedOperation | null {
    const number = this.numbers[this.count - 1 - row];
    return number === undefined ? null : this.log.at(number);
  }
}

function recordOf(row: number, logged: LoggedOperation): HandleTrace {
  const { handle, operation, processId, threadId, stack } = logged;
  const value = handleValue(fromWords(handle >>> 0, highWordOfNumber(handle)));
  return { row, handle: value, operation, processId, threadId, stack: framesOf(stack) };
}

/** Return addresses up to the first zero, as in a trace record. */
function framesOf(words: Uint32Array): readonly Address[] {
  const frames: Address[] = [];
  for (let at = 0; at < words.length; at += 2) {
    const frame = fromWords(words[at] ?? 0, words[at + 1] ?? 0);
    if (frame === 0n) {
      break;
    }
    frames.push(frame);
  }
  return frames;
}
