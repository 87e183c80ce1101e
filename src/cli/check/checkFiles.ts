/** The files of a check: configuration and baseline, read and written with readable problems. */

import { readFile, writeFile } from 'node:fs/promises';
import { fail, ok, type Result } from '../../core/util/result';

/** Reads and writes small files. */
export interface CheckFiles {
  /** The text of a file; null when there is none. */
  read(path: string): Promise<Result<string | null>>;
  write(path: string, text: string): Promise<Result<void>>;
}

/** The real ones. */
export const nodeFiles: CheckFiles = {
  async read(path) {
    try {
      return ok(await readFile(path, 'utf8'));
    } catch (error) {
      return isMissing(error) ? ok(null) : unusable('read', path, error);
    }
  },
  async write(path, text) {
    try {
      await writeFile(path, text);
      return ok(undefined);
    } catch (error) {
      return unusable('written', path, error);
    }
  },
};

/** Reads a JSON file. Null when there is none; the problem names the file. */
export async function readJsonFile(
  files: Pick<CheckFiles, 'read'>,
  path: string,
): Promise<Result<{ readonly value: unknown } | null>> {
  const text = await files.read(path);
  if (!text.ok) {
    return text;
  }
  if (text.value === null) {
    return ok(null);
  }
  try {
    const value: unknown = JSON.parse(text.value.replace(/^\ufeff/, ''));
    return ok({ value });
  } catch (error) {
    return fail({
      code: 'json',
      message: `${path} is not JSON: ${reasonOf(error)}.`,
      hint: 'Mend the file, or name another one.',
    });
  }
}

function unusable(verb: string, path: string, error: unknown): Result<never> {
  return fail({
    code: 'file',
    message: `${path} cannot be ${verb}: ${reasonOf(error)}.`,
    hint: 'Check the path and who may use it.',
  });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
