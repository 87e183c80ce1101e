/** Run-time guards of our own requests: from whatever a client sent to checked arguments. */

import type { HandleFamily } from '../core/analysis/traces/handleFamily';
import type { TraceOperation } from '../core/model/handleTrace';
import type { Result } from '../core/util/result';
import {
  HANDLE_REQUEST,
  HANDLES_REQUEST,
  MAXIMUM_PAGE,
  SELECT_TRACE_REQUEST,
  TRACES_REQUEST,
  type HandleArguments,
  type HandlesArguments,
  type ProcessArguments,
  type SelectTraceArguments,
  type TracesArguments,
} from './dapExtensions';
import { readFields, type Fields } from './fields';

const FAMILIES: readonly HandleFamily[] = ['kernel', 'USER'];
const OPERATIONS: readonly TraceOperation[] = ['open', 'close', 'badref'];
const LARGEST_ID = 0xffff_ffff;

/** Checks the arguments of `handleLens/handles`. `start` is 0 and `count` a full page when absent. */
export function parseHandlesArguments(value: unknown): Result<HandlesArguments> {
  return readFields(HANDLES_REQUEST, value, (fields) => {
    const type = fields.optionalText('type');
    return { ...page(fields), ...process(fields), ...(type === undefined ? {} : { type }) };
  });
}

/** Checks the arguments of `handleLens/handle`. */
export function parseHandleArguments(value: unknown): Result<HandleArguments> {
  return readFields(HANDLE_REQUEST, value, (fields) => {
    const handle = handleField(fields);
    if (handle === undefined) {
      throw fields.wrong('"handle" is missing. Give a handle value such as "0x3c".');
    }
    return { handle, ...process(fields) };
  });
}

/** Checks the arguments of `handleLens/traces`. `start` is 0 and `count` a full page when absent. */
export function parseTracesArguments(value: unknown): Result<TracesArguments> {
  return readFields(TRACES_REQUEST, value, (fields) => {
    const handle = handleField(fields);
    const family = fields.optionalWord('family', FAMILIES);
    const operation = fields.optionalWord('operation', OPERATIONS);
    const threadId = fields.optionalNumber('threadId', { maximum: LARGEST_ID });
    return {
      ...page(fields),
      ...process(fields),
      ...(family === undefined ? {} : { family }),
      ...(handle === undefined ? {} : { handle }),
      ...(operation === undefined ? {} : { operation }),
      ...(threadId === undefined ? {} : { threadId }),
    };
  });
}

/** Checks the arguments of requests that name at most a process; `request` is the request's name. */
export function parseProcessArguments(request: string, value: unknown): Result<ProcessArguments> {
  return readFields(request, value, process);
}

/** Checks the arguments of `handleLens/selectTrace`; an absent row means "none". */
export function parseSelectTraceArguments(value: unknown): Result<SelectTraceArguments> {
  return readFields(SELECT_TRACE_REQUEST, value, (fields) => ({
    row: fields.optionalNumber('row') ?? null,
    ...process(fields),
  }));
}

/** A handle value as a client may send it: a whole number, or hexadecimal text with or without `0x`; else undefined. */
export function parseHandleText(value: unknown): bigint | undefined {
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) && value >= 0 ? BigInt(value) : undefined;
  }
  if (typeof value !== 'string') {
    return undefined;
  }
  const digits = /^\s*(?:0x)?([0-9a-f]{1,16})\s*$/i.exec(value)?.[1];
  return digits === undefined ? undefined : BigInt(`0x${digits}`);
}

function handleField(fields: Fields): bigint | undefined {
  const value = fields.get('handle');
  if (value === undefined) {
    return undefined;
  }
  const handle = parseHandleText(value);
  if (handle === undefined) {
    throw fields.wrong('"handle" must be a handle value such as "0x3c".');
  }
  return handle;
}

function page(fields: Fields): { readonly start: number; readonly count: number } {
  const count = fields.optionalNumber('count') ?? MAXIMUM_PAGE;
  return { start: fields.optionalNumber('start') ?? 0, count: Math.min(count, MAXIMUM_PAGE) };
}

function process(fields: Fields): ProcessArguments {
  const processId = fields.optionalNumber('processId', { maximum: LARGEST_ID });
  return processId === undefined ? {} : { processId };
}
