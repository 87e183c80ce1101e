/** The trace log of a moment: the records of its answers as columns and distinct stacks. */

import {
  NO_ACTOR,
  TRACE_OPERATIONS,
  TraceColumns,
  type HandleTrace,
} from '../../model/handleTrace';
import type { StackColumn } from '../../model/stackColumn';
import type { TraceFacts as LogFacts, TraceStore } from '../../target/traceStore';
import type { TraceRows } from './traceRows';

/** Frames the debugger prints of a record at most (output-formats 2.4). */
const PRINTED_FRAMES = 16;

/** Rows of an answer. */
interface SourceRow {
  readonly answer: number;
  readonly row: number;
}

/** Trace store over the answers of one moment. Row 0 is the newest record. */
export class LogTraceStore implements TraceStore {
  readonly facts: LogFacts;
  private readonly loaded: TraceColumns;
  private readonly stackColumn: StackColumn;

  /** `answers` must not be empty; the records of one handle come from the answer that shows most of them. */
  constructor(answers: readonly TraceRows[]) {
    const [first] = answers;
    if (first === undefined) {
      throw new Error('A trace log needs an answer.');
    }
    const rows = answers.length === 1 ? null : mergedRows(answers);
    const count = rows?.length ?? first.count;
    const columns = new TraceColumns(count);
    const stackIds = new Uint32Array(count);
    for (let row = 0; row < count; row++) {
      const source = rows?.[row];
      const from = answers[source?.answer ?? 0] ?? first;
      stackIds[row] = copyRow(from, source?.row ?? row, columns, row);
    }
    this.loaded = columns;
    this.stackColumn = { id: stackIds, table: first.stacks };
    const told = answers.length === 1 ? first.facts : null;
    this.facts = told ?? {
      source: 'debugger log',
      slots: null,
      lost: null,
      recorded: null,
      orderIsKnown: rows === null,
      maximumDepth: Math.max(PRINTED_FRAMES, ...answers.map(({ deepest }) => deepest)),
    };
  }

  get count(): number {
    return this.loaded.count;
  }

  columns(): Promise<TraceColumns> {
    return Promise.resolve(this.loaded);
  }

  stacks(): Promise<StackColumn> {
    return Promise.resolve(this.stackColumn);
  }

  records(rows: ArrayLike<number>): Promise<readonly HandleTrace[]> {
    const records: HandleTrace[] = [];
    for (let index = 0; index < rows.length; index++) {
      const row = rows[index] ?? -1;
      if (Number.isInteger(row) && row >= 0 && row < this.count) {
        records.push(this.record(row));
      }
    }
    return Promise.resolve(records);
  }

  /** The newest record of a thread, null when it has none. */
  newestOf(threadId: number): HandleTrace | null {
    const row = this.loaded.threadId.indexOf(threadId);
    return row === -1 ? null : this.record(row);
  }

  /** The threads of a process that made records, newest first; of all processes when it is null. At most `most`. */
  threadsOf(processId: number | null, most: number): readonly number[] {
    const { threadId, processId: actors } = this.loaded;
    const found = new Set<number>();
    for (let row = 0; row < this.count && found.size < most; row++) {
      const thread = threadId[row] ?? NO_ACTOR;
      if (thread !== NO_ACTOR && (processId === null || actors[row] === processId)) {
        found.add(thread);
      }
    }
    return [...found];
  }

  private record(row: number): HandleTrace {
    const { loaded, stackColumn } = this;
    return {
      row,
      handle: loaded.handle(row),
      operation: TRACE_OPERATIONS[loaded.operation[row] ?? 0] ?? 'open',
      processId: loaded.processId[row] ?? 0,
      threadId: loaded.threadId[row] ?? 0,
      stack: stackColumn.table.frames(stackColumn.id[row] ?? 0),
    };
  }
}

/** Copies a record; returns the number of its stack. */
function copyRow(from: TraceRows, source: number, to: TraceColumns, row: number): number {
  to.handleLow[row] = from.handleLow.at(source);
  const high = from.handleHigh.at(source);
  if (high !== 0) {
    to.handleHigh ??= new Uint32Array(to.count);
    to.handleHigh[row] = high;
  }
  to.operation[row] = from.operation.at(source);
  to.processId[row] = from.processId.at(source);
  to.threadId[row] = from.threadId.at(source);
  return from.stack.at(source);
}

/**
 * The records of several answers of one moment. Those of one handle come from one answer, so that their order is right and
 * none stands there twice; they keep the place of the first of them in the longest answer.
 */
function mergedRows(answers: readonly TraceRows[]): readonly SourceRow[] {
  const byAnswer = answers.map(rowsByHandle);
  const chosen = new Map<string, number>();
  byAnswer.forEach((rows, answer) => {
    for (const [handle, own] of rows) {
      const before = chosen.get(handle);
      const most = before === undefined ? 0 : (byAnswer[before]?.get(handle)?.length ?? 0);
      if (own.length >= most) {
        chosen.set(handle, answer);
      }
    }
  });
  const merged: SourceRow[] = [];
  const done = new Set<string>();
  const longestFirst = [...answers.keys()].sort(
    (a, b) => (answers[b]?.count ?? 0) - (answers[a]?.count ?? 0) || a - b,
  );
  for (const answer of longestFirst) {
    for (const { handle, row } of handlesOf(answers[answer])) {
      const from = chosen.get(handle) ?? answer;
      if (done.has(handle)) {
        continue;
      }
      if (from === answer) {
        merged.push({ answer, row });
        continue;
      }
      for (const own of byAnswer[from]?.get(handle) ?? []) {
        merged.push({ answer: from, row: own });
      }
      done.add(handle);
    }
    // What was taken in its place must not be taken again out of a shorter answer.
    for (const handle of byAnswer[answer]?.keys() ?? []) {
      if (chosen.get(handle) === answer) {
        done.add(handle);
      }
    }
  }
  return merged;
}

function* handlesOf(
  rows: TraceRows | undefined,
): Generator<{ readonly handle: string; readonly row: number }, void, void> {
  for (let row = 0; rows !== undefined && row < rows.count; row++) {
    yield { handle: handleKey(rows, row), row };
  }
}

function rowsByHandle(rows: TraceRows): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (let row = 0; row < rows.count; row++) {
    const handle = handleKey(rows, row);
    const own = found.get(handle);
    if (own === undefined) {
      found.set(handle, [row]);
    } else {
      own.push(row);
    }
  }
  return found;
}

/** The handle of a row without its tag bits. */
function handleKey(rows: TraceRows, row: number): string {
  return `${rows.handleHigh.at(row)}:${rows.handleLow.at(row) >>> 2}`;
}
