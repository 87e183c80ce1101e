/** What hovers and watches say about a value that is no kernel handle but stands for an entry of the USER handle table. */

import { ownerText } from '../core/render/user/ownerText';
import { examineUserHandle } from '../core/userHandles/examine';
import { verdictText } from '../core/userHandles/verdict';
import type { CancellationToken } from '../core/util/cancellation';
import { hexPadded } from '../core/util/hex';
import { typeText } from '../core/windows/user/userTypeText';
import type { Examination } from './examination';
import { entryDetails } from './userEntryNodes';
import type { Container } from './variableStore';

/** An answer about a USER handle. */
export interface UserHandleText {
  readonly text: string;
  readonly type: string;
  readonly container: Container;
}

/**
 * What a value means in the session's table; null when that is not certain enough, or when there is no table. A number by
 * chance is called valid once in some ten thousand times, so its object must have been read and agree. `named`: what stands
 * there is said to be a USER handle; then the table alone suffices, and a handle whose entry is in use by a later one is
 * called stale. 16-bit forms are any small number, so they are never taken. Throws CancelledError.
 */
export async function describeUserHandle(
  examination: Examination,
  { value, named }: { readonly value: bigint; readonly named: boolean },
  token: CancellationToken,
): Promise<UserHandleText | null> {
  if (value > 0xffff_ffffn) {
    return null;
  }
  const opened = await examination.views.users.get(token);
  if (opened?.ok !== true) {
    return null;
  }
  const { handles } = opened.value;
  const { table } = handles;
  const examined = await examineUserHandle(handles, Number(value), token);
  const { kind } = examined.verdict;
  const isShown = kind === 'valid' ? named || examined.confirmed : kind === 'stale' && named;
  if (!isShown || examined.entry === null) {
    return null;
  }
  const type = typeText(table.profile.version, table.columns.type[examined.entry] ?? 0);
  const owner = ownerText(examined.owner, table.profile.pointerSize * 2);
  return {
    text: [
      `USER handle ${hexPadded(examined.handle, 8)}, ${verdictText(examined.verdict)}: ${kind === 'stale' ? 'now ' : ''}${type}`,
      `index ${hexPadded(examined.index, 4)}`,
      `uniqueness ${hexPadded(examined.uniq, 4)}`,
      ...(owner === '-' ? [] : [owner]),
    ].join(', '),
    type: `${type} USER handle`,
    container: entryDetails(examination, handles, examined),
  };
}
