/** Writes the target as a minidump, for the console and for the editor. */

import { TOOL_VERSION } from '../core/commands/toolVersion';
import { saveMinidump } from '../core/dump/write/saveMinidump';
import type { Target } from '../core/target/target';
import type { SavedDump, SaveDumpRequest } from '../core/target/writtenDump';
import type { CancellationToken } from '../core/util/cancellation';
import { fail, type Result } from '../core/util/result';
import { breathe } from './scheduler';
import type { SessionHost } from './sessionHost';

/** A dump that is to be written, and the work's connection to its client. */
export interface SaveDumpWork extends SaveDumpRequest {
  readonly token: CancellationToken;
  readonly progress: (message: string, fraction?: number) => void;
  /** Folder that relative paths start from; the host's own when undefined. */
  readonly folder: string | undefined;
}

/** Writes a dump through the host's files; refused in browsers, which have none. */
export function saveDump(
  host: SessionHost,
  target: Target,
  work: SaveDumpWork,
): Promise<Result<SavedDump>> {
  const { openSink } = host;
  if (openSink === null) {
    return Promise.resolve(
      fail({
        code: 'no-files',
        message: 'Dumps cannot be written here: the debugger runs in a browser.',
        hint: 'Open the target in the desktop editor, or write it with handle-lens record.',
      }),
    );
  }
  const { folder, ...request } = work;
  return saveMinidump(target, {
    ...request,
    writer: `Handle Lens ${TOOL_VERSION}`,
    openSink: (path, overwrite) => openSink(path, overwrite, folder),
    yieldNow: () => breathe(host.scheduler),
  });
}
