/** The type that `!sites -type` counts: of kernel objects, of USER objects, or of both where they share the name. */

import type { HandleTable } from '../../analysis/handleTable';
import { familyType } from '../../analysis/traces/handleFamily';
import type { CancellationToken } from '../../util/cancellation';
import { fail, ok, type Result } from '../../util/result';
import { everyName, typeNamed } from '../../windows/user/userTypeNames';
import { canonicalType } from '../typeFilter';
import { userTypeNamed } from '../user/userTypeNamed';

/** What is counted. */
export interface SiteType {
  /** The tables that may have the type. */
  readonly tables: readonly HandleTable[];
  /** As the tables spell it, or a pattern. */
  readonly type: string;
  /** With the prefix that was typed. */
  readonly shown: string;
}

/**
 * Reads `Event`, `USER:Menu`, `kernel:Timer` or a pattern with `*`. USER types go under any of their names, as in `!dhe`.
 * The problem names the nearest type, or says that such handles have no trace log.
 */
export async function chooseType(
  typed: string,
  all: readonly HandleTable[],
  token: CancellationToken,
): Promise<Result<SiteType>> {
  const { family, type: name } = familyType(typed);
  const tables = family === null ? all : all.filter((table) => table.family === family);
  if (tables.length === 0) {
    return fail({
      code: 'no-traces',
      message: `There is no trace log of ${family === 'USER' ? 'USER' : 'kernel'} handles: '${typed}' cannot be counted.`,
      hint: `Try !sites -type ${name}, or ${family === 'USER' ? '!utrace' : '!htrace'} -enable first.`,
    });
  }
  const prefix = family === null ? '' : `${family}:`;
  const chosen = (type: string): Result<SiteType> =>
    ok({ tables, type, shown: `${prefix}${type}` });
  if (/[*?]/.test(name)) {
    return chosen(name);
  }
  const columns = await Promise.all(tables.map((table) => table.columns(token)));
  const present = new Set(columns.flatMap(({ typeNames }) => typeNames));
  const hasUser = tables.some((table) => table.family === 'USER');
  const userType = hasUser ? typeNamed(name) : null;
  const spelled =
    userType === null
      ? undefined
      : (everyName(userType).find((each) => present.has(each)) ?? userType.name);
  if (family === 'USER') {
    const known = userTypeNamed(name);
    return known.ok ? chosen(spelled ?? known.value.name) : known;
  }
  const type = canonicalType(name, columns);
  return type.ok ? chosen(type.value) : spelled === undefined ? type : chosen(spelled);
}
