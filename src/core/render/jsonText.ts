/** Pieces of JSON documents: results to plain values, 64-bit numbers to hexadecimal strings. */

import type { HandleSummary } from '../model/handleColumns';
import type { ObjectInfo } from '../model/objectInfo';
import type { ResolvedAddress } from '../model/stackFrame';
import type { TargetInfo } from '../target/targetInfo';
import { hex0x } from '../util/hex';
import type { Problem } from '../util/problem';
import { calendarTime } from './calendarTime';

/** Anything that JSON can say. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined };

/** The target as every document names it. */
export function targetValue(target: TargetInfo): JsonValue {
  return {
    kind: target.kind,
    title: target.title,
    description: target.description,
    mode: target.mode,
    liveness: target.liveness,
    architecture: target.architecture,
    pointerSize: target.pointerSize,
    windows: target.windows === null ? null : { ...target.windows },
    simulated: target.simulated,
  };
}

/** A problem; absent parts are null. */
export function problemValue(problem: Problem): JsonValue {
  return {
    code: problem.code,
    message: problem.message,
    where: problem.where ?? null,
    hint: problem.hint ?? null,
    ...(problem.details === undefined ? {} : { details: [...problem.details] }),
    ...(problem.typed === undefined
      ? {}
      : { typed: { at: problem.typed.at, length: problem.typed.length } }),
  };
}

/** A frame; the displacement is hexadecimal, as debuggers print it. */
export function frameValue(frame: ResolvedAddress): JsonValue {
  return {
    address: frame.addressUnrecorded === true ? null : hex0x(frame.address),
    module: frame.module,
    symbol: frame.symbol,
    displacement: hex0x(frame.displacement),
    ...(frame.source === undefined ? {} : { source: { ...frame.source } }),
  };
}

/** Totals of several tables in one: types by their first occurrence, handles without a type last. */
export function summaryValue(summaries: readonly HandleSummary[]): JsonValue {
  const byType = new Map<string, number>();
  let total = 0;
  for (const summary of summaries) {
    total += summary.total;
    for (const [type, count] of summary.byType) {
      byType.set(type, (byType.get(type) ?? 0) + count);
    }
  }
  const untyped = byType.get('None');
  if (untyped !== undefined) {
    byType.delete('None');
    byType.set('None', untyped);
  }
  return { total, byType: Object.fromEntries(byType) };
}

/** Numbers that are written in hexadecimal: masks and status codes. */
const HEXADECIMAL = new Set(['attributes', 'exitStatus', 'flags', 'lastThreadCreationStatus']);

/** An object-specific record: its fields as they are, addresses and sizes in hexadecimal, times as ISO text. */
export function objectInfoValue(info: ObjectInfo): JsonValue {
  return Object.fromEntries(
    Object.entries(info).map(([key, value]: [string, unknown]) => [key, fieldValue(key, value)]),
  );
}

function fieldValue(key: string, value: unknown): JsonValue {
  if (typeof value === 'bigint') {
    if (key === 'lastWriteTime') {
      return timeValue(value);
    }
    return key.endsWith('Timeout') ? ticksValue(value) : hex0x(value);
  }
  if (typeof value === 'number') {
    return HEXADECIMAL.has(key) ? hex0x(value) : value;
  }
  return typeof value === 'string' || typeof value === 'boolean' ? value : null;
}

/** 100 ns units as a number; as text where a number would not be exact. */
function ticksValue(ticks: bigint): JsonValue {
  const number = Number(ticks);
  return Number.isSafeInteger(number) ? number : ticks.toString();
}

/** `2024-11-07T19:45:41`; the hexadecimal FILETIME when no calendar can show it. */
function timeValue(fileTime: bigint): JsonValue {
  const time = calendarTime(fileTime);
  if (time === null) {
    return hex0x(BigInt.asUintN(64, fileTime));
  }
  const two = (value: number): string => String(value).padStart(2, '0');
  const date = `${String(time.year).padStart(4, '0')}-${two(time.month)}-${two(time.day)}`;
  return `${date}T${two(time.hour)}:${two(time.minute)}:${two(time.second)}`;
}
