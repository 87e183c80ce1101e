/** What happened to a row since the previous stop, as numbers for columns. */

/** Nothing to tell. */
export const ROW_SAME = 0;
/** The handle was opened since. */
export const ROW_NEW = 1;
/** Attributes or counts differ. */
export const ROW_CHANGED = 2;
/** The handle was closed since; only rows of the previous table. */
export const ROW_CLOSED = 3;

/** A row's state in words, by number. */
export const ROW_STATES = ['same', 'new', 'changed', 'closed'] as const;

/** A row's state in words. */
export type RowState = (typeof ROW_STATES)[number];
