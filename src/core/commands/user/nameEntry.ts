/** Answers `!du` for one handle or address. */

import { address } from '../../model/identifiers';
import { findEntry } from '../../userHandles/findEntry';
import {
  decodeIndex,
  decodeUserHandle,
  verdictText,
  type DecodedUserHandle,
} from '../../userHandles/verdict';
import { fail, ok, type Result } from '../../util/result';
import { hexPadded } from '../../util/hex';
import { duName } from '../../windows/user/userDuNames';
import { DU_VERSIONS, type DuVersion } from '../../windows/user/userTypeHistory';
import { evaluateArgument, toPointer } from '../argumentList';
import type { CommandContext } from '../command';
import { errorResult, headerOf } from '../defineCommand';
import type { CommandResult } from '../results';
import type { UserHandles } from '../../userHandles/keptUserHandles';
import { openUserHandles } from './userAccess';

/** Names the object of an entry as a `!du` of `version` does; null takes the target's version, or the nearest there is. */
export async function nameEntry(
  context: CommandContext,
  text: string,
  version: DuVersion | null,
): Promise<CommandResult> {
  const value = await evaluateArgument(text, context);
  if (!value.ok) {
    return errorResult(context, value.problem);
  }
  const handles = await openUserHandles(context);
  if (!handles.ok) {
    return errorResult(context, handles.problem);
  }
  const decoded = lookUp(handles.value, toPointer(value.value, context));
  if (!decoded.ok) {
    return errorResult(context, decoded.problem);
  }
  const { index } = decoded.value;
  const { table } = handles.value;
  const type = table.columns.type[index] ?? 0;
  const userexts = version ?? versionFor(table.profile.version);
  return {
    ...headerOf(context),
    kind: 'userName',
    handles: handles.value,
    decoded: decoded.value,
    index,
    type,
    userexts,
    name: duName(userexts, type, table.profile.version),
  };
}

/** The version of the extension that is of an age with a target: its own where one is public, else the nearest. */
function versionFor(version: string): DuVersion {
  return (
    [...DU_VERSIONS].reverse().find((each) => Number(each) <= Number(version)) ??
    DU_VERSIONS[0] ??
    '3.51'
  );
}

/** The entry of a handle that Windows would look at, or of an address. */
function lookUp(handles: UserHandles, value: bigint): Result<DecodedUserHandle> {
  const { table } = handles;
  const found = findEntry(handles, address(value));
  if (found !== null) {
    return table.columns.isReadable(found.index)
      ? ok(decodeIndex(table, found.index))
      : fail({
          code: 'no-entry',
          message: `The entry at ${hexPadded(value, table.profile.pointerSize * 2)} is not in memory.`,
        });
  }
  const high = value >> 32n;
  if (high !== 0n && high !== 0xffff_ffffn) {
    return fail({
      code: 'no-entry',
      message: `${hexPadded(value, 16)} is neither a handle of 32 bits nor the address of an entry or an object.`,
      hint: '!dhe lists the entries with the addresses of their objects.',
    });
  }
  const decoded = decodeUserHandle(table, Number(BigInt.asUintN(32, value)));
  const { entry, verdict } = decoded;
  return entry === null || verdict.kind === 'unreadable'
    ? fail({
        code: 'no-entry',
        message: `Handle ${hexPadded(decoded.handle, 8)} has no entry: ${verdictText(verdict)}.`,
        hint: '!dhe lists the handles of the session.',
      })
    : ok(decoded);
}
