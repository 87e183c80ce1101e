/** Kernel memory of a simulated machine as bytes at addresses: what a kernel debugger reads. */

import type { Address } from '../../model/identifiers';
import type { Machine } from './machine';

/** A run of bytes that exist. */
export interface MemoryRegion {
  readonly start: Address;
  readonly size: number;
  /** For people: what lies there. */
  readonly what: string;
  /** The bytes as they are now. */
  read(): Uint8Array;
}

/** Reads the memory of a machine. */
export class MemoryImage {
  private cached: {
    readonly generation: number;
    readonly regions: readonly MemoryRegion[];
  } | null = null;

  constructor(private readonly machine: Machine) {}

  /** All regions by address. */
  regions(): readonly MemoryRegion[] {
    if (this.cached?.generation !== this.machine.generation) {
      this.cached = { generation: this.machine.generation, regions: [] };
    }
    return this.cached.regions;
  }
}
