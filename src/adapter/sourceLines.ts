/** Which line of source a frame stands for, where the target tells it: logs print it, programs that run a script have it. */

import type { ResolvedAddress, SourcePlace } from '../core/model/stackFrame';
import type { Target } from '../core/target/target';

/** True when frames of a target may have lines of source. */
export function tellsSourceLines({ info, program }: Target): boolean {
  return info.kind === 'log' || program !== undefined;
}

/** The line behind a frame; null where the target does not tell it. */
export function sourceOfFrame({ program }: Target, frame: ResolvedAddress): SourcePlace | null {
  const place = frame.source === undefined ? (program?.sourceOf(frame.address) ?? null) : null;
  return place === null ? (frame.source ?? null) : { file: place.path, line: place.line };
}
