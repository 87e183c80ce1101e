/** A small minidump that has one of everything. */

import { DumpBuilder, rsds } from './dumpBuilder';
import { buildImage } from './imageBuilder';
import { concat, struct } from './struct';

const NTDLL = 0x7700_0000n;

/** A 32-bit dump with modules, exports, threads, stacks, an exception, memory, handles with chains, and operations; `reserved` as for {@link DumpBuilder}. */
export function richDump(reserved = 0): DumpBuilder {
  const image = buildImage(
    [
      { name: 'NtClose', rva: 0x1400 },
      { name: 'NtOpenFile', rva: 0x1500 },
    ],
    0x1600,
    false,
  );
  const frames = concat([
    struct(16, { u32: { 0: 0x2010, 4: 0x7700_1410 } }),
    struct(16, { u32: { 4: 0x40_1000 } }),
  ]);
  const context = struct(716, { u32: { 0xb4: 0x2000, 0xb8: 0x7700_1504, 0xc4: 0x2000 } });
  const regions = concat([
    struct(16, { u32: { 0: 16, 4: 48 }, u64: { 8: 1 } }),
    struct(48, { u64: { 0: 0x1000, 0x18: 0x1000 }, u32: { 0x20: 0x1000 } }),
  ]);
  const dump = new DumpBuilder(reserved)
    .systemInfo({ u16: { 0: 0 } })
    .miscInfo(0x1d30)
    .modules([
      {
        path: 'C:\\app\\leaky.exe',
        base: 0x40_0000n,
        size: 0x4000,
        codeView: rsds([1, 2, 3], 1, 'leaky.pdb'),
      },
      { path: 'C:\\Windows\\ntdll.dll', base: NTDLL, size: 0x1600 },
    ])
    .stream(14, concat([struct(12, { u32: { 0: 12, 4: 24, 8: 1 } }), struct(24)]))
    .threads([{ id: 4, context, stack: { start: 0x2000n, bytes: frames } }, { id: 8 }])
    .threadNames({ 4: 'Main', 8: 'Worker' })
    .exception({ threadId: 4, code: 0xc000_0008, address: NTDLL, parameters: [0x3cn], context })
    .memory([{ start: NTDLL, bytes: image }])
    .memory64([{ start: 0x5000n, bytes: struct(64) }])
    .stream(16, regions)
    .stream(0x4350_0001, struct(16));
  return withHandles(dump);
}

function withHandles(dump: DumpBuilder): DumpBuilder {
  const owner = dump.objectInfo(3, struct(8, { u32: { 0: 1, 4: 2 } }));
  const mutant = dump.objectInfo(2, struct(8), owner);
  const event = dump.objectInfo(6, struct(8));
  const stack = [NTDLL + 0x1404n, 0x40_1000n];
  return dump
    .handles([
      { value: 4, type: 'Mutant', name: '\\BaseNamedObjects\\One', infoRva: mutant },
      { value: 8, type: 'Event', infoRva: event },
      { value: 12 },
      { value: 16, type: 'File', name: '\\Device\\Null' },
    ])
    .operations([
      { handle: 0x3c, operation: 3, stack },
      { handle: 8, operation: 0 },
      { handle: 0x3c, operation: 2, stack },
      { handle: 0x3c, operation: 1, stack },
    ]);
}
