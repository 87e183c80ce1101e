/** Keeps what the views last showed across a reload of the window, which ends every session of the extension. */

import type * as vscode from 'vscode';

const KEY = 'handleLens.lastData';
/** Milliseconds after which kept data are no longer shown: a window that is opened another day begins anew. */
const MAXIMUM_AGE = 60 * 60 * 1000;
/** Characters that are kept at most: the memory of a window is read as a whole. */
const MAXIMUM_SIZE = 400_000;
/** Longer lists are not even measured. */
const MAXIMUM_ROWS = 2000;

/** A row of the Handles view, as far as it takes to find it again. */
export interface SelectedRow {
  /** Key of its group. */
  readonly group: string;
  /** Id of the row. */
  readonly id: string;
  /** Index in the group, or that of the first row of its range. */
  readonly index: number;
}

/** The data of one session as they are kept. */
export interface LastData {
  readonly sessionId: string;
  /** What the session can be started with again. */
  readonly configuration: vscode.DebugConfiguration;
  /** When it ended, or when this was kept; milliseconds since 1970. */
  readonly time: number;
  /** The handle that was selected last; null for none. */
  readonly selected: SelectedRow | null;
  /** Answers by request and arguments. */
  readonly answers: readonly (readonly [key: string, answer: unknown])[];
}

interface Saved extends LastData {
  /** The extension's version: another one may ask otherwise. */
  readonly version: string;
}

/** Reads and writes the data of one window. */
export class LastDataMemory {
  constructor(
    private readonly memento: Pick<vscode.Memento, 'get' | 'update'>,
    private readonly version: string,
  ) {}

  /** What was kept by this version within the last hour; null for anything else. */
  read(now: number): LastData | null {
    const saved: unknown = this.memento.get(KEY);
    return isSaved(saved) && saved.version === this.version && now - saved.time <= MAXIMUM_AGE
      ? saved
      : null;
  }

  /** Keeps data, without answers that take too much room; null forgets what was kept. */
  async write(data: LastData | null): Promise<void> {
    const saved: Saved | undefined =
      data === null
        ? undefined
        : { ...data, answers: fitting(data.answers), version: this.version };
    await this.memento.update(KEY, saved);
  }
}

/** The answers in their order, as long as there is room. */
function fitting(answers: LastData['answers']): LastData['answers'] {
  let left = MAXIMUM_SIZE;
  return answers.filter(([, answer]) => {
    const size = isLong(answer) ? Infinity : JSON.stringify(answer).length;
    const fits = size <= left;
    left -= fits ? size : 0;
    return fits;
  });
}

function isLong(answer: unknown): boolean {
  return Object.values(answer ?? {}).some(
    (value: unknown) => Array.isArray(value) && value.length > MAXIMUM_ROWS,
  );
}

function isSaved(saved: unknown): saved is Saved {
  if (typeof saved !== 'object' || saved === null) {
    return false;
  }
  const {
    version,
    sessionId,
    configuration,
    time,
    answers,
    selected,
  }: Partial<Record<keyof Saved, unknown>> = saved;
  return (
    typeof version === 'string' &&
    typeof sessionId === 'string' &&
    typeof configuration === 'object' &&
    configuration !== null &&
    typeof time === 'number' &&
    typeof selected === 'object' &&
    Array.isArray(answers) &&
    answers.every((entry) => Array.isArray(entry) && typeof entry[0] === 'string')
  );
}
