/** How memory was, and what is different since. */

import type { Change } from '../../simulator/machine/journal';
import type { Kept } from './keptObjects';

/** Memory. */
export class KeptBytes implements Kept {
  readonly values: Uint8Array;
  readonly live: Uint8Array;

  constructor(target: ArrayBufferView) {
    this.live = new Uint8Array(target.buffer, target.byteOffset, target.byteLength);
    this.values = this.live.slice();
  }

  get bytes(): number {
    return 200 + this.values.length;
  }

  difference(): readonly Change[] {
    const { live, values } = this;
    let start = 0;
    while (start < live.length && live[start] === values[start]) {
      start++;
    }
    if (start === live.length) {
      return [];
    }
    let end = live.length;
    while (live[end - 1] === values[end - 1]) {
      end--;
    }
    const change = new BytesChange(this, start, values.slice(start, end));
    values.set(live.subarray(start, end), start);
    return [change];
  }

  putBack(): void {
    this.live.set(this.values);
  }

  reach(): void {
    // Memory leads nowhere.
  }
}

/** Other bytes in the middle of memory. */
class BytesChange implements Change {
  readonly born = 0;

  constructor(
    private readonly kept: KeptBytes,
    private readonly start: number,
    private piece: Uint8Array,
  ) {}

  get bytes(): number {
    return 160 + this.piece.length;
  }

  exchange(): void {
    const { kept, start, piece } = this;
    this.piece = kept.values.slice(start, start + piece.length);
    kept.values.set(piece, start);
    kept.live.set(piece, start);
  }
}
