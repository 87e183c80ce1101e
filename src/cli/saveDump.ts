/** Writes a target as a minidump file, with progress on the terminal. */

import { setImmediate as nextTurn } from 'node:timers/promises';
import { TOOL_VERSION } from '../core/commands/toolVersion';
import { saveMinidump } from '../core/dump/write/saveMinidump';
import type { Target } from '../core/target/target';
import type { SavedDump, SaveDumpRequest } from '../core/target/writtenDump';
import type { CancellationToken } from '../core/util/cancellation';
import type { Result } from '../core/util/result';
import type { ProgressLine } from './progressLine';
import type { CliServices } from './services';

/** What saving uses of the command line. */
export interface SaveParts {
  readonly services: CliServices;
  readonly progress: ProgressLine;
  readonly token: CancellationToken;
}

/** Writes the file; rejects when it is cancelled, and leaves nothing behind then. */
export async function saveDump(
  target: Target,
  request: SaveDumpRequest,
  { services, progress, token }: SaveParts,
): Promise<Result<SavedDump>> {
  try {
    return await saveMinidump(target, {
      ...request,
      writer: `Handle Lens ${TOOL_VERSION}`,
      openSink: services.openSink,
      token,
      yieldNow: () => nextTurn(),
      progress: (message, fraction) => progress.show(message, fraction),
    });
  } finally {
    progress.hide();
  }
}
