/** Where bytes are written to: a file, memory. */

/**
 * A writable sequence of bytes. Implementations are handed in by the host (see `src/node`); the core never makes files.
 * Exactly one of {@link finish} and {@link abandon} ends it.
 */
export interface ByteSink {
  /** What to call it in messages: a full path or a label. */
  readonly name: string;
  /**
   * Writes bytes at an offset (in bytes, non-negative), in any order; what lies between written parts is 0. The bytes may be
   * used again once it resolves. Rejects with a ProblemError when they cannot be written.
   */
  write(offset: number, bytes: Uint8Array): Promise<void>;
  /** Keeps what was written. Rejects with a ProblemError when it cannot be kept. */
  finish(): Promise<void>;
  /** Leaves nothing behind of what was written. Never rejects. */
  abandon(): Promise<void>;
}
