/** Memory: what a kernel debugger would read is what the model says. */

import assert from 'node:assert/strict';
import { address } from '../../../src/core/model/identifiers';
import { decodeHandleEntry } from '../../../src/core/windows/handleEntryLayout';
import {
  INFO_NAME,
  subHeaderDistance,
  transformTypeIndex,
} from '../../../src/core/windows/objectHeaderLayout';
import { memoryRegions } from '../../../src/core/simulator/machine/memoryRegions';
import { ALL_PROFILES, Kit } from './machineKit';

/** Little-endian reads from the memory of a machine. */
class Reader {
  constructor(private readonly kit: Kit) {}

  private get pointerSize(): 4 | 8 {
    return this.kit.machine.profile.pointerSize;
  }

  bytes(place: bigint, length: number): Uint8Array {
    const result = this.kit.machine.memory.read(address(place), length);
    assert.ok(result.ok, `memory at ${place.toString(16)}`);
    assert.equal(result.value.unreadable, 0);
    return result.value.bytes;
  }

  u8(place: bigint): number {
    return this.bytes(place, 1)[0]!;
  }

  u16(place: bigint): number {
    return new DataView(this.bytes(place, 2).buffer).getUint16(0, true);
  }

  u32(place: bigint): number {
    return new DataView(this.bytes(place, 4).buffer).getUint32(0, true);
  }

  pointer(place: bigint): bigint {
    const view = new DataView(this.bytes(place, this.pointerSize).buffer);
    return this.pointerSize === 4 ? BigInt(view.getUint32(0, true)) : view.getBigUint64(0, true);
  }

  string(place: bigint): string {
    const length = this.u16(place);
    const buffer = this.pointer(place + BigInt(this.pointerSize));
    return new TextDecoder('utf-16le').decode(this.bytes(buffer, length));
  }

  /** The entry of a handle, found the way a debugger finds it: through TableCode and its levels. */
  entry(table: bigint, handle: number): bigint {
    const { tableFields, geometry } = this.kit.machine.profile;
    const code = this.pointer(table + BigInt(tableFields.tableCode));
    const step = BigInt(this.pointerSize);
    const page = Math.floor((handle >>> 2) / geometry.entriesPerPage);
    let place = code & ~3n;
    const level = Number(code & 3n);
    if (level === 2) {
      place = this.pointer(place + BigInt(Math.floor(page / geometry.pointersPerMid)) * step);
    }
    if (level >= 1) {
      place = this.pointer(place + BigInt(page % geometry.pointersPerMid) * step);
    }
    return place + BigInt(((handle >>> 2) % geometry.entriesPerPage) * geometry.entrySize);
  }

  decode(entry: bigint) {
    const { entryFormat, geometry } = this.kit.machine.profile;
    const words = new Uint32Array(this.bytes(entry, geometry.entrySize).buffer);
    return decodeHandleEntry(entryFormat, words, 0);
  }
}

describe('The memory of a machine', () => {
  for (const profile of ALL_PROFILES) {
    it(`holds handle table entries that decode to the model (${profile})`, () => {
      const kit = new Kit(profile);
      const reader = new Reader(kit);
      const { table } = kit.process;
      kit.events(700);
      kit.create({ attributes: 3, desiredAccess: 0x10_0002 });
      [0x10, 0x804].forEach((handle) => kit.close(handle));
      kit.use(0x20);
      for (let index = 1; index < table.entries.extent; index++) {
        const object = table.entries.objectAt(index);
        const decoded = reader.decode(reader.entry(table.address, index * 4));
        if (object === null) {
          assert.equal(decoded === null || table.entries.isReserved(index), true);
        } else {
          assert.deepEqual(decoded, {
            header: object.headerAddress,
            attributes: table.attributes(index),
            grantedAccess: table.grantedAccess(index),
            references: table.references(index),
            unlocked: true,
          });
        }
      }
    });

    it(`is reached through three levels (${profile})`, () => {
      const kit = new Kit(profile);
      const { geometry } = kit.machine.profile;
      const handle = geometry.pointersPerMid * geometry.valuesPerPage + 8;
      kit.create({ handle });
      const reader = new Reader(kit);
      const { table } = kit.process;
      assert.equal(table.level, 2);
      assert.notEqual(reader.decode(reader.entry(table.address, handle)), null);
    });

    it(`holds the HANDLE_TABLE with its counts, owner and flags (${profile})`, () => {
      const kit = new Kit(profile);
      kit.trace(128);
      kit.events(3);
      kit.close(8);
      const { tableFields: fields } = kit.machine.profile;
      const reader = new Reader(kit);
      const base = kit.process.table.address;
      const at = (offset: number): bigint => base + BigInt(offset);
      assert.equal(reader.u32(at(fields.uniqueProcessId)), kit.process.processId);
      assert.equal(reader.pointer(at(fields.quotaProcess)), kit.process.objectAddress);
      assert.equal(
        reader.u32(at(fields.nextHandleNeedingPool)),
        kit.machine.profile.geometry.valuesPerPage,
      );
      assert.equal(reader.u32(at(fields.flags)), kit.process.table.flags);
      const count =
        fields.handleCount ?? (fields.freeLists === null ? 0 : fields.freeLists.offset + 0x18);
      assert.equal(reader.u32(at(count)), 2);
    });

    it(`holds the free list as it is linked (${profile})`, () => {
      const kit = new Kit(profile);
      kit.events(5);
      [4, 0xc].forEach((handle) => kit.close(handle));
      const reader = new Reader(kit);
      const { table } = kit.process;
      const { tableFields: fields, geometry } = kit.machine.profile;
      const seen: number[] = [];
      if (fields.firstFree !== null) {
        let value = reader.u32(table.address + BigInt(fields.firstFree));
        while (value !== 0) {
          seen.push(value);
          value = reader.u32(reader.entry(table.address, value) + BigInt(geometry.entrySize / 2));
        }
      } else {
        let entry = reader.pointer(table.address + 0x48n);
        const page = reader.entry(table.address, 0);
        while (entry !== 0n) {
          seen.push(Number((entry - page) / 16n) * 4);
          entry = reader.pointer(entry + 8n);
        }
      }
      assert.deepEqual(seen.slice(0, 3), [0xc, 4, 0x18]);
      assert.equal(seen.length, geometry.entriesPerPage - 1 - 3);
    });

    it(`holds object headers with counts, type and name (${profile})`, () => {
      const kit = new Kit(profile);
      const name = 'Gr\u00fc\u00dfe';
      kit.create({ name: `\\BaseNamedObjects\\${name}` });
      kit.use(4);
      const object = kit.process.table.entries.objectAt(1);
      assert.ok(object !== null);
      const { header, pointerSize } = kit.machine.profile;
      const reader = new Reader(kit);
      const base = object.headerAddress;
      assert.equal(reader.pointer(base + BigInt(header.pointerCount)), BigInt(object.pointerCount));
      assert.equal(reader.pointer(base + BigInt(header.handleCount)), 1n);
      let distance: number;
      if (header.type !== null && header.nameInfoOffset !== null) {
        assert.equal(
          reader.pointer(base + BigInt(header.type)),
          object.type.typeObject?.bodyAddress,
        );
        distance = reader.u8(base + BigInt(header.nameInfoOffset));
      } else {
        const stored = reader.u8(base + BigInt(header.typeIndex ?? 0));
        const index = header.encodesTypeIndex
          ? transformTypeIndex(stored, kit.machine.objects.headerCookie, object.headerLow)
          : stored;
        assert.equal(index, object.type.index);
        const mask = reader.u8(base + BigInt(header.infoMask ?? 0));
        distance = subHeaderDistance(mask, INFO_NAME, pointerSize);
      }
      const nameInfo = base - BigInt(distance);
      assert.equal(reader.pointer(nameInfo), object.directory?.bodyAddress);
      assert.equal(reader.string(nameInfo + BigInt(pointerSize)), name);
    });

    it(`holds the ring of trace records (${profile})`, () => {
      const kit = new Kit(profile);
      kit.trace(128);
      kit.thread.withFrame(0x0100_1234n, () => kit.create());
      const { traceBuffer: layout, tableFields } = kit.machine.profile;
      const reader = new Reader(kit);
      const buffer = reader.pointer(kit.process.table.address + BigInt(tableFields.debugInfo));
      const entry = buffer + BigInt(layout.entries + layout.entrySize);
      assert.equal(reader.u32(buffer + BigInt(layout.currentStackIndex)), 1);
      assert.equal(reader.u32(entry + BigInt(layout.entryHandle)), 4);
      assert.equal(reader.u32(entry + BigInt(layout.entryType)), 1);
      assert.equal(reader.u32(entry), kit.process.processId);
      assert.equal(reader.u32(entry + BigInt(layout.entryThreadId)), kit.thread.threadId);
      assert.equal(reader.pointer(entry + BigInt(layout.entryStack)), 0x0100_1234n);
      if (layout.tableSize !== null) {
        assert.equal(reader.u32(buffer + BigInt(layout.tableSize)), kit.process.tracer?.slots);
      }
    });

    it(`names the process and its table in the EPROCESS (${profile})`, () => {
      const kit = new Kit(profile);
      const reader = new Reader(kit);
      const { processFields: fields } = kit.machine.profile;
      const base = kit.process.objectAddress;
      assert.equal(
        reader.pointer(base + BigInt(fields.uniqueProcessId)),
        BigInt(kit.process.processId),
      );
      assert.equal(reader.pointer(base + BigInt(fields.objectTable)), kit.process.table.address);
      const image = reader.bytes(base + BigInt(fields.imageFileName), 9);
      assert.equal(new TextDecoder().decode(image), 'test.exe\0');
    });

    it(`names each type in its OBJECT_TYPE (${profile})`, () => {
      const kit = new Kit(profile);
      const reader = new Reader(kit);
      const { typeFields } = kit.machine.profile;
      for (const type of kit.machine.objects.types) {
        const base = type.typeObject?.bodyAddress ?? 0n;
        assert.equal(reader.string(base + BigInt(typeFields.name)), type.name);
      }
    });

    it(`has no two things at one place (${profile})`, () => {
      const kit = new Kit(profile);
      kit.trace(128);
      kit.events(20);
      kit.create({ type: 'Key', name: '\\REGISTRY\\MACHINE', desiredAccess: 1 });
      kit.create({ name: '\\BaseNamedObjects\\X' });
      const regions = memoryRegions(kit.machine, 'all');
      for (let position = 1; position < regions.length; position++) {
        const before = regions[position - 1]!;
        assert.ok(before.start + BigInt(before.size) <= regions[position]!.start, before.what);
      }
    });
  }

  it('shows dispatcher objects as they are signalled', () => {
    const kit = new Kit();
    const reader = new Reader(kit);
    const body = { kind: 'event' as const, manualReset: true, signalled: false };
    kit.create({ body });
    const object = kit.process.table.entries.objectAt(1);
    assert.ok(object !== null);
    assert.deepEqual([reader.u8(object.bodyAddress), reader.u32(object.bodyAddress + 4n)], [0, 0]);
    body.signalled = true;
    assert.equal(reader.u32(object.bodyAddress + 4n), 1);
  });

  it('does not exist where nothing is simulated', () => {
    const result = new Kit().machine.memory.read(address(0x1000), 16);
    assert.ok(!result.ok);
    assert.equal(result.problem.code, 'no-memory');
  });

  it('ends where a region ends', () => {
    const kit = new Kit();
    const { table } = kit.process;
    const end = table.address + 0x80n;
    const result = kit.machine.memory.read(address(end - 4n), 1024);
    assert.ok(result.ok);
    assert.ok(result.value.bytes.length < 1024);
    assert.equal(result.value.unreadable, 1024 - result.value.bytes.length);
  });

  it('answers an empty read with nothing', () => {
    const kit = new Kit();
    const result = kit.machine.memory.read(kit.process.table.address, 0);
    assert.ok(result.ok);
    assert.equal(result.value.bytes.length, 0);
  });
});
