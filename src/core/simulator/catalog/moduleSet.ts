/** The modules of one simulated process (and of the kernel), with frames written as text turned into addresses. */

import { address, type Address } from '../../model/identifiers';
import type { ModuleInfo } from '../../model/process';
import type { ModuleImage } from './moduleImage';
import { SimulatedSymbolSource } from './simulatedSymbolSource';

/**
 * Who looks: a user-mode debugger does not see the kernel's modules; a kernel-mode debugger in a process without user-mode
 * part, such as Idle and System ('system'), sees no others.
 */
export type ModuleViewpoint = 'user' | 'kernel' | 'system';

/** Modules by name, letter case ignored. */
export class ModuleSet {
  private readonly byName = new Map<string, ModuleImage>();
  private readonly places = new Map<string, Address>();

  /** A later module replaces an earlier one of the same name. */
  constructor(readonly images: readonly ModuleImage[]) {
    images.forEach((image) => this.byName.set(image.info.name.toLowerCase(), image));
  }

  /** This set with further modules, for example those of the program that is examined. */
  with(images: readonly ModuleImage[]): ModuleSet {
    return new ModuleSet([...this.images, ...images]);
  }

  /** Modules in load order, as a debugger of that viewpoint sees them. */
  modules(viewpoint: ModuleViewpoint): readonly ModuleInfo[] {
    return this.visible(viewpoint).map((image) => image.info);
  }

  /** Symbols of the modules a debugger of that viewpoint sees. */
  symbols(viewpoint: ModuleViewpoint): SimulatedSymbolSource {
    return new SimulatedSymbolSource(this.visible(viewpoint));
  }

  /** A module by name; undefined when the set has none. */
  module(name: string): ModuleImage | undefined {
    return this.byName.get(name.toLowerCase());
  }

  /**
   * The address of `module!symbol`, `module!symbol+0x1f` or `module+0x1f`. A module or symbol the set does not have, and
   * a displacement that leads into another function, is a mistake in a sample or in the catalog and throws.
   */
  place(frame: string): Address {
    const known = this.places.get(frame);
    if (known !== undefined) {
      return known;
    }
    const found = this.compute(frame);
    this.places.set(frame, found);
    return found;
  }

  private compute(frame: string): Address {
    const match = /^([^!+]+)(?:!([^+]+))?(?:\+0x([0-9a-f]+))?$/i.exec(frame);
    const image = this.byName.get(match?.[1]?.toLowerCase() ?? '');
    if (match === null || image === undefined) {
      throw new Error(`The frame "${frame}" names no module of the simulated process.`);
    }
    const displacement = match[3] === undefined ? 0 : Number.parseInt(match[3], 16);
    const symbol = match[2];
    const rva = symbol === undefined ? displacement : image.symbols.place(symbol, displacement);
    if (rva === null) {
      throw new Error(`The module of the frame "${frame}" has no such symbol.`);
    }
    if (symbol !== undefined && !image.symbols.isWithin(symbol, rva)) {
      throw new Error(`The displacement of the frame "${frame}" lies beyond its function.`);
    }
    return address(image.info.base + BigInt(rva));
  }

  private visible(viewpoint: ModuleViewpoint): readonly ModuleImage[] {
    const images = [...new Set(this.byName.values())];
    return viewpoint === 'kernel'
      ? images
      : images.filter((image) => image.isKernel === (viewpoint === 'system'));
  }
}
