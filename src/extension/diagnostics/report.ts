/** The report of "Collect Diagnostics" as Markdown. Counts, names of parts and settings; nothing of what a dump holds. */

import type { TargetAnswer } from '../../protocol/dapExtensions';
import { maskNames } from './maskNames';

/** What is known of one session. */
export interface SessionReport {
  readonly isStopped: boolean;
  /** Null when the session did not answer. */
  readonly target: TargetAnswer | null;
  readonly handles: number | null;
  readonly types: number | null;
  readonly traces: number | null;
  /** Sentences of requests that failed. */
  readonly failures: readonly string[];
}

/** What the report is made of. */
export interface ReportFacts {
  readonly versions: readonly (readonly [name: string, value: string])[];
  readonly settings: readonly (readonly [name: string, value: unknown])[];
  readonly sessions: readonly SessionReport[];
  readonly logLines: readonly string[];
  /** Names of people and machines to take out. */
  readonly names: readonly string[];
}

/** Most log lines in a report. */
const MAXIMUM_LOG_LINES = 100;

/** The whole report. */
export function diagnosticsReport(facts: ReportFacts): string {
  const text = [
    '# Handle Lens diagnostics',
    '',
    'Read this before you send it to anybody. Names of users are masked; no handle, object name or memory of a dump is in it.',
    '',
    '## Versions',
    '',
    ...facts.versions.map(([name, value]) => `- ${name}: ${value}`),
    '',
    '## Settings',
    '',
    ...orNone(facts.settings.map(([name, value]) => `- ${name}: \`${JSON.stringify(value)}\``)),
    '',
    '## Sessions',
    '',
    ...orNone(facts.sessions.flatMap(sessionLines)),
    '',
    '## Log',
    '',
    ...fenced(facts.logLines.slice(-MAXIMUM_LOG_LINES)),
    '',
  ].join('\n');
  return maskNames(text, facts.names);
}

function sessionLines(session: SessionReport, index: number): readonly string[] {
  const { target } = session;
  const count = (number: number | null): string => (number === null ? 'not known' : String(number));
  return [
    `### Session ${index + 1}, ${session.isStopped ? 'stopped' : 'running'}`,
    '',
    ...(target === null ? ['- The target did not answer.'] : targetLines(target)),
    `- Handles: ${count(session.handles)}, types: ${count(session.types)}, trace records: ${count(session.traces)}`,
    ...session.failures.map((failure) => `- Failed: ${oneLine(failure)}`),
    '',
  ];
}

function targetLines(target: TargetAnswer): readonly string[] {
  const { capabilities } = target;
  const can = Object.entries(capabilities)
    .filter(([, is]) => is)
    .map(([name]) => name);
  return [
    `- Target: ${target.kind}, ${target.mode} mode, ${target.liveness}, ${target.architecture}, ${target.windows ?? 'Windows version not known'}`,
    `- Can give: ${can.length === 0 ? 'nothing' : can.join(', ')}`,
    `- Processes: ${target.processes.length}`,
    ...target.parts.map(
      ({ name, size }) => `- Part: ${oneLine(name)}${size === null ? '' : `, ${size} bytes`}`,
    ),
    ...target.problems.map(
      ({ code, where }) => `- Problem: ${code}${where === null ? '' : ` at ${oneLine(where)}`}`,
    ),
  ];
}

function orNone(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? ['None.'] : lines;
}

/** Log lines cannot leave their fence. */
function fenced(lines: readonly string[]): readonly string[] {
  return lines.length === 0
    ? ['Nothing was logged.']
    : ['```text', ...lines.map((line) => oneLine(line).replaceAll('```', "'''")), '```'];
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
