/** Answers of the language-model tools as short text: bounded, and only what the session was asked for. */

import { NO_ACTOR } from '../../core/model/handleTrace';
import type { TraceFrame, TracesAnswer } from '../../protocol/dapExtensions';
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
export function tracesText(handle: string, { rows, total, lost }: TracesAnswer): string {
  if (total === 0) {
    return `There is no trace record of handle ${handle}: it was opened before tracing began, its records were overwritten, or the target has no handle traces.`;
  }
  const shown = rows.slice(0, MAXIMUM_RECORDS);
  const head = `${total} trace records of handle ${handle}, newest first${total > shown.length ? `; the newest ${shown.length} follow` : ''}.`;
  const records = shown.map(({ operation, threadId, stack }, index) =>
    [
      `${index + 1}. ${operation === 'badref' ? 'bad reference' : operation}${threadId === NO_ACTOR ? '' : ` by thread 0x${threadId.toString(16)}`}`,
      ...stack.slice(0, MAXIMUM_FRAMES).map((frame) => `   ${frameText(frame)}`),
    ].join('\n'),
  );
  const note =
    lost !== null && lost > 0 ? [`${lost} older records of the process were overwritten.`] : [];
  return [head, ...records, ...note].join('\n');
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
