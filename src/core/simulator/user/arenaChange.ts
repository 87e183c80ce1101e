/** What a journal keeps of a run of memory: how its pieces were before they changed, one after the other. */

import type { Change } from '../machine/journal';
import type { UserArena } from './userArena';

/** Bytes whose changes are kept together: 2 to this power. */
export const PIECE_SHIFT = 5;
export const PIECE = 1 << PIECE_SHIFT;

/** Pieces that a change has room for at first. */
const FIRST_ROOM = 16;
/** Bytes of the change itself. */
const OWN_BYTES = 240;

/** How much memory existed, and what pieces of it held. Those that were zero throughout take a number only. */
export class ArenaChange implements Change {
  readonly born = 0;
  private size: number;
  private count = 0;
  /** By piece that was kept: its number twice, and 1 more when it was zero. */
  private numbers = new Uint32Array(FIRST_ROOM);
  private filled = 0;
  /** The contents of those that were not, in the same order. */
  private contents = new Uint8Array(FIRST_ROOM * PIECE);

  constructor(
    private readonly arena: UserArena,
    /** Stretch of the journal in which it begins. */
    readonly epoch: number,
  ) {
    this.size = arena.committed;
  }

  get subject(): object {
    return this.arena;
  }

  get bytes(): number {
    return OWN_BYTES + this.numbers.byteLength + this.contents.byteLength;
  }

  /** Keeps a piece as it is now. */
  add(number: number): void {
    this.append(number, this.arena.piece(number));
  }

  seal(): void {
    this.numbers = this.numbers.slice(0, this.count);
    this.contents = this.contents.slice(0, this.filled);
  }

  /** Only pieces that were not kept before. */
  absorb(later: ArenaChange): void {
    const known = new Set<number>();
    this.forEach((number) => known.add(number));
    later.forEach((number, piece) => {
      if (!known.has(number)) {
        this.append(number, piece);
      }
    });
    this.seal();
  }

  exchange(): void {
    const { arena } = this;
    const present = new ArenaChange(arena, this.epoch);
    this.forEach((number, piece) => {
      present.add(number);
      arena.setPiece(number, piece);
    });
    present.seal();
    arena.setSize(this.size);
    this.size = present.size;
    this.numbers = present.numbers;
    this.contents = present.contents;
    this.filled = present.filled;
  }

  private append(number: number, piece: Uint8Array): void {
    const isZero = piece.every((byte) => byte === 0);
    if (this.count === this.numbers.length) {
      const larger = new Uint32Array(this.count * 2 + 1);
      larger.set(this.numbers);
      this.numbers = larger;
    }
    this.numbers[this.count++] = number * 2 + (isZero ? 1 : 0);
    if (isZero) {
      return;
    }
    if (this.filled === this.contents.length) {
      const larger = new Uint8Array(this.filled * 2 + PIECE);
      larger.set(this.contents);
      this.contents = larger;
    }
    this.contents.set(piece, this.filled);
    this.filled += PIECE;
  }

  private forEach(visit: (number: number, piece: Uint8Array) => void): void {
    const { numbers, contents, count } = this;
    let at = 0;
    for (let index = 0; index < count; index++) {
      const number = numbers[index] ?? 0;
      const isZero = (number & 1) === 1;
      visit(number >>> 1, isZero ? ZEROS : contents.subarray(at, at + PIECE));
      at += isZero ? 0 : PIECE;
    }
  }
}

const ZEROS = new Uint8Array(PIECE);
