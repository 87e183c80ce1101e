/** Reads a whole log into a document. */

import { DocumentBuilder } from './documentBuilder';
import type { LogDocument } from './logDocument';
import { LogReader } from './logReader';

/** Reads a log; any text is taken, in time linear in its length. */
export function readLog(text: string): LogDocument {
  const builder = new DocumentBuilder();
  const reader = new LogReader((event) => builder.add(event));
  reader.push(text);
  reader.end();
  return builder.finish(reader);
}
