/** Bytes that are read by range: a file, memory, a browser's blob. */

/**
 * A readable sequence of bytes of known size.
 * Implementations are handed in by the host (see `src/node`); the core never opens files.
 */
export interface ByteSource {
  /** What to call it in messages: a path or a label. */
  readonly name: string;
  /** Size in bytes. */
  readonly size: number;
  /**
   * Reads up to `length` bytes at `offset` (both in bytes, non-negative).
   * Returns fewer bytes at the end of the source, an empty array past it. The result is not shared, unless the caller lends
   * `into`: then it may lie there, and is overwritten by whoever gets that memory next.
   */
  read(offset: number, length: number, into?: Uint8Array): Promise<Uint8Array>;
  /** Releases the source; reading afterwards fails. */
  close(): Promise<void>;
}

/** A byte source over bytes that are already in memory. */
export class MemoryByteSource implements ByteSource {
  constructor(
    private readonly bytes: Uint8Array,
    readonly name = 'memory',
  ) {}

  get size(): number {
    return this.bytes.length;
  }

  read(offset: number, length: number): Promise<Uint8Array> {
    return Promise.resolve(this.bytes.slice(offset, offset + length));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
