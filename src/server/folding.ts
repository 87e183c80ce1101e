/** What can be folded in a log: commands with their answers, records, stacks, tables. */

import type { FoldingRange } from 'vscode-languageserver';
import type { LogDocument } from '../core/log/logDocument';
import type { LineRange, LogEvent } from '../core/log/logEvents';

/** Ranges of more than one line, sorted by line; at most `limit`, commands before records before stacks. */
export function foldingRanges(log: LogDocument, limit: number): FoldingRange[] {
  const commands: LineRange[] = [];
  const records: LineRange[] = [];
  const stacks: LineRange[] = [];
  for (const section of log.sections) {
    if (section.command !== null) {
      const end = section.events.at(-1)?.lines.last ?? section.lines.first;
      commands.push({ first: section.lines.first, last: end });
    }
    for (const event of section.events) {
      const [record, stack] = foldsOf(event);
      if (record !== null) {
        records.push(record);
      }
      if (stack !== null) {
        stacks.push(stack);
      }
    }
  }
  return [...commands, ...records, ...stacks]
    .filter(({ first, last }) => last > first)
    .slice(0, limit)
    .sort((a, b) => a.first - b.first || b.last - a.last)
    .map(({ first, last }) => ({ startLine: first, endLine: last }));
}

/** The lines of a record and of its stack; null where there is nothing to fold. */
function foldsOf(event: LogEvent): readonly [LineRange | null, LineRange | null] {
  switch (event.kind) {
    case 'handle':
    case 'kernelHandle':
    case 'process':
    case 'summary':
      return [event.lines, null];
    case 'trace': {
      const first = event.frames[0]?.line;
      const last = event.frames.at(-1)?.line;
      return [event.lines, first === undefined || last === undefined ? null : { first, last }];
    }
    default:
      return [null, null];
  }
}
