/** The report of a check as Markdown, short enough for a comment on a pull request. */

import type { Finding } from '../../analysis/gate/judgeGate';
import { formatFrame } from '../formatFrame';
import type { GateReport } from '../../analysis/gate/gateReport';
import { RULE_NAMES, titleOf, verdictLine } from './gateWords';

/** Findings with their details; of more only the titles are listed. */
const MOST_IN_FULL = 5;
const MOST_LISTED = 30;
const MOST_FRAMES = 8;
const MOST_TYPES = 10;

/** Some kilobytes at most. */
export function gateMarkdown(report: GateReport): string {
  const { verdict, facts } = report;
  const failing = verdict.findings.filter(({ fails }) => fails);
  const listed = failing.slice(MOST_IN_FULL, MOST_LISTED);
  const rest = failing.length - MOST_IN_FULL - listed.length;
  const types = [
    ...[...facts.types].slice(0, MOST_TYPES),
    ...[...(facts.user?.types ?? [])]
      .slice(0, MOST_TYPES)
      .map(([type, count]) => [`USER ${type}`, count] as const),
  ];
  return [
    `### Handle Lens: ${verdict.passed ? '✅' : '❌'} ${text(verdictLine(report))}`,
    ...failing.slice(0, MOST_IN_FULL).map(inFull),
    ...(listed.length === 0
      ? []
      : [
          listed
            .map((finding) => `- ${code(RULE_NAMES[finding.rule])} ${text(titleOf(finding))}`)
            .join('\n'),
        ]),
    ...(rest > 0 ? [`… and ${rest} more findings.`] : []),
    ...verdict.hints.map(text),
    [
      '<details><summary>Handles by type</summary>',
      '',
      '| Type | Handles |',
      '| --- | ---: |',
      ...types.map(([type, count]) => `| ${text(type)} | ${count} |`),
      '',
      '</details>',
    ].join('\n'),
  ]
    .join('\n\n')
    .concat('\n');
}

function inFull(finding: Finding): string {
  const stack = finding.stacks[0];
  const frames = stack?.frames.slice(0, MOST_FRAMES).map(formatFrame) ?? [];
  return [
    `**${text(titleOf(finding))}** ${code(RULE_NAMES[finding.rule])}`,
    ...(finding.details.length === 0 ? [] : [finding.details.map(text).join(' ')]),
    ...(frames.length === 0
      ? []
      : [
          `<details><summary>${text(stack?.title ?? '')}</summary>\n\n${fenced(frames)}\n\n</details>`,
        ]),
  ].join('\n\n');
}

/** A block of code; the fence is longer than any run of backticks inside. */
function fenced(lines: readonly string[]): string {
  const longest = Math.max(
    2,
    ...lines
      .join('\n')
      .split(/[^`]+/)
      .map((run) => run.length),
  );
  const fence = '`'.repeat(longest + 1);
  return [fence, ...lines, fence].join('\n');
}

function code(value: string): string {
  return `\`${value.replaceAll('`', "'")}\``;
}

/** Data as plain text: nothing in it is Markdown or HTML. */
function text(value: string): string {
  return value
    .replace(/[\u0000-\u001f\u007f]+/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`*_{}[\]()#|!~@]/g, (character) => `\\${character}`);
}
