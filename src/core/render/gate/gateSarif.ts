/**
 * The report of a check as SARIF 2.1.0 (OASIS standard): a result per finding, its stack as code flow, its fingerprint as
 * partial fingerprint.
 */

import type { Address as SarifAddress, ArtifactLocation, Location, Log, Result } from 'sarif';
import type { Finding, FindingRule } from '../../analysis/gate/judgeGate';
import type { ResolvedAddress } from '../../model/stackFrame';
import { hex0x } from '../../util/hex';
import { formatFrame } from '../formatFrame';
import type { GateReport } from '../../analysis/gate/gateReport';
import { RULE_DESCRIPTIONS, RULE_NAMES, titleOf } from './gateWords';

const RULES: readonly FindingRule[] = ['leak', 'badref', 'growth', 'budget', 'unchecked', 'death'];

/** One document, indented: code scanning services show it to people. */
export function gateSarif(report: GateReport): string {
  return `${JSON.stringify(sarifLog(report), null, 2)}\n`;
}

/** The document as data. */
export function sarifLog(report: GateReport): Log {
  const { verdict, target, toolVersion } = report;
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Handle Lens',
            semanticVersion: toolVersion,
            rules: RULES.map((rule) => ({
              id: RULE_NAMES[rule],
              shortDescription: { text: RULE_DESCRIPTIONS[rule] },
              defaultConfiguration: { level: 'error' },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        artifacts: [{ location: artifactOf(target.title) }],
        invocations: [
          {
            executionSuccessful: !verdict.findings.some(({ rule }) => rule === 'unchecked'),
            toolExecutionNotifications: [...report.facts.limits, ...verdict.hints].map((text) => ({
              level: 'note',
              message: { text },
            })),
          },
        ],
        results: verdict.findings.map((finding) => resultOf(finding, target.title)),
      },
    ],
  };
}

function resultOf(finding: Finding, target: string): Result {
  const { rule, fails, fingerprint, details, state, frame, stacks, count } = finding;
  return {
    ruleId: RULE_NAMES[rule],
    ruleIndex: RULES.indexOf(rule),
    level: fails ? 'error' : 'note',
    message: { text: [`${titleOf(finding)}.`, ...details].join(' ') },
    locations: [locationOf(target, frame)],
    partialFingerprints: { 'handleLensSite/v1': fingerprint },
    ...(state === 'unknown' ? {} : { baselineState: state === 'grown' ? 'updated' : state }),
    ...(count > 0 ? { occurrenceCount: count } : {}),
    ...(stacks.length === 0
      ? {}
      : {
          // A code flow runs from the outermost call to the innermost.
          codeFlows: stacks
            .filter(({ frames }) => frames.length > 0)
            .map(({ title, frames }) => ({
              message: { text: title },
              threadFlows: [
                {
                  locations: frames
                    .toReversed()
                    .map((each) => ({ location: locationOf(target, each) })),
                },
              ],
            })),
        }),
  };
}

/** The place of a frame. There are no sources: the artifact is the target that was checked. */
function locationOf(target: string, frame: ResolvedAddress | null): Location {
  const artifactLocation = artifactOf(target);
  if (frame === null) {
    return { physicalLocation: { artifactLocation } };
  }
  const { module, symbol } = frame;
  return {
    physicalLocation: {
      artifactLocation,
      ...(frame.addressUnrecorded === true ? {} : { address: addressOf(frame) }),
    },
    logicalLocations: [
      {
        fullyQualifiedName:
          symbol === null ? (module ?? formatFrame(frame)) : `${module ?? ''}!${symbol}`,
        kind: symbol === null ? 'module' : 'function',
      },
    ],
    message: { text: formatFrame(frame) },
  };
}

/** Addresses beyond what JSON numbers hold exactly are left to the name. */
function addressOf(frame: ResolvedAddress): SarifAddress {
  const isExact = frame.address <= BigInt(Number.MAX_SAFE_INTEGER);
  return {
    ...(isExact ? { absoluteAddress: Number(frame.address) } : {}),
    fullyQualifiedName: hex0x(frame.address),
    kind: 'function',
  };
}

/** A target as a relative reference: blanks, backslashes and the like are written as %XX. */
function artifactOf(target: string): ArtifactLocation {
  const path = target.replaceAll('\\', '/');
  const drive = /^[A-Za-z]:\//.test(path) ? 'file:///' : path.startsWith('/') ? 'file://' : '';
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  return { uri: `${drive}${encoded.replace(/^([A-Za-z])%3A\//, '$1:/')}` };
}
