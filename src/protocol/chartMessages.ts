/** Messages behind the charts: open handles over time, and the tree of callers of outstanding opens. */

import type {
  TimelinePoint,
  TimelineSeries,
  TimelineSource,
} from '../core/analysis/timeline/timeline';
import type { Result } from '../core/util/result';
import type { ProcessArguments } from './dapExtensions';
import { readFields } from './fields';

/** Open handles over time: {@link TimelineArguments} → {@link TimelineAnswer}. */
export const TIMELINE_REQUEST = 'handleLens/timeline';
/** Who called whom on the way to outstanding opens: {@link ProcessArguments} → {@link CallTreeAnswer}. */
export const CALL_TREE_REQUEST = 'handleLens/callTree';

/** All sources, the most telling first. */
export const TIMELINE_SOURCES: readonly TimelineSource[] = [
  'records',
  'userRecords',
  'moments',
  'snapshots',
  'userSnapshots',
];

/** Arguments of {@link TIMELINE_REQUEST}. */
export interface TimelineArguments extends ProcessArguments {
  /** What the points are; the first that the target has when absent. */
  readonly source?: TimelineSource;
}

/** Answer of {@link TIMELINE_REQUEST}. */
export interface TimelineAnswer {
  readonly process: string;
  /** What the target has. */
  readonly sources: readonly TimelineSource[];
  /** What this timeline is made of; null when there is none. */
  readonly source: TimelineSource | null;
  readonly points: readonly TimelinePoint[];
  readonly total: readonly number[];
  readonly byType: readonly TimelineSeries[];
  readonly bySite: readonly TimelineSeries[] | null;
  /** What has to be said beside it, a sentence or two each. */
  readonly notes: readonly string[];
  /** Why there is no timeline and how to get one; null when there is one. */
  readonly missing: string | null;
}

/** A function on the way to outstanding opens. */
export interface CallNode {
  /** `module!symbol`. */
  readonly label: string;
  /** Outstanding opens from here on. */
  readonly outstanding: number;
  /** Of these: opened by this function itself. */
  readonly self: number;
  readonly opened: number;
  readonly closed: number;
  readonly children: readonly CallNode[];
  /** Outstanding opens below functions that are left out because each has too few. */
  readonly leftOut: number;
}

/** Answer of {@link CALL_TREE_REQUEST}. */
export interface CallTreeAnswer {
  readonly process: string;
  /** Stands for the process; null when there is no trace log. */
  readonly root: CallNode | null;
  readonly notes: readonly string[];
  readonly missing: string | null;
}

/** Checks the arguments of `handleLens/timeline`. */
export function parseTimelineArguments(value: unknown): Result<TimelineArguments> {
  return readFields(TIMELINE_REQUEST, value, (fields) => {
    const processId = fields.optionalNumber('processId', { maximum: 0xffff_ffff });
    const source = fields.optionalWord('source', TIMELINE_SOURCES);
    return {
      ...(processId === undefined ? {} : { processId }),
      ...(source === undefined ? {} : { source }),
    };
  });
}
