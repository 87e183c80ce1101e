import assert from 'node:assert/strict';
import { createIconIndirect, destroyIcon } from '../../../../src/core/simulator/user/calls/cursors';
import { setClipboardData } from '../../../../src/core/simulator/user/calls/clipboard';
import { createMenu, destroyMenu } from '../../../../src/core/simulator/user/calls/menus';
import { createWindowExW } from '../../../../src/core/simulator/user/calls/windows';
import { address } from '../../../../src/core/model/identifiers';
import { BinaryView } from '../../../../src/core/util/binaryView';
import { fieldOf, layoutOf } from '../../../../src/core/windows/user/userLayouts';
import { USER_PROFILES } from '../../../../src/core/windows/user/userProfiles';
import {
  tableSizeFields,
  usableSharedInfo,
} from '../../../../src/core/windows/user/userSharedInfo';
import { typesOf } from '../../../../src/core/windows/user/userTypes';
import { objectOf, userKit, type UserKit } from './userKit';

/** Bytes of the kit's memory. */
function read(kit: UserKit, at: bigint, length: number): BinaryView {
  const bytes = kit.light.memory.read(address(at), length);
  assert.ok(bytes.ok, `nothing at ${at.toString(16)}`);
  assert.equal(bytes.value.bytes.length, length);
  return new BinaryView(bytes.value.bytes);
}

function number(view: BinaryView, offset: number, size: number): bigint {
  return size === 8 ? view.u64(offset) : BigInt(size === 4 ? view.u32(offset) : view.u16(offset));
}

describe('The memory of a USER session', () => {
  for (const profile of USER_PROFILES) {
    it(`has entries in the layout of the version: ${profile.id}`, () => {
      const kit = userKit(profile.id);
      const { entries } = kit.session.manager;
      const window = createWindowExW(kit.app).value;
      const menu = createMenu(kit.app).value;
      destroyMenu(kit.app, menu);
      const bytes = read(kit, entries.address, entries.count * profile.entrySize);
      const { offsets, entrySize, pointerSize, freeType } = profile;
      const at = (index: number, offset: number): number => index * entrySize + offset;
      const used = window & 0xffff;
      const types = typesOf(profile.version);
      assert.equal(types[bytes.u8(at(used, offsets.type))]?.id, 'window');
      assert.equal(bytes.u8(at(used, offsets.flags)), 0);
      assert.equal(bytes.u16(at(used, offsets.uniq)), 1);
      const freed = menu & 0xffff;
      assert.equal(bytes.u8(at(freed, offsets.type)), freeType);
      assert.equal(bytes.u16(at(freed, offsets.uniq)), 2);
      const next = number(bytes, at(freed, offsets.phead), pointerSize);
      assert.equal(next, BigInt(freed + 2));
      assert.equal(bytes.u8(at(0, offsets.type)), freeType);
    });

    it(`has objects that state their handle and owner: ${profile.id}`, () => {
      const kit = userKit(profile.id);
      const icon = createIconIndirect(kit.app).value;
      const { block, header } = objectOf(kit.session, icon);
      const view = read(kit, block.place, header.size);
      assert.equal(number(view, 0, profile.pointerSize), BigInt(icon));
      const ppi = header.members.get('ppi') ?? header.members.get('pOwner');
      if (ppi !== undefined) {
        assert.equal(number(view, ppi.offset, ppi.size), kit.app.gui.process.info);
      }
    });

    it(`says in SHAREDINFO and SERVERINFO where the table is, as far as layouts go: ${profile.id}`, () => {
      const kit = userKit(profile.id);
      const { places, entries } = kit.session.memory;
      const usable = usableSharedInfo(profile);
      if (usable === null) {
        assert.equal(places.sharedInfo, null);
        return;
      }
      assert.ok(places.sharedInfo !== null);
      const field = (name: string): number =>
        usable.layout.fields.find((member) => member.name === name)?.offset ?? -1;
      const shared = read(kit, places.sharedInfo.address, 0x40);
      const pointer = (name: string): bigint => number(shared, field(name), profile.pointerSize);
      assert.equal(pointer('aheList'), entries.address);
      assert.equal(pointer('ulSharedDelta'), 0n);
      assert.equal(
        field('HeEntrySize') < 0 ? profile.entrySize : shared.u32(field('HeEntrySize')),
        profile.entrySize,
      );
      const size = tableSizeFields(profile);
      if (size !== null) {
        const server = read(kit, pointer('psi'), 0x400);
        const { offset, size: width } = size.cHandleEntries;
        assert.equal(Number(number(server, offset, width ?? 0)), entries.count);
        assert.equal(
          size.cbHandleTable === null ? null : server.u32(size.cbHandleTable.offset),
          size.cbHandleTable === null ? null : entries.tableBytes,
        );
      }
    });

    it(`counts handles in W32PROCESS where its layout is public: ${profile.id}`, () => {
      const kit = userKit(profile.id);
      [1, 2, 3].forEach(() => createMenu(kit.app));
      const last = createMenu(kit.app).value;
      destroyMenu(kit.app, last);
      const count = fieldOf('W32PROCESS', 'UserHandleCount', profile);
      const peak = fieldOf('W32PROCESS', 'UserHandleCountPeak', profile);
      const process = kit.app.gui.process;
      const view = read(kit, process.info, 0x100);
      assert.equal(count === null ? process.count : view.u32(count.offset), process.count);
      assert.equal(peak === null ? process.peak : view.u32(peak.offset), process.count + 1);
    });

    it(`counts the bitmaps of cursors and icons as GDI handles: ${profile.id}`, () => {
      const kit = userKit(profile.id);
      const icons = [1, 2].map(() => createIconIndirect(kit.app).value);
      destroyIcon(kit.app, icons[0]!);
      const process = kit.app.gui.process;
      assert.deepEqual([process.gdiCount, process.gdiPeak], [2, 4]);
      const count = fieldOf('W32PROCESS', 'GDIHandleCount', profile);
      const view = read(kit, process.info, 0x100);
      assert.equal(count === null ? 2 : view.u32(count.offset), 2);
    });

    it(`is the same for the same program: ${profile.id}`, () => {
      const program = (): string => {
        const kit = userKit(profile.id);
        createWindowExW(kit.app, { text: 'Same' });
        createMenu(kit.app);
        return kit.light.memory
          .regions()
          .map((region) => `${region.start.toString(16)} ${region.read().join()}`)
          .join('\n');
      };
      assert.equal(program(), program());
    });
  }

  it('has the table of handle types from 5.1 to 6.1, with tags and creation flags', () => {
    const kit = userKit('win7-x64');
    const place = kit.session.memory.places.typeTable;
    assert.equal(place?.from, 'win32k!gahti');
    const layout = layoutOf('HANDLETYPEINFO', kit.session.profile);
    const row = read(kit, place.address + BigInt(3 * (layout?.size ?? 0)), 0x10);
    assert.equal(String.fromCharCode(...[8, 9, 10, 11].map((at) => row.u8(at))), 'Uscu');
    assert.equal(row.u8(12), 0x0e);
    assert.equal(userKit('win8-x64').session.memory.places.typeTable, null);
  });

  it('states the bounds of a desktop heap in its DESKTOPINFO', () => {
    const kit = userKit('xp-x86');
    const desktop = kit.session.desktops.first;
    assert.ok(desktop !== null);
    const info = read(kit, desktop.info, 8);
    assert.equal(BigInt(info.u32(0)), desktop.heap.arena.base);
    assert.equal(
      BigInt(info.u32(4)),
      desktop.heap.arena.base + BigInt(desktop.heap.arena.capacity),
    );
  });

  it('puts the window that owns the desktops outside their heap, with flag 0x40, from 5.0 on', () => {
    const flags = (id: 'nt40-x86' | 'w2k-x86' | 'win7-x64'): number =>
      userKit(id).session.manager.entries.flags(2);
    assert.deepEqual([flags('nt40-x86'), flags('w2k-x86'), flags('win7-x64')], [0, 0x40, 0x40]);
    const kit = userKit('win7-x64');
    const owner = objectOf(kit.session, 0x1_0002);
    assert.equal(owner.block.heap, kit.session.memory.pool);
    assert.equal(owner.process?.process.image, 'csrss.exe');
  });

  it('holds offsets in the desktop heap, ids and the desktop’s number from 1703 on', () => {
    const kit = userKit('win10-1703-x64');
    const window = createWindowExW(kit.app).value;
    const { block, desktop } = objectOf(kit.session, window);
    const entry = read(kit, kit.session.manager.entries.entryAddress(window & 0xffff), 0x20);
    assert.equal(entry.u64(0) + block.heap.arena.base, block.place);
    assert.equal(entry.u64(8), 0x104n);
    assert.equal(entry.u64(16), desktop?.id);
    const icon = createIconIndirect(kit.app).value & 0xffff;
    assert.equal(kit.session.manager.entries.phead(icon), 0n);
    assert.equal(kit.session.manager.entries.owner(icon), 0x100n);
  });

  it('keeps clipboard data behind their header and length', () => {
    const kit = userKit('win7-x64');
    const data = setClipboardData(kit.app, Uint8Array.of(1, 2, 3)).value;
    const view = read(kit, objectOf(kit.session, data).block.place, 0x18);
    assert.equal(view.u32(0x10), 3);
    assert.deepEqual([view.u8(0x14), view.u8(0x15), view.u8(0x16)], [1, 2, 3]);
  });

  it('says what can be read where nothing is', () => {
    const kit = userKit('nt351-x86');
    const read = kit.light.memory.read(address(0x1000), 16);
    assert.ok(!read.ok);
    assert.match(read.problem.hint ?? '', /USER handle table/);
  });
});
