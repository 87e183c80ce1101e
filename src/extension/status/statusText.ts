/** What the status bar item says, as plain text. */

import { l10n } from '../l10n';
import type { UserTableFacts } from '../../protocol/userMessages';
import type { TypeGrowthAnswer, TypeGrowthRow } from '../../protocol/viewMessages';

/** What the item can count. */
export type StatusShows = 'all' | 'kernel' | 'user' | 'none';

/** The values of the setting. */
export const STATUS_SHOWS: readonly StatusShows[] = ['all', 'kernel', 'user', 'none'];

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
      l10n.t('Click to show the Handles view.'),
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
  const count = total === 1 ? l10n.t('1 handle') : l10n.t('{0} handles', grouped(total));
  const moved = types.filter((each) => each.growth !== 0);
  return { ...counted(count, totalGrowth), changes: changeLines(totalGrowth, moved) };
}

function userText({ inUse, newCount, closedCount }: UserTableFacts): CountText {
  const count = inUse === 1 ? l10n.t('1 USER handle') : l10n.t('{0} USER handles', grouped(inUse));
  const changes =
    newCount + closedCount === 0
      ? []
      : [
          l10n.t(
            'Since the last stop: {0} new, {1} closed',
            grouped(newCount),
            grouped(closedCount),
          ),
        ];
  return { ...counted(count, newCount - closedCount), changes };
}

function counted(count: string, growth: number): Omit<CountText, 'changes'> {
  return {
    count,
    text: growth === 0 ? count : `${count}, ${signed(growth)}`,
    spoken:
      growth === 0 ? count : l10n.t('{0}, {1} since the last stop', count, spokenChange(growth)),
  };
}

function changeLines(totalGrowth: number, moved: readonly TypeGrowthRow[]): readonly string[] {
  if (moved.length === 0) {
    return [l10n.t('No change since the last stop.')];
  }
  const sorted = [...moved].sort(
    (a, b) => Math.abs(b.growth) - Math.abs(a.growth) || a.type.localeCompare(b.type, 'en'),
  );
  const shown = sorted
    .slice(0, MAXIMUM_TYPES)
    .map(({ type, count, growth }) => `${type}: ${grouped(count)} (${signed(growth)})`);
  const rest = sorted.length - shown.length;
  return [
    l10n.t(
      'Since the last stop: {0}',
      totalGrowth === 0 ? l10n.t('as many opened as closed') : signed(totalGrowth),
    ),
    ...shown,
    ...(rest > 0 ? [l10n.t('and {0} more types', rest)] : []),
  ];
}

/** `+12`, `-3` with a real minus sign. */
function signed(number: number): string {
  return number < 0 ? `−${grouped(-number)}` : `+${grouped(number)}`;
}

function spokenChange(number: number): string {
  return number < 0 ? l10n.t('{0} fewer', grouped(-number)) : l10n.t('{0} more', grouped(number));
}

/** `8,310`: the same on every machine. */
function grouped(number: number): string {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
