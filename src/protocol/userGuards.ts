/** Run-time guards of the requests about USER handles. */

import type { Result } from '../core/util/result';
import { MAXIMUM_PAGE } from './dapExtensions';
import { parseHandleText } from './dapGuards';
import { readFields } from './fields';
import {
  USER_HANDLE_REQUEST,
  USER_ROWS_REQUEST,
  USER_TABLE_REQUEST,
  type UserGrouping,
  type UserHandleArguments,
  type UserRowsArguments,
  type UserTableArguments,
} from './userMessages';

const USER_GROUPINGS: readonly UserGrouping[] = ['type', 'owner'];
const LARGEST_HANDLE = 0xffff_ffffn;

/** Checks the arguments of `handleLens/userTable`: no filter when nothing is said. */
export function parseUserTableArguments(value: unknown): Result<UserTableArguments> {
  return readFields(USER_TABLE_REQUEST, value, (fields) => ({
    filter: fields.optionalText('filter') ?? '',
  }));
}

/** Checks the arguments of `handleLens/userRows`: by type when nothing else is said. */
export function parseUserRowsArguments(value: unknown): Result<UserRowsArguments> {
  return readFields(USER_ROWS_REQUEST, value, (fields) => ({
    filter: fields.optionalText('filter') ?? '',
    grouping: fields.optionalWord('grouping', USER_GROUPINGS) ?? 'type',
    group: fields.text('group'),
    start: fields.optionalNumber('start') ?? 0,
    count: Math.min(fields.optionalNumber('count') ?? MAXIMUM_PAGE, MAXIMUM_PAGE),
  }));
}

/** Checks the arguments of `handleLens/userHandle`. */
export function parseUserHandleArguments(value: unknown): Result<UserHandleArguments> {
  return readFields(USER_HANDLE_REQUEST, value, (fields) => {
    const handle = parseHandleText(fields.get('handle'));
    if (handle === undefined || handle > LARGEST_HANDLE) {
      throw fields.wrong('"handle" must be a USER handle of 32 bits such as "0x200d3".');
    }
    return { handle: Number(handle) };
  });
}
