/** The points in which the live and the dump printer of `!handle` differ (output-formats.md 1.1). */

/** One printer's habits. */
export interface UserHandleStyle {
  /** Handle values are padded to the target's pointer size. */
  readonly padsHandles: boolean;
  /** Heading of the object-specific lines. */
  readonly specificHeading: string;
  /** Said instead of the heading when there is nothing to show. */
  readonly nothingSpecific: string;
  /** File handles have a `Name` line. */
  readonly namesFiles: boolean;
  /** Free mutants have an owner line, `0.0`. */
  readonly ownsFreeMutants: boolean;
  /** Threads have a `Start Address` line. */
  readonly startAddresses: boolean;
  /** Width of the type column of the summary. */
  readonly summaryWidth: number;
}
