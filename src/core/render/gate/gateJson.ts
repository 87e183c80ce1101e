/** The report of a check as one JSON document. */

import type { Finding } from '../../analysis/gate/judgeGate';
import { frameValue, targetValue, type JsonValue } from '../jsonText';
import type { GateReport } from '../../analysis/gate/gateReport';
import { RULE_NAMES } from './gateWords';

/** One document on one line. */
export function gateJson(report: GateReport): string {
  const { target, process, facts, verdict, baseline, toolVersion } = report;
  return `${JSON.stringify({
    tool: { name: 'Handle Lens', version: toolVersion },
    target: targetValue(target),
    process: { processId: process.processId, image: process.image },
    passed: verdict.passed,
    checked: verdict.checked,
    baseline,
    total: facts.unlisted === null ? facts.total : null,
    types: Object.fromEntries(facts.types),
    user:
      facts.user === null
        ? null
        : { total: facts.user.total, types: Object.fromEntries(facts.user.types) },
    suppressed: facts.suppressed,
    findings: verdict.findings.map(findingValue),
    limits: facts.limits,
    hints: verdict.hints,
  })}\n`;
}

function findingValue(finding: Finding): JsonValue {
  return {
    rule: RULE_NAMES[finding.rule],
    fails: finding.fails,
    fingerprint: finding.fingerprint,
    title: finding.title,
    details: finding.details,
    count: finding.count,
    limit: finding.limit,
    baselineState: finding.state,
    frame: finding.frame === null ? null : frameValue(finding.frame),
    stacks: finding.stacks.map(({ title, frames }) => ({ title, frames: frames.map(frameValue) })),
  };
}
