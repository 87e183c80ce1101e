/** The host of sessions that run in a browser: files come from the editor, and nothing is written. */

import { openTarget } from '../core/open/openTarget';
import type { ByteSource } from '../core/util/byteSource';
import type { Result } from '../core/util/result';
import type { Scheduler } from './scheduler';
import type { SessionHost } from './sessionHost';

/** What the browser's side has to give. */
export interface BrowserHostOptions {
  readonly scheduler: Scheduler;
  /** Opens a file by its full name. */
  readonly openFile: (name: string) => Promise<Result<ByteSource>>;
  /** Told about defects. */
  readonly report: (message: string) => void;
}

/** A host without log files and without folders of its own. */
export function browserHost({ scheduler, openFile, report }: BrowserHostOptions): SessionHost {
  return {
    scheduler,
    openTarget: (spec, { token, progress }) =>
      openTarget(spec, {
        openFile: (name) => {
          progress(`Reading ${name}`);
          return openFile(name);
        },
        token,
        progress: (message, fraction) => {
          progress(message, fraction);
        },
      }),
    log: null,
    openSink: null,
    report,
    ended: () => undefined,
  };
}
