/** Turns a type name as typed into the object manager's spelling. */

import type { HandleColumns } from '../model/handleColumns';
import { fail, ok, type Result } from '../util/result';
import { DEBUGGER_TYPES } from '../windows/debuggerTypes';
import { nearestName } from '../util/nearestName';

/**
 * The spelling of a type, letter case ignored: that of the tables first, then that of the debugger's list. Fails for a
 * type that neither knows, with the nearest name or the types that are there.
 */
export function canonicalType(typed: string, tables: readonly HandleColumns[]): Result<string> {
  const present = new Set(tables.flatMap((columns) => columns.typeNames.slice(1)));
  const wanted = typed.toLowerCase();
  for (const name of [...present, ...DEBUGGER_TYPES]) {
    if (name.toLowerCase() === wanted) {
      return ok(name);
    }
  }
  const nearest = nearestName(typed, [...present, ...DEBUGGER_TYPES]);
  const listed = [...present].sort().join(', ');
  return fail({
    code: 'unknown-type',
    message: `No handle has the type '${typed}'.`,
    hint:
      nearest !== null
        ? `Did you mean ${nearest}?`
        : present.size === 0
          ? 'Types are Event, File, Key and so on.'
          : `Types here: ${listed}.`,
  });
}
