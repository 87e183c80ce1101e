/** The names of all handles of a dump in one go, for searching and grouping. */

import type { NameColumn } from '../model/nameColumn';
import { NameColumnBuilder } from '../model/nameColumnBuilder';
import { placeItems, readScattered } from '../util/scatteredReads';
import { readSequentially, type RecordRun } from '../util/sequentialReads';
import type { DumpFile } from './dumpFile';
import { checkedLength, reportOutside } from './dumpStrings';

const WHAT = 'name of an object';
/** Bytes fetched for each name at first; nearly all fit. */
const REACH = 512;
/** Longest text that is read, bytes; a UNICODE_STRING holds no more. */
const MAXIMUM_BYTES = 0xfffe;
/** Where a descriptor has the offset of the name, bytes. */
const NAME_RVA = 12;
/** Handles whose names are sorted by place and read together, at most. */
const BATCH = 2 ** 17;
/** The first batch is small, so that the host is not held up while the engine has not yet compiled the loops. */
const FIRST_BATCH = 256;
/** Slots of the cache from offset to number; a power of two. */
const SLOTS = 2 ** 16;
/** Units that even a small file may have: names of a few handles that share their texts. */
const SPARE_UNITS = 2 ** 20;

/** Reads the names of all handles; those outside the file are reported and left out, as {@link readStrings} does. */
export async function readNameColumn(file: DumpFile, run: RecordRun): Promise<NameColumn> {
  const rvas = await readNameOffsets(file, run);
  const shared = new SharedNames();
  // Texts that overlap each other could multiply a small file: honest ones take no more than its own size.
  const builder = new NameColumnBuilder(run.count, file.source.size / 2 + SPARE_UNITS);
  for (let first = 0, size = FIRST_BATCH; first < rvas.length;) {
    await readBatch(file, builder, { rvas: rvas.subarray(first, first + size), first, shared });
    first += size;
    size = Math.min(BATCH, size * 4);
  }
  if (builder.isExhausted) {
    file.problems.add('strings-too-many', WHAT, () => ({
      message: 'The names of all handles take more room than the file has; some are left out.',
      hint: 'The dump is damaged: its strings overlap each other.',
    }));
  }
  return builder.finish();
}

/** Remembers names that many handles share by where they are, so that each batch does not read them again. */
class SharedNames {
  private readonly rvas = new Uint32Array(SLOTS);
  private readonly ids = new Uint32Array(SLOTS);

  /** The number of the name at an offset; 0 when it is not remembered. */
  find(rva: number): number {
    const slot = slotOf(rva);
    return this.rvas[slot] === rva ? (this.ids[slot] ?? 0) : 0;
  }

  remember(rva: number, id: number): void {
    const slot = slotOf(rva);
    this.rvas[slot] = rva;
    this.ids[slot] = id;
  }
}

function slotOf(rva: number): number {
  return (Math.imul(rva >>> 2, 0x9e37_79b1) >>> 16) & (SLOTS - 1);
}

async function readNameOffsets(file: DumpFile, run: RecordRun): Promise<Uint32Array> {
  const rvas = new Uint32Array(run.count);
  await readSequentially(file.source, run, file.token, (view, first, count) => {
    for (let row = first, at = NAME_RVA; row < first + count; row++, at += run.stride) {
      rvas[row] = view.getUint32(at, true);
    }
  });
  return rvas;
}

async function readBatch(
  file: DumpFile,
  builder: NameColumnBuilder,
  batch: { readonly rvas: Uint32Array; readonly first: number; readonly shared: SharedNames },
): Promise<void> {
  const { rvas, first, shared } = batch;
  const named: number[] = [];
  rvas.forEach((rva, index) => {
    const known = rva === 0 ? 0 : shared.find(rva);
    if (known !== 0) {
      builder.id[first + index] = known;
    } else if (rva !== 0) {
      named.push(index);
    }
  });
  const placed = placeItems(named.map((index) => rvas[index] ?? 0));
  const { offsets } = placed;
  const ids = new Uint32Array(offsets.length);
  const long: number[] = [];
  await readScattered(
    file.source,
    offsets,
    { reach: REACH, token: file.token },
    (index, view, at, available) => {
      const offset = offsets[index] ?? 0;
      if (index > 0 && offset === offsets[index - 1]) {
        ids[index] = ids[index - 1] ?? 0;
      } else if (available < 4) {
        reportOutside(file, WHAT, offset);
      } else {
        const declared = view.getUint32(at, true);
        const fits = declared <= available - 4 && declared % 2 === 0;
        const length = fits ? declared : checkedLength(file, { what: WHAT, offset, declared });
        if (length > available - 4) {
          long.push(index);
        } else {
          ids[index] = builder.addUtf16(view, at + 4, length);
        }
      }
    },
  );
  await readLong(file, builder, { offsets, ids, long });
  for (let index = 0; index < ids.length; index++) {
    const id = ids[index] ?? 0;
    builder.id[first + (named[placed.order[index] ?? 0] ?? 0)] = id;
    shared.remember(offsets[index] ?? 0, id);
  }
}

/** The few names that are longer than what was fetched at first. */
async function readLong(
  file: DumpFile,
  builder: NameColumnBuilder,
  batch: { readonly offsets: Float64Array; readonly ids: Uint32Array; readonly long: number[] },
): Promise<void> {
  const { offsets, ids, long } = batch;
  if (long.length === 0) {
    return;
  }
  const places = Float64Array.from(long, (index) => offsets[index] ?? 0);
  const options = { reach: MAXIMUM_BYTES + 4, token: file.token };
  await readScattered(file.source, places, options, (place, view, at, available) => {
    if (available >= 4) {
      const length = Math.min(view.getUint32(at, true), available - 4, MAXIMUM_BYTES);
      ids[long[place] ?? 0] = builder.addUtf16(view, at + 4, length);
    }
  });
  for (let index = 1; index < offsets.length; index++) {
    if (offsets[index] === offsets[index - 1]) {
      ids[index] = ids[index - 1] ?? 0;
    }
  }
}
