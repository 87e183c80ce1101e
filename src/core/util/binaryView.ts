/** Little-endian numbers in bytes, with the bounds at hand. */

/**
 * Reads little-endian numbers at byte offsets. Offsets are the caller's to check with {@link BinaryView.has}: reading
 * outside throws a RangeError, which is a bug and not a property of the data.
 */
export class BinaryView {
  /** Size in bytes. */
  readonly length: number;
  /** The same bytes for hot loops. */
  readonly data: DataView;

  constructor(readonly bytes: Uint8Array) {
    this.length = bytes.length;
    this.data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** True when `length` bytes from `offset` lie inside. */
  has(offset: number, length: number): boolean {
    return offset >= 0 && length >= 0 && offset + length <= this.length;
  }

  /** The unsigned byte at `offset`. */
  u8(offset: number): number {
    return this.data.getUint8(offset);
  }

  /** The unsigned 16-bit number at `offset`. */
  u16(offset: number): number {
    return this.data.getUint16(offset, true);
  }

  /** The unsigned 32-bit number at `offset`. */
  u32(offset: number): number {
    return this.data.getUint32(offset, true);
  }

  /** The signed 32-bit number at `offset`. */
  i32(offset: number): number {
    return this.data.getInt32(offset, true);
  }

  /** The unsigned 64-bit number at `offset`, exact. */
  u64(offset: number): bigint {
    return this.data.getBigUint64(offset, true);
  }

  /** The unsigned 64-bit number at `offset` as a double: exact below 2^53, for sizes and file offsets. */
  size64(offset: number): number {
    return (
      this.data.getUint32(offset + 4, true) * 0x1_0000_0000 + this.data.getUint32(offset, true)
    );
  }
}
