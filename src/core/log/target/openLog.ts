/** Opens a text as a target: finds its format from its content and reads it to its end. */

import type { Target } from '../../target/target';
import type { ByteSource } from '../../util/byteSource';
import type { CancellationToken } from '../../util/cancellation';
import type { Result } from '../../util/result';
import { openWindbgLog } from './openWindbgLog';

/** What opening needs from the host. */
export interface OpenLogOptions {
  readonly token: CancellationToken;
  /** Told between steps: how much is done, 0 to 1. */
  readonly progress?: (message: string, fraction?: number) => void;
}

/**
 * Opens a log. Fails with a problem when nothing in it was understood. The target owns `source` from then on, and reads
 * records from it again when somebody looks at them.
 */
export async function openLog(
  source: ByteSource,
  options: OpenLogOptions,
): Promise<Result<Target>> {
  return await openWindbgLog(source, options);
}
