/** What closes the handles of a site, told from the call that opened them. */

import type { ResolvedAddress } from '../../model/stackFrame';
import { closingCall } from '../../windows/closingCalls';

/** The call that opened, and the one that closes. */
export interface FixHint {
  /** `KERNELBASE!RegOpenKeyExW`. */
  readonly opening: string;
  /** `RegCloseKey`. */
  readonly closing: string;
}

/** A symbol farther away may belong to another function. */
const NEAR = 0x1000n;

/**
 * Looks at the call that the program's own code made: `own` is the index of the frame to blame. Null unless that call's
 * counterpart is certain: what a library opens for itself is not the program's to close.
 */
export function fixHint(frames: readonly ResolvedAddress[], own: number): FixHint | null {
  const called = frames[own - 1];
  if (called?.symbol === undefined || called.symbol === null || called.displacement >= NEAR) {
    return null;
  }
  const closing = closingCall(called.symbol);
  return closing === null ? null : { opening: `${called.module ?? ''}!${called.symbol}`, closing };
}
