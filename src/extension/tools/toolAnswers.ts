/** Answers of the language-model tools as short text: bounded, and only what the session was asked for. */

import { NO_ACTOR } from '../../core/model/handleTrace';
import type { HandleFamily } from '../../core/analysis/traces/handleFamily';
import type { TraceFrame, TraceRow, TracesAnswer } from '../../protocol/dapExtensions';
import type { UserRow, UserTableFacts } from '../../protocol/userMessages';
import type { TypeGrowthAnswer, ViewGroupsAnswer, ViewRow } from '../../protocol/viewMessages';

/** Most handles in one answer. */
export const MAXIMUM_ROWS = 50;
/** Most trace records in one answer. */
export const MAXIMUM_RECORDS = 10;
/** Most types in one answer. */
const MAXIMUM_TYPES = 60;
/** Most frames of one stack. */
const MAXIMUM_FRAMES = 16;
/** Longer names are cut. */
const MAXIMUM_NAME = 200;

/** What a tool says when nothing can be asked. */
export const NO_SESSION =
  'No Handle Lens session is stopped. Ask the user to start one: Run and Debug, "Handle Lens", then a sample or a dump; a running target has to be paused first.';

/** Counts by type, the largest first. */
export function typesText(title: string, { types, total, totalGrowth }: TypeGrowthAnswer): string {
  const lines = [...types]
    .sort((a, b) => b.count - a.count)
    .slice(0, MAXIMUM_TYPES)
    .map(({ type, count, growth }) => `${name(type)}: ${count}${growthText(growth)}`);
  const rest = types.length - lines.length;
  return [
    `${name(title)}: ${total} open handles${growthText(totalGrowth)}.`,
    ...lines,
    ...(rest > 0 ? [`and ${rest} more types`] : []),
  ].join('\n');
}

/** USER handles of the session by type, the largest first; those that went at this stop are not counted. */
export function userTypesText({ types, inUse, newCount, closedCount }: UserTableFacts): string {
  const counts = types.map((group) => ({
    label: group.label,
    count: group.count - group.closedCount,
    growth: group.newCount - group.closedCount,
  }));
  const lines = counts
    .sort((a, b) => b.count - a.count)
    .slice(0, MAXIMUM_TYPES)
    .map(({ label, count, growth }) => `USER:${name(label)}: ${count}${growthText(growth)}`);
  return [
    `USER handles (windows, menus, icons and the like) of the whole session: ${inUse}${growthText(newCount - closedCount)}.`,
    ...lines,
  ].join('\n');
}

/** USER handles that match a query, and how many of the session there are. */
export function userHandlesText(matched: number, inUse: number, rows: readonly UserRow[]): string {
  const shown = rows.slice(0, MAXIMUM_ROWS);
  const lines = shown.map((row) =>
    [
      row.handle,
      `USER:${name(row.typeName)}`,
      row.owner === '' ? 'owned by nobody' : `owned by ${name(row.owner)}`,
      ...(row.flags === '' ? [] : [row.flags]),
      ...(row.state === 'same' ? [] : [row.state]),
    ].join('; '),
  );
  const more = matched > shown.length ? ` The first ${shown.length} follow; narrow the query.` : '';
  return [`${matched} of ${inUse} USER handles of the session match.${more}`, ...lines].join('\n');
}

/** Handles that match a query. Closed ones of the last stop are marked. */
export function handlesText(groups: ViewGroupsAnswer, rows: readonly ViewRow[]): string {
  if (groups.filterProblem !== null) {
    const { message, column } = groups.filterProblem;
    return `The query cannot be read at character ${column + 1}: ${message}`;
  }
  const shown = rows.slice(0, MAXIMUM_ROWS);
  const lines = shown.map((row) =>
    [
      row.handle,
      row.type ?? 'type not recorded',
      row.name === null ? 'unnamed' : name(row.name),
      `access ${row.grantedAccess ?? 'not recorded'}${row.accessText === '' ? '' : ` (${row.accessText})`}`,
      ...(row.stateText === null ? [] : [name(row.stateText)]),
      ...(row.opener === null ? [] : [`opened by ${name(row.opener)}`]),
      ...(row.state === 'same' ? [] : [row.state]),
    ].join('; '),
  );
  const more =
    groups.matched > shown.length ? ` The first ${shown.length} follow; narrow the query.` : '';
  return [`${groups.matched} of ${groups.total} open handles match.${more}`, ...lines].join('\n');
}

/** Trace records of one handle, newest first. */
export function tracesText(
  handle: string,
  { rows, total, lost }: TracesAnswer,
  family: HandleFamily = 'kernel',
): string {
  if (total === 0) {
    return `There is no trace record of handle ${handle}: it was opened before tracing began, its records were overwritten, or the target has no handle traces.`;
  }
  const shown = rows.slice(0, MAXIMUM_RECORDS);
  const isUser = family === 'USER';
  const head = `${total} trace records of ${isUser ? 'USER handle' : 'handle'} ${handle}, newest first${total > shown.length ? `; the newest ${shown.length} follow` : ''}.`;
  const records = shown.map(({ operation, threadId, stack }, index) =>
    [
      `${index + 1}. ${wordOf(operation, family)}${threadId === NO_ACTOR ? '' : ` by thread 0x${threadId.toString(16)}`}`,
      ...stack.slice(0, MAXIMUM_FRAMES).map((frame) => `   ${frameText(frame)}`),
    ].join('\n'),
  );
  const note =
    lost !== null && lost > 0
      ? [`${lost} older records of the ${isUser ? 'session' : 'process'} were overwritten.`]
      : [];
  return [head, ...records, ...note].join('\n');
}

function wordOf(operation: TraceRow['operation'], family: HandleFamily): string {
  return operation === 'badref'
    ? 'bad reference'
    : family === 'kernel'
      ? operation
      : { open: 'create', close: 'destroy' }[operation];
}

function frameText({ address, module, symbol, displacement }: TraceFrame): string {
  if (module === null) {
    return address;
  }
  const offset = displacement === '0x0' ? '' : `+${displacement}`;
  return name(`${module}${symbol === null ? '' : `!${symbol}`}${offset}`);
}

function growthText(growth: number): string {
  return growth === 0 ? '' : ` (${growth > 0 ? '+' : ''}${growth} since the last stop)`;
}

/** Text from a target: one line, without control characters, not too long. */
function name(text: string): string {
  const line = text.replace(/\p{Cc}+/gu, ' ');
  return line.length <= MAXIMUM_NAME ? line : `${line.slice(0, MAXIMUM_NAME)}…`;
}
