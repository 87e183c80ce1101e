/** Names of object types by file offset: each distinct text is kept once, however often the dump repeats it. */

import { hex0x } from '../util/hex';
import { placeItems, readScattered } from '../util/scatteredReads';
import { decodeUtf16 } from '../util/utf16';
import type { DumpFile } from './dumpFile';
import { checkedLength, reportOutside } from './dumpStrings';

const WHAT = 'type name of a handle';
/** Bytes fetched for each name at first; real ones have some 40. */
const REACH = 260;
/** Writers limit strings to 1024 bytes (domain.md 5.3). */
const MAXIMUM_BYTES = 1024;
/** HandleColumns can tell so many types apart; real systems have some 70. */
const MAXIMUM_NAMES = 0xffff;
/** Bytes of all names together: names that overlap each other must not multiply a small file. */
const MAXIMUM_TOTAL = 4 * 1024 * 1024;
/** Offsets looked up together: as many as are sorted natively. */
const BATCH = 2 ** 20;
/** Slots of a direct-mapped cache of type names by file offset; a power of two. */
export const TYPE_NAME_SLOTS = 16384;

/** No type name. */
export const NO_NAME = 0;

/** Type names of one dump. Ids are small numbers; 0 stands for "none recorded". */
export class TypeNames {
  /** Names by id. */
  readonly names: (string | null)[] = [null];
  /** Bytes of each name, as in the file. */
  private readonly texts: Uint8Array[] = [new Uint8Array()];
  private total = 0;
  /** First id for a hash of the bytes, and for each id the next with the same hash. */
  private readonly firstOfHash = new Map<number, number>();
  private readonly nextOfHash: number[] = [0];
  /** A direct-mapped cache from offset to id: shared names never leave it. */
  private readonly cachedRva = new Uint32Array(TYPE_NAME_SLOTS);
  private readonly cachedId = new Uint16Array(TYPE_NAME_SLOTS);

  /** Finds the ids of the names at `rvas` (file offsets, 0 = none) and writes them to `ids`. */
  async resolve(file: DumpFile, rvas: Uint32Array, ids: Uint16Array): Promise<void> {
    for (let start = 0; start < rvas.length; start += BATCH) {
      const end = Math.min(rvas.length, start + BATCH);
      await this.resolveBatch(file, rvas.subarray(start, end), ids.subarray(start, end));
    }
  }

  private async resolveBatch(file: DumpFile, rvas: Uint32Array, ids: Uint16Array): Promise<void> {
    const missing: number[] = [];
    for (let index = 0; index < rvas.length; index++) {
      const rva = rvas[index] ?? 0;
      const slot = typeNameSlot(rva);
      if (rva === 0) {
        ids[index] = NO_NAME;
      } else if (this.cachedRva[slot] === rva) {
        ids[index] = this.cachedId[slot] ?? NO_NAME;
      } else {
        missing.push(index);
      }
    }
    if (missing.length === 0) {
      return;
    }
    const places = Uint32Array.from(missing, (index) => rvas[index] ?? 0);
    const placed = placeItems(places);
    const found = await this.read(file, placed.offsets);
    for (let index = 0; index < found.length; index++) {
      const id = found[index] ?? NO_NAME;
      const rva = placed.offsets[index] ?? 0;
      ids[missing[placed.order[index] ?? 0] ?? 0] = id;
      this.cachedRva[typeNameSlot(rva)] = rva;
      this.cachedId[typeNameSlot(rva)] = id;
    }
  }

  /** The ids of the names at ascending offsets. */
  private async read(file: DumpFile, offsets: Float64Array): Promise<Uint16Array> {
    const found = new Uint16Array(offsets.length);
    const long: number[] = [];
    const options = { reach: REACH, token: file.token };
    await readScattered(file.source, offsets, options, (index, view, at, available) => {
      const offset = offsets[index] ?? 0;
      if (index > 0 && offset === offsets[index - 1]) {
        found[index] = found[index - 1] ?? NO_NAME;
        return;
      }
      if (available < 4) {
        reportOutside(file, WHAT, offset);
        return;
      }
      const declared = view.getUint32(at, true);
      const length =
        declared <= available - 4 && declared <= MAXIMUM_BYTES && declared % 2 === 0
          ? declared
          : this.usableLength(file, offset, declared);
      if (length > available - 4) {
        long.push(index);
      } else {
        found[index] = this.idOf(file, view, at + 4, length);
      }
    });
    if (long.length > 0) {
      await this.readLong(file, offsets, long, found);
    }
    return found;
  }

  /** Names that are longer than what was fetched at first. */
  private async readLong(
    file: DumpFile,
    offsets: Float64Array,
    long: readonly number[],
    found: Uint16Array,
  ): Promise<void> {
    const places = Float64Array.from(long, (index) => offsets[index] ?? 0);
    const options = { reach: MAXIMUM_BYTES + 4, token: file.token };
    await readScattered(file.source, places, options, (place, view, at, available) => {
      if (available >= 4) {
        const length = Math.min(view.getUint32(at, true), MAXIMUM_BYTES, available - 4);
        found[long[place] ?? 0] = this.idOf(file, view, at + 4, length & ~1);
      }
    });
    for (let index = 1; index < offsets.length; index++) {
      if (offsets[index] === offsets[index - 1]) {
        found[index] = found[index - 1] ?? NO_NAME;
      }
    }
  }

  private usableLength(file: DumpFile, offset: number, declared: number): number {
    const length = checkedLength(file, { what: WHAT, offset, declared });
    if (length > MAXIMUM_BYTES) {
      file.problems.add('type-name-too-long', hex0x(offset), () => ({
        message: `The ${WHAT} has ${length} bytes; ${MAXIMUM_BYTES} are read.`,
        hint: 'The dump is damaged there: writers keep names below that.',
      }));
    }
    return Math.min(length, MAXIMUM_BYTES) & ~1;
  }

  /** The id of a text, new or known. */
  private idOf(file: DumpFile, view: DataView, at: number, length: number): number {
    if (length === 0) {
      return NO_NAME;
    }
    const hash = hashOf(view, at, length);
    let id = this.firstOfHash.get(hash) ?? NO_NAME;
    while (id !== NO_NAME && !this.equals(id, view, at, length)) {
      id = this.nextOfHash[id] ?? NO_NAME;
    }
    return id === NO_NAME ? this.add(file, hash, view, { at, length }) : id;
  }

  private add(
    file: DumpFile,
    hash: number,
    view: DataView,
    text: { readonly at: number; readonly length: number },
  ): number {
    const id = this.names.length;
    if (id > MAXIMUM_NAMES || this.total + text.length > MAXIMUM_TOTAL) {
      file.problems.add('too-many-types', WHAT, () => ({
        message: `The handles have too many types, more than ${id - 1}; further ones are shown without a type.`,
        hint: 'The dump is damaged: Windows has fewer than a hundred object types.',
      }));
      return NO_NAME;
    }
    const bytes = new Uint8Array(view.buffer, view.byteOffset + text.at, text.length).slice();
    this.total += text.length;
    this.names.push(decodeUtf16(view, text.at, text.length));
    this.texts.push(bytes);
    this.nextOfHash.push(this.firstOfHash.get(hash) ?? NO_NAME);
    this.firstOfHash.set(hash, id);
    return id;
  }

  private equals(id: number, view: DataView, at: number, length: number): boolean {
    const text = this.texts[id];
    if (text?.length !== length) {
      return false;
    }
    for (let index = 0; index < length; index++) {
      if (text[index] !== view.getUint8(at + index)) {
        return false;
      }
    }
    return true;
  }
}

/** The slot of a file offset. Names are 4-aligned, so its low bits say nothing. */
export function typeNameSlot(rva: number): number {
  return (Math.imul(rva >>> 2, 0x9e37_79b1) >>> 18) & (TYPE_NAME_SLOTS - 1);
}

/** FNV-1a over 16-bit units, as a 31-bit number; `length` is even. */
function hashOf(view: DataView, at: number, length: number): number {
  let hash = 0x811c_9dc5;
  for (let index = 0; index < length; index += 2) {
    hash = Math.imul(hash ^ view.getUint16(at + index, true), 0x0100_0193);
  }
  return hash & 0x3fff_ffff;
}
