/**
 * Files that can only be read whole, as byte sources: a browser, and every file system behind VS Code's `workspace.fs`, knows no
 * reads by range.
 */

import type { ByteSource } from '../core/util/byteSource';
import { ProblemError, type Problem } from '../core/util/problem';
import { fail, ok, type Result } from '../core/util/result';

/** Larger files are refused, in bytes: while one is read, the editor holds it several times over. */
export const MAXIMUM_WHOLE_FILE = 256 * 1024 * 1024;

/** What is known of a file before it is read. */
export interface WholeFileFacts {
  readonly isFolder: boolean;
  /** Bytes. */
  readonly size: number;
  /** When it was changed last, in any unit that only grows. */
  readonly changed: number;
}

/** Access to one file. Both may reject with an error whose `code` is one of VS Code's names, such as `FileNotFound`. */
export interface WholeFile {
  /** What to call it in messages, and in which memory it is looked for. */
  readonly name: string;
  facts(): PromiseLike<WholeFileFacts>;
  bytes(): PromiseLike<Uint8Array>;
}

/** The file that was read last, for as long as somebody uses it. */
interface Kept {
  readonly name: string;
  readonly facts: WholeFileFacts;
  readonly bytes: WeakRef<Uint8Array>;
}

/**
 * Opens files and lends their bytes to whoever opens the same file next: a dump is looked at by the editor, checked before a
 * session starts and then opened by the session.
 */
export class WholeFileReader {
  private kept: Kept | null = null;

  /** Fails when the file is missing, forbidden, a folder, empty, or larger than {@link MAXIMUM_WHOLE_FILE}. */
  async open(file: WholeFile): Promise<Result<ByteSource>> {
    try {
      const facts = await file.facts();
      const refusal = refusalOf(file.name, facts);
      if (refusal !== null) {
        return fail(refusal);
      }
      const bytes = this.known(file.name, facts) ?? (await file.bytes());
      if (bytes.length === 0) {
        return fail(empty(file.name));
      }
      this.kept = { name: file.name, facts, bytes: new WeakRef(bytes) };
      return ok(new WholeFileSource(bytes, file.name));
    } catch (error) {
      return fail(openProblem(file.name, error));
    }
  }

  private known(name: string, { size, changed }: WholeFileFacts): Uint8Array | undefined {
    const { kept } = this;
    return kept?.name === name && kept.facts.size === size && kept.facts.changed === changed
      ? kept.bytes.deref()
      : undefined;
  }
}

class WholeFileSource implements ByteSource {
  readonly size: number;
  private bytes: Uint8Array | null;

  constructor(
    bytes: Uint8Array,
    readonly name: string,
  ) {
    this.bytes = bytes;
    this.size = bytes.length;
  }

  read(offset: number, length: number, into?: Uint8Array): Promise<Uint8Array> {
    if (this.bytes === null) {
      return Promise.reject(new ProblemError(closed(this.name)));
    }
    const part = this.bytes.subarray(offset, offset + length);
    if (into === undefined || into.length < part.length) {
      return Promise.resolve(part.slice());
    }
    into.set(part);
    return Promise.resolve(into.subarray(0, part.length));
  }

  close(): Promise<void> {
    this.bytes = null;
    return Promise.resolve();
  }
}

function refusalOf(name: string, { isFolder, size }: WholeFileFacts): Problem | null {
  if (isFolder) {
    return {
      code: 'file-is-folder',
      message: `${name} is a folder, not a file.`,
      hint: 'Name the dump file inside it.',
    };
  }
  return size > MAXIMUM_WHOLE_FILE ? tooLarge(name, size) : null;
}

function tooLarge(name: string, size: number): Problem {
  return {
    code: 'file-too-large',
    message: `${name} has ${megabytes(size)}. Here files can only be read whole, and at most ${megabytes(MAXIMUM_WHOLE_FILE)}.`,
    hint: 'Open it in VS Code on your machine or with the command line, which read dumps in parts; or record a smaller dump with .dump /mh.',
  };
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / (1024 * 1024))} MB`;
}

function empty(name: string): Problem {
  return {
    code: 'file-empty',
    message: `${name} is empty: the dump was never written.`,
    hint: 'Record the dump again.',
  };
}

function closed(name: string): Problem {
  return { code: 'file-closed', message: `${name} was closed.`, hint: 'Open it again.' };
}

function openProblem(name: string, error: unknown): Problem {
  const { code, message } = (error ?? {}) as {
    readonly code?: unknown;
    readonly message?: unknown;
  };
  switch (code) {
    case 'FileNotFound':
      return {
        code: 'file-not-found',
        message: `There is no file ${name}.`,
        hint: 'Check the path; built-in samples are opened with sample:<name>.',
      };
    case 'NoPermissions':
      return {
        code: 'file-no-permission',
        message: `${name} may not be read with your permissions.`,
        hint: 'Allow access to its folder, or copy it to a folder of the workspace.',
      };
    default:
      return {
        code: 'file-open-failed',
        message: `${name} could not be read: ${typeof message === 'string' ? message : String(error)}`,
        hint: 'Check the connection to where the file lies and try again.',
      };
  }
}
