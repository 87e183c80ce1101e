/** How built-in samples are named; apart from the code that opens them, which is large. */

/** Starts the name of a built-in sample, as in `sample:badhandle`. */
export const SAMPLE_PREFIX = 'sample:';
