/** Debug configurations as plain data. */

import { DEBUG_TYPE } from '../protocol/launchArguments';
import { targetName } from './platform/targetText';

/** A configuration of ours. */
export interface HandleLensConfiguration {
  readonly type: string;
  readonly request: 'launch';
  readonly name: string;
  readonly target: string;
}

/** The configuration that opens a target. */
export function configurationFor(target: string): HandleLensConfiguration {
  return {
    type: DEBUG_TYPE,
    request: 'launch',
    name: `Handle Lens: ${targetName(target)}`,
    target,
  };
}

/** True when a configuration names no target: F5 without launch.json, or a snippet not filled in. */
export function needsTarget(configuration: Readonly<Record<string, unknown>>): boolean {
  const { target } = configuration;
  return target === undefined || target === '';
}
