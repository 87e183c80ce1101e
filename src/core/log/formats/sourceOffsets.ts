/** Finds where the bytes of re-encoded text stand in the source it was decoded from. */

import type { TextPiece } from '../input/textPieces';

/** Follows the text piece by piece; offsets may only grow. */
export class SourceOffsets {
  private piece: TextPiece | null = null;
  /** UTF-8 bytes before the piece. */
  private base = 0;
  /** How far into the piece was looked: UTF-8 bytes and UTF-16 units. */
  private bytes = 0;
  private units = 0;

  /** The piece that comes next; `length` is the length of the piece before it in UTF-8 bytes. */
  enter(piece: TextPiece, length: number): void {
    this.base += length;
    this.piece = piece;
    this.bytes = 0;
    this.units = 0;
  }

  /** Where a UTF-8 offset within the current piece stands in the source. */
  at(offset: number): number {
    const { piece, base } = this;
    if (piece === null || piece.storage === 'utf-8') {
      return (piece?.offset ?? 0) + offset - base;
    }
    while (this.bytes < offset - base && this.units < piece.text.length) {
      const point = piece.text.codePointAt(this.units) ?? 0;
      this.bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4;
      this.units += point > 0xffff ? 2 : 1;
    }
    return piece.offset + this.units * (piece.storage === 'latin-1' ? 1 : 2);
  }
}
