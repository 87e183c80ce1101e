/** Images of the modules of a simulated program: those functions by name that its stacks and its USER handles need. */

import { address, type Address } from '../../model/identifiers';
import type { MemoryRange, Target } from '../../target/target';
import type { TraceStore } from '../../target/traceStore';
import type { CancellationToken } from '../../util/cancellation';
import type { PlacedModule } from './moduleStream';
import { symbolImage, type ExportedName } from './symbolImage';
import { architectureOf } from './systemStreams';

/** Records whose stacks are looked at together. */
const BATCH = 2048;
/** Places that get names; a program has far fewer in its stacks. */
const MOST_PLACES = 65_536;
/** What readers look up to find the USER handle table (user-handles.md 5.2). */
const LOOKED_UP = ['user32!gSharedInfo'];

/** Bytes at an address that are written as memory. */
export interface WrittenBytes {
  readonly start: Address;
  readonly bytes: Uint8Array;
}

/** What the images are made for. */
export interface ImageParts {
  readonly target: Target;
  readonly modules: readonly PlacedModule[];
  /** Null when there is no trace log. */
  readonly traces: TraceStore | null;
  /** Memory that is written besides. */
  readonly ranges: readonly MemoryRange[];
  /** Instructions that threads stopped at. */
  readonly instructions: readonly Address[];
}

/** The images, module by module; modules without a name in any stack have none. */
export async function simulatedImages(
  parts: ImageParts,
  token: CancellationToken,
): Promise<readonly WrittenBytes[]> {
  const { target, modules, ranges } = parts;
  const { info } = target;
  const names = await namesByModule(parts, token);
  return modules.flatMap((module) => {
    const { base, size, timeDateStamp } = module;
    const exported = names.get(module.name);
    if (exported === undefined || size === null) {
      return [];
    }
    const image = symbolImage({
      architecture: architectureOf(info),
      pointerSize: info.pointerSize,
      timeDateStamp: timeDateStamp ?? 0,
      size,
      names: [...exported].map(([rva, name]): ExportedName => ({ rva, name })),
      taken: ranges
        .filter((range) => range.start >= base && range.start < base + BigInt(size))
        .map((range) => ({ rva: Number(range.start - base), size: range.size })),
    });
    return (image ?? []).map(({ rva, bytes }) => ({ start: address(base + BigInt(rva)), bytes }));
  });
}

/** Names by their place in the module, by module. */
async function namesByModule(
  parts: ImageParts,
  token: CancellationToken,
): Promise<ReadonlyMap<string, ReadonlyMap<number, string>>> {
  const { target, modules } = parts;
  const places = await placesOf(parts, token);
  for (const name of LOOKED_UP) {
    const found = await target.symbols.find(name, token);
    if (found !== null) {
      places.add(found);
    }
  }
  await target.symbols.prepare(places, token);
  const bases = new Map(modules.map(({ name, base }) => [name, base]));
  const names = new Map<string, Map<number, string>>();
  for (const place of places) {
    const { module, symbol, displacement } = target.symbols.resolve(address(place));
    const base = module === null ? undefined : bases.get(module);
    if (module !== null && symbol !== null && base !== undefined) {
      const known = names.get(module) ?? new Map<number, string>();
      names.set(module, known.set(Number(place - displacement - base), symbol));
    }
  }
  return names;
}

/** The distinct addresses in the stacks of trace records, and where the threads stopped. */
async function placesOf(
  { traces, instructions }: ImageParts,
  token: CancellationToken,
): Promise<Set<Address>> {
  const places = new Set<Address>(instructions);
  for (let first = 0; traces !== null && first < traces.count; first += BATCH) {
    const length = Math.min(BATCH, traces.count - first);
    const rows = Uint32Array.from({ length }, (_, index) => first + index);
    for (const { stack } of await traces.records(rows, token)) {
      for (const frame of stack) {
        if (places.size < MOST_PLACES) {
          places.add(frame);
        }
      }
    }
  }
  return places;
}
