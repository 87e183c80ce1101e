/** What long writing is handed by its host: how to be cancelled, to say how far it is and to let others work. */

import { throwIfCancelled, type CancellationToken } from '../../util/cancellation';

/** The host's side of long writing. */
export interface WriteProgress {
  readonly token: CancellationToken;
  /** Lets the host do other things; resolves when the work may go on. */
  readonly yieldNow: () => Promise<void>;
  /** Told what is being done and how far it is, 0 to 1. */
  readonly progress: (message: string, fraction: number) => void;
}

/** Calls `batch` for each stretch of at most `size` of `count` rows, resting in between. */
export async function inBatches(
  host: WriteProgress,
  rows: { readonly what: string; readonly count: number; readonly size: number },
  batch: (first: number, length: number) => Promise<void>,
): Promise<void> {
  const { what, count, size } = rows;
  for (let first = 0; first < count; first += size) {
    throwIfCancelled(host.token);
    host.progress(what, first / count);
    await batch(first, Math.min(size, count - first));
    await host.yieldNow();
  }
}
