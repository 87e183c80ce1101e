/** Words that the answers of `!find`, `!dups` and `!zombies` share. */

import type { OriginOf, RowOrigin } from '../../analysis/find/rowOrigins';
import type { ProcessInfo } from '../../model/process';
import { hex } from '../../util/hex';
import { processWords } from '../../model/processWords';
import { escapeText } from '../escapeText';

/** Places named in one line. */
const MOST_PLACES = 3;

/** `1 handle`, `2 handles`. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`;
}

/** `app.exe (1f3c)`. */
export function processText({ process }: { readonly process: ProcessInfo }): string {
  return escapeText(processWords(process));
}

/** `app!Open+0x12, thread 1fe4, age 120`; without the place where a heading has it. */
export function originText(origin: RowOrigin | null, withPlace = true): string {
  if (origin === null) {
    return withPlace ? 'opening not on record' : '';
  }
  const place = withPlace ? `${escapeText(origin.site?.label ?? 'no stack')}, ` : '';
  return `${place}thread ${hex(origin.threadId)}, age ${origin.age}`;
}

/** The places that opened some rows with their threads, most first; null where nobody can know. */
export function placesText(rows: Uint32Array, originOf: OriginOf | null): string | null {
  if (originOf === null) {
    return null;
  }
  const places = new Map<string, { count: number; readonly threads: Set<number> }>();
  for (const row of rows) {
    const origin = originOf(row);
    const label =
      origin === null
        ? 'somebody before the log begins'
        : (origin.site?.label ?? 'a place without a stack');
    const place = places.get(label) ?? { count: 0, threads: new Set() };
    place.count++;
    if (origin !== null) {
      place.threads.add(origin.threadId);
    }
    places.set(label, place);
  }
  const sorted = [...places].sort(([, a], [, b]) => b.count - a.count);
  const named = sorted.slice(0, MOST_PLACES).map(([label, { count, threads }]) => {
    const ids = [...threads].slice(0, MOST_PLACES).map((id) => hex(id));
    const more = threads.size - ids.length;
    const by =
      ids.length === 0
        ? ''
        : `, ${threads.size === 1 ? 'thread' : 'threads'} ${ids.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
    return `${escapeText(label)} (${count}${by})`;
  });
  const rest = sorted.length - named.length;
  return rest > 0 ? `${named.join(', ')} and ${rest} more places` : named.join(', ');
}
