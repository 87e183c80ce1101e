/** The handles of a process for analysis, which can do without a list where there are traces. */

import type { CancellationToken } from '../util/cancellation';
import type { Problem } from '../util/problem';
import { ok, type Result } from '../util/result';
import { countedStore, EMPTY_STORE } from './emptyTable';
import type { HandleStore } from './handleStore';
import type { Target } from './target';

/** Handles, or an empty list and the reason why nothing lists them. */
export interface AnalysedHandles {
  readonly handles: HandleStore;
  readonly unlisted: Problem | null;
}

/** Fails when there is neither a list of handles nor, in a log, a list of trace records. */
export async function handlesOrTraces(
  target: Target,
  processId: number,
  token?: CancellationToken,
): Promise<Result<AnalysedHandles>> {
  const handles = await target.handles(processId, 'process');
  if (handles.ok) {
    return ok({ handles: handles.value, unlisted: null });
  }
  // Other targets have a table; that it cannot be read is what the user must know.
  const hasTraces = target.log !== undefined && (await target.traces(processId, token)).ok;
  return hasTraces ? ok({ handles: EMPTY_STORE, unlisted: handles.problem }) : handles;
}

/** The same for questions that counts by type answer, too: of a log that only counts handles, a table without rows that has its counts. */
export async function handlesOrCounts(
  target: Target,
  processId: number,
  token?: CancellationToken,
): Promise<Result<AnalysedHandles>> {
  const found = await handlesOrTraces(target, processId, token);
  const counts = target.log?.counts(processId) ?? null;
  if (counts === null || (found.ok && found.value.unlisted === null)) {
    return found;
  }
  const unlisted = found.ok ? found.value.unlisted : found.problem;
  return ok({ handles: countedStore(counts), unlisted });
}
