/** Reads the arguments of `handle-lens record`. */

import { fail, ok, type Result } from '../../core/util/result';

/** What the user asked for. */
export interface RecordArguments {
  readonly kind: 'record';
  readonly target: string;
  /** The file to write. */
  readonly output: string;
  /** Command lines to run before, in order. */
  readonly commands: readonly string[];
  /** The process as it was written: an id (decimal, or hexadecimal with 0x) or an image name; null when there is no choice. */
  readonly process: string | null;
  readonly descriptors: 1 | 2;
  /** All operations on handles of a script instead of those in its trace log. */
  readonly wholeHistory: boolean;
  /** Replaces a file that is there. */
  readonly force: boolean;
  readonly json: boolean;
}

/** Options that take a value and belong to `record` alone. */
export const RECORD_OPTIONS = ['--process', '--descriptors'] as const;

/** The values of the options, as they were written; undefined where one was not given. */
export interface RecordOptionValues {
  readonly commands: readonly string[];
  readonly output: string | undefined;
  readonly process: string | undefined;
  readonly descriptors: string | undefined;
  readonly wholeHistory: boolean;
  readonly force: boolean;
  readonly json: boolean;
}

/** Reads the words and options after `record`. */
export function parseRecord(
  words: readonly string[],
  options: RecordOptionValues,
): Result<RecordArguments> {
  const [target, extra] = words;
  const { output, descriptors = '2' } = options;
  if (target === undefined) {
    return usage(
      '"handle-lens record" needs a target.',
      'Write: handle-lens record sample:leaky-service -o leaky.dmp',
    );
  }
  if (extra !== undefined) {
    return usage(
      `"handle-lens record" takes one target; "${extra}" is one too many.`,
      'Name the file to write with -o, and put a path that holds blanks into quotation marks.',
    );
  }
  if (output === undefined || output === '') {
    return usage(
      '"handle-lens record" needs the name of the file to write.',
      `Write: handle-lens record ${target.includes(' ') ? `"${target}"` : target} -o out.dmp`,
    );
  }
  if (descriptors !== '1' && descriptors !== '2') {
    return usage(
      `--descriptors cannot be "${descriptors}".`,
      'Write 2, with object information, or 1, which old readers know.',
    );
  }
  return ok({
    kind: 'record',
    target,
    output,
    commands: options.commands,
    process: options.process ?? null,
    descriptors: descriptors === '1' ? 1 : 2,
    wholeHistory: options.wholeHistory,
    force: options.force,
    json: options.json,
  });
}

function usage(message: string, hint: string): Result<never> {
  return fail({ code: 'usage', message, hint });
}
