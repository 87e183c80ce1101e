/** Symbols of a minidump: exports where the dump holds a module's image, else module and offset. */

import { address, type Address } from '../model/identifiers';
import type { LoadedModule } from '../model/process';
import { unresolved, type ResolvedAddress } from '../model/stackFrame';
import type { NearbySymbols, SymbolSource } from '../target/symbolSource';
import { throwIfCancelled, type CancellationToken } from '../util/cancellation';
import { readExportTable, type ExportTable, type MemoryReader } from './exportTable';
import type { DumpModule } from './moduleList';
import { lastWhere } from '../util/lastWhere';

/** Most bytes of export tables that are kept. */
const MAXIMUM_KEPT = 32 * 1024 * 1024;

/** A module and, once somebody needed them, its exports. */
interface SymbolModule {
  readonly module: DumpModule;
  /** Undefined until they were looked for; null when the dump does not hold them. */
  exports: ExportTable | null | undefined;
}

/** Symbol look-up over the modules of a dump. */
export class DumpSymbols implements SymbolSource {
  /** In the order of the dump. */
  private readonly listed: readonly SymbolModule[];
  /** By base. */
  private readonly sorted: readonly SymbolModule[];
  private kept = 0;

  constructor(
    modules: readonly DumpModule[],
    private readonly read: MemoryReader,
  ) {
    this.listed = modules.map((module) => ({ module, exports: undefined }));
    this.sorted = [...this.listed].sort((a, b) =>
      a.module.base < b.module.base ? -1 : a.module.base > b.module.base ? 1 : 0,
    );
  }

  /** The modules in the order of the dump; `symbols` says `exports` once they were found. */
  modules(): readonly LoadedModule[] {
    return this.listed.map(({ module, exports }) => ({
      ...module,
      symbols: exports === null || exports === undefined ? 'none' : 'exports',
    }));
  }

  async prepare(addresses: Iterable<Address>, token: CancellationToken): Promise<void> {
    const needed = new Set<SymbolModule>();
    for (const at of addresses) {
      const owner = this.ownerOf(at);
      if (owner?.exports === undefined && owner !== null) {
        needed.add(owner);
      }
    }
    for (const owner of needed) {
      throwIfCancelled(token);
      await this.load(owner);
    }
  }

  resolve(at: Address): ResolvedAddress {
    const owner = this.ownerOf(at);
    if (owner === null) {
      return unresolved(at);
    }
    const { module, exports } = owner;
    const rva = Number(at - module.base);
    const index = exports?.atOrBelow(rva) ?? -1;
    return {
      address: at,
      module: module.name,
      symbol: index < 0 ? null : (exports?.name(index) ?? null),
      displacement: BigInt(rva - (index < 0 ? 0 : (exports?.rvas[index] ?? 0))),
    };
  }

  nearby(at: Address): NearbySymbols {
    const owner = this.ownerOf(at);
    if (owner === null) {
      return { before: null, after: null };
    }
    const index = owner.exports?.atOrBelow(Number(at - owner.module.base)) ?? -1;
    return { before: symbolAt(owner, index), after: symbolAt(owner, index + 1) };
  }

  async find(name: string, token: CancellationToken): Promise<Address | null> {
    const mark = name.indexOf('!');
    const wanted = (mark < 0 ? name : name.slice(0, mark)).toLowerCase();
    const owner = this.listed.find(({ module }) => module.name.toLowerCase() === wanted);
    if (owner === undefined || mark < 0) {
      return owner?.module.base ?? null;
    }
    await this.prepare([owner.module.base], token);
    const index = owner.exports?.find(name.slice(mark + 1)) ?? -1;
    return symbolAt(owner, index)?.address ?? null;
  }

  private async load(owner: SymbolModule): Promise<void> {
    const { base, size } = owner.module;
    const table = this.kept < MAXIMUM_KEPT ? await readExportTable(this.read, base, size) : null;
    this.kept += table?.size ?? 0;
    owner.exports = table;
  }

  /** The module an address lies in: the one with the greatest base at or below it, if it is long enough. */
  private ownerOf(at: Address): SymbolModule | null {
    const last = lastWhere(
      this.sorted.length,
      (index) => (this.sorted[index]?.module.base ?? 0n) <= at,
    );
    const owner = this.sorted[last];
    return owner !== undefined && at - owner.module.base < BigInt(owner.module.size) ? owner : null;
  }
}

function symbolAt(
  owner: SymbolModule,
  index: number,
): { readonly name: string; readonly address: Address } | null {
  const rva = owner.exports?.rvas[index];
  if (rva === undefined) {
    return null;
  }
  return {
    name: `${owner.module.name}!${owner.exports?.name(index) ?? ''}`,
    address: address(owner.module.base + BigInt(rva)),
  };
}
