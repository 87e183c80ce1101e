/** Turns Windows times into calendar fields. */

/** A date and a time of day. */
export interface CalendarTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** Milliseconds from 1601 to 1970. */
const EPOCH_DIFFERENCE = 11_644_473_600_000;

/** The fields of a FILETIME (100 ns units since 1601), without any time zone; null for times no calendar can show. */
export function calendarTime(fileTime: bigint): CalendarTime | null {
  const date = new Date(Number(fileTime / 10_000n) - EPOCH_DIFFERENCE);
  if (fileTime < 0n || Number.isNaN(date.getTime())) {
    return null;
  }
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  };
}
