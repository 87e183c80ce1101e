/** The handles of a simulated table at one moment, as a store that can be paged. */

import type { FreeHandleEntry, HandleRecord, KernelHandleFacts } from '../model/handle';
import { HandleColumns } from '../model/handleColumns';
import { address, handleValue } from '../model/identifiers';
import type { HandleStore, KernelTableFacts } from '../target/handleStore';
import type { HandleTable } from './machine/handleTable';
import type { KernelObject } from './machine/kernelObject';
import type { Machine } from './machine/machine';
import { fromWords } from './machine/words';
import { OBJECT_FLAG_EXCLUSIVE, OBJECT_FLAG_PERMANENT } from '../windows/objectHeaderLayout';
import { fullName, kernelName, objectInfo } from './objectFacts';

/** Who looks. */
export type Viewpoint = 'user' | 'kernel';

/**
 * A copy of a table's columns; objects are looked at when a record is asked for. A user-mode viewpoint sees what the
 * classic debugger sees: it duplicates each handle first, which raises the counts (domain.md 2.3, 8.3).
 */
export class SimulatedHandleStore implements HandleStore {
  readonly count: number;
  readonly kernelTable: KernelTableFacts | null;
  private readonly data: HandleColumns;
  private readonly objects: readonly KernelObject[];
  private readonly indexes: Uint32Array;
  private readonly free: readonly FreeHandleEntry[];

  constructor(
    private readonly machine: Machine,
    private readonly table: HandleTable,
    private readonly viewpoint: Viewpoint,
  ) {
    this.count = table.handleCount;
    this.data = new HandleColumns(this.count);
    this.indexes = new Uint32Array(this.count);
    this.objects = this.fill();
    this.kernelTable = viewpoint === 'user' ? null : this.tableFacts();
    this.free = viewpoint === 'user' ? [] : freeEntries(machine, table);
  }

  columns(): Promise<HandleColumns> {
    return Promise.resolve(this.data);
  }

  page(start: number, length: number): Promise<readonly HandleRecord[]> {
    const first = Math.max(0, Math.floor(start));
    const end = Math.min(this.count, first + Math.max(0, Math.floor(length)));
    const records: HandleRecord[] = [];
    for (let row = first; row < end; row++) {
      records.push(...this.record(row));
    }
    return Promise.resolve(records);
  }

  records(rows: ArrayLike<number>): Promise<readonly HandleRecord[]> {
    return Promise.resolve(Array.from(rows).flatMap((row) => this.record(row)));
  }

  freeEntries(): Promise<readonly FreeHandleEntry[]> {
    return Promise.resolve(this.free);
  }

  /** Walks the pages once, filling the columns. */
  private fill(): readonly KernelObject[] {
    const { table, data } = this;
    const { entries } = table;
    const found: KernelObject[] = [];
    const typeIds = new Map<string, number>();
    for (let index = 1; index < entries.extent; index++) {
      const object = entries.objectAt(index);
      if (object !== null) {
        const row = found.length;
        found.push(object);
        this.indexes[row] = index;
        data.valueLow[row] = index * 4;
        const hidden = this.cannotBeDuplicated(object);
        if (!hidden) {
          const name = object.type.name;
          const id = typeIds.get(name) ?? data.typeId(name);
          typeIds.set(name, id);
          data.type[row] = id;
          data.attributes[row] = this.attributes(index, object);
          data.grantedAccess[row] = table.grantedAccess(index);
          data.handleCount[row] = object.handleCount + (this.viewpoint === 'user' ? 1 : 0);
          data.pointerCount[row] = object.pointerCount + this.debuggerReferences();
        }
      }
    }
    return found;
  }

  /** A user-mode debugger learns nothing of a handle that it cannot duplicate (domain.md 2.6). */
  private cannotBeDuplicated(object: KernelObject): boolean {
    return this.viewpoint === 'user' && !object.type.facts.duplicable;
  }

  /** In user mode the object's own attributes are among them, as NtQueryObject reports them. */
  private attributes(index: number, object: KernelObject): number {
    const own = object.flags & (OBJECT_FLAG_PERMANENT | OBJECT_FLAG_EXCLUSIVE);
    const permanent = (own & OBJECT_FLAG_PERMANENT) === 0 ? 0 : 0x10;
    const exclusive = (own & OBJECT_FLAG_EXCLUSIVE) === 0 ? 0 : 0x20;
    const ofObject = this.viewpoint === 'user' ? permanent | exclusive : 0;
    return this.table.attributes(index) | ofObject;
  }

  /**
   * References that the debugger's own duplicate adds: the handle and the query in progress; since Windows 8 the block
   * that the first of its two queries prepays makes it exactly one block.
   */
  private debuggerReferences(): number {
    const { prepaidReferences } = this.machine.profile;
    return this.viewpoint === 'kernel' ? 0 : prepaidReferences === 0 ? 2 : prepaidReferences;
  }

  private record(row: number): readonly HandleRecord[] {
    const object = this.objects[row];
    if (object === undefined) {
      return [];
    }
    const { data, machine } = this;
    const hidden = this.cannotBeDuplicated(object);
    const { info, queryAccess } = object.type.facts;
    const grantedAccess = data.grantedAccess[row] ?? 0;
    const asks = info !== null && !hidden;
    const refused =
      asks && this.viewpoint === 'user' && queryAccess !== 0 && (grantedAccess & queryAccess) === 0;
    return [
      {
        value: data.value(row),
        type: data.typeName(row),
        name: hidden ? null : fullName(object, machine.objects),
        attributes: data.attributes[row] ?? 0,
        grantedAccess,
        handleCount: data.handleCount[row] ?? 0,
        pointerCount: data.pointerCount[row] ?? 0,
        objectInfo: asks && !refused ? objectInfo(object, machine.profile) : [],
        objectInfoRefused: refused,
        ...(this.viewpoint === 'user' ? {} : { kernel: this.kernelFacts(row, object) }),
      },
    ];
  }

  private kernelFacts(row: number, object: KernelObject): KernelHandleFacts {
    const { entries } = this.table;
    const index = this.indexes[row] ?? 0;
    const { directory } = object;
    const inNamespace = directory !== null && directory.name !== null;
    return {
      object: object.bodyAddress,
      objectHeader: object.headerAddress,
      typeObject: object.type.typeObject?.bodyAddress ?? address(0),
      entry: fromWords(entries.entryLow(index), entries.entryHigh(index)),
      directory: inNamespace ? directory.bodyAddress : address(0),
      displayName: kernelName(object, this.machine.profile),
    };
  }

  private tableFacts(): KernelTableFacts {
    const { table, machine } = this;
    const { low, high } = table.topPage;
    return {
      table: fromWords(table.low, table.high),
      tableCode: fromWords(low, high),
      isKernelTable: table === machine.system.table,
      count: table.handleCount,
    };
  }
}

/** Free and reserved entries in the order of the table, with their next-free fields as they stand in memory. */
function freeEntries(machine: Machine, table: HandleTable): readonly FreeHandleEntry[] {
  const { entries } = table;
  const wide = machine.profile.discipline === 'modern';
  const free: FreeHandleEntry[] = [];
  for (let index = 0; index < entries.extent; index++) {
    if (entries.objectAt(index) === null) {
      const { words } = entries.pageOf(index);
      const at = entries.slotOf(index) * entries.stride + entries.nextWord;
      const next = fromWords(words[at] ?? 0, wide ? (words[at + 1] ?? 0) : 0);
      free.push({
        value: handleValue(index * 4),
        entry: fromWords(entries.entryLow(index), entries.entryHigh(index)),
        nextEntry: next,
      });
    }
  }
  return free;
}
