/** Where a step ends: at a statement of the same thread, as deep or not as deep as where it began. */

import type { ScriptThread } from '../run/engineState';

/** A step that is under way. */
export interface StepPlan {
  /** The thread that steps; when it has ended, any thread will do. */
  readonly thread: ScriptThread;
  /** Calls that the thread was in. */
  readonly depth: number;
  readonly kind: 'in' | 'over' | 'out';
}

/** True when a step ends with a statement of a thread that is in so many calls. */
export function endsStep(plan: StepPlan, thread: ScriptThread, depth: number): boolean {
  if (plan.thread.ended) {
    return true;
  }
  if (thread !== plan.thread) {
    return false;
  }
  switch (plan.kind) {
    case 'in':
      return true;
    case 'over':
      return depth <= plan.depth;
    case 'out':
      return depth < plan.depth;
  }
}
