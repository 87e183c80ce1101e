/** What `launch` and `attach` are told: the target, and what the client's settings say about whose code is whose. */

import type { Result } from '../core/util/result';
import { parseOwnCode, type OwnCodeArguments } from './ownCode';
import { readFields } from './fields';

/** The type of our debug configurations. */
export const DEBUG_TYPE = 'handle-lens';

/** Arguments of `launch` and `attach`, which mean the same. */
export interface LaunchArguments {
  /** A path, or `sample:<name>`. What a file is, is found from its content. */
  readonly target: string;
  /** Folder that a relative path starts from; clients that know one send it. */
  readonly cwd?: string;
  /** Sent by clients that have settings for it; not meant to be written by people. */
  readonly ownCode?: OwnCodeArguments;
}

/**
 * Checks launch arguments. Unknown attributes are tolerated, since every client adds some. Fails when `target` is
 * missing, blank or not a text.
 */
export function parseLaunchArguments(value: unknown): Result<LaunchArguments> {
  return readFields('The debug configuration', value, (fields) => {
    const target = fields.optionalText('target') ?? '';
    if (target.trim() === '') {
      throw fields.wrong(
        '"target" is missing. Give the path of a dump or a log, or a sample such as sample:leaky-service.',
      );
    }
    const cwd = fields.get('cwd');
    return {
      target,
      ...(typeof cwd === 'string' && cwd !== '' && { cwd }),
      ...(fields.has('ownCode') && { ownCode: parseOwnCode(fields.object('ownCode')) }),
    };
  });
}
