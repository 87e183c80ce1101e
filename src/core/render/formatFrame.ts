/** Names an address the way debuggers name code. */

import type { ResolvedAddress } from '../model/stackFrame';
import { hex0x } from '../util/hex';
import { escapeText } from './escapeText';

/** `module!symbol+0x14`, `module+0x1234`, or the bare address; no displacement when it is 0. */
export function formatFrame(frame: ResolvedAddress): string {
  if (frame.module === null) {
    return frame.addressUnrecorded === true
      ? escapeText(frame.symbol ?? '?')
      : hex0x(frame.address);
  }
  const name = frame.symbol === null ? frame.module : `${frame.module}!${frame.symbol}`;
  const plus = frame.displacement === 0n ? '' : `+${hex0x(frame.displacement)}`;
  return escapeText(`${name}${plus}`);
}
