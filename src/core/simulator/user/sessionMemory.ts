/** The memory of a session's windowing system: the shared section, desktop heaps, pool, and the structures in them. */

import { address, type Address } from '../../model/identifiers';
import type { Journal } from '../machine/journal';
import type { MemoryRegion } from '../machine/memoryRegions';
import type { FoundAddress } from '../../target/userHandles';
import { layoutOf, type UserField } from '../../windows/user/userLayouts';
import type { UserProfile } from '../../windows/user/userProfiles';
import { tableSizeFields, usableSharedInfo } from '../../windows/user/userSharedInfo';
import { typesOf } from '../../windows/user/userTypes';
import { HandleEntries, largestTable } from './handleEntries';
import { POOL_SIZE, sessionMap, SHARED_SIZE, type SessionMap } from './sessionMap';
import { UserArena } from './userArena';
import { UserHeap } from './userHeap';

/** Room for SERVERINFO and DISPLAYINFO before the shared heap. */
const SERVER_INFO_ROOM = 0x2000;
const DISPLAY_INFO_OFFSET = 0x1800;
const PAGE = 0x1000;
/** What heaps begin at a multiple of. */
const HEAP_ALIGNMENT = 0x1_0000;

/** Where variables of the windowing system's modules lie; null where the version's structure is not public. */
export interface SessionPlaces {
  /** The kernel's own SHAREDINFO, page-aligned. */
  readonly sharedInfo: FoundAddress | null;
  /** The table of handle types, page-aligned. */
  readonly typeTable: FoundAddress | null;
  /** A process's SHAREDINFO, page-aligned. */
  readonly userSharedInfo: FoundAddress | null;
  /** The routine that destroys objects, for the table of handle types. */
  readonly destroyRoutine: Address;
}

/** The memory of one session. */
export class SessionMemory {
  readonly map: SessionMap;
  readonly entries: HandleEntries;
  /** Objects of shared-heap types; SERVERINFO lies before them. */
  readonly shared: UserHeap;
  /** Everything that lies on no other heap. */
  readonly pool: UserHeap;
  readonly desktopHeaps: UserHeap[] = [];
  private readonly table: UserArena;
  private readonly variables: UserArena[] = [];
  private nextHeap: bigint;

  constructor(
    readonly profile: UserProfile,
    readonly places: SessionPlaces,
    /** Most entries of the table; less than 65,536 only for trying what happens when it is full. */
    tableLimit: number,
    private readonly journal: Journal,
  ) {
    const { pointerSize } = profile;
    this.map = sessionMap(profile);
    const arena = (base: bigint, size: number, what: string): UserArena =>
      new UserArena({ base: address(base), capacity: size }, pointerSize, what, journal);
    const tableSize = Math.min(
      largestTable(profile),
      Math.ceil((tableLimit * profile.entrySize) / PAGE) * PAGE,
    );
    this.table = arena(this.map.table, tableSize, 'USER handle table');
    this.entries = new HandleEntries(profile, this.table);
    const shared = arena(this.map.shared, SHARED_SIZE, 'SERVERINFO and shared heap');
    shared.commit(SERVER_INFO_ROOM);
    this.shared = new UserHeap(shared, SERVER_INFO_ROOM);
    this.pool = new UserHeap(arena(this.map.pool, POOL_SIZE, 'session pool'));
    this.nextHeap = this.map.desktopHeaps;
    this.writeTypeTable();
    if (places.sharedInfo !== null) {
      this.variables.push(this.sharedInfo(places.sharedInfo.address, 0n));
    }
  }

  /** `psi`. */
  get serverInfo(): Address {
    return this.shared.arena.base;
  }

  /** A new desktop heap of at least one page; null when the address space has no room for it. */
  addDesktopHeap(size: number): UserHeap | null {
    const capacity = Math.ceil(Math.max(size, PAGE) / PAGE) * PAGE;
    const base = this.nextHeap;
    const end = base + BigInt(Math.ceil(capacity / HEAP_ALIGNMENT) * HEAP_ALIGNMENT);
    const limit = this.profile.pointerSize === 4 ? 0xffc0_0000n : 1n << 64n;
    const meetsPool = base < this.map.pool && end > this.map.pool;
    if (end > limit || meetsPool) {
      return null;
    }
    this.nextHeap = end;
    const what = `desktop heap ${String(this.desktopHeaps.length)}`;
    const heap = new UserHeap(
      new UserArena(
        { base: address(base), capacity },
        this.profile.pointerSize,
        what,
        this.journal,
      ),
    );
    this.desktopHeaps.push(heap);
    return heap;
  }

  /** Brings SERVERINFO up to date; call it whenever the table has grown. */
  writeServerInfo(): void {
    const fields = tableSizeFields(this.profile);
    const write = (field: UserField | null, value: number): void => {
      if (field !== null && field.size !== null) {
        this.shared.arena.writeField(field.offset, field.size, BigInt(value));
      }
    };
    write(fields?.cHandleEntries ?? null, this.entries.count);
    write(fields?.cbHandleTable ?? null, this.entries.tableBytes);
  }

  /** Kernel memory as it is now. */
  regions(): readonly MemoryRegion[] {
    return this.arenas()
      .filter(({ committed }) => committed > 0)
      .map((arena) => arena.region());
  }

  /**
   * What a process sees: the shared section `delta` bytes lower, its own SHAREDINFO, and one desktop heap, `heapDelta`
   * bytes lower.
   */
  userRegions(
    delta: bigint,
    heap: { readonly heap: UserHeap; readonly delta: bigint } | null,
  ): readonly MemoryRegion[] {
    const moved = (arena: UserArena, by: bigint): MemoryRegion =>
      arena.region(address(arena.base - by));
    const { userSharedInfo } = this.places;
    return [
      moved(this.table, delta),
      moved(this.shared.arena, delta),
      ...(userSharedInfo === null ? [] : [this.sharedInfo(userSharedInfo.address, delta).region()]),
      ...(heap === null ? [] : [moved(heap.heap.arena, heap.delta)]),
    ];
  }

  private arenas(): readonly UserArena[] {
    return [
      this.table,
      this.shared.arena,
      this.pool.arena,
      ...this.desktopHeaps.map(({ arena }) => arena),
      ...this.variables,
    ];
  }

  /** A SHAREDINFO whose addresses are `delta` lower than the kernel's. From 1703 on no delta is published. */
  private sharedInfo(place: Address, delta: bigint): UserArena {
    const { profile } = this;
    const layout = usableSharedInfo(profile)?.layout;
    const arena = new UserArena({ base: place, capacity: PAGE }, profile.pointerSize, 'SHAREDINFO');
    arena.commit(PAGE);
    const values: Readonly<Record<string, bigint>> = {
      psi: this.serverInfo - delta,
      aheList: this.table.base - delta,
      HeEntrySize: BigInt(profile.entrySize),
      pDispInfo: this.serverInfo + BigInt(DISPLAY_INFO_OFFSET) - delta,
      ulSharedDelta: profile.owner === 'entry-id' ? 0n : delta,
    };
    for (const { name, offset, size } of layout?.fields ?? []) {
      const value = values[name];
      if (value !== undefined && size !== null) {
        arena.writeField(offset, size, value);
      }
    }
    return arena;
  }

  /** HANDLETYPEINFO for each type of the version. */
  private writeTypeTable(): void {
    const { profile, places } = this;
    const layout = layoutOf('HANDLETYPEINFO', profile);
    if (places.typeTable === null || layout?.size === undefined || layout.size === null) {
      return;
    }
    const arena = new UserArena(
      { base: places.typeTable.address, capacity: PAGE },
      profile.pointerSize,
      'table of handle types',
    );
    arena.commit(PAGE);
    typesOf(profile.version).forEach((type, value) => {
      const start = value * (layout.size ?? 0);
      for (const { name, offset, size } of layout.fields) {
        const at = start + offset;
        if (name === 'fnDestroy' && type.id !== 'free') {
          arena.writePointer(at, places.destroyRoutine);
        } else if (name === 'dwAllocTag' && size !== null) {
          const tag = type.poolTag ?? '';
          for (let position = 0; position < tag.length; position++) {
            arena.writeU8(at + position, tag.charCodeAt(position));
          }
        } else if (name === 'bObjectCreateFlags') {
          arena.writeU8(at, type.creationFlags ?? 0);
        }
      }
    });
    this.variables.push(arena);
  }
}
