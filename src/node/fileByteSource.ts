/** Files as byte sources: ranged reads, so that a dump of any size opens at once. */

import { open, stat, type FileHandle } from 'node:fs/promises';
import type { ByteSource } from '../core/util/byteSource';
import { ProblemError, type Problem } from '../core/util/problem';
import { fail, ok, type Result } from '../core/util/result';

/**
 * Opens a file for ranged reads. Fails when there is no such file, it may not be read, it is empty, or it is a folder or a
 * device.
 */
export async function openFileByteSource(path: string): Promise<Result<ByteSource>> {
  try {
    // A named pipe would block in open() until somebody writes, so its kind is checked first.
    const before = await stat(path);
    if (!before.isFile()) {
      return fail(notAFile(path, before.isDirectory()));
    }
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      if (size > 0) {
        return ok(new FileByteSource(file, path, size));
      }
    } catch (error) {
      await file.close();
      throw error;
    }
    await file.close();
    return fail(empty(path));
  } catch (error) {
    return fail(openProblem(path, error));
  }
}

class FileByteSource implements ByteSource {
  private isClosed = false;

  constructor(
    private readonly file: FileHandle,
    readonly name: string,
    readonly size: number,
  ) {}

  async read(offset: number, length: number, into?: Uint8Array): Promise<Uint8Array> {
    const wanted = Math.max(0, Math.min(length, this.size - offset));
    if (this.isClosed) {
      throw new ProblemError({
        code: 'file-closed',
        message: `${this.name} was closed.`,
        hint: 'Open it again.',
      });
    }
    const bytes =
      into !== undefined && into.length >= wanted
        ? into.subarray(0, wanted)
        : Buffer.allocUnsafeSlow(wanted);
    let done = 0;
    try {
      while (done < wanted) {
        const { bytesRead } = await this.file.read(bytes, done, wanted - done, offset + done);
        if (bytesRead === 0) {
          break;
        }
        done += bytesRead;
      }
    } catch (error) {
      throw new ProblemError({
        code: 'file-read-failed',
        message: `${this.name} could not be read: ${systemMessage(error)}`,
        where: `offset 0x${(offset + done).toString(16)}`,
        hint: 'Check the disk or the network connection and open it again.',
      });
    }
    if (done < wanted) {
      throw new ProblemError(this.shrunk(offset + done));
    }
    return bytes;
  }

  /** `size` is what there was at opening: what is missing now was cut off since. */
  private shrunk(end: number): Problem {
    return {
      code: 'file-shrunk',
      message: `${this.name} became shorter while it was open: it had ${this.size} bytes.`,
      where: `offset 0x${end.toString(16)}`,
      hint: 'Somebody is writing it, or it was replaced. Wait until it is written completely, then restart the session.',
    };
  }

  async close(): Promise<void> {
    if (!this.isClosed) {
      this.isClosed = true;
      await this.file.close();
    }
  }
}

function notAFile(path: string, isFolder: boolean): Problem {
  return {
    code: isFolder ? 'file-is-folder' : 'file-is-device',
    message: `${path} is ${isFolder ? 'a folder' : 'a device or pipe'}, not a file.`,
    hint: isFolder ? 'Name the dump file inside it.' : 'Copy its content to a file and open that.',
  };
}

function empty(path: string): Problem {
  return {
    code: 'file-empty',
    message: `${path} is empty: the dump was never written.`,
    hint: 'Record the dump again.',
  };
}

function openProblem(path: string, error: unknown): Problem {
  switch (systemCode(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return {
        code: 'file-not-found',
        message: `There is no file ${path}.`,
        hint: 'Check the path; built-in samples are opened with sample:<name>.',
      };
    case 'EACCES':
    case 'EPERM':
      return {
        code: 'file-no-permission',
        message: `${path} may not be read with your permissions.`,
        hint: 'Change its permissions or copy it to a place of your own.',
      };
    case 'EBUSY':
      return {
        code: 'file-busy',
        message: `${path} is in use by another program.`,
        hint: 'Wait until the dump is written completely, then open it again.',
      };
    default:
      return {
        code: 'file-open-failed',
        message: `${path} could not be opened: ${systemMessage(error)}`,
        hint: 'Check the path and try again.',
      };
  }
}

function systemCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : null;
}

function systemMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
