/** What the status bar item says, as plain text. */

import type { TypeGrowthAnswer, TypeGrowthRow } from '../../protocol/viewMessages';

/** Types listed in the tooltip. */
const MAXIMUM_TYPES = 8;

/** The texts of the item. */
export interface StatusText {
  /** With a codicon: `$(list-tree) 200 handles, +12`. */
  readonly text: string;
  /** Plain lines. */
  readonly tooltip: readonly string[];
  /** What a screen reader says. */
  readonly spoken: string;
}

/** The item for the counts of a session. */
export function statusText(sessionName: string, growth: TypeGrowthAnswer): StatusText {
  const { total, totalGrowth, types } = growth;
  const count = `${grouped(total)} ${total === 1 ? 'handle' : 'handles'}`;
  const moved = types.filter((each) => each.growth !== 0);
  const change = totalGrowth === 0 ? '' : `, ${signed(totalGrowth)}`;
  return {
    text: `$(list-tree) ${count}${change}`,
    tooltip: [
      `${sessionName}: ${count}`,
      ...changeLines(totalGrowth, moved),
      'Click to show the Handles view.',
    ],
    spoken: `${count}${totalGrowth === 0 ? '' : `, ${spokenChange(totalGrowth)} since the last stop`}`,
  };
}

function changeLines(totalGrowth: number, moved: readonly TypeGrowthRow[]): readonly string[] {
  if (moved.length === 0) {
    return ['No change since the last stop.'];
  }
  const sorted = [...moved].sort(
    (a, b) => Math.abs(b.growth) - Math.abs(a.growth) || a.type.localeCompare(b.type, 'en'),
  );
  const shown = sorted
    .slice(0, MAXIMUM_TYPES)
    .map(({ type, count, growth }) => `${type}: ${grouped(count)} (${signed(growth)})`);
  const rest = sorted.length - shown.length;
  return [
    `Since the last stop: ${totalGrowth === 0 ? 'as many opened as closed' : signed(totalGrowth)}`,
    ...shown,
    ...(rest > 0 ? [`and ${rest} more types`] : []),
  ];
}

/** `+12`, `-3` with a real minus sign. */
function signed(number: number): string {
  return number < 0 ? `−${grouped(-number)}` : `+${grouped(number)}`;
}

function spokenChange(number: number): string {
  return number < 0 ? `${grouped(-number)} fewer` : `${grouped(number)} more`;
}

/** `8,310`: the same on every machine. */
function grouped(number: number): string {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
