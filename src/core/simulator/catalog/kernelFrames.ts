/** Supplies the kernel frames that the handle tracer records, for one profile and its kernel modules. */

import type { TraceOperation } from '../../model/handleTrace';
import type { FrameList, KernelFrameSource } from '../machine/machineTypes';
import type { CatalogProfile } from './catalogProfile';
import { numberFromText } from './hashText';
import { kernelPath } from './kernelPaths';
import type { ModuleSet } from './moduleSet';

/** Frames by service and kind of record, computed once each. */
export class CatalogKernelFrames implements KernelFrameSource {
  private readonly known: Record<TraceOperation, Map<string, FrameList>> = {
    open: new Map(),
    close: new Map(),
    badref: new Map(),
  };

  /** `modules` must hold the kernel's modules. */
  constructor(
    private readonly profile: CatalogProfile,
    private readonly modules: ModuleSet,
  ) {}

  /** Addresses as pairs of words, innermost first. A service the kernel does not export is left out of its stack. */
  frames(service: string, operation: TraceOperation): FrameList {
    const cache = this.known[operation];
    const known = cache.get(service);
    if (known !== undefined) {
      return known;
    }
    const made = this.make(service, operation);
    cache.set(service, made);
    return made;
  }

  private make(service: string, operation: TraceOperation): FrameList {
    const words: number[] = [];
    for (const frame of kernelPath(this.profile, service, operation)) {
      const place = this.place(service, operation, frame);
      if (place !== null) {
        words.push(Number(place & 0xffff_ffffn), Number(place >> 32n));
      }
    }
    return Uint32Array.from(words);
  }

  private place(service: string, operation: TraceOperation, frame: string): bigint | null {
    const name = frame.replace(/\+.*/, '');
    const module = this.moduleOf(name);
    if (module === null) {
      return null;
    }
    const displacement = numberFromText(
      `${this.profile.id}/${service}/${operation}/${frame}`,
      0x21,
      0x1a0,
    );
    const text = frame.includes('+') ? frame : `${frame}+0x${displacement.toString(16)}`;
    return this.modules.place(`${module}!${text}`);
  }

  private moduleOf(name: string): string | null {
    const kernelModules = this.modules.images.filter((image) => image.isKernel);
    const owner = kernelModules.find((image) => image.symbols.find(name) !== null);
    return owner?.info.name ?? null;
  }
}
