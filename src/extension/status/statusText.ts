/** What the status bar item says, as plain text. */

import type { UserTableFacts } from '../../protocol/userMessages';
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

/** The item for the counts of a session; `growth` or `users` is null where the target has no such handles. */
export function statusText(
  sessionName: string,
  growth: TypeGrowthAnswer | null,
  users: UserTableFacts | null = null,
): StatusText {
  const kernel = growth === null ? null : kernelText(growth);
  const user = users === null ? null : userText(users);
  const parts = [kernel, user].filter((part) => part !== null);
  return {
    text: `$(list-tree) ${parts.map(({ text }) => text).join(' · ')}`,
    tooltip: [
      ...(kernel === null ? [] : [`${sessionName}: ${kernel.count}`, ...kernel.changes]),
      ...(user === null ? [] : [`${sessionName}: ${user.count}`, ...user.changes]),
      'Click to show the Handles view.',
    ],
    spoken: parts.map(({ spoken }) => spoken).join('; '),
  };
}

/** What is said of one kind of handles. */
interface CountText {
  readonly count: string;
  readonly text: string;
  readonly spoken: string;
  readonly changes: readonly string[];
}

function kernelText({ total, totalGrowth, types }: TypeGrowthAnswer): CountText {
  const count = `${grouped(total)} ${total === 1 ? 'handle' : 'handles'}`;
  const moved = types.filter((each) => each.growth !== 0);
  return { ...counted(count, totalGrowth), changes: changeLines(totalGrowth, moved) };
}

function userText({ inUse, newCount, closedCount }: UserTableFacts): CountText {
  const count = `${grouped(inUse)} USER ${inUse === 1 ? 'handle' : 'handles'}`;
  const changes =
    newCount + closedCount === 0
      ? []
      : [`Since the last stop: ${grouped(newCount)} new, ${grouped(closedCount)} closed`];
  return { ...counted(count, newCount - closedCount), changes };
}

function counted(count: string, growth: number): Omit<CountText, 'changes'> {
  return {
    count,
    text: growth === 0 ? count : `${count}, ${signed(growth)}`,
    spoken: growth === 0 ? count : `${count}, ${spokenChange(growth)} since the last stop`,
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
