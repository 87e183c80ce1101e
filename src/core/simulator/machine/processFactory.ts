/** Making processes and threads: ids, addresses, tables, objects. */

import { address, type Address } from '../../model/identifiers';
import { TABLE_PAGE_SIZE, TABLE_STRICT_FIFO } from '../../windows/handleTableLayout';
import { inheritHandles, inheritableIndexes, listedIndexes } from './handleInheritance';
import { HandleTable } from './handleTable';
import type { KernelObject } from './kernelObject';
import type {
  MachineOptions,
  ProcessOptions,
  ProcessPlacement,
  ThreadOptions,
} from './machineTypes';
import type { ObjectBody } from './objectBody';
import type { ObjectManager } from './objectManager';
import type { PageAllocator } from './pageAllocator';
import { SimulatedProcess } from './simulatedProcess';
import { SimulatedThread } from './simulatedThread';
import { STATUS_INSUFFICIENT_RESOURCES, STATUS_INVALID_PARAMETER, STATUS_SUCCESS } from './status';
import type { PageAddress } from './tablePages';
import { highWord, lowWord } from './words';

/** Answer of {@link ProcessFactory.createProcess}. */
export interface ProcessCreation {
  readonly status: number;
  readonly process: SimulatedProcess | null;
}

/** Distance of environment blocks inside the region that a version keeps for them. */
const PEB_OFFSET = 0xd_0000;
const TEB_OFFSET = 0xc_e000;

/** Makes the processes and threads of one machine. */
export class ProcessFactory {
  /** PspCidTable: process and thread ids are handle values in it. */
  readonly cidTable: HandleTable;
  private made = 0;

  constructor(
    private readonly options: MachineOptions,
    private readonly objects: ObjectManager,
    private readonly pages: PageAllocator,
  ) {
    this.cidTable = this.makeTable({}, true);
    this.cidTable.flags |= TABLE_STRICT_FIFO;
    this.cidTable.grow(0);
  }

  /** A table without pages. */
  makeTable(placement: ProcessPlacement, pointsToBodies = false): HandleTable {
    const { profile } = this.options;
    const place =
      placement.table === undefined
        ? this.objects.pools.allocateBlock(this.tableSize())
        : split(placement.table);
    if (place === null) {
      throw new Error('The simulated kernel pool is exhausted.');
    }
    if (placement.table !== undefined) {
      this.objects.pools.reserve(placement.table, this.tableSize());
    }
    if (placement.tablePage !== undefined) {
      this.pages.reserve(placement.tablePage, TABLE_PAGE_SIZE);
      this.objects.pools.reserve(placement.tablePage, TABLE_PAGE_SIZE);
    }
    return new HandleTable({
      profile,
      pageSource: this.pages,
      address: place,
      placed: placement.table !== undefined,
      ...(placement.tablePage === undefined ? {} : { firstPage: split(placement.tablePage) }),
      processors: this.options.processorCount ?? 1,
      maximumPages: this.options.maximumTablePages ?? profile.geometry.maximumPages,
      pointsToBodies,
      journal: this.objects.journal,
    });
  }

  /** The Idle process, which is in no list and shares a table. */
  createIdle(table: HandleTable, placement: ProcessPlacement): SimulatedProcess {
    const process = this.assemble({ image: 'Idle', ...placement }, 0, table);
    process.object = this.objects.createObject({
      type: 'Process',
      body: { kind: 'process', process },
      ...(placement.object === undefined ? {} : { address: placement.object }),
    });
    return process;
  }

  /** A process with its handle table; nobody has a handle to it yet. */
  createProcess(options: ProcessOptions): ProcessCreation {
    const processor = 0;
    const index =
      options.processId === undefined
        ? this.cidTable.allocate(processor)
        : this.cidTable.allocateValue(options.processId, processor);
    if (index === 0) {
      return {
        status:
          options.processId === undefined
            ? STATUS_INSUFFICIENT_RESOURCES
            : STATUS_INVALID_PARAMETER,
        process: null,
      };
    }
    const table = this.makeTable(options);
    const status = this.populate(table, options);
    if (status !== STATUS_SUCCESS) {
      this.destroyTable(table);
      this.cidTable.freeLists.give(index, processor, true);
      return { status, process: null };
    }
    const process = this.assemble(options, index * 4, table);
    table.owner = process;
    process.object = this.makeObject('Process', { kind: 'process', process }, options.object);
    this.cidTable.fill(index, { object: process.object, attributes: 0, grantedAccess: 0 });
    return { status: STATUS_SUCCESS, process };
  }

  /** A thread. Throws when the id that was asked for is taken. */
  createThread(process: SimulatedProcess, options: ThreadOptions): SimulatedThread {
    const index =
      options.threadId === undefined
        ? this.cidTable.allocate(0)
        : this.cidTable.allocateValue(options.threadId, 0);
    if (index === 0) {
      throw new Error(`Thread id ${String(options.threadId)} is not free.`);
    }
    const thread = new SimulatedThread({
      threadId: index * 4,
      process,
      teb: options.teb ?? this.tebAddress(process),
      startAddress: options.startAddress ?? address(0),
      priority: options.priority ?? process.basePriority,
      basePriority: options.basePriority ?? 0,
      name: options.name ?? null,
    });
    thread.object = this.makeObject('Thread', { kind: 'thread', thread }, options.object);
    this.cidTable.fill(index, { object: thread.object, attributes: 0, grantedAccess: 0 });
    process.threads.push(thread);
    if (process.object !== null) {
      this.objects.reference(process.object);
    }
    return thread;
  }

  /** Gives the memory of a table back; the HANDLE_TABLE itself only when it was not at a fixed place. */
  destroyTable(table: HandleTable): void {
    table.destroy();
    if (!table.isPlaced) {
      this.objects.pools.releaseBlock(table, this.tableSize());
    }
  }

  /** Gives a table its first page, or the copies it inherits. Returns an NTSTATUS. */
  private populate(table: HandleTable, options: ProcessOptions): number {
    const { parent } = options;
    const { profile } = this.options;
    let indexes: readonly number[] | null = null;
    if (parent !== undefined && options.handleList !== undefined) {
      indexes = profile.beforeVista ? null : listedIndexes(parent.table, options.handleList);
      if (indexes === null) {
        return STATUS_INVALID_PARAMETER;
      }
    } else if (parent !== undefined && options.inheritHandles === true) {
      indexes = inheritableIndexes(parent.table);
    }
    const context = { profile, objects: this.objects };
    const done =
      parent === undefined || indexes === null
        ? table.grow(0)
        : inheritHandles(parent.table, table, indexes, context);
    return done ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
  }

  private assemble(
    options: ProcessOptions,
    processId: number,
    table: HandleTable,
  ): SimulatedProcess {
    const { memory, pointerSize } = this.options.profile;
    const ordinal = this.made++;
    const isSystem = processId <= 4;
    const peb = memory.userBlocks.base + BigInt(PEB_OFFSET + (ordinal % 16) * 0x1000);
    const directory = ordinal * 0x9d_3000 + 0x1a_d000;
    return new SimulatedProcess({
      processId,
      parentProcessId: options.parent?.processId ?? 0,
      image: options.image,
      sessionId: options.sessionId === undefined ? 0 : options.sessionId,
      peb: options.peb ?? address(isSystem ? 0 : peb),
      directoryBase:
        options.directoryBase ??
        address(pointerSize === 4 ? directory % 0x1000_0000 : directory % 0x2_0000_0000),
      table,
      user: options.user ?? options.parent?.user ?? 'SYSTEM',
      privileges: options.privileges ?? options.parent?.privileges ?? [],
      basePriority: options.basePriority ?? 8,
      jobs: options.parent?.jobs ?? [],
    });
  }

  private makeObject(
    type: 'Process' | 'Thread',
    body: ObjectBody,
    place: Address | undefined,
  ): KernelObject {
    const object = this.objects.create({
      type: this.objects.requiredType(type),
      body,
      address: place,
    });
    if (object === null) {
      throw new Error('The simulated kernel pool is exhausted.');
    }
    return object;
  }

  private tebAddress(process: SimulatedProcess): Address {
    const { memory, pointerSize } = this.options.profile;
    const distance = process.threads.length * (pointerSize === 4 ? 0x1000 : 0x2000);
    return address(
      process.processId <= 4 ? 0n : memory.userBlocks.base + BigInt(TEB_OFFSET - distance),
    );
  }

  private tableSize(): number {
    const { tableFields } = this.options.profile;
    const lists = tableFields.freeLists;
    return lists === null
      ? tableFields.size
      : lists.offset + lists.stride * (this.options.processorCount ?? 1);
  }
}

function split(place: Address): PageAddress {
  return { low: lowWord(place), high: highWord(place) };
}
