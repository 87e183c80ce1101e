/** Writes the report of a check in any format. */

import { gateJson } from './gateJson';
import { gateJunit } from './gateJunit';
import { gateMarkdown } from './gateMarkdown';
import type { GateReport } from '../../analysis/gate/gateReport';
import type { GateFormat } from './gateWords';
import { gateSarif } from './gateSarif';
import { gateGithub, gateText } from './gateText';

const WRITERS: Readonly<Record<GateFormat, (report: GateReport) => string>> = {
  text: gateText,
  json: gateJson,
  sarif: gateSarif,
  junit: gateJunit,
  markdown: gateMarkdown,
  github: gateGithub,
};

/** The whole report, ended by a line feed. */
export function renderGate(report: GateReport, format: GateFormat): string {
  return WRITERS[format](report);
}
