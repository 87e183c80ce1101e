/** Turns calendar fields into Windows times. */

/** Milliseconds from 1601 to 1970. */
const EPOCH_DIFFERENCE = 11_644_473_600_000;

/** A date and a time of day; months and days count from 1. */
export interface CalendarFields {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** The FILETIME (100 ns units since 1601) of calendar fields, without any time zone; null for dates that do not exist. */
export function fileTimeOf(fields: CalendarFields): bigint | null {
  const { year, month, day, hour, minute, second } = fields;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  const isSame =
    date.getUTCFullYear() === year &&
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    date.getUTCHours() === hour &&
    date.getUTCMinutes() === minute &&
    date.getUTCSeconds() === second;
  const time = date.getTime() + EPOCH_DIFFERENCE;
  return isSame && time >= 0 ? BigInt(time) * 10_000n : null;
}
