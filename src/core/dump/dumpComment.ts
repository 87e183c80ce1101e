/** The comment of a minidump (stream 10), and how a recording of a simulated machine says there what it is. */

import { readStream, type DumpFile, type StreamRange } from './dumpFile';

/** How the comment of a dump begins whose process was simulated. */
export const SIMULATED_COMMENT = 'Simulated by Handle Lens';
/** What the comment says of handle operations whose order was known when they were written. */
export const NEWEST_FIRST_COMMENT = 'Its handle operations are newest first.';
/** Characters of a comment that are read. */
const MOST_CHARACTERS = 2000;

/** Reads the text of a CommentA stream, up to its first zero; characters other than ASCII become `?`. */
export async function readComment(file: DumpFile, stream: StreamRange): Promise<string> {
  const { bytes } = await readStream(file, stream, MOST_CHARACTERS);
  const end = bytes.indexOf(0);
  return String.fromCharCode(...bytes.subarray(0, end === -1 ? bytes.length : end)).replace(
    /[\u0080-\u00ff]/g,
    '?',
  );
}
