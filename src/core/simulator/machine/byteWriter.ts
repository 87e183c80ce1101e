/** Little-endian structures in the making. */

/** Writes fields at offsets of a zeroed block. Offsets must lie inside it. */
export class ByteWriter {
  readonly bytes: Uint8Array;
  private readonly view: DataView;

  constructor(
    size: number,
    private readonly pointerSize: 4 | 8,
  ) {
    this.bytes = new Uint8Array(size);
    this.view = new DataView(this.bytes.buffer);
  }

  /** One byte; higher bits are cut off. */
  u8(offset: number, value: number): void {
    this.view.setUint8(offset, value & 0xff);
  }

  /** Two bytes. */
  u16(offset: number, value: number): void {
    this.view.setUint16(offset, value & 0xffff, true);
  }

  /** Four bytes; negative numbers in two's complement. */
  u32(offset: number, value: number): void {
    this.view.setUint32(offset, value >>> 0, true);
  }

  /** A pointer in two words; the upper one is left out on x86. */
  pointer(offset: number, low: number, high: number): void {
    this.u32(offset, low);
    if (this.pointerSize === 8) {
      this.u32(offset + 4, high);
    }
  }

  /** A pointer-sized count, at most 2^53. */
  count(offset: number, value: number): void {
    this.pointer(offset, value, Math.floor(value / 0x1_0000_0000));
  }

  /** 32-bit words one after the other. */
  words(offset: number, values: Uint32Array): void {
    values.forEach((value, position) => this.u32(offset + position * 4, value));
  }

  /** UTF-16 characters. */
  text(offset: number, value: string): void {
    for (let position = 0; position < value.length; position++) {
      this.u16(offset + position * 2, value.charCodeAt(position));
    }
  }

  /** Other bytes. */
  copy(offset: number, bytes: Uint8Array): void {
    this.bytes.set(bytes, offset);
  }
}
