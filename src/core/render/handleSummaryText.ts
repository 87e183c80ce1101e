/** The summary below a list of handles (output-formats.md 1.4). */

import type { HandleSummary } from '../model/handleColumns';
import { DEBUGGER_TYPES } from '../windows/debuggerTypes';

/** Number of handles and the table of types; types the debugger does not list are counted under `None`. */
export function summaryText(summary: HandleSummary, width: number): string {
  const listed = DEBUGGER_TYPES.map((type) => [type, summary.byType.get(type) ?? 0] as const);
  const others = listed.reduce((rest, [, count]) => rest - count, summary.total);
  const rows = [['None', others] as const, ...listed]
    .filter(([, count]) => count > 0)
    .map(([type, count]) => `${type.padEnd(width)}\t${count}\n`);
  return `${summary.total} Handles\n${'Type'.padEnd(width)}\tCount\n${rows.join('')}`;
}
