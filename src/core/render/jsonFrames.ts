/** The frames of trace records as JSON: each address is resolved once and kept. */

import type { Address } from '../model/identifiers';
import type { SymbolSource } from '../target/symbolSource';
import { frameValue } from './jsonText';

/** A leak repeats few addresses; the limit only guards against hostile logs. */
const MOST_CACHED_FRAMES = 200_000;

/** Writes stacks. */
export class JsonFrames {
  private readonly frames = new Map<Address, string>();

  constructor(private readonly symbols: SymbolSource) {}

  /** The frames of a stack, innermost first, joined by commas. A zero ends it. Addresses must have been prepared. */
  stack(addresses: readonly Address[]): string {
    const end = addresses.findIndex((address) => address === 0n);
    const used = end === -1 ? addresses : addresses.slice(0, end);
    return used.map((address) => this.frame(address)).join(',');
  }

  private frame(address: Address): string {
    let text = this.frames.get(address);
    if (text === undefined) {
      text = JSON.stringify(frameValue(this.symbols.resolve(address)));
      if (this.frames.size >= MOST_CACHED_FRAMES) {
        this.frames.clear();
      }
      this.frames.set(address, text);
    }
    return text;
  }
}
