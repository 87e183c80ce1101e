/** Turns addresses into module, symbol and displacement. */

import type { Address } from '../model/identifiers';
import type { ResolvedAddress } from '../model/stackFrame';
import type { CancellationToken } from '../util/cancellation';

/** Symbols around an address, for `ln`. */
export interface NearbySymbols {
  readonly before: { readonly name: string; readonly address: Address } | null;
  readonly after: { readonly name: string; readonly address: Address } | null;
}

/** Symbol look-up of a target. {@link prepare} does what needs I/O, so that {@link resolve} can be synchronous. */
export interface SymbolSource {
  /** Loads what resolving these addresses needs, once per module. */
  prepare(addresses: Iterable<Address>, token: CancellationToken): Promise<void>;
  /** What is known of an address now: the nearest symbol at or below it in the same module. Never fails. */
  resolve(address: Address): ResolvedAddress;
  /** The symbols on both sides of an address; call {@link prepare} first. Names are `module!symbol`. */
  nearby(address: Address): NearbySymbols;
  /** The address of `module!symbol`, letter case ignored, or of a module by its name; null when unknown. */
  find(name: string, token: CancellationToken): Promise<Address | null>;
}
