/** The symbols of a log: exactly the addresses that were printed, with the names that were printed beside them. */

import { address, type Address } from '../../model/identifiers';
import type { ModuleInfo } from '../../model/process';
import { unresolved, type ResolvedAddress } from '../../model/stackFrame';
import type { NearbySymbols, SymbolSource } from '../../target/symbolSource';
import type { SymbolText } from '../frameLine';

/** Addresses that are remembered; only a hostile log has more. */
const MOST_ADDRESSES = 1_000_000;
/** Between the addresses of user mode and those of the kernel, where no code can lie. */
const FIRST_STAND_IN = 0xa5a5_0000_0000_0000n;

/** Collects what frames say, then answers as a target's symbols. */
export class SymbolBook implements SymbolSource {
  /** Grows each time a frame is noted. */
  changes = 0;
  /** True once an address was left out because there were too many. */
  isFull = false;
  private readonly known = new Map<bigint, ResolvedAddress>();
  private readonly standIns = new Map<string, Address>();
  private readonly names = new Set<string>();

  /**
   * Notes what a frame says about its address. A name wins over none; of two names the later one, since symbols are loaded
   * and corrected while people debug.
   */
  note(at: Address, { module, symbol, displacement, source }: SymbolText): void {
    this.changes++;
    const before = this.known.get(at);
    if (module === null && symbol === null) {
      return;
    }
    if (before !== undefined && before.symbol !== null && symbol === null) {
      return;
    }
    if (before === undefined && this.known.size >= MOST_ADDRESSES) {
      this.isFull = true;
      return;
    }
    if (module !== null) {
      this.names.add(module);
    }
    const isNewer = before?.module !== module || before.symbol !== symbol;
    if (isNewer || (source !== undefined && before.source === undefined)) {
      const place = source === undefined ? {} : { source };
      this.known.set(at, {
        address: at,
        module,
        symbol,
        displacement: displacement ?? 0n,
        ...place,
      });
    }
  }

  /**
   * An address that stands for a frame of which only the name was printed: the same for the same name, none that a program
   * could have. It says of itself that it is not recorded.
   */
  standIn({ module, symbol, displacement, source }: SymbolText): Address {
    const key = `${module ?? ''}!${symbol ?? ''}+${displacement ?? 0n}`;
    const known = this.standIns.get(key);
    if (known !== undefined || this.known.size >= MOST_ADDRESSES) {
      this.isFull ||= known === undefined;
      return known ?? address(FIRST_STAND_IN);
    }
    const at = address(FIRST_STAND_IN + 1n + BigInt(this.standIns.size));
    this.standIns.set(key, at);
    if (module !== null) {
      this.names.add(module);
    }
    this.known.set(at, {
      address: at,
      module,
      symbol,
      displacement: displacement ?? 0n,
      addressUnrecorded: true,
      ...(source === undefined ? {} : { source }),
    });
    return at;
  }

  /** The modules that frames named, in the order of their first frame. A log does not say where they lie. */
  modules(): readonly ModuleInfo[] {
    return Array.from(this.names, (name) => ({
      name,
      path: '',
      base: null,
      size: null,
      timeDateStamp: null,
      pdb: null,
      symbols: 'printed',
    }));
  }

  prepare(): Promise<void> {
    return Promise.resolve();
  }

  resolve(at: Address): ResolvedAddress {
    return this.known.get(at) ?? unresolved(at);
  }

  nearby(at: Address): NearbySymbols {
    const { module, symbol, displacement, addressUnrecorded } = this.resolve(at);
    return {
      before:
        symbol === null || addressUnrecorded === true
          ? null
          : { name: `${module ?? ''}!${symbol}`, address: address(at - displacement) },
      after: null,
    };
  }

  find(name: string): Promise<Address | null> {
    const wanted = name.toLowerCase();
    for (const frame of this.known.values()) {
      const { address: at, module, symbol, displacement } = frame;
      const isPlace = symbol !== null && frame.addressUnrecorded !== true;
      if (isPlace && `${module ?? ''}!${symbol}`.toLowerCase() === wanted) {
        return Promise.resolve(address(at - displacement));
      }
    }
    return Promise.resolve(null);
  }
}
