/** The words that all reports of a check share. */

import type { GateReport } from '../../analysis/gate/gateReport';
import type { Finding, FindingRule } from '../../analysis/gate/judgeGate';

/** Ways to write a report. */
export const GATE_FORMATS = ['text', 'json', 'sarif', 'junit', 'markdown', 'github'] as const;

/** One of {@link GATE_FORMATS}. */
export type GateFormat = (typeof GATE_FORMATS)[number];

/** What each rule is called where reports name rules. */
export const RULE_NAMES: Readonly<Record<FindingRule, string>> = {
  leak: 'handle-leak',
  badref: 'bad-handle-reference',
  growth: 'handle-growth',
  budget: 'handle-budget',
  death: 'program-died',
  unchecked: 'not-checked',
};

/** One sentence about each rule. */
export const RULE_DESCRIPTIONS: Readonly<Record<FindingRule, string>> = {
  leak: 'A place in the program opens handles and does not close them.',
  badref: 'The program uses or closes a handle that is not open.',
  growth: 'There are more handles of a type than in the baseline.',
  budget: 'There are more handles of a type than the budget allows.',
  death: 'The program died of an exception while it was run.',
  unchecked: 'Something that was asked for could not be checked.',
};

/** The verdict in one line. */
export function verdictLine({ verdict, facts, target }: GateReport): string {
  const failing = verdict.findings.filter(({ fails }) => fails).length;
  const accepted = verdict.accepted === 0 ? '' : `, ${verdict.accepted} accepted by the baseline`;
  const found = failing === 0 ? 'no finding' : failing === 1 ? '1 finding' : `${failing} findings`;
  const { user, unlisted, total } = facts;
  const counts = [
    ...(unlisted === null ? [`${total} handles`] : []),
    ...(user === null || (user.total === 0 && unlisted === null)
      ? []
      : [`${user.total} USER ${user.total === 1 ? 'handle' : 'handles'}`]),
  ];
  return `${verdict.passed ? 'passed' : 'FAILED'}: ${found}${accepted}; ${counts.length === 0 ? 'no list of handles' : counts.join(' and ')} in ${target.title}`;
}

/** A finding's title with what the baseline says of it. */
export function titleOf({ title, state }: Finding): string {
  return state === 'new' || state === 'grown' ? `${title} (${state})` : title;
}
