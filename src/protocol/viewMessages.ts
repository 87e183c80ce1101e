/** Messages behind the Handles, Types and Traces views: grouped, filtered, sorted pages, so that a view never holds all rows. */

import type { HandleRow, ProcessArguments } from './dapExtensions';

/** The groups of a view: {@link ViewArguments} → {@link ViewGroupsAnswer}. */
export const VIEW_GROUPS_REQUEST = 'handleLens/viewGroups';
/** A page of one group's rows: {@link ViewRowsArguments} → {@link ViewRowsAnswer}. */
export const VIEW_ROWS_REQUEST = 'handleLens/viewRows';
/** Where a handle stands in a view: {@link ViewLocateArguments} → {@link ViewLocateAnswer}. */
export const VIEW_LOCATE_REQUEST = 'handleLens/viewLocate';
/** The next handle of a view that deserves a look: {@link ViewSuspiciousArguments} → {@link ViewSuspiciousAnswer}. */
export const VIEW_SUSPICIOUS_REQUEST = 'handleLens/viewSuspicious';
/** Counts by type with their growth since the last stop: {@link ProcessArguments} → {@link TypeGrowthAnswer}. */
export const TYPE_GROWTH_REQUEST = 'handleLens/typeGrowth';
/** A part of a view as text to copy or save: {@link ExportArguments} → {@link ExportAnswer}. */
export const EXPORT_REQUEST = 'handleLens/export';
/** Closes handles as `.closehandle` does: {@link CloseHandlesArguments} → {@link CloseHandlesAnswer}. */
export const CLOSE_HANDLES_REQUEST = 'handleLens/closeHandles';

/** How rows are grouped; `none` is one group with every row. */
export type ViewGrouping = 'type' | 'opener' | 'name' | 'process' | 'thread' | 'none';

/** How the rows of a group are sorted; `newest` puts the last opened handle first. */
export type ViewSort = 'value' | 'name' | 'type' | 'handleCount' | 'newest';

/** What happened to a handle since the previous stop; `closed` rows are ghosts with their last known facts. */
export type RowState = 'same' | 'new' | 'changed' | 'closed';

/** Which view is meant. The same arguments give the same groups and rows until the generation changes. */
export interface ViewArguments extends ProcessArguments {
  readonly grouping: ViewGrouping;
  readonly sort: ViewSort;
  /** Filter text as the user typed it; empty for none. */
  readonly filter: string;
}

/** One group. */
export interface ViewGroup {
  /** Stable across refreshes and sessions of the same target. */
  readonly key: string;
  readonly label: string;
  /** For example the rest of an opening stack; null when there is nothing to add. */
  readonly description: string | null;
  /** Rows, ghosts included. */
  readonly count: number;
  readonly newCount: number;
  readonly changedCount: number;
  readonly closedCount: number;
  /** The object type that all rows share, for the icon; null when they differ. */
  readonly type: string | null;
}

/** A fault in the filter text. */
export interface FilterProblem {
  readonly message: string;
  /** 0-based character of the filter text. */
  readonly column: number;
}

/** Answer of {@link VIEW_GROUPS_REQUEST}. */
export interface ViewGroupsAnswer {
  readonly groups: readonly ViewGroup[];
  /** Open handles of the process. */
  readonly total: number;
  /** Open handles that the filter lets through. */
  readonly matched: number;
  readonly generation: number;
  /**
   * Opens since the last `!htrace` snapshot that no close followed; null without a snapshot, or when the log lost records
   * since.
   */
  readonly outstanding: number | null;
  /** Set when the filter is faulty; the groups are then those without filter. */
  readonly filterProblem: FilterProblem | null;
  /** Sentences to show as rows of their own: why something is missing, and what to do. */
  readonly notes: readonly ViewNote[];
}

/** A sentence about a view. */
export interface ViewNote {
  readonly text: string;
  /** Where to go on: to what the target lacks, to the trace records, or to the filter. */
  readonly about: 'target' | 'traces' | 'filter';
}

/** Arguments of {@link VIEW_ROWS_REQUEST}. */
export interface ViewRowsArguments extends ViewArguments {
  readonly group: string;
  readonly start: number;
  /** At most MAXIMUM_PAGE come back. */
  readonly count: number;
}

/** One handle in a view. */
export interface ViewRow extends HandleRow {
  /** Identity of the handle, not only of its value: `3c` for the first use of the value, `3c#2` for the second. */
  readonly id: string;
  readonly state: RowState;
  /** Granted access in words, short; empty when there is none. */
  readonly accessText: string;
  /** State of the object in words, such as `auto reset, not signalled`; null when there is none. */
  readonly stateText: string | null;
  /** First own frame of the stack that opened it; null when no trace tells. */
  readonly opener: string | null;
  /** Bad references to the value in the trace log: somebody used it while it was not open; 0 when no trace tells. */
  readonly badReferences: number;
}

/** Answer of {@link VIEW_ROWS_REQUEST}. */
export interface ViewRowsAnswer {
  readonly rows: readonly ViewRow[];
  /** Rows of the group. */
  readonly total: number;
  readonly generation: number;
}

/** Arguments of {@link VIEW_LOCATE_REQUEST}. */
export interface ViewLocateArguments extends ViewArguments {
  readonly handle: bigint;
}

/** Where a row stands in a view. */
export interface ViewPlace {
  /** Key of its group. */
  readonly group: string;
  /** Index in the group. */
  readonly index: number;
  readonly row: ViewRow;
}

/** Answer of {@link VIEW_LOCATE_REQUEST}: null when the view does not show the handle. */
export interface ViewLocateAnswer {
  readonly place: ViewPlace | null;
  /** Why there is no place: not open, or hidden by the filter. */
  readonly reason: 'notOpen' | 'filtered' | null;
}

/** Arguments of {@link VIEW_SUSPICIOUS_REQUEST}. */
export interface ViewSuspiciousArguments extends ViewArguments {
  readonly direction: 'next' | 'previous';
  /** The handle to go on from; absent to begin at the start, or at the end. */
  readonly handle?: bigint;
}

/** Answer of {@link VIEW_SUSPICIOUS_REQUEST}. After the last row comes the first again. */
export interface ViewSuspiciousAnswer {
  /** Null when no row of the view is suspicious. */
  readonly place: ViewPlace | null;
  /** Place of the row among the suspicious ones, from 0. */
  readonly position: number;
  /** Suspicious rows of the view. */
  readonly count: number;
}

/** One type with its growth. */
export interface TypeGrowthRow {
  readonly type: string;
  readonly count: number;
  /** Change since the previous stop; 0 at the first one. */
  readonly growth: number;
}

/** Answer of {@link TYPE_GROWTH_REQUEST}. */
export interface TypeGrowthAnswer {
  readonly types: readonly TypeGrowthRow[];
  readonly total: number;
  readonly totalGrowth: number;
  readonly generation: number;
}

/** Formats of {@link EXPORT_REQUEST}. */
export type ExportFormat = 'text' | 'csv' | 'json' | 'markdown' | 'html';

/** Arguments of {@link EXPORT_REQUEST}: some handles by value, or a page of everything the view shows. */
export interface ExportArguments extends ViewArguments {
  readonly format: ExportFormat;
  /** Handle values; absent means all rows of the view, paged by `start` and `count`. */
  readonly handles?: readonly bigint[];
  readonly start: number;
  readonly count: number;
}

/** Answer of {@link EXPORT_REQUEST}. Pieces joined in order make the document. */
export interface ExportAnswer {
  readonly text: string;
  /** Where the next page starts; null after the last one. */
  readonly next: number | null;
  readonly total: number;
}

/** Arguments of {@link CLOSE_HANDLES_REQUEST}. */
export interface CloseHandlesArguments extends ProcessArguments {
  readonly handles: readonly bigint[];
}

/** Answer of {@link CLOSE_HANDLES_REQUEST}. */
export interface CloseHandlesAnswer {
  readonly closed: readonly string[];
  readonly failed: readonly { readonly handle: string; readonly message: string }[];
}
