/** The report of a check as JUnit XML: a test case per rule that passed, and one per finding. */

import type { Finding, FindingRule } from '../../analysis/gate/judgeGate';
import { formatFrame } from '../formatFrame';
import type { GateReport } from '../../analysis/gate/gateReport';
import { RULE_DESCRIPTIONS, RULE_NAMES, titleOf } from './gateWords';

/** A document of one test suite. */
export function gateJunit(report: GateReport): string {
  const { verdict, target } = report;
  const failing = verdict.findings.filter(({ fails }) => fails);
  const clean = verdict.checked.filter((rule) => !failing.some((finding) => finding.rule === rule));
  const cases = [...clean.map(passedCase), ...failing.map(failedCase)];
  const counts = `tests="${cases.length}" failures="${failing.length}" errors="0" skipped="0"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="Handle Lens" ${counts}>`,
    `  <testsuite name="${xml(target.title)}" ${counts}>`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function passedCase(rule: FindingRule): string {
  return `    <testcase classname="handle-lens.${RULE_NAMES[rule]}" name="${xml(RULE_DESCRIPTIONS[rule])} None found."/>`;
}

function failedCase(finding: Finding): string {
  const lines = [
    ...finding.details,
    ...finding.stacks.flatMap(({ title, frames }) => [
      `${title}:`,
      ...frames.map((frame) => `  ${formatFrame(frame)}`),
    ]),
  ];
  return [
    `    <testcase classname="handle-lens.${RULE_NAMES[finding.rule]}" name="${xml(`${finding.title} [${finding.fingerprint}]`)}">`,
    `      <failure message="${xml(titleOf(finding))}" type="${RULE_NAMES[finding.rule]}">${xml(lines.join('\n'))}</failure>`,
    '    </testcase>',
  ].join('\n');
}

/** Text of XML 1.0: marks escaped, characters it cannot hold replaced. */
function xml(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udfff]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;');
}
