/** Symbols of simulated modules behind the interface every target offers. */

import { address, type Address } from '../../model/identifiers';
import { unresolved, type ResolvedAddress } from '../../model/stackFrame';
import type { NearbySymbols, SymbolSource } from '../../target/symbolSource';
import { containsAddress, type ModuleImage } from './moduleImage';

/** Resolves addresses in a fixed list of modules; needs no preparation, since everything is in memory. */
export class SimulatedSymbolSource implements SymbolSource {
  private readonly images: readonly ModuleImage[];

  /** Where modules overlap, the one with the lower base wins. */
  constructor(images: readonly ModuleImage[]) {
    this.images = [...images].sort((left, right) =>
      left.info.base < right.info.base ? -1 : left.info.base > right.info.base ? 1 : 0,
    );
  }

  prepare(): Promise<void> {
    return Promise.resolve();
  }

  resolve(wanted: Address): ResolvedAddress {
    const image = this.imageAt(wanted);
    if (image === undefined) {
      return unresolved(wanted);
    }
    const rva = Number(wanted - image.info.base);
    const hit = image.symbols.at(rva);
    return {
      address: wanted,
      module: image.info.name,
      symbol: hit?.name ?? null,
      displacement: BigInt(hit?.displacement ?? rva),
    };
  }

  nearby(wanted: Address): NearbySymbols {
    const image = this.imageAt(wanted);
    if (image === undefined) {
      return { before: null, after: null };
    }
    const rva = Number(wanted - image.info.base);
    const before = image.symbols.at(rva)?.run ?? null;
    const after = image.symbols.after(rva);
    const place = (run: { readonly name: string; readonly rva: number } | null) =>
      run === null
        ? null
        : {
            name: `${image.info.name}!${run.name}`,
            address: address(image.info.base + BigInt(run.rva)),
          };
    return { before: place(before), after: place(after) };
  }

  find(name: string): Promise<Address | null> {
    const mark = name.indexOf('!');
    const moduleName = (mark === -1 ? name : name.slice(0, mark)).toLowerCase();
    const image = this.images.find(({ info }) => info.name.toLowerCase() === moduleName);
    if (image === undefined) {
      return Promise.resolve(null);
    }
    if (mark === -1) {
      return Promise.resolve(image.info.base);
    }
    const rva = image.symbols.find(name.slice(mark + 1));
    return Promise.resolve(rva === null ? null : address(image.info.base + BigInt(rva)));
  }

  private imageAt(wanted: Address): ModuleImage | undefined {
    return this.images.find((image) => containsAddress(image, wanted));
  }
}
