/** The HandleData stream of a minidump that is written: descriptors in place, their texts behind (domain.md 5.2). */

import type { HandleRecord } from '../../model/handle';
import { unrecordedBits } from '../../model/handle';
import type { HandleStore } from '../../target/handleStore';
import type { DumpOutput } from './dumpOutput';
import { ObjectInfoWriter } from './objectInfoBlocks';
import { inBatches, type WriteProgress } from './writeProgress';

const HEADER_SIZE = 16;
const DESCRIPTOR_SIZE = { 1: 32, 2: 40 } as const;
/** Handles that are written together; bounds the memory. */
const BATCH = 4096;

/** A stream that was written, and what of its rows found no place. */
export interface WrittenStream {
  readonly rva: number;
  readonly size: number;
  readonly count: number;
  readonly leftOut: readonly string[];
}

/** What the stream is made from. */
export interface HandleStreamParts {
  readonly store: HandleStore;
  readonly output: DumpOutput;
  /** Version of the descriptors. */
  readonly version: 1 | 2;
  readonly pointerSize: 4 | 8;
}

/** Writes all handles of a store in their order, a batch at a time. */
export async function writeHandles(
  parts: HandleStreamParts,
  host: WriteProgress,
): Promise<WrittenStream> {
  const { store, output, version } = parts;
  const rva = output.reserve(HEADER_SIZE + store.count * DESCRIPTOR_SIZE[version]);
  const writer = new DescriptorWriter(parts);
  let count = 0;
  await inBatches(
    host,
    { what: 'Writing handles', count: store.count, size: BATCH },
    async (first, length) => {
      const records = await store.page(first, length, host.token);
      const bytes = writer.encode(records);
      await output.put(rva + HEADER_SIZE + count * DESCRIPTOR_SIZE[version], bytes);
      await output.drain();
      count += records.length;
    },
  );
  await output.put(rva, listHeader(DESCRIPTOR_SIZE[version], count));
  const size = HEADER_SIZE + count * DESCRIPTOR_SIZE[version];
  return { rva, size, count, leftOut: writer.leftOut() };
}

/** The header that both lists have: its own size, the size of an entry, how many there are. */
export function listHeader(entrySize: number, count: number): Uint8Array {
  const header = new Uint8Array(HEADER_SIZE);
  const view = new DataView(header.buffer);
  view.setUint32(0, HEADER_SIZE, true);
  view.setUint32(4, entrySize, true);
  view.setUint32(8, count, true);
  return header;
}

class DescriptorWriter {
  private readonly size: number;
  private readonly hasInfo: boolean;
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly infos: ObjectInfoWriter;
  private unrecorded = 0;
  private withoutPlace = 0;

  constructor(private readonly parts: HandleStreamParts) {
    this.size = DESCRIPTOR_SIZE[parts.version];
    this.hasInfo = parts.version === 2;
    this.bytes = new Uint8Array(BATCH * this.size);
    this.view = new DataView(this.bytes.buffer);
    this.infos = new ObjectInfoWriter(parts.pointerSize, parts.output);
  }

  /** The descriptors of at most {@link BATCH} records; valid until the next call. */
  encode(records: readonly HandleRecord[]): Uint8Array {
    const { view, size, hasInfo } = this;
    const { output } = this.parts;
    for (let index = 0, at = 0; index < records.length; index++, at += size) {
      const record = records[index];
      if (record === undefined) {
        continue;
      }
      view.setBigUint64(at, record.value, true);
      view.setUint32(at + 8, record.type === null ? 0 : output.text(record.type), true);
      view.setUint32(at + 0xc, record.name === null ? 0 : output.text(record.name), true);
      view.setUint32(at + 0x10, record.attributes ?? 0, true);
      view.setUint32(at + 0x14, record.grantedAccess ?? 0, true);
      view.setUint32(at + 0x18, record.handleCount ?? 0, true);
      view.setUint32(at + 0x1c, record.pointerCount ?? 0, true);
      this.unrecorded += unrecordedBits(record) === 0 ? 0 : 1;
      if (hasInfo) {
        const { objectInfo } = record;
        view.setUint32(at + 0x20, objectInfo.length === 0 ? 0 : this.infos.write(objectInfo), true);
        view.setUint32(at + 0x24, 0, true);
      } else {
        this.withoutPlace += record.objectInfo.length;
      }
    }
    return this.bytes.subarray(0, records.length * size);
  }

  leftOut(): readonly string[] {
    const lost: string[] = [];
    const facts = this.infos.leftOut + this.withoutPlace;
    if (facts > 0) {
      lost.push(
        this.hasInfo
          ? `${facts} facts about objects that a minidump has no form for, or that are not known completely.`
          : `${facts} facts about objects, for which descriptors of version 1 have no place.`,
      );
    }
    if (this.unrecorded > 0) {
      lost.push(
        `That facts of ${this.unrecorded} handles are not known: a minidump has 0 in their place, or no name.`,
      );
    }
    return lost;
  }
}
