/** Short ways to read logs in tests. */

import assert from 'node:assert/strict';
import { LogReader } from '../../../src/core/log/logReader';
import type { LogEvent } from '../../../src/core/log/logEvents';

/** The events of a log, read in one piece. */
export function eventsOf(text: string): readonly LogEvent[] {
  return eventsOfChunks([text]);
}

/** The events of a log that comes in pieces. */
export function eventsOfChunks(chunks: readonly string[]): readonly LogEvent[] {
  const events: LogEvent[] = [];
  const reader = new LogReader((event) => events.push(event));
  for (const chunk of chunks) {
    reader.push(chunk);
  }
  reader.end();
  return events;
}

/** The only event of a kind in a log. */
export function only<K extends LogEvent['kind']>(
  text: string,
  kind: K,
): Extract<LogEvent, { readonly kind: K }> {
  const found = all(text, kind);
  assert.equal(found.length, 1, `events of kind ${kind}`);
  return found[0]!;
}

/** All events of a kind in a log. */
export function all<K extends LogEvent['kind']>(
  text: string,
  kind: K,
): readonly Extract<LogEvent, { readonly kind: K }>[] {
  return eventsOf(text).filter(
    (event): event is Extract<LogEvent, { readonly kind: K }> => event.kind === kind,
  );
}

/** The dashes between trace records. */
export const DASHES = '-'.repeat(38);
