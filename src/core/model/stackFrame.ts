/** An address in words: module, symbol, displacement. */

import type { Address } from './identifiers';

/** A line of source text, as whoever had the symbols says it. */
export interface SourcePlace {
  /** Path on the machine that built the program. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** What is known about an address. */
export interface ResolvedAddress {
  readonly address: Address;
  /** Module name, null when the address is in no known module. */
  readonly module: string | null;
  /** Symbol at or below the address, null when none is known. */
  readonly symbol: string | null;
  /** Bytes from the symbol, else from the module's base, else the whole address. */
  readonly displacement: bigint;
  /** Present where the target tells the line that called. */
  readonly source?: SourcePlace;
  /** Present when nobody knows where the frame is: {@link address} then only tells it from others, and is not shown. */
  readonly addressUnrecorded?: true;
}

/** An address about which nothing is known: the debugger prints the whole address as the displacement. */
export function unresolved(address: Address): ResolvedAddress {
  return { address, module: null, symbol: null, displacement: address };
}
