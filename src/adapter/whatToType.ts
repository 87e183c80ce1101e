/** What to type first, said where a newcomer looks: at the start in the console, and on the page of a frame without source. */

/** One line; leaks are found only where operations were recorded. */
export function whatToType(hasTraces: boolean): string {
  return hasTraces
    ? 'Type !sites for what leaks, !handle for what is open, !htrace for who opened it, .help for the rest.'
    : 'Type !handle for what is open, .help for the rest.';
}
