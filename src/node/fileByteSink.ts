/** Files as byte sinks: they appear under their name only when they are complete. */

import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ByteSink } from '../core/util/byteSink';
import { ProblemError, type Problem } from '../core/util/problem';
import { fail, ok, type Result } from '../core/util/result';

/** What a file is called while it replaces another one. */
const UNFINISHED = '.unfinished';

/**
 * Makes a file to write to. Without `overwrite` it fails when there is one of that name; with it the old file stays until the
 * new one is complete, so that even a file that is being read can be replaced.
 */
export async function openFileByteSink(
  path: string,
  overwrite: boolean,
): Promise<Result<ByteSink>> {
  const name = resolve(path);
  const place = overwrite ? `${name}${UNFINISHED}` : name;
  try {
    return ok(new FileByteSink(await open(place, overwrite ? 'w' : 'wx'), name, place));
  } catch (error) {
    return fail(openProblem(name, error));
  }
}

class FileByteSink implements ByteSink {
  constructor(
    private readonly file: FileHandle,
    readonly name: string,
    /** Where it is written. */
    private readonly place: string,
  ) {}

  async write(offset: number, bytes: Uint8Array): Promise<void> {
    try {
      for (let done = 0; done < bytes.length;) {
        const rest = bytes.length - done;
        done += (await this.file.write(bytes, done, rest, offset + done)).bytesWritten;
      }
    } catch (error) {
      throw new ProblemError(writeProblem(this.name, error));
    }
  }

  async finish(): Promise<void> {
    try {
      await this.file.close();
      if (this.place !== this.name) {
        await rename(this.place, this.name);
      }
    } catch (error) {
      throw new ProblemError(writeProblem(this.name, error));
    }
  }

  async abandon(): Promise<void> {
    try {
      await this.file.close();
      await rm(this.place, { force: true });
    } catch {
      // What cannot be removed stays; the failure that led here is what the user is told.
    }
  }
}

function openProblem(name: string, error: unknown): Problem {
  switch (codeOf(error)) {
    case 'EEXIST':
      return {
        code: 'file-exists',
        message: `There is a file ${name} already.`,
        hint: 'Choose another name, or say that it may be replaced: --force on the command line, /o in .dump.',
      };
    case 'ENOENT':
    case 'ENOTDIR':
      return {
        code: 'folder-not-found',
        message: `${name} cannot be made: there is no such folder.`,
        hint: 'Make the folder first, or choose another one.',
      };
    case 'EISDIR':
      return {
        code: 'file-is-folder',
        message: `${name} is a folder.`,
        hint: 'Name a file in it.',
      };
    default:
      return writeProblem(name, error);
  }
}

function writeProblem(name: string, error: unknown): Problem {
  switch (codeOf(error)) {
    case 'ENOSPC':
      return {
        code: 'disk-full',
        message: `${name} could not be written: the disk is full.`,
        hint: 'Make room or choose another disk. No part of the file was kept.',
      };
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'EBUSY':
      return {
        code: 'file-no-permission',
        message: `${name} may not be written: it is protected or in use by another program.`,
        hint: 'Choose another name or folder.',
      };
    default:
      return {
        code: 'file-write-failed',
        message: `${name} could not be written: ${error instanceof Error ? error.message : String(error)}.`,
        hint: 'Check the path and the disk.',
      };
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null;
}
