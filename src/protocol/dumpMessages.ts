/** The request that writes the target as a minidump. */

import type { SavedDump } from '../core/target/writtenDump';
import type { Result } from '../core/util/result';
import { readFields } from './fields';

/** Writes a process of the target as a minidump file: {@link SaveDumpArguments} → {@link SaveDumpAnswer}. */
export const SAVE_DUMP_REQUEST = 'handleLens/saveDump';

/** Arguments of {@link SAVE_DUMP_REQUEST}. */
export interface SaveDumpArguments {
  /** The file; relative paths start from the session's folder. */
  readonly path: string;
  /** Replaces a file that is there; false when absent. */
  readonly overwrite: boolean;
  /** The session's current process when absent. */
  readonly processId?: number;
  readonly comment?: string;
}

/** Answer of {@link SAVE_DUMP_REQUEST}. */
export type SaveDumpAnswer = SavedDump;

const LARGEST_ID = 0xffff_ffff;

/** Checks the arguments of `handleLens/saveDump`. */
export function parseSaveDumpArguments(value: unknown): Result<SaveDumpArguments> {
  return readFields(SAVE_DUMP_REQUEST, value, (fields) => {
    const path = fields.text('path');
    if (path.trim() === '') {
      throw fields.wrong('"path" must name a file.');
    }
    const processId = fields.optionalNumber('processId', { maximum: LARGEST_ID });
    const comment = fields.optionalText('comment');
    return {
      path,
      overwrite: fields.flag('overwrite'),
      ...(processId === undefined ? {} : { processId }),
      ...(comment === undefined ? {} : { comment }),
    };
  });
}
