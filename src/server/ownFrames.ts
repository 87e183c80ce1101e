/** Whose code the frames of a log are: the first frame outside of Windows is the one to name. */

import type { LogFrame } from '../core/log/logEvents';
import { PLUMBING_MODULES, SYSTEM_MODULES } from '../core/analysis/traces/systemModules';

/** Families of modules, in the spelling of debuggers: `_` for characters that no identifier has. */
const SYSTEM_PREFIXES: readonly string[] = [
  'api_ms_win_',
  'ext_ms_',
  'msvcr',
  'msvcp',
  'vcruntime',
  'ucrtbase',
  'concrt',
  'mfc1',
];

/** True for modules of Windows and of the C run-time libraries, as frames name them; letter case is ignored. */
export function isSystemModule(name: string): boolean {
  const folded = name.toLowerCase().replaceAll('-', '_').replaceAll('.', '_');
  return (
    PLUMBING_MODULES.has(folded) ||
    SYSTEM_MODULES.has(folded) ||
    SYSTEM_PREFIXES.some((prefix) => folded.startsWith(prefix))
  );
}

/** The first frame of the program's own, innermost first; null when every named frame is Windows'. */
export function ownFrame(frames: readonly LogFrame[]): LogFrame | null {
  return frames.find(({ module }) => module !== null && !isSystemModule(module)) ?? null;
}

/** A frame in the debugger's words, displacement without padding: `courier!Route::finish+0x57`. */
export function describeFrame(frame: LogFrame): string {
  const place =
    frame.module === null
      ? (frame.symbol ?? '')
      : frame.symbol === null
        ? frame.module
        : `${frame.module}!${frame.symbol}`;
  if (place === '') {
    return `0x${frame.address.toString(16)} (no symbol)`;
  }
  const displacement = frame.displacement ?? 0n;
  return displacement === 0n ? place : `${place}+0x${displacement.toString(16)}`;
}
