/** Everything a check found out, for all the ways to write it. */

import type { ProcessInfo } from '../../model/process';
import type { TargetInfo } from '../../target/targetInfo';
import type { GateFacts } from './gateFacts';
import type { GateVerdict } from './judgeGate';

/** A finished check. */
export interface GateReport {
  readonly target: TargetInfo;
  readonly process: ProcessInfo;
  readonly facts: GateFacts;
  readonly verdict: GateVerdict;
  /** Path of the baseline that was compared with; null without one. */
  readonly baseline: string | null;
  readonly toolVersion: string;
}
