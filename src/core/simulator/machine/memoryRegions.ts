/** What lies where in the simulated kernel's memory, with the bytes made when they are asked for. */

import { address, type Address } from '../../model/identifiers';
import { TABLE_PAGE_SIZE } from '../../windows/handleTableLayout';
import { traceBufferSize } from '../../windows/handleTraceLayout';
import { handleTableBytes, midPageBytes, topTableBytes } from './handleTableBytes';
import type { HandleTable } from './handleTable';
import type { HandleTracer } from './handleTracer';
import type { Machine } from './machine';
import { nameBytes, objectBlockBytes, objectBlockSize } from './objectBytes';
import type { TablePage } from './tablePages';
import { fromWords } from './words';
import { ByteWriter } from './byteWriter';

/** A run of bytes that exist. */
export interface MemoryRegion {
  readonly start: Address;
  /** Bytes. */
  readonly size: number;
  /** For people: what lies there. */
  readonly what: string;
  /** The bytes as they are now. */
  read(): Uint8Array;
}

/**
 * All regions of a machine in ascending order of address. Fixed places may make regions overlap; unless `which` is
 * `all`, the ones that begin inside another are left out.
 */
export function memoryRegions(
  machine: Machine,
  which: 'all' | 'apart' = 'apart',
): readonly MemoryRegion[] {
  const tables = [...machine.processes().map(({ table }) => table), machine.cidTable];
  const regions = [
    ...tables.flatMap((table) => tableRegions(machine, table)),
    ...objectRegions(machine),
    ...machine.extensions.flatMap((extension) => extension.regions()),
  ];
  return which === 'all' ? sortRegions(regions) : apartRegions(regions);
}

/** Regions in ascending order of address. */
function sortRegions(regions: readonly MemoryRegion[]): readonly MemoryRegion[] {
  return [...regions].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
}

/** Regions in ascending order of address, without those that begin inside another. */
export function apartRegions(regions: readonly MemoryRegion[]): readonly MemoryRegion[] {
  let end = 0n;
  return sortRegions(regions).filter((region) => {
    const fits = region.start >= end;
    end = fits ? region.start + BigInt(region.size) : end;
    return fits;
  });
}

function tableRegions(machine: Machine, table: HandleTable): readonly MemoryRegion[] {
  const owner = table.owner?.image ?? 'process and thread ids';
  const regions: MemoryRegion[] = table.entries.pages.map((page, position) => ({
    start: fromWords(page.low, page.high),
    size: TABLE_PAGE_SIZE,
    what: `handle table page ${String(position)} of ${owner}`,
    read: () => pageBytes(page),
  }));
  const header = handleTableBytes(machine, table);
  regions.push({
    start: table.address,
    size: header.length,
    what: `HANDLE_TABLE of ${owner}`,
    read: () => handleTableBytes(machine, table),
  });
  table.midPages.forEach((place, position) => {
    regions.push({
      start: fromWords(place.low, place.high),
      size: TABLE_PAGE_SIZE,
      what: `mid-level page ${String(position)} of ${owner}`,
      read: () => midPageBytes(machine.profile, table, position),
    });
  });
  if (table.highPage !== null) {
    regions.push({
      start: fromWords(table.highPage.low, table.highPage.high),
      size: TABLE_PAGE_SIZE,
      what: `high-level table of ${owner}`,
      read: () => topTableBytes(machine.profile, table),
    });
  }
  const { tracer } = table;
  return tracer === null ? regions : [...regions, tracerRegion(tracer, owner)];
}

function tracerRegion(tracer: HandleTracer, owner: string): MemoryRegion {
  return {
    start: fromWords(tracer.place.low, tracer.place.high),
    size: traceBufferSize(tracer.layout, tracer.slots),
    what: `trace buffer of ${owner}`,
    read: () => tracerBytes(tracer),
  };
}

/** Header and ring of a trace buffer (domain.md 4.2). */
function tracerBytes(tracer: HandleTracer): Uint8Array {
  const { layout, slots } = tracer;
  const writer = new ByteWriter(traceBufferSize(layout, slots), 4);
  if (layout.refCount !== null) {
    writer.u32(layout.refCount, 1);
  }
  if (layout.tableSize !== null) {
    writer.u32(layout.tableSize, slots);
  }
  if (layout.bitMaskFlags !== null) {
    writer.u32(layout.bitMaskFlags, tracer.bitMaskFlags);
  }
  writer.u32(layout.currentStackIndex, tracer.currentStackIndex);
  writer.words(layout.entries, tracer.words);
  return writer.bytes;
}

function pageBytes(page: TablePage): Uint8Array {
  const writer = new ByteWriter(TABLE_PAGE_SIZE, 4);
  writer.words(0, page.words);
  return writer.bytes;
}

/** Every living object, and the characters of its name. */
function objectRegions(machine: Machine): readonly MemoryRegion[] {
  const { profile } = machine;
  const regions: MemoryRegion[] = [];
  for (const type of machine.objects.types) {
    for (const object of type.living.all()) {
      const size = objectBlockSize(profile, object);
      const end = object.bodyAddress + BigInt(type.bodySize);
      regions.push({
        start: address(end - BigInt(size)),
        size,
        what: `${type.name} object`,
        read: () => objectBlockBytes(machine, object),
      });
      const { nameBuffer, name } = object;
      if (nameBuffer !== null && name !== null) {
        regions.push({
          start: fromWords(nameBuffer.low, nameBuffer.high),
          size: name.length * 2,
          what: `name ${name}`,
          read: () => nameBytes(object),
        });
      }
    }
  }
  return regions;
}
