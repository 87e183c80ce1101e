/** Evaluation without output and without side effects: watches, hovers, copies. */

import { createInterpreter } from '../core/commands/createInterpreter';
import type { CommandResult } from '../core/commands/results';
import { handleValue, type HandleValue } from '../core/model/identifiers';
import type { HandleRecord } from '../core/model/handle';
import { recordLine, renderLine } from '../core/render/renderLine';
import { renderTextPages } from '../core/render/renderText';
import {
  CancelledError,
  throwIfCancelled,
  type CancellationToken,
} from '../core/util/cancellation';
import { ProblemError } from '../core/util/problem';
import { hex0x } from '../core/util/hex';
import { fail, ok } from '../core/util/result';
import { RequestError, valueOf } from './adapterErrors';
import type { Examination } from './examination';
import { handleDetails } from './handleNodes';
import { readOnlyTarget } from './readOnlyTarget';
import { resultChildren } from './resultNodes';
import { breathe, type Scheduler } from './scheduler';
import { describeUserHandle } from './userHover';
import type { Container } from './variableStore';

/** Most characters copied to a clipboard; clients' transports slow down badly on larger answers. */
export const CLIPBOARD_LIMIT = 8 * 1024 * 1024;
const CUT = `… cut after ${CLIPBOARD_LIMIT} characters. Use .logopen <path> for the whole text.\n`;
/** Milliseconds of work between two looks at the event loop. */
const WORK_SLICE = 40;

/** A short answer that expands. */
export interface ShortAnswer {
  readonly text: string;
  readonly type: string;
  readonly container: Container | null;
}

/** A handle found by its value. */
export interface FoundHandle {
  readonly record: HandleRecord;
  readonly processId: number;
}

/** Watch and variables contexts: a bare handle value shows the handle, everything else runs as a command. */
export async function evaluateWatch(
  examination: Examination,
  expression: string,
  token: CancellationToken,
): Promise<ShortAnswer> {
  const value = bareHandle(expression, examination.interpreter.state.radix);
  if (value !== null) {
    const found = await findHandle(examination, value, token);
    if (found !== null) {
      return handleAnswer(examination, found);
    }
    throw noSuchHandle(value);
  }
  const result = await runQuietly(examination, expression, token);
  return {
    text: await renderLine(result, token),
    type: result.kind,
    container: resultChildren(examination, result),
  };
}

/** What our own hovers ask for where the text says that a number is a USER handle. */
const NAMED_USER_HANDLE = /^!dhe 0x([0-9a-f]{5,8})$/i;
/** A USER handle: its high word is not 0. */
const USER_HANDLE = /^0x[0-9a-f]{5,8}$/i;

/**
 * Hover context: only handle values that exist. A word without `0x` must look like a hexadecimal number that is no
 * decimal one and no English word, since a wrong hover is worse than none. What is no kernel handle may be a USER handle.
 */
export async function evaluateHover(
  examination: Examination,
  expression: string,
  token: CancellationToken,
): Promise<ShortAnswer> {
  const text = expression.trim();
  const named = NAMED_USER_HANDLE.exec(text)?.[1];
  if (named !== undefined) {
    const wanted = { value: BigInt(`0x${named}`), named: true };
    const answer = await describeUserHandle(examination, wanted, token);
    if (answer === null) {
      throw new RequestError(`0x${named} is no USER handle of this session.`);
    }
    return answer;
  }
  const isHandle = /^0x[0-9a-f]{1,16}$/i.test(text) || /^[0-9][0-9a-f]*[a-f][0-9a-f]*$/i.test(text);
  const value = isHandle ? bareHandle(text, 16) : null;
  if (value === null) {
    throw new RequestError(`"${text}" is no handle value.`);
  }
  // Values with tag bits would find the handle below; a number that happens to be near is no handle.
  const hasHandles = examination.target.capabilities.handles;
  const found =
    hasHandles && (value & 3n) === 0n ? await findHandle(examination, value, token) : null;
  if (found !== null) {
    return handleAnswer(examination, found);
  }
  const user = USER_HANDLE.test(text)
    ? await describeUserHandle(examination, { value, named: false }, token)
    : null;
  if (user === null) {
    throw noSuchHandle(value);
  }
  return user;
}

/** Clipboard context: the whole text. */
export async function evaluateClipboard(
  examination: Examination,
  expression: string,
  token: CancellationToken,
  scheduler: Scheduler,
): Promise<string> {
  const value = bareHandle(expression, examination.interpreter.state.radix);
  const line = value === null ? expression : `!handle ${hex0x(value)} f`;
  const result = await runQuietly(examination, line, token);
  const chunks: string[] = [];
  let characters = 0;
  let pause = scheduler.now() + WORK_SLICE;
  for await (const page of renderTextPages(result, token)) {
    const text = page.join('');
    const left = CLIPBOARD_LIMIT - characters;
    chunks.push(text.length > left ? `${text.slice(0, left)}\n${CUT}` : text);
    characters += text.length;
    if (characters > CLIPBOARD_LIMIT) {
      break;
    }
    if (scheduler.now() >= pause) {
      await breathe(scheduler);
      throwIfCancelled(token);
      pause = scheduler.now() + WORK_SLICE;
    }
  }
  return chunks.join('');
}

/** A text that is nothing but a handle value: `3c`, `0x3c`, `0n60`, `3ch`. Null for anything else. */
export function bareHandle(expression: string, radix: 8 | 10 | 16): HandleValue | null {
  const text = expression.trim().toLowerCase();
  const prefixed = /^(?:0x([0-9a-f]{1,16})|0n([0-9]{1,20})|([0-9a-f]{1,16})h)$/.exec(text);
  if (prefixed !== null) {
    const [, hexDigits, decimalDigits, suffixedDigits] = prefixed;
    return handleValue(
      decimalDigits === undefined
        ? BigInt(`0x${hexDigits ?? suffixedDigits ?? '0'}`)
        : BigInt(decimalDigits),
    );
  }
  const patterns = { 8: /^[0-7]{1,21}$/, 10: /^[0-9]{1,20}$/, 16: /^[0-9a-f]{1,16}$/ } as const;
  const prefixes = { 8: '0o', 10: '', 16: '0x' } as const;
  return patterns[radix].test(text) ? handleValue(BigInt(`${prefixes[radix]}${text}`)) : null;
}

/** The handle with a value in the current process; null when there is none. */
export async function findHandle(
  examination: Examination,
  value: HandleValue,
  token: CancellationToken,
  processId = examination.processId,
): Promise<FoundHandle | null> {
  const store = valueOf(await examination.handles(processId));
  const row = (await store.columns(token)).find(value);
  const [record] = row === -1 ? [] : await store.records([row], token);
  return record === undefined ? null : { record, processId };
}

function handleAnswer(examination: Examination, { record, processId }: FoundHandle): ShortAnswer {
  return {
    text: recordLine(record),
    type: record.type === null ? 'handle' : `${record.type} handle`,
    container: handleDetails(examination, processId, record),
  };
}

/** Runs one command against a target that refuses changes, starting from the session's state. */
async function runQuietly(
  examination: Examination,
  line: string,
  token: CancellationToken,
): Promise<CommandResult> {
  const { state } = examination.interpreter;
  const quiet = createInterpreter(readOnlyTarget(examination.target), {
    openLog: () => Promise.reject(new RequestError('Type .logopen into the debug console.')),
    closeLog: () => Promise.reject(new RequestError('Type .logclose into the debug console.')),
    saveDump: () =>
      Promise.resolve(
        fail({
          code: 'read-only-context',
          message: 'No dump is written here.',
          hint: 'Type .dump into the debug console.',
        }),
      ),
    openTarget: () =>
      Promise.resolve(
        fail({
          code: 'read-only-context',
          message: 'Another target is not opened here.',
          hint: 'Type the command into the debug console.',
        }),
      ),
    yieldNow: () => Promise.resolve(),
    handleTable: async (processId, cancellation) =>
      ok((await examination.views.tracedTable(processId, cancellation)).table),
    progress: () => undefined,
  });
  Object.assign(quiet.state, {
    radix: state.radix,
    currentProcessId: state.currentProcessId,
    currentThreadId: state.currentThreadId,
    ownCode: state.ownCode,
    suppressions: state.suppressions,
    listedSites: state.listedSites,
    userSnapshot: state.userSnapshot,
  });
  state.snapshots.forEach((snapshot, processId) => quiet.state.snapshots.set(processId, snapshot));
  for await (const result of quiet.execute(line, token)) {
    if (result.kind === 'error') {
      throw new ProblemError(result.problem);
    }
    return result;
  }
  if (token.isCancelled) {
    throw new CancelledError();
  }
  throw new RequestError('There is nothing to evaluate.');
}

function noSuchHandle(value: bigint): RequestError {
  return new RequestError(`There is no handle ${hex0x(value)} in this process.`);
}
