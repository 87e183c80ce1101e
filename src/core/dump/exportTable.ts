/** Exported names of a module, read from its image in the dump's memory (PE format). */

import { address, type Address } from '../model/identifiers';
import { BinaryView } from '../util/binaryView';
import { decodeUtf8z } from '../util/utf16';
import { lastWhere } from '../util/lastWhere';

/** Reads memory of the dump; shorter than asked where it is missing. */
export type MemoryReader = (at: Address, length: number) => Promise<Uint8Array>;

const DOS_SIGNATURE = 0x5a4d;
const PE_SIGNATURE = 0x4550;
const PE32 = 0x10b;
const PE32_PLUS = 0x20b;
const DIRECTORY_SIZE = 40;
/** Ordinals and name indexes are 16-bit numbers. */
const MAXIMUM_EXPORTS = 65536;
/** Largest export directory that is read, names included; real ones stay below 1 MiB. */
const MAXIMUM_REGION = 4 * 1024 * 1024;
const MAXIMUM_NAME = 1024;
/** Rank of a function that is not in the name table. */
const UNNAMED = 0x7fff_ffff;

/** A range of an image, relative to its base. */
interface ImageRange {
  readonly rva: number;
  readonly size: number;
}

/** Exports of one module, sorted by address; names are decoded when asked for. */
export class ExportTable {
  constructor(
    /** Addresses relative to the base, ascending, each once. */
    readonly rvas: Uint32Array,
    /** For each of them where its name is in the region; the ordinal, complemented, where it has none. */
    private readonly names: Int32Array,
    private readonly region: Uint8Array,
  ) {}

  /** Bytes kept in memory. */
  get size(): number {
    return this.region.length + this.rvas.length * 8;
  }

  /** The name of an export; exports without one are called by their ordinal. */
  name(index: number): string {
    const at = this.names[index] ?? 0;
    return at < 0 ? `Ordinal${~at}` : decodeUtf8z(this.region, at, MAXIMUM_NAME);
  }

  /** The last export at or below `rva`, -1 when there is none. */
  atOrBelow(rva: number): number {
    return lastWhere(this.rvas.length, (index) => (this.rvas[index] ?? 0) <= rva);
  }

  /** The export of a name, letter case ignored; -1 when there is none. */
  find(name: string): number {
    const wanted = name.toLowerCase();
    for (let index = 0; index < this.rvas.length; index++) {
      if (this.name(index).toLowerCase() === wanted) {
        return index;
      }
    }
    return -1;
  }
}

/** Reads the exports of an image of `size` bytes at `base`; null when the dump does not hold what that needs. */
export async function readExportTable(
  read: MemoryReader,
  base: Address,
  size: number,
): Promise<ExportTable | null> {
  const range = await findExportDirectory(read, base);
  if (range === null || range.size < DIRECTORY_SIZE || range.rva + range.size > size) {
    return null;
  }
  const length = Math.min(range.size, MAXIMUM_REGION);
  const region = new BinaryView(await read(address(base + BigInt(range.rva)), length));
  return region.has(0, DIRECTORY_SIZE) ? parseExports(region, range, size) : null;
}

/** Whether an image is of a 32-bit or 64-bit module; null when the dump does not hold its headers. */
export async function readImageBits(read: MemoryReader, base: Address): Promise<32 | 64 | null> {
  const magic = (await readHeaders(read, base))?.u16(0x18);
  return magic === PE32 ? 32 : magic === PE32_PLUS ? 64 : null;
}

/** The PE headers from the signature on, at least as far as the magic number of the optional header. */
async function readHeaders(read: MemoryReader, base: Address): Promise<BinaryView | null> {
  const dos = new BinaryView(await read(base, 0x40));
  if (!dos.has(0, 0x40) || dos.u16(0) !== DOS_SIGNATURE) {
    return null;
  }
  const headers = new BinaryView(await read(address(base + BigInt(dos.u32(0x3c))), 0x90));
  return headers.has(0, 0x1a) && headers.u32(0) === PE_SIGNATURE ? headers : null;
}

async function findExportDirectory(read: MemoryReader, base: Address): Promise<ImageRange | null> {
  const headers = await readHeaders(read, base);
  if (headers === null) {
    return null;
  }
  const magic = headers.u16(0x18);
  const at = magic === PE32_PLUS ? 0x18 + 112 : magic === PE32 ? 0x18 + 96 : null;
  if (at === null || !headers.has(at, 8) || headers.u32(at - 4) === 0) {
    return null;
  }
  return { rva: headers.u32(at), size: headers.u32(at + 4) };
}

/** A table of the export directory, as an offset into the region; null when it is not wholly inside. */
function tableIn(region: BinaryView, range: ImageRange, rva: number, size: number): number | null {
  const at = rva - range.rva;
  return region.has(at, size) ? at : null;
}

function parseExports(
  region: BinaryView,
  range: ImageRange,
  imageSize: number,
): ExportTable | null {
  const ordinalBase = region.u32(0x10);
  const functionCount = Math.min(region.u32(0x14), MAXIMUM_EXPORTS);
  const nameCount = Math.min(region.u32(0x18), MAXIMUM_EXPORTS);
  const functions = tableIn(region, range, region.u32(0x1c), functionCount * 4);
  const names = tableIn(region, range, region.u32(0x20), nameCount * 4);
  const ordinals = tableIn(region, range, region.u32(0x24), nameCount * 2);
  if (functions === null) {
    return null;
  }
  const nameRank = new Int32Array(functionCount).fill(UNNAMED);
  for (let rank = 0; names !== null && ordinals !== null && rank < nameCount; rank++) {
    const ordinal = region.u16(ordinals + rank * 2);
    const isInside = region.has(region.u32(names + rank * 4) - range.rva, 1);
    if (ordinal < functionCount && isInside && nameRank[ordinal] === UNNAMED) {
      nameRank[ordinal] = rank;
    }
  }
  const rvas: number[] = [];
  const nameOffsets: number[] = [];
  for (const index of sortedFunctions(region, functions, nameRank)) {
    const rva = region.u32(functions + index * 4);
    const isForwarder = rva >= range.rva && rva < range.rva + range.size;
    if (rva !== 0 && rva < imageSize && !isForwarder && rvas.at(-1) !== rva) {
      const rank = nameRank[index] ?? UNNAMED;
      const ordinal = (ordinalBase + index) & 0xffff;
      rvas.push(rva);
      nameOffsets.push(
        rank === UNNAMED || names === null ? ~ordinal : region.u32(names + rank * 4) - range.rva,
      );
    }
  }
  return new ExportTable(Uint32Array.from(rvas), Int32Array.from(nameOffsets), region.bytes);
}

/**
 * Indexes of the functions by address. Of several names for one address the first in the name table comes first (it is
 * sorted, so `NtClose` comes before `ZwClose`); functions without a name come last.
 */
function sortedFunctions(region: BinaryView, functions: number, nameRank: Int32Array): number[] {
  return Array.from({ length: nameRank.length }, (_, index) => index).sort(
    (a, b) =>
      region.u32(functions + a * 4) - region.u32(functions + b * 4) ||
      (nameRank[a] ?? UNNAMED) - (nameRank[b] ?? UNNAMED) ||
      a - b,
  );
}
