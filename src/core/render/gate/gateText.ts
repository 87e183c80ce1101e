/** The report of a check as text for people, and as commands for the log of GitHub Actions. */

import type { Finding } from '../../analysis/gate/judgeGate';
import { escapeText } from '../escapeText';
import { formatFrame } from '../formatFrame';
import type { GateReport } from '../../analysis/gate/gateReport';
import { RULE_NAMES, titleOf, verdictLine } from './gateWords';

/** Frames of each stack that are printed. */
const MOST_FRAMES = 12;

/** For a terminal. */
export function gateText(report: GateReport): string {
  const { verdict, facts } = report;
  const failing = verdict.findings.filter(({ fails }) => fails);
  const others = verdict.findings.filter(({ fails }) => !fails);
  const limits = facts.limits.map((limit) => `Note: ${escapeText(limit)}\n`);
  return [
    ...failing.map(findingText),
    ...others.map((finding) => `accepted: ${escapeText(finding.title)}\n`),
    ...(facts.suppressed === 0 ? [] : [`${facts.suppressed} sites suppressed\n`]),
    ...[facts.unlisted, facts.onlyCounted].map((note) =>
      note === null ? '' : `Note: ${escapeText(note)}\n`,
    ),
    ...(verdict.passed ? [] : limits),
    ...verdict.hints.map((hint) => `Note: ${escapeText(hint)}\n`),
    `${escapeText(verdictLine(report))}\n`,
  ].join('');
}

function findingText(finding: Finding): string {
  const lines = [
    `${RULE_NAMES[finding.rule]}: ${titleOf(finding)}`,
    ...finding.details.map((detail) => `  ${detail}`),
    ...finding.stacks.flatMap(({ title, frames }) => [
      `  ${title}:`,
      ...(frames.length === 0 ? ['    (no stack recorded)'] : []),
      ...frames.slice(0, MOST_FRAMES).map((frame) => `    ${formatFrame(frame)}`),
      ...(frames.length > MOST_FRAMES ? [`    … ${frames.length - MOST_FRAMES} more`] : []),
    ]),
  ];
  return `${lines.map(escapeText).join('\n')}\n\n`;
}

/** Workflow commands: each finding becomes an annotation of the run. */
export function gateGithub(report: GateReport): string {
  const lines = report.verdict.findings.map((finding) => {
    const level = finding.fails ? 'error' : 'notice';
    const place = finding.frame === null ? '' : `\n${formatFrame(finding.frame)}`;
    const text = [titleOf(finding), ...finding.details].join('\n') + place;
    return `::${level} title=${property(RULE_NAMES[finding.rule])}::${data(text)}\n`;
  });
  const hints = report.verdict.hints.map((hint) => `::notice title=Handle Lens::${data(hint)}\n`);
  return `${lines.join('')}${hints.join('')}${escapeText(verdictLine(report))}\n`;
}

/** Text of a workflow command: what would end it is written as %XX. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
