/** Remembers what is known about the addresses of stacks, so that each is looked up once. */

import type { Address } from '../../model/identifiers';
import { NO_STACK, type StackTable } from '../../model/stackColumn';
import type { ResolvedAddress } from '../../model/stackFrame';
import type { SymbolSource } from '../../target/symbolSource';
import { foldCase } from '../../util/foldCase';
import { WorkMeter, type Work } from '../work';
import type { FrameOwner, OwnCode } from './ownFrames';

/** Addresses that are remembered; more are looked up again. */
const MAXIMUM_KNOWN = 2 ** 17;
/** Addresses looked up between two rests. */
const STRETCH = 4096;

/** A symbol farther away than this may belong to another function: exports name few of them. */
const FUNCTION_SIZE = 0x1000n;

/** What is known about one address. */
export interface FrameFacts {
  readonly resolved: ResolvedAddress;
  readonly owner: FrameOwner;
  /** `module!symbol`, letter case folded; either may be missing. */
  readonly folded: string;
  /** {@link folded} where the symbol is near enough to be the function's, else the address. */
  readonly functionName: string;
}

/** Facts about addresses. */
export class FrameBook {
  private readonly known = new Map<Address, FrameFacts>();

  constructor(
    private readonly symbols: SymbolSource,
    private readonly code: OwnCode,
  ) {}

  /** What is known about an address; {@link prepare} it first. */
  facts(address: Address): FrameFacts {
    let facts = this.known.get(address);
    if (facts === undefined) {
      const resolved = this.symbols.resolve(address);
      const name = resolved.symbol === null ? '' : `!${resolved.symbol}`;
      const folded = foldCase(`${resolved.module ?? ''}${name}`);
      const isNear = resolved.symbol !== null && resolved.displacement < FUNCTION_SIZE;
      facts = {
        resolved,
        owner: this.code.ownerOf(resolved),
        folded,
        functionName: isNear ? folded : address.toString(16),
      };
      if (this.known.size >= MAXIMUM_KNOWN) {
        this.known.clear();
      }
      this.known.set(address, facts);
    }
    return facts;
  }

  /** Loads symbols for some stacks and looks their addresses up, as far as they are remembered. */
  async prepare(table: StackTable, stacks: Iterable<number>, work: Work): Promise<void> {
    const meter = new WorkMeter(work, STRETCH);
    let batch = new Set<Address>();
    for (const stack of stacks) {
      if (stack === NO_STACK) {
        continue;
      }
      for (const address of table.frames(stack)) {
        if (!this.known.has(address)) {
          batch.add(address);
        }
      }
      if (batch.size >= STRETCH) {
        await this.lookUp(batch, work);
        batch = new Set();
      }
      if (meter.add(table.depth(stack))) {
        await meter.rest();
      }
    }
    await this.lookUp(batch, work);
  }

  private async lookUp(addresses: ReadonlySet<Address>, work: Work): Promise<void> {
    if (addresses.size === 0) {
      return;
    }
    await this.symbols.prepare(addresses, work.token);
    for (const address of addresses) {
      this.facts(address);
    }
  }
}
